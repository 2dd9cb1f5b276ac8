import { isStable, type Release } from './tracks.ts'

/** The first tag named as a candidate (`-rc.1`) by the numbers of its version, `1.9.0`; alphas and betas are no candidates. */
export function firstCandidates(releases: readonly Release[]): Map<string, Release> {
  const first = new Map<string, Release>()
  for (const release of releases) {
    if (isStable(release) || !/^(?:rc|cr|candidate)\d*$/i.test(release.version.prerelease[0] ?? '')) continue
    const numbers = release.version.parts.join('.')
    const known = first.get(numbers)
    if (!known || release.at < known.at) first.set(numbers, release)
  }
  return first
}
