import type { RolloutStep, Strategy, Warning } from '../plan.ts'
import { type Constraints, known } from './constraints.ts'

const MINUTES_OF_30_DAYS = 30 * 24 * 60

type Spent = Pick<RolloutStep, 'exposed_requests' | 'budget_percent'>

/**
 * The steps with what a harm has cost when it is found at the end of each: requests of this and all earlier shares and of
 * the way back, and points x those minutes x share as a part of (100 - SLO) over 30 days.
 */
export function withExposure(
  steps: readonly RolloutStep[],
  constraints: Constraints,
  { points, slo, wayBack }: { points: number | undefined; slo: number | undefined; wayBack: number },
): RolloutStep[] {
  const rate = known(constraints.requests_per_minute)
  let shareMinutes = 0
  return steps.map(step => {
    const { percent = 0, minutes } = step
    shareMinutes += (percent / 100) * minutes
    if (step.requests_needed === undefined) return step
    const untilBack = shareMinutes + (percent / 100) * wayBack
    const spent: Spent = {
      ...(rate ? { exposed_requests: Math.round(untilBack * rate) } : {}),
      ...(slo === undefined || points === undefined
        ? {}
        : {
            budget_percent: Number(
              ((100 * points * untilBack) / ((100 - slo) * MINUTES_OF_30_DAYS)).toPrecision(2),
            ),
          }),
    }
    return { ...step, ...spent }
  })
}

/** The dearest case: only the last observed step finds the harm. */
export function worstCase(
  steps: readonly RolloutStep[],
  usersPerHour: number | undefined,
  wayBack: number,
): Pick<Strategy, 'budget_used_percent' | 'exposed_users'> {
  const last = steps.findLast(step => step.requests_needed !== undefined)
  if (!last) return {}
  const observed = steps.filter(step => step.requests_needed !== undefined)
  const hours = (observed.reduce((sum, { minutes }) => sum + minutes, 0) + wayBack) / 60
  const share = (last.percent ?? 0) / 100
  return {
    ...(last.budget_percent === undefined ? {} : { budget_used_percent: last.budget_percent }),
    // Whoever once met the share stays in it when users are split; at most all of those hours.
    ...(usersPerHour === undefined
      ? {}
      : { exposed_users: Math.ceil(share * usersPerHour * Math.max(1, hours)) }),
  }
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
