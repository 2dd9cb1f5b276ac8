import { composerLock, npmLock, nugetLock, pipfileLock } from './json-locks.ts'
import { collect, type Locked } from './locked.ts'

type Reader = (text: string) => Locked

const READERS: [RegExp, Reader][] = [
  [/(?:^|\/)(?:package-lock|npm-shrinkwrap)\.json$/, npmLock],
  [/(?:^|\/)pnpm-lock\.yaml$/, pnpmLock],
  [/(?:^|\/)yarn\.lock$/, yarnLock],
  [/(?:^|\/)bun\.lock$/, bunLock],
  [/(?:^|\/)(?:poetry|uv|pdm|Cargo)\.lock$/, tomlLock],
  [/(?:^|\/)Pipfile\.lock$/, pipfileLock],
  [/(?:^|\/)Gemfile\.lock$/, gemfileLock],
  [/(?:^|\/)composer\.lock$/, composerLock],
  [/(?:^|\/)packages\.lock\.json$/, nugetLock],
  [/(?:^|\/)gradle\.lockfile$/, gradleLock],
  [/(?:^|\/)mix\.lock$/, mixLock],
  [/(?:^|\/)go\.mod$/, goIndirect],
]

/** Whether `lockedPackages` reads a file of this name. A go.mod counts: it lists what its modules need as well. */
export const isLockFile = (path: string): boolean => READERS.some(([name]) => name.test(path))

/** The packages of a lock file; none when it cannot be read. Its lines are read once, in their order. */
export function lockedPackages(path: string, text: string): Locked {
  return READERS.find(([name]) => name.test(path))?.[1](text) ?? { versions: new Map() }
}

/** The files whose change should come with the lock file's, by its place. */
export function manifestOf(lock: string): RegExp {
  const at = lock.lastIndexOf('/') + 1
  const folder = lock.slice(0, at).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const name = lock.slice(at)
  const manifests = /package-lock|shrinkwrap|pnpm|yarn|bun/.test(name)
    ? '(?:.+/)?package\\.json|pnpm-workspace\\.yaml'
    : /Cargo/.test(name)
      ? '(?:.+/)?Cargo\\.toml'
      : /uv|poetry|pdm/.test(name)
        ? '(?:.+/)?pyproject\\.toml'
        : /Pipfile/.test(name)
          ? 'Pipfile'
          : /Gemfile/.test(name)
            ? 'Gemfile|[^/]+\\.gemspec'
            : /composer/.test(name)
              ? 'composer\\.json'
              : /gradle/.test(name)
                ? '.*(?:\\.gradle(?:\\.kts)?|\\.versions\\.toml)'
                : /mix/.test(name)
                  ? 'mix\\.exs'
                  : /go\.mod/.test(name)
                    ? 'go\\.mod'
                    : '.*\\.(?:csproj|fsproj|props)'
  // central versions of .NET lie above the project
  return /packages\.lock/.test(name)
    ? /\.(?:csproj|fsproj)$|Packages\.props$/
    : new RegExp(`^${folder}(?:${manifests})$`)
}

