import { compareVersions, parseVersion, type Version } from '../../version.ts'
import type { Observation } from '../observation.ts'

type Release = NonNullable<Observation['releases']>[number]

/** With a half-life of ten releases the sixtieth weighs a sixtieth of the newest. */
const FEATURES = 60
/** Of those the ones whose ranges are measured: each with the release that it starts from. */
const MEASURED = 12
const NEWEST = 30
const DAYS_MS = 14 * 86_400_000

/**
 * Of all releases those that a plan asks about, in their order: the newest ones, the newest X.Y.0 each with its first patch
 * within 14 days and, for a dozen, the release below it, and the base. A history of thousands of tags stays small.
 */
export function keptReleases(releases: readonly Release[], base: string | undefined): Release[] {
  const all = releases
    .map(release => ({ release, version: parsed(release.version), at: Date.parse(release.date) }))
    .toSorted((a, b) => b.at - a.at)
  const kept = new Set(all.slice(0, NEWEST).map(({ release }) => release))
  for (const { release } of all) if (release.version === base) kept.add(release)
  const features = all.filter(({ version }) => version?.parts[2] === 0).slice(0, FEATURES)
  for (const [n, feature] of features.entries()) {
    const patches = all.filter(one => isPatchOf(one, feature)).toSorted((a, b) => a.at - b.at)
    const below = n < MEASURED ? highestBelow(all, feature) : undefined
    for (const one of [feature, patches[0], below]) if (one) kept.add(one.release)
  }
  return releases.filter(release => kept.has(release))
}

type Dated = { release: Release; version: Version | undefined; at: number }

const isPatchOf = (one: Dated, feature: Dated): boolean =>
  [0, 1].every(part => one.version?.parts[part] === feature.version?.parts[part]) &&
  (one.version?.parts[2] ?? 0) > 0 &&
  one.at >= feature.at &&
  one.at - feature.at <= DAYS_MS

const highestBelow = (all: Dated[], feature: Dated): Dated | undefined =>
  all
    .filter(
      ({ version, at }) =>
        version !== undefined &&
        version.prerelease.length === 0 &&
        at <= feature.at &&
        compareVersions(version, feature.version!) < 0,
    )
    .toSorted((a, b) => compareVersions(b.version!, a.version!))[0]

function parsed(text: string): Version | undefined {
  try {
    return parseVersion(text)
  } catch {
    return undefined
  }
}
