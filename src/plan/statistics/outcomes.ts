/** The ends of all runs, and what they say. */
export interface Outcomes {
  samples: number
  /** The smallest end that `share` (0 to 1) of the runs do not exceed. */
  quantile(share: number): number
  /** Share of the runs, 0 to 1, that ended by `limit`. */
  chanceWithin(limit: number): number
  /** Standard error of `chanceWithin(limit)`, a share; never 0, for no number of runs makes certain. */
  standardError(limit: number): number
}

/** Sorts `ends`. */
export function outcomes(ends: Float64Array): Outcomes {
  ends.sort()
  const samples = ends.length
  const within = (limit: number) => countUpTo(ends, limit + 1e-9)
  return {
    samples,
    quantile: share => ends[Math.max(0, Math.ceil(share * samples - 1e-9) - 1)]!,
    chanceWithin: limit => within(limit) / samples,
    standardError(limit) {
      const share = (within(limit) + 1) / (samples + 2)
      return Math.sqrt((share * (1 - share)) / samples)
    },
  }
}

function countUpTo(sorted: Float64Array, limit: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! <= limit) low = middle + 1
    else high = middle
  }
  return low
}
