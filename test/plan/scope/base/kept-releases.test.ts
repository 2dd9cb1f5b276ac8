import { expect, test } from 'vitest'
import { pastRanges, patchOutcomes } from '../../../../src/plan/risks/past-releases.ts'
import { keptReleases } from '../../../../src/plan/scope/base/kept-releases.ts'
import { parseVersion } from '../../../../src/plan/version.ts'

const day = (n: number) => new Date(Date.UTC(2010, 0, 1) + n * 86_400_000).toISOString()
const release = (version: string, n: number) => ({ version, tag: `v${version}`, date: day(n) })

/** A minor release every 30 days, every second one with eight patches, the first of them after three days or after twenty. */
const releases = Array.from({ length: 55 }, (_, minor) => [
  release(`1.${minor}.0`, minor * 30),
  ...(minor % 2 === 0 ? Array.from({ length: 8 }, (_, n) => n) : []).map(n =>
    release(`1.${minor}.${n + 1}`, minor * 30 + (minor % 4 === 0 ? 3 : 20) + n),
  ),
]).flat()
const planned = parseVersion('1.55.0')
const now = Date.parse(day(2_000))

test('of many releases those stay that the forecast and the sizes ask about', () => {
  const kept = keptReleases(releases, '1.4.6')
  for (const days of [7, 14])
    expect(patchOutcomes(kept, planned, now, days)).toEqual(patchOutcomes(releases, planned, now, days))
  expect(pastRanges(kept, planned, now)).toEqual(pastRanges(releases, planned, now))
  expect(kept).toContainEqual(release('1.4.6', 128))
  expect(kept.length).toBeLessThan(110)
  expect(kept.map(({ date }) => date)).toEqual(kept.map(({ date }) => date).toSorted())
})

test('thousands of tags stay a short list, odd versions included', () => {
  const many = Array.from({ length: 4_000 }, (_, n) => release(`0.${n}.0`, n))
  const kept = keptReleases([...many, { ...release('1.0.0', 4_001), version: '1.0.0.1' }], undefined)
  expect(kept.length).toBeLessThan(70)
  expect(kept.at(-1)?.version).toBe('1.0.0.1')
})
