import { describe, expect, test } from 'vitest'
import { PlanError } from '../../../src/plan/errors.ts'
import {
  chainChanceWithin,
  pertMean,
  pertVariance,
  threePoint,
} from '../../../src/plan/statistics/three-point.ts'

const points = { optimistic: 2, likely: 3, pessimistic: 10 }

describe('a duration', () => {
  test('of three points has the mean and variance of PERT', () => {
    expect(pertMean(points)).toBe(4)
    expect(pertVariance(points)).toBeCloseTo((8 / 6) ** 2, 12)
  })

  test('that is fixed varies by nothing', () => {
    const fixed = threePoint(5, 'duration_days')
    expect(pertMean(fixed)).toBe(5)
    expect(pertVariance(fixed)).toBe(0)
  })

  test.each([
    -1,
    Number.NaN,
    Infinity,
    { optimistic: 3, likely: 2, pessimistic: 5 },
  ])('that makes no sense is refused: %j', duration => {
    expect(() => threePoint(duration, 'build.duration_days')).toThrow(PlanError)
    expect(() => threePoint(duration, 'build.duration_days')).toThrow(/^build\.duration_days: /)
  })
})

describe('a chain', () => {
  test('ends within its mean in half of the cases', () => {
    expect(chainChanceWithin([points, points], 8)).toBeCloseTo(0.5, 12)
    expect(chainChanceWithin([points], 4 + 8 / 6)).toBeCloseTo(0.8413, 4)
  })

  test('of fixed durations ends when it ends', () => {
    const fixed = [threePoint(2, 'a'), threePoint(3, 'b')]
    expect(chainChanceWithin(fixed, 5)).toBe(1)
    expect(chainChanceWithin(fixed, 4.9)).toBe(0)
  })
})