/** The keys of `packages:` as `/name/1.0.0`, `/name@1.0.0` or `name@1.0.0`; importers name the direct ones. */
function pnpmLock(text: string): Locked {
  const versions = new Map<string, string[]>()
  const direct = new Set<string>()
  let part = ''
  let group = false
  for (const line of text.split('\n')) {
    const space = line.charCodeAt(0) === 32 ? indentOf(line) : 0
    if (space === 0 && line !== '') part = line.trimEnd()
    if (part === 'packages:' || part === 'snapshots:') {
      if (part === 'snapshots:' || space !== 2) continue
      const key = line
        .trim()
        .replace(/:$/, '')
        .replace(/^['"]|['"]$/g, '')
        .replace(/\(.*$/, '')
      const early = /^\/(.+)\/(\d[^/_]*)/.exec(key)
      const at = key.lastIndexOf('@')
      if (early) collect(versions, early[1], early[2])
      else collect(versions, key.slice(0, at).replace(/^\//, ''), key.slice(at + 1))
    } else if (part === 'importers:' || /^(?:\w*[dD]ependencies|specifiers):$/.test(part)) {
      const deep = part === 'importers:' ? 4 : 0
      if (space === deep) group = /ependencies:\s*$/.test(line)
      else if (space === deep + 2 && group)
        direct.add(
          line
            .trim()
            .replace(/:.*$/, '')
            .replace(/^['"]|['"]$/g, ''),
        )
    }
  }
  return direct.size > 0 ? { versions, direct } : { versions }
}

function indentOf(line: string): number {
  let at = 0
  while (line.charCodeAt(at) === 32) at++
  return at
}

/** Both forms: `name@range, name@range:` with `version "1.0.0"` (1) or `version: 1.0.0` (2 and later). */
function yarnLock(text: string): Locked {
  const versions = new Map<string, string[]>()
  const direct = new Set<string>()
  let name = ''
  let own = false
  for (const line of text.split('\n')) {
    if (/^["\w@]/.test(line)) {
      const key = line.replace(/^"/, '')
      name = key.slice(0, key.indexOf('@', 1))
      own = /@workspace:/.test(line)
    } else if (own) {
      const needed = /^ {4}"?(@?[^":]+)"?:\s/.exec(line)?.[1]
      if (needed) direct.add(needed)
    } else if (line.startsWith('  version')) {
      collect(versions, name, /^ {2}version:? "?([^"\s]+)"?/.exec(line)?.[1])
    }
  }
  return direct.size > 0 ? { versions, direct } : { versions }
}

/** Its lines `"name": ["name@1.0.0", …`; the file is JSON with trailing commas. */
function bunLock(text: string): Locked {
  const versions = new Map<string, string[]>()
  for (const [, name, version] of text.matchAll(/^\s*"[^"\n]+":\s*\["(@?[^@"\n]+)@([^"\n]+)"/gm))
    if (!version?.startsWith('workspace:')) collect(versions, name, version)
  return { versions }
}

/** `[[package]]` tables; those without a source are members of the workspace. */
function tomlLock(text: string): Locked {
  const versions = new Map<string, string[]>()
  let name: string | undefined
  let version: string | undefined
  let own = false
  let inPackage = false
  const cargo =
    /^# It is not intended for manual|\n\[\[package\]\]\nname = "[^"]+"\nversion = "[^"]+"\n(?:dependencies|source|checksum)/.test(
      text.slice(0, 5_000),
    )
  const end = () => {
    if (inPackage && !own) collect(versions, name, version)
    name = version = undefined
  }
  for (const line of text.split('\n')) {
    if (line.startsWith('[')) {
      if (line.startsWith('[[package]]')) {
        end()
        inPackage = true
        own = cargo
      } else if (line.startsWith('[[') || !line.startsWith('[package')) {
        end()
        inPackage = false
      }
    } else if (!inPackage) continue
    else if (line.startsWith('name = ')) name = line.slice(8, line.lastIndexOf('"'))
    else if (line.startsWith('version = ')) version ??= line.slice(11, line.lastIndexOf('"'))
    else if (line.startsWith('source = ')) own = /\b(?:virtual|editable|workspace)\b/.test(line)
  }
  end()
  return { versions }
}

/** Four spaces before a gem, two below DEPENDENCIES before a direct one. */
function gemfileLock(text: string): Locked {
  const versions = new Map<string, string[]>()
  const direct = new Set<string>()
  let part = ''
  for (const line of text.split('\n')) {
    if (/^\S/.test(line)) part = line.trim()
    if (part === 'DEPENDENCIES') {
      const name = /^ {2}([\w.-]+)/.exec(line)?.[1]
      if (name) direct.add(name)
    } else if (part !== 'PATH') {
      const gem = /^ {4}([\w.-]+) \(([^)]+)\)/.exec(line)
      collect(versions, gem?.[1], gem?.[2])
    }
  }
  return { versions, direct }
}

function gradleLock(text: string): Locked {
  const versions = new Map<string, string[]>()
  for (const [, name, version] of text.matchAll(/^([\w.-]+:[\w.-]+):([^=\s]+)=/gm))
    collect(versions, name, version)
  return { versions }
}

function mixLock(text: string): Locked {
  const versions = new Map<string, string[]>()
  for (const [, name, version] of text.matchAll(/^\s*"([\w-]+)":\s*\{:hex,\s*:\w+,\s*"([^"]+)"/gm))
    collect(versions, name, version)
  return { versions }
}

/** What go.mod marks as needed by its modules only. */
function goIndirect(text: string): Locked {
  const versions = new Map<string, string[]>()
  for (const [, name, version] of text.matchAll(
    /^\s*(?:require\s+)?([\w.~-]+\.[\w.~/-]+)\s+(v\d\S*)\s*\/\/\s*indirect/gm,
  ))
    collect(versions, name?.replace(/[/.]v\d+$/, ''), version)
  return { versions, direct: new Set() }
}
