import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  canaryRequests,
  dwellMinutes,
  ruleOfThree,
  smallestHarm,
} from '../../../src/plan/statistics/canary.ts'

const WEIGHTS = [0.01, 0.05, 0.1, 0.5]

describe('canary requests', () => {
  // Baseline and harmful error share; requests at 80 % power, and at 90 %, for each of the weights.
  test.each([
    [0.001, 0.002, [8138, 8603, 9237, 18519], [12081, 12693, 13526, 25652]],
    [0.001, 0.011, [204, 236, 275, 737], [356, 398, 449, 1020]],
    [0.005, 0.01, [1619, 1711, 1837, 3681], [2402, 2523, 2689, 5098]],
    [0.005, 0.015, [486, 520, 567, 1224], [750, 796, 856, 1694]],
    [0.01, 0.02, [804, 850, 912, 1826], [1192, 1252, 1334, 2529]],
    [0.05, 0.06, [3152, 3293, 3487, 6426], [4440, 4632, 4896, 8901]],
  ])('from %f to %f', (baseline, harmful, eighty, ninety) => {
    const needed = (power: number) =>
      WEIGHTS.map(weight => canaryRequests({ baseline, harmful, weight, power }))
    expect(needed(0.8)).toEqual(eighty)
    expect(needed(0.9)).toEqual(ninety)
  })

  test('are never enough for no harm', () => {
    expect(canaryRequests({ baseline: 0.01, harmful: 0.01, weight: 0.1 })).toBe(Infinity)
  })

  test('need a canary that is neither nothing nor all', () => {
    expect(() => canaryRequests({ baseline: 0.01, harmful: 0.02, weight: 1 })).toThrow(RangeError)
    expect(() => canaryRequests({ baseline: 5, harmful: 6, weight: 0.1 })).toThrow(RangeError)
  })

  test('take their time', () => {
    const requests = canaryRequests({ baseline: 0.005, harmful: 0.015, weight: 0.1 })
    expect(dwellMinutes(requests, 0.1, 378)).toBeCloseTo(15, 0)
  })
})

describe('the smallest harm', () => {
  test('is what so many requests show', () => {
    const share = fc.double({ min: 0, max: 0.2, noNaN: true })
    const rise = fc.double({ min: 0.0005, max: 0.3, noNaN: true })
    fc.assert(
      fc.property(share, rise, fc.constantFrom(...WEIGHTS), (baseline, harm, weight) => {
        const requests = canaryRequests({ baseline, harmful: baseline + harm, weight })
        const shown = smallestHarm({ requests, baseline, weight })
        expect(shown).toBeLessThanOrEqual(harm + 1e-9)
        expect(canaryRequests({ baseline, harmful: baseline + shown!, weight })).toBeLessThanOrEqual(requests)
      }),
    )
  })

  test('of too few requests does not exist', () => {
    expect(smallestHarm({ requests: 0, baseline: 0.01, weight: 0.1 })).toBeUndefined()
  })
})

test('no failure in n leaves 3/n', () => {
  expect(ruleOfThree(300)).toBe(0.01)
  expect(ruleOfThree(2)).toBe(1)
})
