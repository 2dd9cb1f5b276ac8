import { Temporal } from 'temporal-polyfill'
import { compareVersions, parseVersion, type Version, versionOfTag } from '../version.ts'
import type { Tag } from './repository.ts'

/** The release that a new version is compared with, and why this one. */
export type Base = {
  tag?: string
  version?: string
  commit?: string
  why: string
  /** Other tags a caller may have meant, best first. */
  alternatives: string[]
  /** The tag of the planned version, when it exists already. */
  existing?: string
  /** Tags of its candidates, latest first, at most five; only for a stable version. */
  candidates?: { tag: string; date: string }[]
}

/** A release that a tag shows; `date` is ISO 8601. */
export type PastRelease = { version: string; date: string; tag: string }

type Release = { tag: Tag; version: Version; prefix: string; at: number }

const YEAR = 365.25 * 86_400_000
const UNPUBLISHED = /^(?:nightly|snapshot|canary|dev|edge|insiders?|experimental|unstable|test)$/

/**
 * The highest version tag below `version` on its track: stable, or also a pre-release when `version` is one
 * itself. Only tags whose commit is no younger than `headDate` count. Reachability from HEAD is not asked for:
 * many projects tag release branches.
 * @param track prefix of a monorepo's tags (`pkg@`); by default the root's track, else the likeliest.
 */
export function chooseBase(tags: Tag[], version: Version, headDate?: string, track?: string): Base {
  const all = releasesOf(tags)
  if (all.length === 0) return { why: noTags(tags), alternatives: [] }
  const tracks = tracksOf(all)
  const prefix = track ?? likelyTrack(tracks, version)
  const releases = published(tracks.get(prefix) ?? [])
  const wanted = version.prerelease.length > 0 ? releases : releases.filter(isStable)
  const reached = wanted.filter(release => !headDate || instant(release.tag.committed) <= instant(headDate))
  const lower = reached.filter(release => compareVersions(release.version, version) < 0)
  const base = lower.at(-1)
  const existing = releases.find(release => compareVersions(release.version, version) === 0)?.tag.name
  const candidates = candidatesOf(all, version, prefix)
  const shown = { ...(existing ? { existing } : {}), ...(candidates.length > 0 ? { candidates } : {}) }
  const others = alternativesTo(base, releases, lower, tracks, prefix)
  if (!base) return { why: noneBelow(version, prefix, reached), alternatives: others, ...shown }
  const { name, commit } = base.tag
  const why = reason(base, version, releases, prefix, existing)
  return { tag: name, version: base.version.text, commit, why, alternatives: others, ...shown }
}

function candidatesOf(all: Release[], version: Version, prefix: string): { tag: string; date: string }[] {
  if (version.prerelease.length > 0) return []
  const core = version.parts.join('.')
  return all
    .filter(
      release => release.prefix === prefix && !isStable(release) && release.version.parts.join('.') === core,
    )
    .sort((a, b) => byVersion(b, a))
    .slice(0, 5)
    .map(({ tag }) => ({ tag: tag.name, date: tag.date }))
}

/** The base that a told previous version makes: its tag, where there is one, instead of the highest below. */
export function toldBase(base: Base, tags: Tag[], previous: string): Base {
  const track = base.tag ? (versionOfTag(base.tag)?.prefix ?? '') : ''
  const found = releasesOf(tags).find(
    release => release.prefix === track && release.version.text === parseVersion(previous).text,
  )
  if (!found || found.tag.name === base.tag) return base
  const { name, commit } = found.tag
  const others = [base.tag, ...base.alternatives].filter(other => other !== undefined && other !== name)
  const alternatives = others.flatMap(other => other ?? []).slice(0, 5)
  const why = `${name} is the tag of the previous version that was given`
  return { ...base, tag: name, version: found.version.text, commit, why, alternatives }
}

/** Branches from which this version could be cut, by their names: `release-1.10`, `1.10.x`, `v1.10`, `releases/1.10.0`. */
export function releaseBranches(branches: string[], version: Version): string[] {
  const [major = 0, minor = 0, patch = 0] = version.parts
  const line = new RegExp(
    `^(?:[\\w.-]+/)?(?:(?:releases?|rel|stable|maintenance|maint|support)[-/_])?v?${major}[._]${minor}(?:[._](?:x|${patch}))?$`,
    'i',
  )
  return branches.filter(branch => line.test(branch)).slice(0, 5)
}

/** Stable releases of one track, lowest version first: the root's track or the largest, or the one named. */
export function releaseHistory(tags: Tag[], track?: string): PastRelease[] {
  const tracks = tracksOf(releasesOf(tags))
  const releases = published(tracks.get(track ?? likelyTrack(tracks)) ?? []).filter(isStable)
  return releases.map(({ tag, version }) => ({ version: version.text, date: tag.date, tag: tag.name }))
}

