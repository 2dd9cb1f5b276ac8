import { describe, expect, test } from 'vitest'
import type { Activity } from '../../../src/plan/schedule/network.ts'
import { seededRandom } from '../../../src/plan/statistics/random.ts'
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
