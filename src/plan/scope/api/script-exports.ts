import { withoutComments } from '../migrations/source.ts'
import { jsonObject, record } from '../product/manifests.ts'

/** The names that one module exports, and the modules whose names it passes on. */
export type ScriptExports = { names: Set<string>; stars: string[] }

/** ES modules only; of CommonJS nothing is said. */
export function scriptExports(text: string): ScriptExports {
  const source = withoutComments(text, false)
  const names = new Set<string>()
  const stars: string[] = []
  for (const [, name] of source.matchAll(
    /^\s*export\s+(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:function\*?|class|interface|type|enum|const enum|namespace|module|const|let|var)\s+([A-Za-z_$][\w$]*)/gm,
  ))
    if (name && name !== 'from') names.add(name)
  for (const [, list = ''] of source.matchAll(/\bexport\s+(?:type\s+)?\{([^}]*)\}/g))
    for (const part of list.split(',')) {
      const name = part
        .trim()
        .replace(/^type\s+/, '')
        .split(/\s+as\s+/)
        .at(-1)
        ?.trim()
      if (name) names.add(name)
    }
  for (const [, name, from = ''] of source.matchAll(
    /\bexport\s+(?:type\s+)?\*\s*(?:as\s+([\w$]+)\s+)?from\s*['"]([^'"]+)['"]/g,
  )) {
    if (name) names.add(name)
    else stars.push(from)
  }
  if (/\bexport\s+default\b/.test(source)) names.add('default')
  return { names, stars }
}

/** Entry points by their name (`.`, `./sub`): the files that package.json names for them, types first. */
export function entryPoints(manifest: string): Map<string, string[]> {
  const json = jsonObject(manifest)
  const found = new Map<string, string[]>()
  const { exports } = json
  if (
    typeof exports === 'string' ||
    (exports && !Object.keys(record(exports)).some(key => key.startsWith('.')))
  )
    found.set('.', filesIn(exports))
  else
    for (const [name, value] of Object.entries(record(exports)))
      if (value !== null) found.set(name, filesIn(value))
  if (!found.has('.')) {
    const named = [json.types, json.typings, json.module, json.main].filter(file => typeof file === 'string')
    if (exports === undefined || exports === null) found.set('.', named.map(String))
  }
  return found
}

/** A package that nobody can install has no outside. */
export const isPublished = (manifest: string): boolean => {
  const json = jsonObject(manifest)
  return typeof json.name === 'string' && json.private !== true
}

function filesIn(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return [value]
  if (depth > 4) return []
  const branches = record(value)
  const { types, ...others } = branches
  return [
    ...filesIn(types ?? {}, depth + 1),
    ...Object.values(others).flatMap(one => filesIn(one, depth + 1)),
  ]
}

const SOURCES = [
  '.d.ts',
  '.ts',
  '.tsx',
  '.mts',
  '.d.mts',
  '.cts',
  '.mjs',
  '.js',
  '/index.ts',
  '/index.tsx',
  '/index.js',
  '/index.d.ts',
]

/** The file of the repository that a built file comes from: itself, else the same name under `src`. */
export function sourceOf(
  folder: string,
  file: string,
  exists: (path: string) => boolean,
): string | undefined {
  const path = normal(`${folder}${file}`)
  if (path === undefined || path.includes('*')) return undefined
  if (exists(path)) return path
  const stem = path.slice(folder.length).replace(/\.d\.[cm]?ts$|\.[cm]?[jt]sx?$/, '')
  const inner = stem.replace(
    /^(?:dist|lib|build|out|es|esm|cjs|types)\/(?:(?:esm|cjs|es|types|src|lib|node|browser)\/)*/,
    '',
  )
  const stems = [...new Set([stem, `src/${inner}`, inner, stem.replace(/^(?:dist|lib|build)\//, 'src/')])]
  for (const one of stems)
    for (const ending of SOURCES) if (exists(`${folder}${one}${ending}`)) return `${folder}${one}${ending}`
  return undefined
}

/** The file that a relative import means. */
export function importedFile(
  from: string,
  specifier: string,
  exists: (path: string) => boolean,
): string | undefined {
  const path = normal(`${from.slice(0, from.lastIndexOf('/') + 1)}${specifier}`)
  if (path === undefined) return undefined
  const stem = path.replace(/\.[cm]?jsx?$/, '')
  return [path, ...SOURCES.flatMap(ending => [`${stem}${ending}`, `${path}${ending}`])].find(
    one => /\.[cm]?[jt]sx?$/.test(one) && exists(one),
  )
}

/** `a/./b/../c` is `a/c`; undefined above the root. */
function normal(path: string): string | undefined {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') {
      if (parts.length === 0) return undefined
      parts.pop()
    } else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}
