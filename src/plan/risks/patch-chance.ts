import { betaQuantile } from '../statistics/beta.ts'

/** Prior (a, b) of the weighted base rate and weight of the relative size, fitted for one horizon. */
export interface Fit {
  horizon_days: number
  a: number
  b: number
  size: number
}

/** Fitted on 4,115 X.Y.0 releases of 39 public repositories; `bench/forecast.mjs` refits and checks them. */
export const fits = {
  days_7: { horizon_days: 7, a: 1.44, b: 2.68, size: 0.14 },
  days_14: { horizon_days: 14, a: 1.31, b: 1.61, size: 0.16 },
} as const satisfies Record<string, Fit>

/** After so many releases an outcome weighs half. */
const halfLife = 10
const fewestSizes = 3

export interface Chance {
  /** Shares of 1. `low` and `high` are the 80 % interval of the rate, moved by the size as the chance is. */
  chance: number
  low: number
  high: number
  /** The rate before the size. */
  base: number
}

/**
 * The chance that a patch release follows within the fit's horizon: the recency-weighted share of earlier releases
 * that got one, shrunken towards the prior, then moved on the log-odds scale by the relative size.
 * @param outcomes newest first, only releases whose window has closed
 * @param rel from {@link relativeSize}
 */
export function patchChance({ a, b, size }: Fit, outcomes: readonly boolean[], rel = 0): Chance {
  const weights = outcomes.map((_, index) => 0.5 ** (index / halfLife))
  const patched = weights.reduce((sum, weight, index) => sum + (outcomes[index] ? weight : 0), 0)
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  const [yes, no] = [a + patched, b + all - patched]
  const base = yes / (yes + no)
  const moved = (share: number) => sigmoid(Math.log(share / (1 - share)) + size * rel)
  return {
    chance: moved(base),
    low: moved(betaQuantile(0.1, yes, no)),
    high: moved(betaQuantile(0.9, yes, no)),
    base,
  }
}

/**
 * ln((1 + lines) / (1 + median of the earlier)), within -3 and 3; 0 with fewer than three earlier ones.
 * @param lines source lines added and removed since the base
 * @param earlier the same of at most ten X.Y.0 releases before
 */
export function relativeSize(lines: number, earlier: readonly number[]): number {
  if (earlier.length < fewestSizes) return 0
  return Math.max(-3, Math.min(3, Math.log((1 + lines) / (1 + median(earlier)))))
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit))
