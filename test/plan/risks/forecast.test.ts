import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { patchForecast } from '../../../src/plan/risks/forecast.ts'
import { pastRanges } from '../../../src/plan/risks/past-releases.ts'
import type { Observation } from '../../../src/plan/scope/observation.ts'
import { parseVersion } from '../../../src/plan/version.ts'

type Releases = NonNullable<Observation['releases']>

/** Feature releases a month apart, the oldest first; `patched` says which got a patch five days later. */
function history(patched: boolean[]): { releases: Releases } {
  const release = (version: string, at: number) => {
    const date = new Date(Date.UTC(2020, 0, 1) + at * 86_400_000).toISOString()
    return { version, date, tag: `v${version}` }
  }
  const releases = patched.flatMap((was, n) => [
    release(`1.${n}.0`, n * 30),
    ...(was ? [release(`1.${n}.1`, n * 30 + 5)] : []),
  ])
  return { releases }
}
const times = (count: number, value: boolean) => Array<boolean>(count).fill(value)
const version = parseVersion('2.0.0')
const later = '2026-06-01'
function forecast(seen: Observation, today = later, text = '2.0.0') {
  const found = patchForecast(seen, parseVersion(text), today)
  if ('none' in found) throw new Error(found.none)
  return found
}

describe('a forecast by the repository itself', () => {
  test('twelve releases without a patch: the reference value, 11.5 % for both horizons', () => {
    expect(forecast(history(times(12, false)))).toMatchObject({
      percent: 12,
      horizon_days: 14,
      days_7: { percent: 11, low: 2, high: 23 },
      releases: 12,
      trust: 'usual',
      basis: expect.stringContaining(
        '0 of the last 12 X.Y.0 releases got a patch within 14 days, 0 within 7',
      ),
    })
  })

  test('a patch after ten days counts for 14 days and not for 7', () => {
    const { releases } = history(times(4, false))
    const patch = { version: '1.3.1', date: '2020-04-10T00:00:00Z', tag: 'v1.3.1' }
    expect(forecast({ releases: [...releases, patch] }).basis).toContain(
      '1 of the last 4 X.Y.0 releases got a patch within 14 days, 0 within 7',
    )
  })

  test.each([
    [2, 'class_rate', 'not of this one: only 2 of its X.Y.0 releases'],
    [3, 'weak', '3 of the last 3'],
    [9, 'weak', '9 of the last 9'],
    [10, 'usual', '10 of the last 10'],
    [23, 'usual', '20 of the last 20 X.Y.0 releases (23 known)'],
  ] as const)('%i releases: %s', (count, trust, basis) => {
    const found = forecast(history(times(count, true)))
    expect(found).toMatchObject({ trust, releases: count, basis: expect.stringContaining(basis) })
  })

  test('with the class rate its two releases do not count', () => {
    expect(forecast(history([true, true]))).toMatchObject({ percent: 45, days_7: { percent: 35 } })
  })

  test('the worth claims what the backtest printed and no more', () => {
    const { worth } = forecast(history(times(12, true)))
    expect(worth).toMatch(/39 public repositories.*0\.212.*0\.250.*0\.228.*0\.54/)
    expect(worth).not.toMatch(/incident|outage|failure/)
  })
})

describe('the size of this change beside earlier ones', () => {
  const seen = (lines: number | undefined, sizes: number[]): Observation => ({
    ...history(times(12, true)),
    past_releases: {
      key: '',
      asked: sizes.length,
      sizes: sizes.map((size, at) => ({ tag: `v1.${at}.0`, lines: size })),
      constants: [],
    },
    ...(lines === undefined
      ? {}
      : { range: { activity: { source_lines: lines } } as unknown as Observation['range'] }),
  })
  const usual = forecast(seen(100, [100, 90, 110])).percent

  test('ten times the usual raises it, a tenth lowers it, and the points are said', () => {
    const large = forecast(seen(1000, [100, 90, 110]))
    expect(large.percent).toBeGreaterThan(usual)
    expect(large.size).toBe(
      `1000 source lines so far beside a median of 100 in the last 3, which moves it by +${large.percent - usual} points`,
    )
    expect(forecast(seen(10, [100, 90, 110])).percent).toBeLessThan(usual)
  })

  test.each([
    [seen(1000, [100, 90]), 'only 2 earlier ranges could be counted'],
    [seen(undefined, [100, 90, 110]), 'were not counted (gather_scope does it)'],
  ])('missing: no effect, and it is said', (observation, why) => {
    expect(forecast(observation)).toMatchObject({ percent: usual, size: expect.stringContaining(why) })
  })
})

