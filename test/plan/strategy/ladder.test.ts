import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { errorLadder } from '../../../src/plan/strategy/ladder.ts'

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

  test('T1-T4, T7: thresholds rise, waiting times fall and nothing lies between promote, hold and abort', () => {
    const slo = fc.option(fc.double({ min: 50, max: 99.9999, noNaN: true }), { nil: undefined })
    const detect = fc.double({ min: 0.01, max: 100, noNaN: true })
    fc.assert(
      fc.property(slo, detect, (slo_percent, detect_points) => {
        const { tiers, promote_below, abort_from } = errorLadder({ detect_points, slo_percent })
        expect(promote_below).toBeLessThan(abort_from)
        expect(tiers.monitor.points).toBe(promote_below)
        expect(abort_from).toBeLessThanOrEqual(tiers.planned.points)
        expect(tiers.planned.points).toBeLessThan(tiers.fast.points)
        expect(tiers.fast.points).toBeLessThan(tiers.immediate.points)
        expect(tiers.immediate.for_minutes).toBeLessThan(tiers.fast.for_minutes)
        expect(tiers.fast.for_minutes).toBeLessThan(tiers.planned.for_minutes)
        expect(tiers.planned.for_minutes).toBeLessThan(tiers.monitor.for_minutes)
      }),
    )
  })

  test('T6: one error in ten requests is below every tier’s minimum traffic', () => {
    const { tiers } = errorLadder({ detect_points: 1, slo_percent: 99.9 })
    for (const tier of Object.values(tiers)) {
      expect(tier.minimum_requests).toBeGreaterThan(10)
      expect((tier.minimum_requests * tier.points) / 100).toBeGreaterThanOrEqual(5)
    }
  })
})
