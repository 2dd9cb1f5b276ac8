import { normalQuantile } from './normal.ts'

/** How sure a comparison has to be: `alpha` false alarms (0.05), `power` real harms found (0.8); both one-sided shares. */
export interface Certainty {
  alpha?: number
  power?: number
}

/**
 * Requests that the canary has to see before a rise of the error share from `baseline` to `harmful` shows,
 * compared with the old version under the same traffic: one-sided test of two proportions, pooled variance under "no harm".
 * `weight` is the canary's share of all requests. Shares are 0 to 1. Infinity when `harmful` is not above `baseline`.
 */
export function canaryRequests(
  test: { baseline: number; harmful: number; weight: number } & Certainty,
): number {
  checkShares(test.baseline, test.weight)
  return Math.ceil(exactRequests(test) - 1e-9)
}

/**
 * The smallest rise of the error share (0 to 1, added to `baseline`) that `requests` canary requests can show: the inverse
 * of `canaryRequests`. Undefined when they cannot even show that everything fails.
 */
export function smallestHarm(
  test: { requests: number; baseline: number; weight: number } & Certainty,
): number | undefined {
  checkShares(test.baseline, test.weight)
  const needed = (harmful: number) => exactRequests({ ...test, harmful })
  if (!(test.requests >= needed(1))) return undefined
  let [hidden, shown] = [test.baseline, 1]
  for (let step = 0; step < 60; step += 1) {
    const middle = (hidden + shown) / 2
    if (needed(middle) > test.requests) hidden = middle
    else shown = middle
  }
  return shown - test.baseline
}

/** Minutes until the canary has seen `requests`, when all instances together get `requestsPerMinute`. */
export function dwellMinutes(requests: number, weight: number, requestsPerMinute: number): number {
  return requests / (weight * requestsPerMinute)
}

/** Upper 95 % bound of the failure share when `requests` went by without one: 3/n, at most 1. */
export function ruleOfThree(requests: number): number {
  return requests <= 3 ? 1 : 3 / requests
}

function exactRequests(test: { baseline: number; harmful: number; weight: number } & Certainty): number {
  const { baseline: p0, harmful: p1, weight, alpha = 0.05, power = 0.8 } = test
  if (p1 <= p0) return Infinity
  const k = (1 - weight) / weight
  const pooled = (p1 + k * p0) / (1 + k)
  const underNoHarm = Math.sqrt(pooled * (1 - pooled) * (1 + 1 / k))
  const underHarm = Math.sqrt(p1 * (1 - p1) + (p0 * (1 - p0)) / k)
  const distance = normalQuantile(1 - alpha) * underNoHarm + normalQuantile(power) * underHarm
  return (distance / (p1 - p0)) ** 2
}

function checkShares(baseline: number, weight: number): void {
  if (!(baseline >= 0 && baseline < 1)) {
    throw new RangeError(`A baseline error share lies between 0 and 1, not ${baseline}`)
  }
  if (!(weight > 0 && weight < 1)) {
    throw new RangeError(`A canary's weight lies between 0 and 1, both excluded, not ${weight}`)
  }
}
