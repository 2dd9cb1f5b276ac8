import type { Strategy } from '../plan.ts'
import type { Constraints } from './constraints.ts'

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
