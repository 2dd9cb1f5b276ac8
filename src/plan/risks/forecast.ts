import { Temporal } from 'temporal-polyfill'
import type { PatchForecast } from '../plan.ts'
import type { Observation } from '../scope/observation.ts'
import { counted } from '../text.ts'
import type { Version } from '../version.ts'
import { isCalendar, patchOutcomes } from './past-releases.ts'
import { type Chance, fits, median, patchChance, relativeSize } from './patch-chance.ts'

/** Below the first the number is the studied repositories', below the second it is shown as weak. */
const fewestOwn = 3
const fewestUsual = 10
const shownLast = 20

/** As `bench/forecast.mjs` prints it for 14 days, out of fold; no more is claimed. */
const worth =
  "on 4,094 releases of 39 public repositories, out of fold, its Brier score is 0.212 (one rate for all 0.250, each repository's raw rate 0.228); it tells repositories apart, hardly one release from the next (AUC inside a repository 0.54, chance 0.5); a patch is not always a defect; private services were not measured"
const worthElsewhere = 'it says nothing about this repository'

/**
 * The chance that a patch release follows within 14 and within 7 days, from this repository's own X.Y.0 releases and
 * the size of this one beside the last ten; or why there is none.
 */
export function patchForecast(
  seen: Observation | undefined,
  version: Version,
  today: string,
): PatchForecast | { none: string } {
  const now = asOf(seen, today)
  const released = (seen?.releases ?? []).filter(({ date }) => instant(date) <= now)
  const none = whyNone(seen, released, version)
  if (none !== undefined || !seen) return { none: none ?? noHistory }
  const in7 = patchOutcomes(released, version, now, 7)
  const in14 = patchOutcomes(released, version, now, 14)
  const own = in14.length >= fewestOwn
  const size = own ? sizeOf(seen) : undefined
  const chance7 = patchChance(fits.days_7, own ? in7 : [], size?.rel)
  const chance14 = patchChance(fits.days_14, own ? in14 : [], size?.rel)
  return {
    ...percents(chance14),
    horizon_days: 14,
    days_7: percents(chance7),
    releases: in14.length,
    trust: !own ? 'class_rate' : in14.length < fewestUsual ? 'weak' : 'usual',
    basis: own ? ownBasis(in7, in14) : classBasis(in14.length),
    ...(own ? { size: size ? sizeText(size, chance14) : noSize(seen) } : {}),
    worth: own ? worth : worthElsewhere,
  }
}

const noHistory = 'the repository shows no stable X.Y.0 release'

function whyNone(
  seen: Observation | undefined,
  released: NonNullable<Observation['releases']>,
  version: Version,
): string | undefined {
  if (seen?.repository?.shallow)
    return 'the clone is shallow, its releases cannot be counted ("git fetch --unshallow --tags", then gather_scope)'
  if (version.scheme !== 'semver' || isCalendar(released))
    return 'calendar versions do not say which release is a patch'
  if (version.parts[2] !== 0 || version.prerelease.length > 0)
    return `only X.Y.0 releases were studied, and ${version.text} is none`
  return released.length > 0 ? undefined : noHistory
}

/** The start of today, or the newest commit of the clone: of what came after it the clone knows nothing. */
function asOf(seen: Observation | undefined, today: string): number {
  const start = instant(`${today}T00:00:00Z`)
  const read = seen?.repository?.commit_date
  return read ? Math.min(start, instant(read)) : start
}

const instant = (iso: string): number => Temporal.Instant.from(iso).epochMilliseconds

interface Size {
  lines: number
  usual: number
  of: number
  rel: number
}

function sizeOf({ past_releases: past, range }: Observation): Size | undefined {
  const lines = range?.activity?.source_lines
  const earlier = (past?.sizes ?? []).map(size => size.lines)
  if (lines === undefined || earlier.length < 3) return undefined
  return { lines, usual: median(earlier), of: earlier.length, rel: relativeSize(lines, earlier) }
}

function sizeText({ lines, usual, of }: Size, { chance, base }: Chance): string {
  const points = percent(chance) - percent(base)
  const moves =
    points === 0 ? 'which moves nothing' : `which moves it by ${points > 0 ? '+' : ''}${points} points`
  return `${counted(lines, 'source line')} so far beside a median of ${Math.round(usual)} in the last ${of}, ${moves}`
}

function noSize({ range, past_releases: past }: Observation): string {
  if (range?.activity?.source_lines === undefined)
    return `size not used: the lines of this range ${range?.activity ? 'could not be counted (file contents are missing, or it is too long)' : 'were not counted (gather_scope does it)'}`
  return `size not used: the lines of only ${past?.sizes.length ?? 0} earlier ranges could be counted, three are needed`
}

function ownBasis(in7: boolean[], in14: boolean[]): string {
  const last = in14.slice(0, shownLast)
  const followed = (outcomes: boolean[]) => outcomes.slice(0, last.length).filter(Boolean).length
  const all = in14.length > last.length ? ` (${in14.length} known)` : ''
  return `${followed(in14)} of the last ${last.length} X.Y.0 releases${all} got a patch within 14 days, ${followed(in7)} within 7; recent ones weigh more (half after 10 releases), shrunken towards the rate of 39 public repositories`
}

function classBasis(known: number): string {
  return `the rate of 39 public repositories, not of this one: ${known === 0 ? 'none of its' : `only ${known} of its`} X.Y.0 releases ${known === 1 ? 'is' : 'are'} old enough to count`
}

const percents = ({ chance, low, high }: Chance) => ({
  percent: percent(chance),
  low: percent(low),
  high: percent(high),
})

const percent = (share: number): number => Math.round(share * 100)