function releasesOf(tags: Tag[]): Release[] {
  return tags.flatMap(tag => {
    const found = versionOfTag(tag.name)
    if (!found || UNPUBLISHED.test(found.version.prerelease[0] ?? '')) return []
    return [{ tag, version: found.version, prefix: found.prefix, at: instant(tag.date) }]
  })
}

function tracksOf(releases: Release[]): Map<string, Release[]> {
  const tracks = new Map<string, Release[]>()
  for (const release of releases) {
    const track = tracks.get(release.prefix)
    if (track) track.push(release)
    else tracks.set(release.prefix, [release])
  }
  return tracks
}

/** The root's track when it has half as many X.Y series as the largest one, else a track that `version` continues. */
function likelyTrack(tracks: Map<string, Release[]>, version?: Version): string {
  const bySize = [...tracks].map(([prefix, releases]) => ({
    prefix,
    releases,
    series: seriesCount(releases),
  }))
  bySize.sort((a, b) => b.series - a.series || (a.prefix < b.prefix ? -1 : 1))
  const root = bySize.find(track => track.prefix === '')
  if (root && root.series * 2 >= (bySize[0]?.series ?? 0)) return ''
  const next = version && bySize.find(track => continues(track.releases, version))
  return (next ?? bySize[0])?.prefix ?? ''
}

function seriesCount(releases: Release[]): number {
  return new Set(releases.filter(isStable).map(({ version }) => version.parts.slice(0, 2).join('.'))).size
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

/** One release a commit (the highest version), without old versions that were tagged long after their time. */
function published(releases: Release[]): Release[] {
  const byCommit = new Map<string, Release>()
  for (const release of [...releases].sort(byVersion)) byCommit.set(release.tag.commit, release)
  const kept = [...byCommit.values()].sort(byVersion)
  const firstOfMajor = new Map<number, number>()
  for (const { version, at } of kept) {
    const major = version.parts[0] ?? 0
    firstOfMajor.set(major, Math.min(at, firstOfMajor.get(major) ?? at))
  }
  return kept.filter(({ version, at }) => {
    const later = [...firstOfMajor].filter(
      ([major, first]) => major > (version.parts[0] ?? 0) && at - first > YEAR,
    )
    return later.length < 3
  })
}

function alternativesTo(
  base: Release | undefined,
  releases: Release[],
  lower: Release[],
  tracks: Map<string, Release[]>,
  prefix: string,
): string[] {
  const earlier = lower.slice(-3, -1).reverse()
  const newest = [...releases].sort((a, b) => b.at - a.at).slice(0, 2)
  const elsewhere = [...tracks]
    .filter(([other]) => other !== prefix)
    .flatMap(([, others]) => published(others).filter(isStable).slice(-1))
    .sort((a, b) => b.at - a.at)
  const names = [...earlier, ...newest, ...elsewhere]
    .filter(release => release !== base)
    .map(({ tag }) => tag.name)
  return [...new Set(names)].slice(0, 5)
}

function reason(
  base: Release,
  version: Version,
  releases: Release[],
  prefix: string,
  existing?: string,
): string {
  const early = releases.filter(release => !isStable(release)).length
  const left = version.prerelease.length > 0 || early === 0 ? '' : `; ${early} pre-release tags left aside`
  const track = prefix ? ` among the tags ${prefix}*` : ''
  const which = isStable(base) ? 'highest stable release' : 'highest release, pre-releases included,'
  const again = existing ? `; ${existing} is tagged already` : ''
  const newest = releases.filter(isStable).at(-1)
  const older = newest && compareVersions(newest.version, version) > 0
  const line = older
    ? `; ${newest.tag.name} is higher, so the range should end at the branch of the older line`
    : ''
  return `${base.tag.name} is the ${which} below ${version.text}${track} (of ${releases.length} release tags${left})${again}${line}`
}

function noneBelow(version: Version, prefix: string, reached: Release[]): string {
  const track = prefix ? ` among the tags ${prefix}*` : ''
  const lowest = reached[0] ? `; the lowest is ${reached[0].tag.name}` : ''
  return `no release tag is below ${version.text}${track}${lowest}: the whole history is the range`
}

function noTags(tags: Tag[]): string {
  const none =
    tags.length === 0 ? 'the repository has no tags' : `none of the ${tags.length} tags names a release`
  return `${none}: the whole history is the range`
}

function isStable(release: Release): boolean {
  return release.version.prerelease.length === 0
}

function byVersion(a: Release, b: Release): number {
  return compareVersions(a.version, b.version) || a.at - b.at
}

function instant(iso: string): number {
  return Temporal.Instant.from(iso).epochMilliseconds
}
