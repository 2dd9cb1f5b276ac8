import { Temporal } from 'temporal-polyfill'
import type { Observation } from '../scope/observation.ts'
import { compareVersions, parseVersion, type Version } from '../version.ts'

type Listed = NonNullable<Observation['releases']>[number]
interface Past {
  tag: string
  version: Version
  at: number
}

const day = 86_400_000
const mostRanges = 10

/**
 * Whether each X.Y.0 release got an X.Y.1 or later within `days`, newest first; only those whose window had closed at
 * `now`. What was tagged later changes nothing. The planned version itself is left out.
 * @param now milliseconds since 1970
 */
export function patchOutcomes(
  releases: readonly Listed[],
  planned: Version,
  now: number,
  days: number,
): boolean[] {
  const past = semantic(releases).filter(({ at }) => at <= now)
  return featureReleases(past, planned)
    .filter(({ at }) => at + days * day <= now)
    .map(one =>
      past.some(
        other =>
          isPatchOf(other.version, one.version) && other.at >= one.at && other.at - one.at <= days * day,
      ),
    )
}

/**
 * Of the last ten X.Y.0 releases before `now`, newest first, each with the highest stable release below it that existed
 * then: their ranges say what size is usual.
 */
export function pastRanges(
  releases: readonly Listed[],
  planned: Version,
  now: number,
): { tag: string; base: string }[] {
  const past = semantic(releases).filter(({ at }) => at <= now)
  return featureReleases(past, planned)
    .flatMap(one => {
      const base = past
        .filter(other => other.at <= one.at && compareVersions(other.version, one.version) < 0)
        .sort((a, b) => compareVersions(b.version, a.version))[0]
      return base ? [{ tag: one.tag, base: base.tag }] : []
    })
    .slice(0, mostRanges)
}

/** Whether most releases carry calendar versions, whose numbers promise nothing about patches. */
export function isCalendar(releases: readonly Listed[]): boolean {
  const calendar = releases.filter(({ version }) => parsed(version)?.scheme === 'calver')
  return calendar.length * 2 > releases.length || countsYears(releases)
}

const newest = 20
const fewestYears = 3

/** `24.3.1`, `25.1`, `26.2`: of the newest releases nearly all begin with the year in which they were tagged. */
function countsYears(releases: readonly Listed[]): boolean {
  const last = [...releases].sort((a, b) => (a.date < b.date ? 1 : -1)).slice(0, newest)
  const years = last.flatMap(({ version, date }) => {
    const year = Number(date.slice(2, 4))
    return parsed(version)?.parts[0] === year ? [year] : []
  })
  return years.length >= last.length * 0.8 && new Set(years).size >= fewestYears
}

const featureReleases = (past: readonly Past[], planned: Version): Past[] =>
  past
    .filter(({ version }) => version.parts[2] === 0 && compareVersions(version, planned) !== 0)
    .sort((one, other) => other.at - one.at)

function isPatchOf(later: Version, feature: Version): boolean {
  return [0, 1].every(part => later.parts[part] === feature.parts[part]) && (later.parts[2] ?? 0) > 0
}

function semantic(releases: readonly Listed[]): Past[] {
  return releases.flatMap(({ tag, version: text, date }) => {
    const version = parsed(text)
    return version?.scheme === 'semver' && version.prerelease.length === 0
      ? [{ tag, version, at: Temporal.Instant.from(date).epochMilliseconds }]
      : []
  })
}

function parsed(text: string): Version | undefined {
  try {
    return parseVersion(text)
  } catch {
    // A tag such as 1.0.0.1 is no release that can be counted.
    return undefined
  }
}
