import type { Derivation } from '../derivation.ts'
import type { StrategySpec } from '../kinds/profile.ts'
import type { Level, Scope, ScoreWeights } from '../plan.ts'
import { gravityOf } from '../risks/severities.ts'
import { type Constraints, known } from './constraints.ts'

const ofRisk: Record<Level, { risk_mitigation: number; way_back: number }> = {
  low: { risk_mitigation: 1, way_back: 1 },
  medium: { risk_mitigation: 2, way_back: 1 },
  high: { risk_mitigation: 3, way_back: 2 },
  critical: { risk_mitigation: 4, way_back: 2 },
}

/**
 * Weights of this release: downtime 3 where it is ruled out, 2 while open, 0 where allowed; risk mitigation 1 to 4 and the
 * way back 1 or 2 by the level of the risk register; complexity and cost 1.
 */
export function weightsOf(derivation: Derivation, scope: Scope, constraints: Constraints): ScoreWeights {
  const interruption = known(constraints.zero_downtime)
  const { level, by, count } = gravityOf(derivation, scope)
  const why = count === 0 ? 'risk register: empty' : `risk register: ${level}, by "${by}"`
  return {
    zero_downtime: interruption === undefined ? 2 : interruption ? 3 : 0,
    ...ofRisk[level],
    complexity: 1,
    cost: 1,
    basis: { kind: 'derived', from: why },
  }
}

/** Minutes of a way back as a judgement: 5 up to 2, 4 up to 10, 3 up to 30, 2 up to 120, 1 beyond. */
export const wayBackJudged = (minutes: number): number =>
  5 - [2, 10, 30, 120].filter(limit => minutes > limit).length

/** 0 to 100: weighted mean of the judgements from 1 to 5, complexity and cost counted backwards. */
export function scoreOf(scores: StrategySpec['scores'], way_back: number, weights: ScoreWeights): number {
  const parts = [
    [weights.zero_downtime, scores.zero_downtime],
    [weights.risk_mitigation, scores.risk_mitigation],
    [weights.way_back, way_back],
    [weights.complexity, 6 - scores.complexity],
    [weights.cost, 6 - scores.cost],
  ] as const
  const sum = parts.reduce((total, [weight, value]) => total + weight * value, 0)
  const most = parts.reduce((total, [weight]) => total + 5 * weight, 0)
  return Math.round((100 * sum) / most)
}
