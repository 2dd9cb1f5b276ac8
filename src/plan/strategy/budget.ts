import type { Strategy, Warning } from '../plan.ts'
import { type Constraints, known } from './constraints.ts'

const MINUTES_OF_30_DAYS = 30 * 24 * 60

/** points x weight x (observation + way back) as a share of (100 - SLO) over 30 days, at the largest observed step. */
export function budgetUsed(
  steps: Strategy['steps'],
  constraints: Constraints,
  slo: number | undefined,
  wayBack: number,
): Pick<Strategy, 'budget_used_percent'> {
  const observed = steps.filter(step => step.requests_needed !== undefined)
  const largest = observed.sort((one, other) => (other.percent ?? 0) - (one.percent ?? 0))[0]
  if (slo === undefined || !largest?.percent) return {}
  const burned = constraints.detect_points.value * (largest.percent / 100) * (largest.minutes + wayBack)
  return { budget_used_percent: Number(((100 * burned) / ((100 - slo) * MINUTES_OF_30_DAYS)).toFixed(2)) }
}

/** Error rate of the running version / (100 - SLO): 1 uses up a 30-day budget in 30 days. */
export function burnRate(constraints: Constraints, slo: number | undefined): number | undefined {
  const error = known(constraints.baseline_error_percent)
  return slo === undefined || error === undefined ? undefined : Number((error / (100 - slo)).toPrecision(3))
}

/** The running version misses its objective: then a release is judged against what is too bad already. */
export function objectiveMissed(
  burn: number | undefined,
  constraints: Constraints,
  slo: number | undefined,
): Warning[] {
  if (burn === undefined || slo === undefined || burn <= 1) return []
  const allowed = Number((100 - slo).toPrecision(6))
  return [
    {
      code: 'objective_missed_before_release',
      message: `The running version fails ${known(constraints.baseline_error_percent)} % of requests, an SLO of ${slo} % allows ${allowed} %: it burns the error budget ${burn} times too fast.`,
      fix: 'Mend that first, or correct baseline_error_percent or slo_percent through select_strategy.',
    },
  ]
}
