import { daysBetween } from '../calendar/date.ts'
import type { Risks } from '../plan.ts'
import type { Observation } from '../scope/observation.ts'
import { betaQuantile } from '../statistics/beta.ts'
import { parseVersion, type Version } from '../version.ts'

/** Prior over repositories and half-life in releases, fitted on 39 public repositories with 4,115 releases. */
const prior = { a: 1.31, b: 1.61 }
const halfLife = 10
const horizonDays = 14
/** With fewer the figure would be the prior's, not this repository's. */
const fewestReleases = 5

/**
 * The chance that a patch release follows within 14 days, by the shrunken and recency-weighted base rate of this
 * repository's own X.Y.0 releases. None where the history cannot carry it: shallow clone, calendar versions, fewer
 * than five releases, or a patch release itself.
 */
export function hotfixForecast(
  seen: Observation | undefined,
  version: Version,
  today: string,
): Risks['hotfix_forecast'] {
  if (!seen?.releases || seen.repository?.shallow || version.scheme !== 'semver' || version.parts[2] !== 0)
    return undefined
  const outcomes = patchOutcomes(seen.releases, today)
  if (outcomes.length < fewestReleases) return undefined
  const weights = outcomes.map((_, index) => 0.5 ** (index / halfLife))
  const patched = sum(weights.map((weight, index) => weight * Number(outcomes[index])))
  const [a, b] = [prior.a + patched, prior.b + sum(weights) - patched]
  const percent = (share: number) => Math.round(share * 100)
  return {
    percent: percent(a / (a + b)),
    low: percent(betaQuantile(0.1, a, b)),
    high: percent(betaQuantile(0.9, a, b)),
    horizon_days: horizonDays,
    basis: `${outcomes.filter(Boolean).length} of the last ${outcomes.length} feature releases got a patch within ${horizonDays} days; recent ones weigh more (half-life ${halfLife} releases), shrunken to the rate of 39 public repositories; a patch is not always a defect`,
  }
}

/** Newest first: whether each X.Y.0 release with a closed window was followed by X.Y.1 or later in time. */
function patchOutcomes(releases: NonNullable<Observation['releases']>, today: string): boolean[] {
  const parsed = releases.flatMap(release => {
    const version = stableVersion(release.version)
    return version ? [{ version, day: release.date.slice(0, 10) }] : []
  })
  return parsed
    .filter(({ version, day }) => version.parts[2] === 0 && daysBetween(day, today) > horizonDays)
    .sort((one, other) => other.day.localeCompare(one.day))
    .map(({ version, day }) =>
      parsed.some(
        later =>
          later.version.parts[0] === version.parts[0] &&
          later.version.parts[1] === version.parts[1] &&
          later.version.parts[2]! > 0 &&
          later.day >= day &&
          daysBetween(day, later.day) <= horizonDays,
      ),
    )
}

function stableVersion(text: string): Version | undefined {
  try {
    const version = parseVersion(text)
    return version.scheme === 'semver' && version.prerelease.length === 0 ? version : undefined
  } catch {
    // A tag such as 1.0.0.1 is no SemVer release and cannot be counted.
    return undefined
  }
}

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0)
