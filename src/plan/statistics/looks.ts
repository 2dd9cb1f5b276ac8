import { chanceOfRise } from './binomial.ts'
import { canaryRequests } from './canary.ts'
import { normalQuantile } from './normal.ts'

/** False aborts of a whole ladder without any harm, and harm of the size looked for that one look finds. */
export const ALPHA = 0.05
export const POWER = 0.8

/**
 * Bonferroni (Dunn 1961): each of `looks` looks may be wrong alpha / looks of the time, so that all together are wrong at
 * most alpha of the time, whatever they have in common.
 */
export const alphaOfOneLook = (looks: number, alpha = ALPHA): number => alpha / Math.max(1, looks)

/**
 * Where the limit of promotion lies between no harm (0) and the harm looked for (1), so that one sample size keeps both
 * errors: z(1-a) s0 / (z(1-a) s0 + z(1-b) s1), s0 and s1 the deviations of the difference without and with the harm.
 */
export function decisionShare(look: {
  baseline: number
  harm: number
  weight: number
  looks: number
}): number {
  const { baseline, harm, weight, looks } = look
  const harmful = Math.min(1, baseline + harm)
  const k = (1 - weight) / weight
  const pooled = (harmful + k * baseline) / (1 + k)
  const none = normalQuantile(1 - alphaOfOneLook(looks)) * Math.sqrt(pooled * (1 - pooled) * (1 + 1 / k))
  const there = normalQuantile(POWER) * Math.sqrt(harmful * (1 - harmful) + (baseline * (1 - baseline)) / k)
  return none / (none + there)
}

export interface Look {
  /** Shares, 0 to 1. */
  baseline: number
  harm: number
  /** Share of the requests that the new version gets. */
  weight: number
  looks: number
  /** The rise at which the new version is no longer promoted. */
  limit: number
}

/**
 * Chances, by the exact binomial distribution, that a look stops a harmless version and that it promotes a harmful one,
 * when the new version has seen `requests` and the old one the rest.
 */
export function errorsOfLook(look: Look, requests: number): { stopped: number; missed: number } {
  const { baseline, harm, weight, limit } = look
  const old = { trials: Math.round((requests * (1 - weight)) / weight), share: baseline }
  const rise = (share: number) => chanceOfRise({ trials: requests, share }, old, limit)
  return { stopped: rise(baseline), missed: 1 - rise(Math.min(1, baseline + harm)) }
}

/**
 * A version that is held is judged once more, over both observations together, and a harmful one then passes in up to 3 of
 * 100 rollouts (normal approximation; bench/canary.mjs measures it): the first judgement has to leave them room.
 */
const PASSED_AFTER_HOLD = 0.03

/** Counts are whole, so that the errors of neighbouring sizes jump: they have to hold here and somewhat above. */
const NEIGHBOURS = [1, 1.03, 1.07, 1.15, 1.25, 1.4, 1.6, 2]
const STEP = 1.03
const MOST_STEPS = 150

/**
 * Requests that the new version has to see before a look at `limit` keeps both errors: the formula of two proportions,
 * then upwards by 3 % until the exact distribution agrees. Undefined where no size in reach does.
 */
export function requestsOfLook(look: Look): number | undefined {
  const { baseline, harm, weight, looks } = look
  const harmful = Math.min(1, baseline + harm)
  const alpha = alphaOfOneLook(looks)
  let requests = canaryRequests({ baseline, harmful, weight, alpha, power: POWER })
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const kept = NEIGHBOURS.every(factor => {
      const { stopped, missed } = errorsOfLook(look, Math.ceil(requests * factor))
      return stopped <= alpha && missed <= 1 - POWER - PASSED_AFTER_HOLD
    })
    if (kept) return requests
    requests = Math.ceil(requests * STEP)
  }
  return undefined
}

/** The smallest rise, 0 to 1, that a look at `limit` finds with the usual power; never below the limit. */
export function smallestHarmOfLook(look: Look, requests: number): number | undefined {
  const { baseline, weight, limit } = look
  const k = (1 - weight) / weight
  const z = normalQuantile(POWER)
  const shown = (harm: number) => {
    const share = Math.min(1, baseline + harm)
    const deviation = Math.sqrt((share * (1 - share) + (baseline * (1 - baseline)) / k) / requests)
    return harm - limit >= z * deviation
  }
  if (requests <= 0 || !shown(1 - baseline)) return undefined
  let [hidden, found] = [limit, 1 - baseline]
  for (let step = 0; step < 50; step += 1) {
    const middle = (hidden + found) / 2
    if (shown(middle)) found = middle
    else hidden = middle
  }
  return found
}
