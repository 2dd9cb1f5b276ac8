import fc from 'fast-check'
import { expect, test } from 'vitest'
import { betaQuantile, betaShareBelow } from '../../../src/plan/statistics/beta.ts'

test('known shares: uniform, Beta(2, 2), Beta(2, 5)', () => {
  expect(betaShareBelow(0.3, 1, 1)).toBeCloseTo(0.3, 10)
  expect(betaShareBelow(0.3, 2, 2)).toBeCloseTo(3 * 0.09 - 2 * 0.027, 10)
  // 1 - (1-x)^5 * (1+5x) at x = 0.2
  expect(betaShareBelow(0.2, 2, 5)).toBeCloseTo(1 - 0.8 ** 5 * 2, 10)
})

test('the interval of an empty release history, prior 1.44 and 2.68: 0.09 to 0.65', () => {
  expect(betaQuantile(0.1, 1.44, 2.68)).toBeCloseTo(0.09, 2)
  expect(betaQuantile(0.9, 1.44, 2.68)).toBeCloseTo(0.65, 2)
})

test('the quantile inverts the share', () => {
  const positive = fc.double({ min: 0.3, max: 40, noNaN: true })
  fc.assert(
    fc.property(positive, positive, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (a, b, p) => {
      expect(betaShareBelow(betaQuantile(p, a, b), a, b)).toBeCloseTo(p, 6)
    }),
  )
})
