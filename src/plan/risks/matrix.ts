import type { Level, Risks } from '../plan.ts'

export type Probability = 'low' | 'medium' | 'high'
export type MatrixName = 'four_level' | 'nist_800_30'

export const probabilities: readonly Probability[] = ['low', 'medium', 'high']
export const levels: readonly Level[] = ['low', 'medium', 'high', 'critical']

/** The five levels of NIST SP 800-30 r1, lowest first: very low, low, moderate, high, very high. */
export const nistLevels = ['very low', 'low', 'moderate', 'high', 'very high'] as const
export type NistLevel = (typeof nistLevels)[number]

/** Ranks 1 to 3 and 1 to 4 are added: 2 low, 3 and 4 medium, 5 high, from 6 on critical. */
const fourLevel: Record<Probability, readonly Level[]> = {
  low: ['low', 'medium', 'medium', 'high'],
  medium: ['medium', 'medium', 'high', 'critical'],
  high: ['medium', 'high', 'critical', 'critical'],
}

/** Table I-2: level of risk by likelihood (rows) and impact (columns), both from very low to very high. */
export const nistTable: Record<NistLevel, readonly NistLevel[]> = {
  'very low': ['very low', 'very low', 'very low', 'low', 'low'],
  low: ['very low', 'low', 'low', 'low', 'moderate'],
  moderate: ['very low', 'low', 'moderate', 'moderate', 'high'],
  high: ['very low', 'low', 'moderate', 'high', 'very high'],
  'very high': ['very low', 'low', 'moderate', 'high', 'very high'],
}

/** Upper ends of the semi-quantitative bands: 0-4, 5-20, 21-79, 80-95, 96-100. */
const nistBands: readonly (readonly [number, NistLevel])[] = [
  [5, 'very low'],
  [21, 'low'],
  [80, 'moderate'],
  [96, 'high'],
]
const asNist = { low: 'low', medium: 'moderate', high: 'high', critical: 'very high' } as const
const asLevel: Record<NistLevel, Level> = {
  'very low': 'low',
  low: 'low',
  moderate: 'medium',
  high: 'high',
  'very high': 'critical',
}

/** @param percent where a chance was stated: by NIST's own bands it may reach the outer likelihoods */
export function severityOf(
  matrix: MatrixName,
  probability: Probability,
  impact: Level,
  percent?: number,
): Level {
  if (matrix === 'four_level') return fourLevel[probability][levels.indexOf(impact)]!
  return nistSeverity(percent === undefined ? asNist[probability] : nistLikelihood(percent), impact)
}

function nistSeverity(likelihood: NistLevel, impact: Level): Level {
  return asLevel[nistTable[likelihood][nistLevels.indexOf(asNist[impact])]!]
}

export function nistLikelihood(percent: number): NistLevel {
  return nistBands.find(([below]) => percent < below)?.[1] ?? 'very high'
}

/** All cells that a plan can reach; a plan names the matrix that it uses. */
export function matrixTable(name: MatrixName): Risks['matrix'] {
  if (name === 'four_level') {
    const source = 'sum of ranks (probability 1-3, impact 1-4)'
    return {
      name,
      source,
      rows: probabilities.map(probability => ({ probability, cells: [...fourLevel[probability]] })),
    }
  }
  return {
    name,
    source:
      'NIST SP 800-30 r1, table I-2, its impacts low to very high; a stated percent by its bands 0-4, 5-20, 21-79, 80-95, 96-100; very low and low are one level here',
    rows: nistLevels.map(likelihood => ({
      probability: likelihood,
      cells: levels.map(impact => nistSeverity(likelihood, impact)),
    })),
  }
}

/** Bands of a stated chance, in percent: low below 20, medium below 50, high from 50 on; with NIST its own, outer ones joined. */
export function probabilityBand(percent: number, matrix: MatrixName = 'four_level'): Probability {
  const [medium, high] = matrix === 'nist_800_30' ? [21, 80] : [20, 50]
  return percent < medium ? 'low' : percent < high ? 'medium' : 'high'
}

export const bandsText = (matrix: MatrixName): string =>
  matrix === 'nist_800_30' ? 'low below 21, high from 80 (NIST)' : 'low below 20, high from 50'

export const worst = (severities: readonly Level[]): Level =>
  levels[Math.max(0, ...severities.map(level => levels.indexOf(level)))]!
