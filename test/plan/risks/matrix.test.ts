import { describe, expect, test } from 'vitest'
import {
  levels,
  matrixTable,
  nistLevels,
  nistLikelihood,
  nistTable,
  probabilities,
  probabilityBand,
  severityOf,
  worst,
} from '../../../src/plan/risks/matrix.ts'

describe.each([
  ['four_level', 3],
  ['nist_800_30', 5],
] as const)('matrix %s', (matrix, rows) => {
  const table = matrixTable(matrix)
  const rank = (row: number, column: number) => levels.indexOf(table.rows[row]!.cells[column]!)

  test('is complete', () => {
    expect(table.name).toBe(matrix)
    expect(table.rows.map(row => row.cells.length)).toEqual(Array(rows).fill(4))
    expect(table.rows.flatMap(row => row.cells).every(cell => levels.includes(cell))).toBe(true)
  })

  test('never falls with a higher probability or impact', () => {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < 4; column++) {
        if (row > 0) expect(rank(row, column)).toBeGreaterThanOrEqual(rank(row - 1, column))
        if (column > 0) expect(rank(row, column)).toBeGreaterThanOrEqual(rank(row, column - 1))
      }
    }
  })

  test('a higher stated chance never lowers the severity', () => {
    for (const impact of levels) {
      const found = Array.from({ length: 101 }, (_, percent) =>
        levels.indexOf(severityOf(matrix, probabilityBand(percent, matrix), impact, percent)),
      )
      expect(found).toEqual([...found].sort((one, other) => one - other))
    }
  })

  test('the word alone gives a cell of the printed table', () => {
    for (const probability of probabilities) {
      for (const [column, impact] of levels.entries()) {
        const row =
          matrix === 'four_level' ? probability : probability === 'medium' ? 'moderate' : probability
        const printed = table.rows.find(candidate => candidate.probability === row)!.cells[column]
        expect(severityOf(matrix, probability, impact)).toBe(printed)
      }
    }
  })
})

describe('NIST SP 800-30 r1, table I-2', () => {
  test('all 25 cells, very low to very high', () => {
    const short = { 'very low': 'VL', low: 'L', moderate: 'M', high: 'H', 'very high': 'VH' }
    const printed = nistLevels.map(row => nistTable[row].map(cell => short[cell]).join(' '))
    expect(printed.reverse()).toEqual([
      'VL L M H VH',
      'VL L M H VH',
      'VL L M M H',
      'VL L L L M',
      'VL VL VL L L',
    ])
  })

  test('bands of a stated chance', () => {
    expect([0, 4, 5, 20, 21, 79, 80, 95, 96, 100].map(nistLikelihood)).toEqual(
      nistLevels.flatMap(level => [level, level]),
    )
    expect(severityOf('nist_800_30', 'low', 'critical', 3)).toBe('low')
    expect(severityOf('nist_800_30', 'low', 'critical', 10)).toBe('medium')
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
  expect([0, 19.9, 20, 49.9, 50, 100].map(percent => probabilityBand(percent))).toEqual([
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
