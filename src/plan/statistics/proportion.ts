import { normalQuantile } from './normal.ts'

/** An observed share and the interval that covers the true one, all 0 to 1. */
export interface ShareInterval {
  share: number
  low: number
  high: number
}

/**
 * Wilson's score interval of `successes` in `trials` (Wilson 1927): sound for small numbers and for none at all, unlike
 * share +- z * sd. Without trials nothing is known: 0 to 1 around 0.5.
 */
export function wilsonInterval(successes: number, trials: number, confidence = 0.95): ShareInterval {
  if (!(trials >= 0 && successes >= 0 && successes <= trials)) {
    throw new RangeError(`${successes} of ${trials} is not a share`)
  }
  if (trials === 0) return { share: 0.5, low: 0, high: 1 }
  const z = normalQuantile((1 + confidence) / 2)
  const share = successes / trials
  const scale = 1 + z ** 2 / trials
  const centre = (share + z ** 2 / (2 * trials)) / scale
  const spread = (z / scale) * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2))
  return {
    share,
    low: successes === 0 ? 0 : Math.max(0, centre - spread),
    high: successes === trials ? 1 : Math.min(1, centre + spread),
  }
}
