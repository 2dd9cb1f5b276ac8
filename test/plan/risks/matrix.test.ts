import { describe, expect, test } from 'vitest'
import {
  levels,
  matrixTable,
  probabilities,
  probabilityBand,
  severityOf,
  worst,
} from '../../../src/plan/risks/matrix.ts'

describe.each(['four_level', 'nist_800_30'] as const)('matrix %s', matrix => {
  const rank = (probability: (typeof probabilities)[number], impact: (typeof levels)[number]) =>
    levels.indexOf(severityOf(matrix, probability, impact))

  test('is complete', () => {
    expect(matrixTable(matrix).rows.flatMap(row => row.cells)).toHaveLength(12)
    expect(
      matrixTable(matrix)
        .rows.flatMap(row => row.cells)
        .every(cell => levels.includes(cell)),
    ).toBe(true)
  })

  test('never falls with a higher probability or impact', () => {
    for (const [p, probability] of probabilities.entries()) {
      for (const [i, impact] of levels.entries()) {
        if (p > 0)
          expect(rank(probability, impact)).toBeGreaterThanOrEqual(rank(probabilities[p - 1]!, impact))
        if (i > 0) expect(rank(probability, impact)).toBeGreaterThanOrEqual(rank(probability, levels[i - 1]!))
      }
    }
  })
})

test.each([
  ['medium', 'high', 'high'],
  ['high', 'medium', 'high'],
  ['low', 'medium', 'medium'],
  ['low', 'critical', 'high'],
  ['medium', 'critical', 'critical'],
] as const)('four_level: %s probability and %s impact is %s', (probability, impact, severity) => {
  expect(severityOf('four_level', probability, impact)).toBe(severity)
})

test.each([
  ['medium', 'critical', 'high'],
  ['high', 'critical', 'critical'],
  ['low', 'critical', 'medium'],
  ['high', 'low', 'low'],
] as const)('nist_800_30 (table I-2): %s and %s is %s', (probability, impact, severity) => {
  expect(severityOf('nist_800_30', probability, impact)).toBe(severity)
})

test('bands of a stated chance', () => {
  expect([0, 19.9, 20, 49.9, 50, 100].map(probabilityBand)).toEqual([
    'low',
    'low',
    'medium',
    'medium',
    'high',
    'high',
  ])
})

test('the worst of none is low', () => {
  expect(worst([])).toBe('low')
  expect(worst(['medium', 'critical', 'low'])).toBe('critical')
})
