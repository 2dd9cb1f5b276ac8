import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Fit, fits, median, patchChance, relativeSize } from '../../../src/plan/risks/patch-chance.ts'

const rewritten: Fit = { horizon_days: 14, a: 1.01, b: 2.38, size: 0.37 }
const times = (count: number, value: boolean) => Array<boolean>(count).fill(value)
const alternating = Array.from({ length: 20 }, (_, index) => index % 2 === 0)

describe('the reference values of the estimator', () => {
  test.each([
    ['no history', [], 0, 0.3495, 0.4486, 0.2979, [0.09, 0.65]],
    ['1 0 0 1 0', [true, false, false, true, false], 1.0978, 0.4198, 0.4715, 0.4616, [0.18, 0.6]],
    ['twelve 0', times(12, false), 0, 0.1147, 0.1154, 0.0854, [0.02, 0.23]],
    ['eight 1', times(8, true), -0.5, 0.7306, 0.8147, 0.7201, [0.57, 0.9]],
    ['1 0 repeated, 20', alternating, 1.2, 0.5142, 0.5509, 0.5767, [0.31, 0.63]],
  ] as const)('%s', (_, history, rel, p7, p14, again, [low, high]) => {
    expect(patchChance(fits.days_7, history, rel).chance).toBeCloseTo(p7, 4)
    expect(patchChance(fits.days_14, history, rel).chance).toBeCloseTo(p14, 4)
    expect(patchChance(rewritten, history, rel).chance).toBeCloseTo(again, 4)
    const ofBase = patchChance(fits.days_7, history)
    expect([ofBase.low, ofBase.high].map(share => Math.round(share * 100) / 100)).toEqual([low, high])
  })
})

describe('relative size', () => {
  test.each([
    ['fewer than three earlier ones', 1000, [10, 10], 0],
    ['as usual', 100, [50, 100, 400], 0],
    ['the size of the second reference value', 2999, [999, 999, 999, 999], 1.0986],
    ['never beyond 3', 10_000_000, [1, 1, 1], 3],
    ['never below -3', 0, [9999, 9999, 9999], -3],
  ])('%s', (_, lines, earlier, rel) => {
    expect(relativeSize(lines, earlier)).toBeCloseTo(rel, 4)
  })

  test('median of an even number is the mean of the middle two', () => {
    expect(median([4, 1, 3, 10])).toBe(3.5)
  })
})

test('one more patch, or a larger change, never lowers the chance; it stays inside its interval', () => {
  const history = fc.array(fc.boolean(), { maxLength: 30 })
  fc.assert(
    fc.property(history, fc.nat(29), fc.double({ min: -3, max: 3, noNaN: true }), (outcomes, at, rel) => {
      const more = outcomes.map((was, index) => was || index === at)
      const one = patchChance(fits.days_14, outcomes, rel)
      expect(patchChance(fits.days_14, more, rel).chance).toBeGreaterThanOrEqual(one.chance)
      expect(patchChance(fits.days_14, outcomes, rel + 0.5).chance).toBeGreaterThan(one.chance)
      expect(one.low).toBeLessThan(one.chance)
      expect(one.high).toBeGreaterThan(one.chance)
    }),
    { numRuns: 200 },
  )
})