describe('no number where the study found none', () => {
  const releases = history(times(12, true))
  const years = times(12, true).map((_, n) => {
    const year = 20 + Math.floor(n / 3)
    const version = `${year}.${n % 3}.0`
    return { version, date: `20${year}-0${3 + (n % 3)}-01T00:00:00Z`, tag: version }
  })
  const calendar = times(12, true).map((_, n) => {
    return { version: `2025.${n + 1}.0`, date: '2025-01-01T00:00:00Z', tag: `2025.${n + 1}.0` }
  })
  test.each([
    ['a shallow clone', { ...releases, repository: { shallow: true } }, '2.0.0', 'shallow'],
    ['a calendar version', releases, '2026.11.0', 'calendar versions'],
    ['a history of calendar versions', { releases: calendar }, '3000.1.0', 'calendar versions'],
    ['a history that counts years by two digits', { releases: years }, '24.1.0', 'calendar versions'],
    ['a patch release', releases, '2.0.1', '2.0.1 is none'],
    ['a pre-release', releases, '2.0.0-rc.1', '2.0.0-rc.1 is none'],
    ['no release', { releases: [] }, '2.0.0', 'no stable X.Y.0 release'],
    ['no repository', undefined, '2.0.0', 'no stable X.Y.0 release'],
  ] as const)('%s', (_, seen, text, why) => {
    const found = patchForecast(seen as Observation | undefined, parseVersion(text), later)
    expect(found).toEqual({ none: expect.stringContaining(why) })
  })
})

describe('what is known when', () => {
  test('an open window does not count, and the planned version itself never does', () => {
    const six = history(times(6, true))
    expect(forecast(six, '2020-06-05').releases).toBe(5)
    const planned = { version: '2.0.0', date: '2020-01-02T00:00:00Z', tag: 'v2.0.0' }
    expect(forecast({ releases: [...six.releases, planned] }).releases).toBe(6)
  })

  test('a clone that was last updated inside a window does not take it for closed', () => {
    const repository = { shallow: false, commit_date: '2020-06-05T00:00:00Z' }
    expect(forecast({ ...history(times(6, true)), repository }).releases).toBe(5)
  })

  test('releases tagged later never change an earlier forecast', () => {
    const at = fc.integer({ min: 0, max: 900 })
    const part = fc.nat(9)
    const tagged = fc.record({ major: part, minor: part, patch: fc.nat(3), at })
    const listed = (tags: { major: number; minor: number; patch: number; at: number }[]): Releases =>
      tags.map(({ major, minor, patch, at: days }) => ({
        version: `${major}.${minor}.${patch}`,
        date: new Date(Date.UTC(2020, 0, 1) + days * 86_400_000).toISOString(),
        tag: `v${major}.${minor}.${patch}`,
      }))
    fc.assert(
      fc.property(fc.array(tagged, { maxLength: 25 }), fc.array(tagged, { maxLength: 15 }), (tags, more) => {
        const today = '2022-06-19' // day 900
        const after = more.map(one => ({ ...one, at: 901 + one.at }))
        const now = Date.UTC(2022, 5, 19)
        const [before, all] = [listed(tags), listed([...tags, ...after])]
        expect(patchForecast({ releases: all }, version, today)).toEqual(
          patchForecast({ releases: before }, version, today),
        )
        expect(pastRanges(all, version, now)).toEqual(pastRanges(before, version, now))
      }),
      { numRuns: 150 },
    )
  })
})

test('a past range starts at the highest release below it that existed then', () => {
  const release = (text: string, date: string) => ({
    version: text,
    date: `${date}T00:00:00Z`,
    tag: `v${text}`,
  })
  const releases = [
    release('1.0.0', '2020-01-01'),
    release('1.0.3', '2020-03-01'),
    release('1.1.0', '2020-02-01'),
    release('1.1.1', '2020-05-01'),
    release('2.0.0', '2020-04-01'),
  ]
  expect(pastRanges(releases, version, Date.UTC(2021, 0, 1))).toEqual([{ tag: 'v1.1.0', base: 'v1.0.0' }])
  expect(pastRanges(releases, parseVersion('2.1.0'), Date.UTC(2021, 0, 1))).toEqual([
    { tag: 'v2.0.0', base: 'v1.1.0' },
    { tag: 'v1.1.0', base: 'v1.0.0' },
  ])
})
