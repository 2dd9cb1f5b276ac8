import { Temporal } from 'temporal-polyfill'
import { compareVersions, isDayTag, type Version, versionOfTag } from '../../version.ts'
import type { Tag } from '../repository.ts'

/** A tag that names a version; `prefix` is its track (`pkg@`), `at` the release's instant in milliseconds. */
export type Release = { tag: Tag; version: Version; prefix: string; at: number }

const FAR = 20
const WEEK = 7 * 86_400_000
const YEAR = 365.25 * 86_400_000
const UNPUBLISHED = /^(?:nightly|snapshot|canary|dev|edge|insiders?|experimental|unstable|test)$/

/**
 * The tags that name a release or a candidate of one: no nightlies, dev markers, moving aliases or words, and no name
 * that a command would take for an option. Days (`2026-08-17`) are releases where most tags are, else marks.
 */
export function releasesOf(tags: Tag[]): Release[] {
  const found = tags.flatMap(tag => {
    const found = tag.name.startsWith('-') ? undefined : versionOfTag(tag.name)
    if (!found || UNPUBLISHED.test(found.version.prerelease[0] ?? '')) return []
    return [{ tag, version: found.version, prefix: found.prefix, at: instant(tag.date) }]
  })
  const days = found.filter(({ tag }) => isDayTag(tag.name))
  return days.length * 2 > found.length ? found : found.filter(release => !days.includes(release))
}

export function tracksOf(releases: Release[]): Map<string, Release[]> {
  const tracks = new Map<string, Release[]>()
  for (const release of releases) {
    const track = tracks.get(release.prefix)
    if (track) track.push(release)
    else tracks.set(release.prefix, [release])
  }
  return tracks
}

/** `others`: further tracks whose next version the planned one could be as well, the largest first. */
export type ChosenTrack = { prefix: string; others: string[]; named?: string }

/**
 * Whose tags count: the track named like one of `names` (a folder, a package), else the root's where it has half as
 * many X.Y series as the largest track, else the track that `version` continues, else the largest.
 */
export function chosenTrack(
  tracks: Map<string, Release[]>,
  version?: Version,
  { names = [], likely = [] }: { names?: string[]; likely?: string[] } = {},
): ChosenTrack {
  for (const name of names) {
    const prefix = [...tracks.keys()].find(one => isNamed(one, name))
    if (prefix !== undefined) return { prefix, others: [], named: name }
  }
  const bySize = [...tracks].map(([prefix, releases]) => {
    return { prefix, releases, series: seriesCount(releases), newest: newestOf(releases) }
  })
  const isLikely = (prefix: string) => likely.some(name => isNamed(prefix, name))
  bySize.sort((a, b) => b.series - a.series || (a.prefix < b.prefix ? -1 : 1))
  const next = version ? bySize.filter(track => continues(track.releases, version)) : []
  next.sort((a, b) => Number(isLikely(b.prefix)) - Number(isLikely(a.prefix)))
  const root = bySize.find(track => track.prefix === '')
  const counts = root && root.series > 0 && root.series * 2 >= (bySize[0]?.series ?? 0)
  const younger = root && !next.includes(root) ? next.filter(({ newest }) => newest > root.newest) : []
  const abandoned = root && isOver(root.newest, younger)
  if (counts && !abandoned) return { prefix: '', others: younger.map(track => track.prefix) }
  const prefix = (next[0] ?? bySize[0])?.prefix ?? ''
  return { prefix, others: next.slice(1).map(track => track.prefix) }
}

/** The root stopped tagging more than half a year before a track that goes on. */
function isOver(newest: number, next: { newest: number }[]): boolean {
  return next.some(track => track.newest - newest > YEAR / 2)
}

/** `pkg@`, `pkg-`, `path/pkg/` and `@scope/pkg@` are the tracks of a folder or package `pkg`. */
function isNamed(prefix: string, name: string): boolean {
  const bare = prefix.replace(/[@/_-]$/, '')
  return bare !== '' && (bare === name || bare === name.split('/').at(-1) || bare.split('/').at(-1) === name)
}

function seriesCount(releases: Release[]): number {
  return new Set(releases.filter(isStable).map(({ version }) => seriesOf(version))).size
}

function newestOf(releases: Release[]): number {
  return releases.reduce((latest, { at }) => Math.max(latest, at), Number.NEGATIVE_INFINITY)
}

