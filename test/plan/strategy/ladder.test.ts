import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tiers as tierNames } from '../../../src/plan/kinds/profile.ts'
import {
  errorLadder as errorLadderOf,
  errorRateOf,
  latencyTimes,
  transactionsBelow,
} from '../../../src/plan/strategy/ladder.ts'

const errorLadder = (known: Parameters<typeof errorLadderOf>[0]) => errorLadderOf(known)!

describe('error ladder', () => {
  test('an SLO of 99.9 % gives 2 % of the 30-day budget per tier', () => {
    const { tiers, promote_below, abort_from } = errorLadder({ detect_points: 1, slo_percent: 99.9 })
    expect(tiers.planned).toMatchObject({ points: 1.44, for_minutes: 60 })
    expect(tiers.fast).toMatchObject({ points: 8.64, for_minutes: 10 })
    expect(tiers.immediate).toMatchObject({ points: 43.2, for_minutes: 2 })
    expect([promote_below, abort_from]).toEqual([0.662, 1])
  })

  test('without an SLO the usual thresholds are taken and said to be assumed', () => {
    const ladder = errorLadder({ detect_points: 1 })
    expect([ladder.tiers.planned.points, ladder.tiers.fast.points, ladder.tiers.immediate.points]).toEqual([
      5, 10, 50,
    ])
    expect(ladder.basis.kind).toBe('assumed')
  })

  // Every value that the tools take, the ends included.
  const slo = fc.option(fc.double({ min: 50, max: 99.9999, noNaN: true }), { nil: undefined })
  const detect = fc.double({ min: 0.01, max: 100, noNaN: true })
  const baseline = fc.option(
    fc.oneof(fc.constantFrom(0, 0.000001, 40, 50, 98.999, 99), fc.double({ min: 0, max: 99, noNaN: true })),
    { nil: undefined },
  )

  test('T1-T4, T7: thresholds rise, waiting times fall and nothing lies between promote, hold and abort', () => {
    fc.assert(
      fc.property(slo, detect, baseline, (slo_percent, detect_points, baseline_error_percent) => {
        const ladder = errorLadder({ detect_points, slo_percent, baseline_error_percent })
        const { tiers, promote_below, abort_from } = ladder
        expect(promote_below).toBeGreaterThan(0)
        expect(promote_below).toBeLessThan(abort_from)
        expect(tiers.monitor.points).toBe(promote_below)
        // The rollout's own abort and every automated one come no later than people's first tier.
        expect(abort_from).toBeLessThanOrEqual(tiers.planned.points)
        const rising = [tiers.monitor, tiers.planned, tiers.fast, tiers.immediate]
        for (const [index, upper] of rising.slice(1).entries()) {
          const lower = rising[index]!
          expect(lower.points).toBeLessThan(upper.points)
          expect(lower.for_minutes).toBeGreaterThan(upper.for_minutes)
          expect(lower.minimum_requests).toBeGreaterThanOrEqual(upper.minimum_requests)
        }
        // What is printed keeps them apart, and every tier can be reached.
        const rates = tierNames.map(tier => errorRateOf(ladder, tier))
        expect(new Set(rates).size).toBe(4)
        expect(rates).toEqual([...rates].sort((one, other) => other - one))
        expect(rates[0]).toBeLessThanOrEqual(100)
        expect(rates.at(-1)).toBeGreaterThan(baseline_error_percent ?? 0)
        for (const { points, minimum_requests } of rising)
          expect((minimum_requests * points) / 100).toBeGreaterThanOrEqual(5 - 1e-9)
      }),
      { numRuns: 500 },
    )
  })

  test('every value of the error rate has one tier, and a worse value never a better one', () => {
    const rate = fc.double({ min: 0, max: 100, noNaN: true })
    fc.assert(
      fc.property(slo, detect, baseline, rate, rate, (slo_percent, detect_points, known, one, other) => {
        const ladder = errorLadder({ detect_points, slo_percent, baseline_error_percent: known })
        const tierOf = (value: number) => {
          const index = tierNames.findIndex(tier => value >= errorRateOf(ladder, tier))
          return index < 0 ? tierNames.length : index
        }
        expect(tierOf(Math.max(one, other))).toBeLessThanOrEqual(tierOf(Math.min(one, other)))
      }),
    )
  })

  test('latency and transactions have the same four steps', () => {
    expect(tierNames.map(tier => latencyTimes[tier])).toEqual([10, 3, 2, 1.2])
    expect(tierNames.map(tier => transactionsBelow[tier])).toEqual([50, 85, 95, 99])
  })

  test('a version that fails nearly always has no ladder', () => {
    expect(errorLadderOf({ detect_points: 1, baseline_error_percent: 99.5 })).toBeUndefined()
  })

  test('T6: one error in ten requests is below every tier’s minimum traffic', () => {
    const { tiers } = errorLadder({ detect_points: 1, slo_percent: 99.9 })
    for (const tier of Object.values(tiers)) {
      expect(tier.minimum_requests).toBeGreaterThan(10)
      expect((tier.minimum_requests * tier.points) / 100).toBeGreaterThanOrEqual(5)
    }
  })
})
