import type { RolloutStep, Warning } from '../plan.ts'

/** Pods of the new version beside `old` ones for at most `percent` of all; at least one. */
export const podsBeside = (percent: number, old: number): number =>
  Math.max(1, Math.floor((percent * old) / (100 - percent)))

/** Percent of all pods that these are, to one decimal: a Service spreads its connections over all. */
export function podShare(percent: number, old: number): number {
  const pods = podsBeside(percent, old)
  return Number(((100 * pods) / (pods + old)).toFixed(1))
}

/** Steps whose share so few pods cannot have: more users meet the new version than the plan counts with. */
export function coarseShares(steps: readonly RolloutStep[], old: number): Warning[] {
  const coarse = steps.flatMap(({ percent }) =>
    percent !== undefined && percent > 0 && percent < 100 && podShare(percent, old) > percent
      ? [`${percent} % is ${podShare(percent, old)} %`]
      : [],
  )
  if (coarse.length === 0) return []
  return [
    {
      code: 'share_by_pods',
      message: `Kubernetes alone shares by pods: beside ${old} instances ${coarse.join(', ')}; the plan's exposure counts with less.`,
      fix: 'Give steps of those shares or more instances through select_strategy, or a platform that splits traffic (argo_rollouts with an ingress, flagger).',
    },
  ]
}
