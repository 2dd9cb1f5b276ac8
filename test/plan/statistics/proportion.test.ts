import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wilsonInterval } from '../../../src/plan/statistics/proportion.ts'

describe('an observed share', () => {
  test('has the interval of Wilson', () => {
    const { share, low, high } = wilsonInterval(3, 20)
    expect(share).toBe(0.15)
    expect(low).toBeCloseTo(0.0524, 4)
    expect(high).toBeCloseTo(0.3604, 4)
  })

  test('of none, all or nothing observed stays sound', () => {
    expect(wilsonInterval(0, 10)).toMatchObject({ share: 0, low: 0 })
    expect(wilsonInterval(0, 10).high).toBeCloseTo(0.2775, 4)
    expect(wilsonInterval(10, 10).high).toBe(1)
    expect(wilsonInterval(0, 0)).toEqual({ share: 0.5, low: 0, high: 1 })
    expect(() => wilsonInterval(3, 2)).toThrow(RangeError)
  })

  test('lies inside, and tighter for more trials', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.integer({ min: 1, max: 500 }), (some, trials) => {
        const successes = some % (trials + 1)
        const { share, low, high } = wilsonInterval(successes, trials)
        expect(0 <= low && low <= share && share <= high && high <= 1).toBe(true)
        const more = wilsonInterval(successes * 4, trials * 4)
        expect(more.high - more.low).toBeLessThan(high - low)
      }),
    )
  })
})
