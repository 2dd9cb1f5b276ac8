import { jsonObject, record } from '../product/manifests.ts'
import { collect, type Locked } from './locked.ts'

export function npmLock(text: string): Locked {
  const versions = new Map<string, string[]>()
  const json = jsonObject(text)
  const packages = record(json.packages)
  const direct = new Set<string>()
  for (const [path, value] of Object.entries(packages)) {
    const at = path.lastIndexOf('node_modules/')
    const entry = value as { version?: unknown; link?: unknown } | null
    if (at < 0) {
      const { dependencies, devDependencies, optionalDependencies } = record(value)
      for (const group of [dependencies, devDependencies, optionalDependencies])
        for (const name of Object.keys(record(group))) direct.add(name)
    } else if (typeof entry?.version === 'string' && !entry.link)
      collect(versions, path.slice(at + 13), entry.version)
  }
  if (versions.size === 0) oldNpm(record(json.dependencies), versions, 0)
  return direct.size > 0 ? { versions, direct } : { versions }
}

function oldNpm(dependencies: Record<string, unknown>, versions: Map<string, string[]>, depth: number): void {
  for (const [name, value] of Object.entries(dependencies)) {
    const entry = record(value)
    if (typeof entry.version === 'string') collect(versions, name, entry.version)
    if (depth < 20) oldNpm(record(entry.dependencies), versions, depth + 1)
  }
}

export function pipfileLock(text: string): Locked {
  const json = jsonObject(text)
  const versions = new Map<string, string[]>()
  for (const part of [json.default, json.develop])
    for (const [name, value] of Object.entries(record(part))) {
      const { version } = record(value)
      if (typeof version === 'string') collect(versions, name, version.replace(/^=+/, ''))
    }
  return { versions }
}

export function composerLock(text: string): Locked {
  const json = jsonObject(text)
  const versions = new Map<string, string[]>()
  for (const list of [json.packages, json['packages-dev']])
    for (const value of Array.isArray(list) ? list : []) {
      const { name, version } = record(value)
      if (typeof name === 'string' && typeof version === 'string')
        collect(versions, name, version.replace(/^v/, ''))
    }
  return { versions }
}

export function nugetLock(text: string): Locked {
  const versions = new Map<string, string[]>()
  const direct = new Set<string>()
  for (const framework of Object.values(record(jsonObject(text).dependencies)))
    for (const [name, value] of Object.entries(record(framework))) {
      const { resolved, type } = record(value)
      if (type === 'Direct') direct.add(name)
      if (typeof resolved === 'string') collect(versions, name, resolved)
    }
  return { versions, direct }
}
