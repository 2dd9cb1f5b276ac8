import type { Level, Risks } from '../plan.ts'

export type Probability = 'low' | 'medium' | 'high'
export type MatrixName = 'four_level' | 'nist_800_30'

export const probabilities: readonly Probability[] = ['low', 'medium', 'high']
export const levels: readonly Level[] = ['low', 'medium', 'high', 'critical']

interface Matrix {
  source: string
  /** Severity by probability (rows, low first) and impact (columns low, medium, high, critical). */
  cells: Record<Probability, readonly [Level, Level, Level, Level]>
}

/** Both are complete and monotone in both axes; a plan names the one that it uses. */
const matrices: Record<MatrixName, Matrix> = {
  four_level: {
    source: 'sum of ranks (probability 1-3, impact 1-4)',
    cells: {
      low: ['low', 'medium', 'medium', 'high'],
      medium: ['medium', 'medium', 'high', 'critical'],
      high: ['medium', 'high', 'critical', 'critical'],
    },
  },
  nist_800_30: {
    source:
      'NIST SP 800-30 r1, table I-2, rows Low, Moderate, High and columns Low to Very High; very low and low are one level here',
    cells: {
      low: ['low', 'low', 'low', 'medium'],
      medium: ['low', 'medium', 'medium', 'high'],
      high: ['low', 'medium', 'high', 'critical'],
    },
  },
}

export function severityOf(matrix: MatrixName, probability: Probability, impact: Level): Level {
  return matrices[matrix].cells[probability][levels.indexOf(impact)]!
}

export function matrixTable(name: MatrixName): Risks['matrix'] {
  const { source, cells } = matrices[name]
  return {
    name,
    source,
    rows: probabilities.map(probability => ({ probability, cells: [...cells[probability]] })),
  }
}

/** Bands of a stated chance, in percent: low below 20, medium below 50, high from 50 on. */
export function probabilityBand(percent: number): Probability {
  return percent < 20 ? 'low' : percent < 50 ? 'medium' : 'high'
}

export const worst = (severities: Level[]): Level =>
  levels[Math.max(0, ...severities.map(level => levels.indexOf(level)))]!
