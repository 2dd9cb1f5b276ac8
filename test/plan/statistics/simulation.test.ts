import { describe, expect, test } from 'vitest'
import type { Activity } from '../../../src/plan/schedule/work/activity.ts'
import { seededRandom, seededRow } from '../../../src/plan/statistics/random.ts'
import { simulateFinish } from '../../../src/plan/statistics/simulation.ts'
import { chainChanceWithin } from '../../../src/plan/statistics/three-point.ts'

const points = { optimistic: 7, likely: 10, pessimistic: 19 }
const activity = (id: string, after: Activity['after'] = []): Activity => ({
  id,
  name: id,
  durationDays: points,
  after,
})
const chain = Array.from({ length: 20 }, (_, n) => activity(`a${n}`, n === 0 ? [] : [`a${n - 1}`]))
const merge = [
  ...Array.from({ length: 5 }, (_, n) => activity(`path${n}`)),
  { ...activity('end', ['path0', 'path1', 'path2', 'path3', 'path4']), durationDays: 0 },
]

describe('a simulation', () => {
  test('repeats itself for a seed and differs for another', () => {
    const of = (seed: number) => simulateFinish(chain, { seed, samples: 500 }).p80
    expect(of(7)).toBe(of(7))
    expect(of(7)).not.toBe(of(8))
  })

  test('of fixed durations ends when the critical path ends', () => {
    const fixed: Activity[] = [
      { id: 'a', name: 'A', durationDays: 3, after: [] },
      { id: 'b', name: 'B', durationDays: 1, after: [] },
      { id: 'c', name: 'C', durationDays: 2, after: ['b', { id: 'a', lag: 1.5 }], notBefore: 4 },
    ]
    const { p50, p95, chanceWithin, criticality } = simulateFinish(fixed, { samples: 10 })
    expect([p50, p95]).toEqual([6.5, 6.5])
    expect([chanceWithin(6.4), chanceWithin(6.5)]).toEqual([0, 1])
    expect([...criticality]).toEqual([
      ['a', 1],
      ['b', 0],
      ['c', 1],
    ])
  })

  test('of a chain agrees with the sum of PERT', () => {
    const { p50, p80, chanceWithin } = simulateFinish(chain)
    expect(p50).toBeGreaterThan(219)
    expect(p50).toBeLessThan(222)
    const expected = chainChanceWithin(
      Array.from({ length: 20 }, () => points),
      p80,
    )
    expect(Math.abs(expected - 0.8)).toBeLessThan(0.02)
    expect(Math.abs(chanceWithin(220) - 0.5)).toBeLessThan(0.03)
  })

  test('sees that paths merge, where a single path does not', () => {
    const one = simulateFinish([activity('path')]).p50
    const { p50, criticality } = simulateFinish(merge)
    expect(p50).toBeGreaterThan(one + 1)
    for (let n = 0; n < 5; n += 1) expect(criticality.get(`path${n}`)).toBeCloseTo(0.2, 1)
    expect(criticality.get('end')).toBe(1)
  })

  test('of a triangle has its quantiles, with heavier tails than PERT', () => {
    const { p50, p80 } = simulateFinish([activity('a')], { distribution: 'triangular' })
    const median = 19 - Math.sqrt(0.5 * 12 * 9)
    expect(Math.abs(p50 - median)).toBeLessThan(0.15)
    expect(p80).toBeGreaterThan(simulateFinish([activity('a')]).p80)
  })

  test('keeps start to start and finish to finish, and blames the duration that counted', () => {
    const joined = (type: 'SS' | 'FF', lag: number, own: number): Activity[] => [
      { id: 'a', name: 'A', durationDays: 4, after: [] },
      { id: 'b', name: 'B', durationDays: own, after: [{ id: 'a', type, lag }] },
    ]
    const of = (activities: Activity[]) => {
      const { p50, criticality } = simulateFinish(activities, { samples: 3 })
      return [p50, criticality.get('a'), criticality.get('b')]
    }
    expect(of(joined('SS', 1, 5))).toEqual([6, 0, 1])
    expect(of(joined('FF', 2, 1))).toEqual([6, 1, 0])
    expect(of(joined('FF', 2, 9))).toEqual([9, 0, 1])
  })

  test('with a common factor has the same middle and wider tails', () => {
    const samples = 4000
    const apart = simulateFinish(chain, { samples })
    const together = simulateFinish(chain, { samples, common: { size: 0.15 } })
    expect([apart.common, together.common]).toEqual([0, 0.15])
    expect(Math.abs(together.p50 - apart.p50)).toBeLessThan(4)
    // One factor for all: the spread of 220 days is about 15 %, not that of the sum of twenty.
    expect((together.p80 - together.p50) / together.p50).toBeGreaterThan(0.1)
    expect((apart.p80 - apart.p50) / apart.p50).toBeLessThan(0.05)
    const perHalf = { size: 0.15, groupOf: (id: string) => (id.length > 2 ? 'late' : 'early') }
    const halves = simulateFinish(chain, { samples, common: perHalf })
    expect(halves.p80).toBeLessThan(together.p80)
    expect(halves.p80).toBeGreaterThan(apart.p80)
  })

  test('leaves fixed durations alone and draws the same ones with and without a factor', () => {
    const fixed = [{ ...activity('a'), durationDays: 5 }]
    expect(simulateFinish(fixed, { samples: 50, common: { size: 0.3 } })).toMatchObject({ p50: 5, p95: 5 })
    const none = simulateFinish(chain, { samples: 200, common: { size: 0 } })
    expect(none.p80).toBe(simulateFinish(chain, { samples: 200 }).p80)
    expect(() => simulateFinish(chain, { common: { size: -1 } })).toThrow(RangeError)
  })

  test('says what a week more buys and how sure it is of a chance', () => {
    const { chanceWithin, gain, standardError } = simulateFinish(chain)
    expect(gain(220)).toBeCloseTo(chanceWithin(225) - chanceWithin(220), 12)
    expect(gain(220, 0)).toBe(0)
    const chances = Array.from({ length: 20 }, (_, n) =>
      simulateFinish(chain, { seed: n, samples: 500 }).chanceWithin(222),
    )
    const mean = chances.reduce((sum, chance) => sum + chance, 0) / chances.length
    const spread = Math.sqrt(
      chances.reduce((sum, chance) => sum + (chance - mean) ** 2, 0) / (chances.length - 1),
    )
    const error = simulateFinish(chain, { samples: 500 }).standardError(222)
    expect(spread / error).toBeGreaterThan(0.6)
    expect(spread / error).toBeLessThan(1.6)
    expect(standardError(0)).toBeGreaterThan(0)
  })

  test('of nothing ends at once', () => {
    expect(simulateFinish([], { samples: 5, start: 3 })).toMatchObject({ p50: 3, p95: 3 })
  })

  test('of 200 activities is quick', () => {
    const wide = Array.from({ length: 200 }, (_, n) =>
      activity(`a${n}`, n < 10 ? [] : [`a${n - 10}`, `a${n - 7}`]),
    )
    simulateFinish(wide, { samples: 100 })
    const before = performance.now()
    simulateFinish(wide)
    expect(performance.now() - before).toBeLessThan(1_000)
  })
})

test('a row of random numbers is the same as one after the other', () => {
  const random = seededRandom(9)
  const row = new Float64Array(5)
  const next = seededRow(9)
  next(row)
  next(row)
  expect([...row]).toEqual(Array.from({ length: 10 }, random).slice(5))
})

test('random numbers are even from 0 to 1', () => {
  const random = seededRandom(42)
  const numbers = Array.from({ length: 20_000 }, random)
  expect(numbers.every(number => number >= 0 && number < 1)).toBe(true)
  const tenths = numbers.reduce((counts, number) => {
    const tenth = Math.floor(number * 10)
    counts[tenth] = (counts[tenth] ?? 0) + 1
    return counts
  }, new Array<number>(10).fill(0))
  for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(200)
})
