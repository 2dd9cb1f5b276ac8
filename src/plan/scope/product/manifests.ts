import {
  dotnetProject,
  gemspec,
  gradleBuild,
  mixProject,
  pipfile,
  versionCatalog,
} from '../dependencies/other-manifests.ts'
import type { Requirement, Requirements } from '../dependencies/requirements.ts'

/** Reads the direct dependencies of one manifest; what it does not understand it leaves out. */
type Reader = (text: string) => Requirements

const READERS: [RegExp, Reader][] = [
  [/(?:^|\/)package\.json$/, packageJson],
  [/(?:^|\/)composer\.json$/, composerJson],
  [/(?:^|\/)go\.mod$/, goMod],
  [/(?:^|\/)requirements[^/]*\.txt$|(?:^|\/)requirements\/[^/]+\.txt$/, requirementsTxt],
  [/(?:^|\/)pyproject\.toml$/, pyproject],
  [/(?:^|\/)Cargo\.toml$/, cargoToml],
  [/(?:^|\/)Gemfile$/, gemfile],
  [/(?:^|\/)pom\.xml$/, pomXml],
  [/(?:^|\/)[^/]+\.gemspec$/, gemspec],
  [/(?:^|\/)Pipfile$/, pipfile],
  [/(?:^|\/)build\.gradle(?:\.kts)?$/, gradleBuild],
  [/(?:^|\/)[^/]+\.versions\.toml$/, versionCatalog],
  [/\.(?:cs|fs)proj$|(?:^|\/)(?:Directory\.Packages|Packages)\.props$/, dotnetProject],
  [/(?:^|\/)mix\.exs$/, mixProject],
]
const DEV_FILE =
  /(?:^|[-_./])(?:dev|development|test|tests|testing|docs?|lint|typing|build|ci)(?:[-_./]|\.txt$)/i

/** Whether `requirementsOf` reads a file of this name. */
export function isManifest(path: string): boolean {
  return READERS.some(([name]) => name.test(path))
}

/** The direct dependencies that a manifest's text names; none when it cannot be read. */
export function requirementsOf(path: string, text: string): Requirements {
  const reader = READERS.find(([name]) => name.test(path))?.[1]
  const found = reader?.(text) ?? new Map<string, Requirement>()
  if (!/requirements/.test(path) || !DEV_FILE.test(path.replace(/.*requirements/, 'requirements')))
    return found
  return new Map([...found].map(([name, requirement]) => [name, { ...requirement, dev: true }]))
}

/** The name a manifest gives its own package, where others of the repository can depend on it. */
export function ownName(path: string, text: string): string | undefined {
  if (/(?:package|composer)\.json$/.test(path)) {
    const { name } = jsonObject(text)
    return typeof name === 'string' ? name : undefined
  }
  if (path.endsWith('go.mod')) return /^module\s+(\S+)/m.exec(text)?.[1]?.replace(/[/.]v\d+$/, '')
  const tables = path.endsWith('.toml') ? tomlLines(text) : []
  const named = tables.find(
    ({ table, key }) => /^(?:package|project|tool\.poetry)$/.test(table) && key === 'name',
  )
  return named && quoted(named.value)[0]
}

/** JSON's top object; nothing when the text is none. */
export function jsonObject(text: string): Record<string, unknown> {
  try {
    return record(JSON.parse(text))
  } catch {
    return {}
  }
}

/** The value as an object of fields; nothing for anything else. */
export function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}
}

function stringsIn(value: unknown): [string, string][] {
  return Object.entries(record(value)).flatMap(([name, range]) =>
    typeof range === 'string' ? [[name, range]] : [],
  )
}

function packageJson(text: string): Requirements {
  const json = jsonObject(text)
  const found: Requirements = new Map()
  for (const [name, range] of stringsIn(json.devDependencies)) found.set(name, { range, dev: true })
  for (const [name, range] of stringsIn(json.peerDependencies))
    found.set(name, { range, dev: false, peer: true })
  for (const [name, range] of stringsIn(json.optionalDependencies)) found.set(name, { range, dev: false })
  for (const [name, range] of stringsIn(json.dependencies)) found.set(name, { range, dev: false })
  const { node } = record(json.engines)
  if (typeof node === 'string') found.set('node', { range: node, dev: false, peer: true })
  return found
}

function composerJson(text: string): Requirements {
  const json = jsonObject(text)
  const found: Requirements = new Map()
  for (const [name, range] of stringsIn(json['require-dev'])) found.set(name, { range, dev: true })
  for (const [name, range] of stringsIn(json.require))
    found.set(name, { range, dev: false, ...(name === 'php' ? { peer: true as const } : {}) })
  return found
}

/** Direct requirements; a module's major suffix (`/v2`) is part of its version, not of its name. */
function goMod(text: string): Requirements {
  const found: Requirements = new Map()
  for (const line of text.split('\n')) {
    const go = /^go (\d[\w.]*)/.exec(line)?.[1]
    if (go) found.set('go', { range: go, dev: false, peer: true })
    const match = /^\s*(?:require\s+)?([\w.~-]+\.[\w.~/-]+)\s+(v\d\S*)\s*(\/\/.*)?$/.exec(line)
    if (!match?.[1] || !match[2] || match[3]?.includes('indirect') || line.includes('=>')) continue
    found.set(match[1].replace(/[/.]v\d+$/, ''), { range: match[2], dev: false })
  }
  return found
}

