import type { Requirement, Requirements } from './requirements.ts'

/** Readers of manifests of the JVM, .NET, Ruby and Python's Pipfile; what they do not understand they leave out. */

/** `implementation 'g:a:1.0'`, `testImplementation("g:a:1.0")`, `id 'x' version '1'`. */
export function gradleBuild(text: string): Requirements {
  const found: Requirements = new Map()
  const lines = text.replace(/\/\*[\s\S]*?\*\//g, '').split('\n')
  for (const raw of lines) {
    const line = raw.replace(/(?:^|\s)\/\/.*$/, '')
    const match =
      /^\s*(\w+)[ (]+(?:platform|enforcedPlatform)?\(?\s*["']([\w.-]+:[\w.-]+)(?::([\w.+-]+))?["']/.exec(line)
    if (!match?.[2] || /^(?:exclude|group|module|force|include|project)$/.test(match[1] ?? '')) continue
    found.set(match[2], {
      range: match[3] ?? '',
      dev: /test|kapt|annotationProcessor|debug|lint|checkstyle/i.test(match[1] ?? ''),
    })
  }
  return found
}

/** `[libraries]` of a version catalogue, their versions by `version.ref` too; plugins build, they do not ship. */
export function versionCatalog(text: string): Requirements {
  const found: Requirements = new Map()
  const versions = new Map<string, string>()
  let table = ''
  for (const line of text.split('\n')) {
    table = /^\s*\[([\w-]+)\]/.exec(line)?.[1] ?? table
    const [, key = '', value = ''] = /^\s*([\w.-]+)\s*=\s*(.+)$/.exec(line) ?? []
    if (table === 'versions' && key) versions.set(key, /["']([\w.+-]+)["']/.exec(value)?.[1] ?? '')
    if ((table !== 'libraries' && table !== 'plugins') || !key) continue
    const field = (name: string) => new RegExp(`\\b${name}\\s*=\\s*["']([^"']+)["']`).exec(value)?.[1]
    const short = /^["']([^"':]+:[^"':]+|[^"':]+):([^"']+)["']/.exec(value)
    const name =
      field('module') ??
      (field('group') ? `${field('group')}:${field('name')}` : undefined) ??
      field('id') ??
      short?.[1]
    const version =
      field('version') ?? versions.get(field('version\\.ref') ?? field('ref') ?? '') ?? short?.[2] ?? ''
    if (name) found.set(name, { range: version, dev: table === 'plugins' || /junit|test|mock/i.test(name) })
  }
  return found
}

/** `PackageReference` of a project, `PackageVersion` of the central list, and the framework it needs. */
export function dotnetProject(text: string): Requirements {
  const found: Requirements = new Map()
  for (const [, attributes = '', inner = ''] of text
    .slice(0, 500_000)
    .matchAll(
      /<Package(?:Reference|Version)\b([^>]*?)(?:\/>|>([\s\S]{0,500}?)<\/Package(?:Reference|Version)>)/g,
    )) {
    const field = (name: string) =>
      new RegExp(`\\b${name}\\s*=\\s*"([^"]*)"`).exec(attributes)?.[1] ??
      new RegExp(`<${name}>([^<]*)<`).exec(inner)?.[1]
    const name = field('Include') ?? field('Update')
    const dev =
      /^all$/i.test(field('PrivateAssets') ?? '') ||
      /test|xunit|nunit|moq|coverlet|substitute|bogus/i.test(name ?? '')
    if (name) found.set(name, { range: field('Version') ?? '', dev })
  }
  return found
}

/** `add_dependency`, `add_runtime_dependency`, `add_development_dependency`. */
export function gemspec(text: string): Requirements {
  const found: Requirements = new Map()
  for (const [, kind = '', name = '', range = ''] of text.matchAll(
    /\.add_(runtime_|development_)?dependency[ (]+["']([\w.-]+)["'](?:\s*,\s*["']([^"']+)["'])?/g,
  ))
    found.set(name, { range, dev: kind === 'development_' })
  return found
}

/** Pipfile: `[packages]` and `[dev-packages]`. */
export function pipfile(text: string): Requirements {
  const found: Requirements = new Map()
  let table = ''
  for (const line of text.split('\n')) {
    table = /^\[([\w-]+)\]/.exec(line)?.[1] ?? table
    const [, name, plain, versioned] =
      /^["']?([\w.-]+)["']?\s*=\s*(?:["']([^"']*)["']|\{.*version\s*=\s*["']([^"']*)["'])?/.exec(line) ?? []
    if (name && /^(?:dev-)?packages$/.test(table))
      found.set(name.toLowerCase(), entry(plain ?? versioned ?? '', table !== 'packages'))
  }
  return found
}

/** `{:phoenix, "~> 1.7"}` of mix.exs. */
export function mixProject(text: string): Requirements {
  const found: Requirements = new Map()
  for (const [line, name = '', range = ''] of text.matchAll(/\{:(\w+),\s*"([^"]*)"[^}\n]*\}?/g))
    if (!/^(?:app|version)$/.test(name))
      found.set(name, entry(range, /only:\s*(?:\[|:)\s*:?(?:dev|test)/.test(line)))
  return found
}

const entry = (range: string, dev: boolean): Requirement => ({ range, dev })
