import type { Basis } from '../basis.ts'
import type { ErrorLadder, RolloutStep } from '../plan.ts'
import { dwellMinutes, smallestHarm } from '../statistics/canary.ts'
import { alphaOfOneLook, type Look, requestsOfLook, smallestHarmOfLook } from '../statistics/looks.ts'
import { type Constraints, known } from './constraints.ts'

/** Longest observation of one step; beyond it a release day cannot hold the rollout. */
export const LONGEST_STEP = 120

export type Observed = Pick<
  RolloutStep,
  'minutes' | 'minutes_basis' | 'requests_needed' | 'smallest_harm_points'
>

/** A look at `percent` of the traffic, where that and the baseline are such that a share can be compared. */
export function lookAt(
  percent: number | undefined,
  constraints: Constraints,
  ladder: ErrorLadder | undefined,
): Look | undefined {
  const error = known(constraints.baseline_error_percent)
  if (percent === undefined || percent <= 0 || percent >= 100) return undefined
  if (!ladder || error === undefined || error >= 100) return undefined
  return {
    baseline: error / 100,
    harm: ladder.abort_from / 100,
    weight: percent / 100,
    looks: ladder.looks ?? 1,
    limit: ladder.promote_below / 100,
  }
}

/** Requests for both errors of the look, and for a reading of the error rate to count at all. */
export function requestsNeeded(look: Look, ladder: ErrorLadder): number | undefined {
  const needed = requestsOfLook(look)
  return needed === undefined ? undefined : Math.max(ladder.tiers.monitor.minimum_requests, needed)
}

/**
 * How long a step that is judged by its error rate lasts: until the requests are seen, at least `shortest` minutes, at most
 * {@link LONGEST_STEP}; `given` minutes are kept as they are.
 */
export function observation(
  { percent, shortest, given }: { percent: number | undefined; shortest: number; given?: Basis },
  constraints: Constraints,
  ladder: ErrorLadder | undefined,
): Observed | undefined {
  const look = lookAt(percent, constraints, ladder)
  const requests_needed = look && requestsNeeded(look, ladder!)
  if (!look || requests_needed === undefined) return undefined
  const rate = known(constraints.requests_per_minute)
  if (!rate) {
    const unknown: Basis = { kind: 'assumed', from: 'shortest observation; the request rate is not known' }
    return { minutes: shortest, minutes_basis: given ?? unknown, requests_needed }
  }
  const wanted = Math.ceil(dwellMinutes(requests_needed, look.weight, rate))
  const minutes = given ? shortest : Math.min(LONGEST_STEP, Math.max(shortest, wanted))
  const harm = harmShown(look, Math.floor(minutes * look.weight * rate))
  return {
    minutes,
    minutes_basis: given ?? {
      kind: 'derived',
      from: `requests needed / (share x ${rate} per minute), at least ${shortest}, at most ${LONGEST_STEP} min`,
    },
    requests_needed,
    ...(harm === undefined ? {} : { smallest_harm_points: Number((harm * 100).toFixed(2)) }),
  }
}

/** What so many requests show: with the limit as it is, and with any limit that keeps false aborts. */
function harmShown(look: Look, requests: number): number | undefined {
  const alpha = alphaOfOneLook(look.looks)
  const atLimit = smallestHarmOfLook(look, requests)
  const atAll = smallestHarm({ requests, baseline: look.baseline, weight: look.weight, alpha })
  return atLimit === undefined || atAll === undefined ? undefined : Math.max(atLimit, atAll)
}
