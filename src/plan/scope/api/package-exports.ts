import { jsonObject, record } from '../product/manifests.ts'
import type { Finding } from './finding.ts'
import {
  entryPoints,
  importedFile,
  isPublished,
  type ScriptExports,
  scriptExports,
  sourceOf,
} from './script-exports.ts'

/** The texts of files at one end of the range; a path that is not there has none. */
export type Texts = (paths: string[]) => Promise<ReadonlyMap<string, string>>

/** One end of the range: its files and how their texts are read. */
export type End = { exists: (path: string) => boolean; texts: Texts }

const MOST_ROUNDS = 5
const MOST_MODULES = 80
const MOST_ENTRIES = 12

/**
 * What a published package of npm no longer offers: entry points and commands that package.json named, names that its
 * entry's modules exported. Where one of them is passed on from a place that is not read, nothing is said of names.
 */
export async function packageFindings(
  path: string,
  manifest: { old: string; now: string },
  old: End,
  now: End,
): Promise<Finding[]> {
  if (!isPublished(manifest.old) || !isPublished(manifest.now)) return []
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const [before, after] = [entryPoints(manifest.old), entryPoints(manifest.now)]
  const stars = [...after.keys()]
    .filter(name => name.includes('*'))
    .map(name => name.slice(0, name.indexOf('*')))
  const gone = [...before.keys()].filter(
    name => !after.has(name) && !name.includes('*') && !stars.some(star => name.startsWith(star)),
  )
  const found: Finding[] = [
    ...gone
      .filter(name => after.size > 0 || name !== '.')
      .map(name => ({ what: `entry point ${name} removed`, breaking: true })),
    ...commands(manifest.old)
      .filter(name => !commands(manifest.now).includes(name))
      .map(name => ({ what: `command ${name} removed`, breaking: true })),
  ]
  for (const [name, files] of [...before].slice(0, MOST_ENTRIES)) {
    const next = after.get(name)
    if (!next) continue
    const [one, other] = await Promise.all([
      entryExports(folder, files, old),
      entryExports(folder, next, now),
    ])
    if (!one || !other || other.names.size === 0 || other.stars.length > 0) continue
    const place = name === '.' ? '' : ` of ${name}`
    for (const symbol of one.names)
      if (!other.names.has(symbol)) found.push({ what: `export ${symbol}${place} removed`, breaking: true })
  }
  return found
}

function commands(manifest: string): string[] {
  const { bin, name } = jsonObject(manifest)
  return typeof bin === 'string' ? [String(name)] : Object.keys(record(bin))
}

/** All names of an entry, through the modules it passes on; `stars` are those that could not be read. */
async function entryExports(
  folder: string,
  files: string[],
  { exists, texts }: End,
): Promise<ScriptExports | undefined> {
  const entries = files.length > 0 ? files : ['src/index', 'index']
  const entry = entries.map(file => sourceOf(folder, file, exists)).find(Boolean)
  if (!entry) return undefined
  const all: ScriptExports = { names: new Set(), stars: [] }
  const seen = new Set([entry])
  let open = [entry]
  for (let round = 0; open.length > 0; round++) {
    if (round === MOST_ROUNDS || seen.size > MOST_MODULES) return { ...all, stars: open }
    const read = await texts(open)
    const next: string[] = []
    for (const path of open) {
      const found = scriptExports(read.get(path) ?? '')
      for (const name of found.names) if (name !== 'default' || path === entry) all.names.add(name)
      for (const star of found.stars) {
        const file = star.startsWith('.') ? importedFile(path, star, exists) : undefined
        if (!file) all.stars.push(star)
        else if (!seen.has(file)) {
          seen.add(file)
          next.push(file)
        }
      }
    }
    open = next
  }
  return all
}
