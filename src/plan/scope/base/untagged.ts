import { cleanText } from '../../text.ts'
import { compareVersions, type Version, versionOfTag } from '../../version.ts'
import { jsonObject, tomlLines } from '../product/manifests.ts'
import { type Base, chooseBase } from './base.ts'

/** A release that no tag shows: what says so, and where. */
export type UntaggedRelease = { version: string; commit: string; date: string; by: string }

type Past = { commit: string; date: string }

const SUBJECT =
  /^(?:\w+(?:\([\w./@-]+\))?!?:\s*)?(?:(?:prepare(?:\s+for)?|cut|tag|make|bump(?:ed|s)?|update|set|new)\s+)?(?:the\s+)?(?:\[?release\]?|publish|version|pkg\s+version)?(?:\s+(?:version|release))?(?:\s+to)?[:\s]*v?(\d+\.\d+(?:\.\d+)*(?:[-.]?[A-Za-z][\w.]*)?)(?:\s+(?:release|released))?[.!]?(?:\s*\(#\d+\)|\s*\[[\w ]+\])*$/i
const HEADING =
  /^(?:#{1,3}\s*|={0,3}\s*)?\[?(?:v(?:ersion)?\s*|release\s+)?(\d+\.\d+(?:\.\d+)*(?:[-.]?[A-Za-z][\w.]*)?)\]?(?:\([^)]*\))?(?:\s*[-–—:(/]?\s*\[?(\d{4}-\d{2}-\d{2})?.*)?$/i
const MANIFESTS =
  /^(?:package\.json|composer\.json|pyproject\.toml|Cargo\.toml|setup\.cfg|setup\.py|mix\.exs|gradle\.properties|VERSION|version\.txt)$/

/** Manifests of `folder` (`''` for the root) that name a version, the commonest kinds. */
export function versionFiles(files: string[], folder = ''): string[] {
  const start = folder ? `${folder.replace(/\/$/, '')}/` : ''
  return files.filter(path => path.startsWith(start) && MANIFESTS.test(path.slice(start.length))).slice(0, 3)
}

/** The version that a commit's subject says it releases. */
export function subjectVersion(subject: string): string | undefined {
  return subject.length <= 120 ? SUBJECT.exec(subject.trim())?.[1] : undefined
}

/** The version that a manifest gives its package. */
export function manifestVersion(path: string, text: string): string | undefined {
  if (path.endsWith('.json')) {
    const { version } = jsonObject(text)
    return typeof version === 'string' ? version : undefined
  }
  if (path.endsWith('.toml')) {
    const own = /^(?:package|project|tool\.poetry|workspace\.package)$/
    const line = tomlLines(text).find(({ table, key }) => own.test(table) && key === 'version')
    return line && /["']([^"']+)["']/.exec(line.value)?.[1]
  }
  if (/version(?:\.txt)?$/i.test(path)) return /^\s*v?(\d[\w.+-]*)\s*$/m.exec(text)?.[1]
  return /^\s*version\s*[:=]\s*["']?(\d[\w.+-]*)/m.exec(text)?.[1]
}

/** The versions that a changelog's headings name, in their order, with the day where the heading has one. */
export function changelogVersions(text: string): { version: string; heading: string; day?: string }[] {
  return text.split('\n').flatMap((line, i, lines) => {
    const marked = line.startsWith('#') || /^[=~-]{3,}\s*$/.test(lines[i + 1] ?? '')
    const [, version, day] = (marked && line.length <= 120 && HEADING.exec(line.trim())) || []
    return version ? [{ version, heading: line.trim(), ...(day ? { day } : {}) }] : []
  })
}

/** Commits whose subject names a version. */
export function releasesBySubject(subjects: (Past & { subject: string })[]): UntaggedRelease[] {
  return subjects.flatMap(({ commit, date, subject }) => {
    const version = subjectVersion(subject)
    return version ? [{ version, commit, date, by: `the subject "${cleanText(subject, 60)}"` }] : []
  })
}

/**
 * The commits at which a manifest's version changed; `texts` are newest first. The one it began with is no change: many
 * products never touch it.
 */
export function releasesByManifest(path: string, texts: (Past & { text: string })[]): UntaggedRelease[] {
  const versions = [...texts].reverse().map(past => ({ ...past, version: manifestVersion(path, past.text) }))
  return versions.flatMap(({ commit, date, version }, i) => {
    const before = versions[i - 1]?.version
    if (!version || !before || before === version) return []
    return [{ version, commit, date, by: `the version in ${cleanText(path, 120)}` }]
  })
}

/** The first commit at which a changelog had each heading; `texts` are newest first. */
export function releasesByChangelog(path: string, texts: (Past & { text: string })[]): UntaggedRelease[] {
  const seen = new Set<string>()
  return [...texts].reverse().flatMap(({ commit, date, text }) => {
    const fresh = changelogVersions(text).filter(({ version }) => !seen.has(version))
    for (const { version } of fresh) seen.add(version)
    return fresh.map(({ version, heading }) => {
      const by = `the heading "${cleanText(heading, 60)}" of ${cleanText(path, 120)}`
      return { version, commit, date, by }
    })
  })
}

/** One commit a version: the subject's, which is the release commit itself, before the manifest's. */
export function united(bySubject: UntaggedRelease[], byManifest: UntaggedRelease[]): UntaggedRelease[] {
  const known = new Map<string, UntaggedRelease>()
  for (const release of [...bySubject, ...byManifest]) {
    const version = versionOfTag(release.version)?.version
    if (!version) continue
    const key = [version.parts.join('.').replace(/(?:\.0)+$/, ''), ...version.prerelease].join('-')
    if (!known.has(key)) known.set(key, release)
  }
  return [...known.values()]
}

/** The base among releases that no tag shows; undefined where none is below `version`. `why` says that it is a fallback. */
export function untaggedBase(
  releases: UntaggedRelease[],
  version: Version,
  noTag: string,
): (Base & { commit: string }) | undefined {
  const tags = releases.map(({ version: name, commit, date }) => ({ name, commit, date, committed: date }))
  const base = chooseBase(tags, version)
  const found = releases.find(({ version: name, commit }) => name === base.tag && commit === base.commit)
  if (!found || !base.version) return undefined
  const earlier = releases
    .filter(one => one !== found && isLower(one.version, version))
    .map(({ commit }) => commit.slice(0, 12))
  const shown = found.commit.slice(0, 12)
  return {
    version: base.version,
    commit: found.commit,
    why: `${noTag}, so as a fallback the start is ${shown}: ${found.by} says ${base.version}, the highest of ${releases.length} versions found so below ${version.text}; a tag would be surer, from: with another commit says otherwise`,
    alternatives: earlier.slice(-3).reverse(),
  }
}

function isLower(name: string, version: Version): boolean {
  const found = versionOfTag(name)
  return found !== undefined && compareVersions(found.version, version) < 0
}