function requirementsTxt(text: string): Requirements {
  return pythonRequirements(
    text.split('\n').map(line => line.replace(/(?:^|\s)#.*$/, '')),
    false,
  )
}

function pythonRequirements(lines: string[], dev: boolean): Requirements {
  const found: Requirements = new Map()
  for (const line of lines) {
    const match = /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*([<>=!~][^;]*)?(?:;.*)?$/.exec(line)
    if (match?.[1])
      found.set(match[1].toLowerCase().replace(/[_.]/g, '-'), { range: match[2]?.trim() ?? '', dev })
  }
  return found
}

type TomlLine = { table: string; key: string; value: string }

/** Keys with their values as written; arrays over several lines are joined. Enough for manifests, no TOML parser. */
export function tomlLines(text: string): TomlLine[] {
  const lines: TomlLine[] = []
  let table = ''
  let open: TomlLine | undefined
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.replace(/(?:^|\s)#[^"']*$/, '').trim()
    const header = /^\[\[?\s*([^\]]+?)\s*\]?\]$/.exec(line)
    const pair = /^("[^"]+"|'[^']+'|[\w.-]+)\s*=\s*(.+)$/.exec(line)
    if (open) {
      open.value += ` ${line}`
      if (line.endsWith(']')) open = undefined
    } else if (header?.[1]) {
      table = header[1]
    } else if (pair?.[1] && pair[2]) {
      const entry = { table, key: pair[1].replace(/["']/g, ''), value: pair[2] }
      lines.push(entry)
      if (entry.value.startsWith('[') && !entry.value.endsWith(']')) open = entry
    }
  }
  return lines
}

function quoted(value: string): string[] {
  return [...value.matchAll(/"([^"]*)"|'([^']*)'/g)].map(([, double, single]) => double ?? single ?? '')
}

function pyproject(text: string): Requirements {
  const found: Requirements = new Map()
  const lines = tomlLines(text)
  const devLists = lines.filter(
    ({ table }) => table === 'dependency-groups' || table === 'project.optional-dependencies',
  )
  for (const { value } of devLists)
    for (const [name, one] of pythonRequirements(quoted(value), true)) found.set(name, one)
  for (const { table, key, value } of lines) {
    const poetry = /^tool\.poetry\.(?:(group\.[\w-]+|dev)[.-])?dependencies$/.exec(table)
    const python = poetry ? key === 'python' : table === 'project' && key === 'requires-python'
    if (python) found.set('python', { range: versionIn(value), dev: false, peer: true })
    else if (poetry) found.set(key.toLowerCase(), { range: versionIn(value), dev: !!poetry[1] })
    if (table === 'project' && key === 'dependencies') {
      for (const [name, one] of pythonRequirements(quoted(value), false)) found.set(name, one)
    }
  }
  return found
}

/** `"1.2"`, or the `version` of an inline table. */
function versionIn(value: string): string {
  return (
    /\bversion\s*=\s*["']([^"']*)["']/.exec(value)?.[1] ??
    (value.startsWith('{') ? '' : (quoted(value)[0] ?? ''))
  )
}

function cargoToml(text: string): Requirements {
  const found: Requirements = new Map()
  for (const { table, key, value } of tomlLines(text)) {
    if (/^(?:workspace\.)?package$/.test(table) && key === 'rust-version')
      found.set('rust', { range: quoted(value)[0] ?? '', dev: false, peer: true })
    const list = /^(?:workspace\.|target\..+\.)?((?:dev-|build-)?dependencies)(?:\.([\w-]+))?$/.exec(table)
    if (!list) continue
    const dev = list[1] !== 'dependencies'
    if (!list[2]) found.set(key.replace(/\..*$/, ''), { range: versionIn(value), dev })
    else if (key === 'version') found.set(list[2], { range: quoted(value)[0] ?? '', dev })
  }
  return found
}

function gemfile(text: string): Requirements {
  const found: Requirements = new Map()
  let group = false
  for (const line of text.split('\n')) {
    if (/^group\b.*\bdo\s*$/.test(line)) group = /:(?:development|test)\b/.test(line)
    if (/^end\b/.test(line)) group = false
    const match = /^\s*gem\s+["']([\w.-]+)["'](?:\s*,\s*["']([^"']+)["'])?/.exec(line)
    if (match?.[1])
      found.set(match[1], { range: match[2] ?? '', dev: group || /group:.*:(?:development|test)/.test(line) })
  }
  return found
}

function pomXml(text: string): Requirements {
  const found: Requirements = new Map()
  const properties = new Map(
    [...text.matchAll(/<([\w.-]{1,100})>([\w.-]{1,60})<\/\1>/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  )
  for (const [, block = ''] of text
    .slice(0, 500_000)
    .matchAll(/<dependency>([\s\S]{0,2000}?)<\/dependency>/g)) {
    const field = (name: string) => new RegExp(`<${name}>\\s*([^<\\s]+)\\s*</${name}>`).exec(block)?.[1]
    const version = field('version')?.replace(
      /^\$\{(.+)\}$/,
      (whole, name: string) => properties.get(name) ?? whole,
    )
    const name = `${field('groupId')}:${field('artifactId')}`
    found.set(name, { range: version ?? '', dev: field('scope') === 'test' })
  }
  return found
}
