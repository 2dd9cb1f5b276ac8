import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalQuantile, normalShareBelow } from '../../../src/plan/statistics/normal.ts'

describe('the normal distribution', () => {
  test.each([
    [0, 0.5],
    [1, 0.841344746068543],
    [-1.96, 0.024997895148220435],
    [2.999, 0.9986456634662729],
    [-3, 0.001349898031630095],
    [-6, 9.865876450377018e-10],
    [-10, 7.619853024160527e-24],
    [40, 1],
  ])('has below %f the share %f', (z, share) => {
    expect(normalShareBelow(z)).toBeCloseTo(share, 13)
    expect(normalShareBelow(z) / share).toBeCloseTo(1, 9)
  })

  test.each([
    [0.5, 0],
    [0.8, 0.8416212335729143],
    [0.9, 1.2815515655446004],
    [0.95, 1.6448536269514722],
    [0.975, 1.959963984540054],
    [1e-6, -4.753424308822899],
  ])('reaches the share %f at %f', (share, z) => {
    expect(normalQuantile(share)).toBeCloseTo(z, 9)
  })

  test('goes both ways', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true }), share => {
        expect(normalShareBelow(normalQuantile(share))).toBeCloseTo(share, 12)
      }),
    )
  })

  test('has ends, and no more than a share of 1', () => {
    expect(normalQuantile(0)).toBe(-Infinity)
    expect(normalQuantile(1)).toBe(Infinity)
    expect(() => normalQuantile(1.1)).toThrow(RangeError)
  })
})