function continues(releases: Release[], version: Version): boolean {
  const lower = releases.filter(release => isStable(release) && compareVersions(release.version, version) < 0)
  const [major = 0, minor = 0, patch = 0] = lower.sort(byVersion).at(-1)?.version.parts ?? [-9]
  const next = [
    [major, minor, patch + 1],
    [major, minor + 1, 0],
    [major + 1, 0, 0],
  ]
  return next.some(parts => parts.every((part, i) => part === (version.parts[i] ?? 0)))
}

/**
 * One release a commit and a version: of several names of a commit the highest version (below `version`, where one
 * of them is), of several tags of a version the newest without build data. Tags out of order and old
 * versions tagged long after their time are left out; `own` are all tags of the track.
 */
export function published(releases: Release[], version?: Version, own = releases): Release[] {
  const ranked = [...releases].sort(byVersion)
  const lower = (release: Release) => version !== undefined && compareVersions(release.version, version) < 0
  const byCommit = new Map<string, Release>()
  for (const release of ranked) {
    const held = byCommit.get(release.tag.commit)
    if (!held || lower(release) || !lower(held)) byCommit.set(release.tag.commit, release)
  }
  const byText = new Map<string, Release>()
  for (const release of byCommit.values()) {
    const held = byText.get(numbersOf(release.version))
    if (!held || held.tag.name.includes('+') || !release.tag.name.includes('+'))
      byText.set(numbersOf(release.version), release)
  }
  return withoutImported(inOrder([...byText.values()].sort(byVersion), own))
}

/**
 * Without stray numbers: far above the next lower one of their X.Y line, of which two lower ones came more than a week
 * later (`10.0.105` among `10.0.3` and `10.0.4`).
 */
function inOrder(ranked: Release[], own: Release[]): Release[] {
  const lines = new Map<string, Release[]>()
  for (const release of own) {
    const line = lines.get(seriesOf(release.version))
    if (line) line.push(release)
    else lines.set(seriesOf(release.version), [release])
  }
  return ranked.filter(one => {
    const number = (release: Release) => release.version.parts[2] ?? 0
    if (number(one) < FAR) return true
    const lower = (lines.get(seriesOf(one.version)) ?? []).filter(other => number(other) < number(one) - FAR)
    return lower.filter(other => other.at - one.at > WEEK).length < 2
  })
}

/**
 * Without old releases tagged long after their time: three later majors were there a year before, and no earlier release
 * of their own X.Y line leads to them. Calendar and semantic versions are apart: numbers may begin anew.
 */
function withoutImported(releases: Release[]): Release[] {
  const majors = new Map<string, { major: number; scheme: string; first: number }>()
  for (const { version, at } of releases) {
    const { scheme, parts } = version
    const seen = majors.get(`${scheme} ${parts[0]}`)
    if (seen) seen.first = Math.min(seen.first, at)
    else majors.set(`${scheme} ${parts[0]}`, { major: parts[0] ?? 0, scheme, first: at })
  }
  const lines = new Map<string, number>()
  return releases.filter(({ version, at }) => {
    const late = [...majors.values()].filter(
      ({ major, scheme, first }) =>
        scheme === version.scheme && major > (version.parts[0] ?? 0) && at - first > YEAR,
    )
    const before = lines.get(seriesOf(version))
    const kept = late.length < 3 || (before !== undefined && before < at)
    if (kept) lines.set(seriesOf(version), Math.max(at, before ?? at))
    return kept
  })
}

/** Other tags of the same version on another commit, such as `1.2.0` beside `v1.2.0`. */
export function twinsOf(release: Release, releases: Release[]): Release[] {
  return releases.filter(
    other =>
      other.tag.commit !== release.tag.commit && numbersOf(other.version) === numbersOf(release.version),
  )
}

export const seriesOf = (version: Version): string => version.parts.slice(0, 2).join('.')

const numbersOf = ({ parts, prerelease }: Version): string =>
  [parts.join('.').replace(/(?:\.0)+$/, ''), ...prerelease].join('-')

export function isStable(release: { version: Version }): boolean {
  return release.version.prerelease.length === 0
}

export function byVersion(a: Release, b: Release): number {
  return compareVersions(a.version, b.version) || a.at - b.at
}

export function instant(iso: string): number {
  return Temporal.Instant.from(iso).epochMilliseconds
}
