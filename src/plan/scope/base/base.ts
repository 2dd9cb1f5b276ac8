import { compareVersions, parseVersion, type Version, versionOfTag } from '../../version.ts'
import type { Tag } from '../repository.ts'
import { type Doubt, noneBelow, noTags, reason, withDoubts } from './base-reason.ts'
import { firstCandidates } from './first-candidates.ts'
import {
  byVersion,
  type ChosenTrack,
  chosenTrack,
  instant,
  isStable,
  published,
  type Release,
  releasesOf,
  seriesOf,
  tracksOf,
  twinsOf,
} from './tracks.ts'

/** The release that a new version is compared with, and why this one. */
export type Base = {
  tag?: string
  version?: string
  commit?: string
  /** The reason; where another start is defensible, it says when, and how to say so. */
  why: string
  /** Other tags a caller may have meant, best first. */
  alternatives: string[]
  /** Other starts that are as defensible: when, and what `from` says so. */
  doubts?: Doubt[]
  /** What stands before the version in the tags that were compared (`pkg@`); absent for the root's. */
  track?: string
  /** The tag of the planned version, when it exists already. */
  existing?: string
  /** Tags of its candidates, latest first, at most five; only for a stable version. */
  candidates?: { tag: string; date: string }[]
  /** Stable releases of the track above the planned version, lowest first: the version belongs to an older line. */
  higher?: { tag: string; commit: string }[]
}

export type Choice = {
  /** The end of the range: a tag on a younger commit counts only as a patch of the line that it continues. */
  headDate?: string
  /** Not even then: such a tag holds the end of the range already. */
  strict?: boolean
  /** Prefix of a monorepo's tags (`pkg@`); by default the root's track, else the likeliest. */
  track?: string
  /** Folders and packages the plan is about; a track named so comes first. */
  names?: string[]
  /** What the product is called: of several tracks that fit, the one named so comes first. */
  likely?: string[]
}

/** A tag that shows a past release; `date` is ISO 8601. */
export type PastRelease = { version: string; date: string; tag: string; first_candidate?: string }

const MOST_HIGHER = 40

/**
 * The highest version tag below `version` on its track: stable, or also a pre-release when `version` is one
 * itself. Reachability from HEAD is not asked for: many projects tag release branches.
 */
export function chooseBase(tags: Tag[], version: Version, choice: Choice = {}): Base {
  const all = releasesOf(tags)
  if (all.length === 0) return { why: noTags(tags), alternatives: [] }
  const tracks = tracksOf(all)
  const track =
    choice.track === undefined ? chosenTrack(tracks, version, choice) : { prefix: choice.track, others: [] }
  const own = tracks.get(track.prefix) ?? []
  const wanted = version.prerelease.length > 0 ? own : own.filter(isStable)
  const releases = published(wanted, version, own)
  const below = releases.filter(release => compareVersions(release.version, version) < 0)
  const lower = reachedOf(below, choice)
  const base = lower.at(-1)
  const existing = own.find(release => compareVersions(release.version, version) === 0)?.tag.name
  const candidates = candidatesOf(own, version)
  const higher = published(own.filter(isStable), undefined, own).filter(
    one => one.version.scheme === version.scheme && compareVersions(one.version, version) > 0,
  )
  const shown = {
    ...(track.prefix ? { track: track.prefix } : {}),
    ...(existing ? { existing } : {}),
    ...(candidates.length > 0 ? { candidates } : {}),
    ...(base && higher.length > 0
      ? { higher: higher.slice(0, MOST_HIGHER).map(({ tag }) => ({ tag: tag.name, commit: tag.commit })) }
      : {}),
  }
  const doubts = doubtsOf({ base, version, below, own, releases, tracks, track })
  const alternatives = alternativesTo(base, published(own, version), lower, tracks, track.prefix, doubts)
  const found = { alternatives, ...(doubts.length > 0 ? { doubts } : {}), ...shown }
  if (!base) return { why: withDoubts(noneBelow(version, track, below), doubts), ...found }
  const why = reason({ base, version, own, releases, track, existing })
  return {
    tag: base.tag.name,
    version: base.version.text,
    commit: base.tag.commit,
    why: withDoubts(why, doubts),
    ...found,
  }
}

/** Those tagged by the end of the range, and the patches tagged since on the line of the highest of them. */
function reachedOf(below: Release[], { headDate, strict }: Choice): Release[] {
  if (!headDate) return below
  const older = below.filter(release => instant(release.tag.committed) <= instant(headDate))
  const last = older.at(-1)
  if (strict || !last) return older
  return below.filter(one => older.includes(one) || seriesOf(one.version) === seriesOf(last.version))
}

type Found = {
  base: Release | undefined
  version: Version
  below: Release[]
  own: Release[]
  releases: Release[]
  tracks: Map<string, Release[]>
  track: ChosenTrack
}

