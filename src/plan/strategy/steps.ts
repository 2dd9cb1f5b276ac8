import type { Basis } from '../basis.ts'
import type { KindProfile, RolloutStepSpec, StrategySpec } from '../kinds/profile.ts'
import type { RolloutStep, Warning } from '../plan.ts'
import { canaryRequests, dwellMinutes, smallestHarm } from '../statistics/canary.ts'
import { type Constraints, known } from './constraints.ts'
import { type RegistryWords, worded } from './registries.ts'

/** Longest observation of one step; beyond it a release day cannot hold the rollout. */
const LONGEST_STEP = 120

/**
 * The strategy's steps; those that observe a share of the traffic last until the harm to detect would show, and until
 * a reading of the error rate counts (`fewestRequests`).
 */
export function rolloutSteps(
  spec: StrategySpec,
  profile: KindProfile,
  constraints: Constraints,
  words: RegistryWords,
  fewestRequests = 0,
): RolloutStep[] {
  const sticky = known(constraints.sessions) === 'sticky'
  return spec.steps.map(step => {
    const timed: Observed = observation(step, constraints, fewestRequests) ?? {
      minutes: step.minutes,
      minutes_basis: {
        kind: 'assumed',
        from: `${profile.kind} profile${step.observe ? ', shortest observation' : ''}`,
      },
    }
    return {
      id: step.id,
      name: worded(step.name, words).join(' '),
      ...(step.percent === undefined ? {} : { percent: step.percent }),
      role: step.role,
      irreversible: step.irreversible ?? false,
      checks: sticky && step.percent ? [...step.checks, 'sticky sessions drained or moved'] : step.checks,
      ...timed,
    }
  })
}

type Observed = Pick<RolloutStep, 'minutes' | 'minutes_basis' | 'requests_needed' | 'smallest_harm_points'>

function observation(
  step: RolloutStepSpec,
  constraints: Constraints,
  fewestRequests: number,
): Observed | undefined {
  const error = known(constraints.baseline_error_percent)
  const { percent } = step
  if (!step.observe || percent === undefined || percent <= 0 || percent >= 100) return undefined
  if (error === undefined || error >= 100) return undefined
  const [baseline, weight] = [error / 100, percent / 100]
  const harmful = Math.min(1, baseline + constraints.detect_points.value / 100)
  const requests_needed = Math.max(fewestRequests, canaryRequests({ baseline, harmful, weight }))
  const rate = known(constraints.requests_per_minute)
  if (!rate) {
    const basis: Basis = { kind: 'assumed', from: 'shortest observation; the request rate is not known' }
    return { minutes: step.minutes, minutes_basis: basis, requests_needed }
  }
  const wanted = Math.ceil(dwellMinutes(requests_needed, weight, rate))
  const minutes = Math.min(LONGEST_STEP, Math.max(step.minutes, wanted))
  const harm = smallestHarm({ requests: minutes * weight * rate, baseline, weight })
  return {
    minutes,
    minutes_basis: {
      kind: 'derived',
      from: `two-proportion test (5 % one-sided, 80 % power): requests needed / (share x ${rate} per minute), at least ${step.minutes}, at most ${LONGEST_STEP} min`,
    },
    requests_needed,
    ...(harm === undefined ? {} : { smallest_harm_points: Number((harm * 100).toFixed(2)) }),
  }
}

/** Steps too short for what they are to detect, or for a reading that counts. */
export function blindSteps(steps: RolloutStep[], constraints: Constraints): Warning[] {
  const rate = known(constraints.requests_per_minute)
  if (!rate) return []
  const points = constraints.detect_points.value
  const seen = steps.flatMap(
    ({ name, minutes, percent = 0, requests_needed, smallest_harm_points: harm }) => {
      const requests = Math.floor((minutes * percent * rate) / 100)
      if (requests_needed === undefined || requests >= requests_needed) return []
      const shown = harm === undefined ? 'no harm' : `${harm} points`
      return [`${name}: ${requests} of ${requests_needed} requests in ${minutes} min, shows ${shown}`]
    },
  )
  if (seen.length === 0) return []
  return [
    {
      code: 'too_little_traffic',
      message: `Traffic is too low to judge a rise of ${points} points (${seen.join('; ')}).`,
      fix: 'Raise detect_points, take a larger first step by an own strategy, or judge by probes and journeys instead.',
    },
  ]
}
