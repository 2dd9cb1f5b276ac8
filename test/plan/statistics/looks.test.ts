import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { binomial, chanceOfRise } from '../../../src/plan/statistics/binomial.ts'
import { canaryRequests } from '../../../src/plan/statistics/canary.ts'
import {
  alphaOfOneLook,
  decisionShare,
  errorsOfLook,
  requestsOfLook,
  smallestHarmOfLook,
} from '../../../src/plan/statistics/looks.ts'

describe('counts', () => {
  test.each([
    [10, 0.5, 5, 252 / 1024],
    [3, 0.2, 0, 0.512],
    [4, 0.25, 4, 0.25 ** 4],
    [1000, 0, 0, 1],
    [7, 1, 7, 1],
  ])('of %i at %f: %i comes with chance %f', (n, p, k, chance) => {
    const { first, chances } = binomial(n, p)
    expect(chances[k - first]).toBeCloseTo(chance, 12)
    expect(chances.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 10)
  })

  test('a rise by chance is the sum over both samples', () => {
    // One trial each at 1/2: only failure against success is a rise of 1.
    expect(chanceOfRise({ trials: 1, share: 0.5 }, { trials: 1, share: 0.5 }, 1)).toBeCloseTo(0.25, 12)
    expect(chanceOfRise({ trials: 1, share: 0.5 }, { trials: 1, share: 0.5 }, 0)).toBeCloseTo(0.75, 12)
  })
})

const look = (baseline: number, harm: number, weight: number, looks: number) => ({
  baseline,
  harm,
  weight,
  looks,
  limit: decisionShare({ baseline, harm, weight, looks }) * harm,
})

describe('a look', () => {
  test('looks share the false aborts (Bonferroni)', () => {
    expect(alphaOfOneLook(1)).toBe(0.05)
    expect(alphaOfOneLook(4)).toBe(0.0125)
  })

  test('keeps both errors by the exact distribution, at the size found and above', () => {
    const share = fc.constantFrom(0, 0.0005, 0.004, 0.02, 0.1, 0.3)
    const rise = fc.constantFrom(0.005, 0.01, 0.03, 0.1)
    const weight = fc.constantFrom(0.01, 0.05, 0.25, 0.5)
    fc.assert(
      fc.property(share, rise, weight, fc.integer({ min: 1, max: 5 }), (baseline, harm, part, looks) => {
        const asked = look(baseline, harm, part, looks)
        // A reading counts from five errors on; below that whole counts jump too far.
        const requests = Math.max(requestsOfLook(asked)!, Math.ceil(5 / asked.limit))
        for (const size of [requests, Math.ceil(requests * 1.5)]) {
          const { stopped, missed } = errorsOfLook(asked, size)
          expect(stopped).toBeLessThanOrEqual(0.05 / looks)
          expect(missed).toBeLessThanOrEqual(0.21)
        }
        const alpha = alphaOfOneLook(looks)
        const formula = canaryRequests({ baseline, harmful: baseline + harm, weight: part, alpha })
        expect(requests).toBeGreaterThanOrEqual(formula)
      }),
      { numRuns: 40 },
    )
  })

  test('the formula alone promises too much where errors are rare', () => {
    const asked = look(0.001, 0.01, 0.05, 1)
    const formula = canaryRequests({ baseline: 0.001, harmful: 0.011, weight: 0.05 })
    expect(formula).toBe(236)
    const { stopped, missed } = errorsOfLook(asked, formula)
    expect(stopped > 0.05 || missed > 0.2).toBe(true)
  })

  test('shows no harm below its own limit', () => {
    const asked = look(0.004, 0.01, 0.05, 3)
    expect(smallestHarmOfLook(asked, 1_000_000)).toBeCloseTo(asked.limit, 3)
    expect(smallestHarmOfLook(asked, requestsOfLook(asked)!)).toBeLessThanOrEqual(0.0101)
    expect(smallestHarmOfLook(asked, 0)).toBeUndefined()
  })
})