/** Starts that a maintainer could want instead, the likeliest first, at most two. */
function doubtsOf({ base, version, below, own, releases, tracks, track }: Found): Doubt[] {
  const younger = below.at(-1)
  const twin = base && twinsOf(base, own).at(-1)
  const stableBefore = base && !isStable(base) && below.filter(isStable).at(-1)
  const early = !base && own.filter(one => compareVersions(one.version, version) < 0).sort(byVersion)
  const otherScheme = releases.filter(one => isStable(one) && one.version.scheme !== version.scheme)
  const newest = !base && otherScheme.sort((a, b) => a.at - b.at).at(-1)
  const elsewhere = track.others.flatMap(
    prefix =>
      published(tracks.get(prefix) ?? [], version)
        .filter(one => isStable(one) && compareVersions(one.version, version) < 0)
        .at(-1) ?? [],
  )
  return [
    younger !== base && younger && doubt(younger, 'if HEAD is meant to follow it: it is younger than HEAD'),
    stableBefore && doubt(stableBefore, `for all of ${version.parts.join('.')}, not what came since`),
    twin && doubt(twin, 'if that tag of the same version is the right one'),
    early && early.length > 0 && doubt(early.at(-1), 'for what came since that pre-release'),
    newest && doubt(newest, 'if the numbering began anew after it'),
    ...elsewhere.map(other => doubt(other, 'if that package is meant')),
  ]
    .filter(one => one !== undefined && one !== false)
    .slice(0, 2)
}

const doubt = (release: Release | undefined, when: string): Doubt | undefined =>
  release && { from: release.tag.name, when }

function candidatesOf(own: Release[], version: Version): { tag: string; date: string }[] {
  if (version.prerelease.length > 0) return []
  const core = version.parts.join('.')
  return own
    .filter(release => !isStable(release) && release.version.parts.join('.') === core)
    .sort((a, b) => byVersion(b, a))
    .slice(0, 5)
    .map(({ tag }) => ({ tag: tag.name, date: tag.date }))
}

/** The base that a told previous version makes: its tag, where there is one, instead of the highest below. */
export function toldBase(base: Base, tags: Tag[], previous: string): Base {
  const { text } = parseVersion(previous, 'previous_version')
  const named = releasesOf(tags).filter(release => release.version.text === text)
  const track = base.track ?? ''
  const found = named.find(release => release.prefix === track) ?? named[0]
  if (!found) {
    if (base.version === text) return base
    return { ...base, why: `no tag names ${text}, the previous version that was given; ${base.why}` }
  }
  if (found.tag.name === base.tag) return base
  const { name, commit } = found.tag
  const others = [base.tag, ...base.alternatives].filter(other => other !== undefined && other !== name)
  const alternatives = others.flatMap(other => other ?? []).slice(0, 5)
  const { doubts: _, track: __, ...kept } = base
  const own = found.prefix ? { track: found.prefix } : {}
  const instead = base.tag
    ? `; from: "${base.tag}" instead for the highest release below the planned version`
    : ''
  const why = `${name} is the tag of the previous version that was given${instead}`
  return { ...kept, ...own, tag: name, version: found.version.text, commit, why, alternatives }
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

/** Branches that a patch of this version's line could come from, by their names, also `1.x`, `v1` and `1-10-stable`. */
export function lineBranches(branches: string[], version: Version): string[] {
  const [major = 0, minor = 0] = version.parts
  const line = new RegExp(
    `^(?:[\\w.-]+/)*(?:[a-z]+[-_])?v?${major}(?:[._-](?:${minor}|x)(?:[._-](?:\\d+|x))?)?(?:[-_](?:stable|lts|maint|maintenance|release))?$`,
    'i',
  )
  return branches.filter(branch => line.test(branch))
}

/** Stable releases of one track, lowest version first: the root's track or the largest, or the one named. */
export function releaseHistory(tags: Tag[], track?: string): PastRelease[] {
  const tracks = tracksOf(releasesOf(tags))
  const own = tracks.get(track ?? chosenTrack(tracks).prefix) ?? []
  const first = firstCandidates(own)
  return published(own.filter(isStable), undefined, own).map(({ tag, version }) => {
    const candidate = first.get(version.parts.join('.'))?.tag.date
    return {
      version: version.text,
      date: tag.date,
      tag: tag.name,
      ...(candidate !== undefined && { first_candidate: candidate }),
    }
  })
}

/** The track of a tag that somebody named. */
export const trackOf = (tag: string | undefined): string | undefined =>
  tag === undefined ? undefined : versionOfTag(tag)?.prefix

function alternativesTo(
  base: Release | undefined,
  releases: Release[],
  lower: Release[],
  tracks: Map<string, Release[]>,
  prefix: string,
  doubts: Doubt[],
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
  return [...new Set([...doubts.map(({ from }) => from), ...names])].slice(0, 5)
}
