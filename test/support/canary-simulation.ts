import type { Strategy } from '../../src/plan/plan.ts'
import { binomial } from '../../src/plan/statistics/binomial.ts'

/** Draws from a binomial distribution by its exact chances. */
function drawn(trials: number, share: number, random: () => number): () => number {
  const { first, chances } = binomial(trials, share)
  let sum = 0
  const below = chances.map(chance => {
    sum += chance
    return sum
  })
  return () => {
    const at = random() * sum
    let [low, high] = [0, below.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (below[middle]! < at) low = middle + 1
      else high = middle
    }
    return first + low
  }
}

export interface Outcome {
  runs: number
  /** Shares of the runs. */
  aborted: number
  /** Not promoted by the first look at once. */
  seen_first: number
}

/**
 * Rolls the plan's ladder out so many times: at each share the new version fails `share + harm` of its requests, the old one
 * `share`; the step is promoted, held for one more observation that is judged together with the first, or aborted.
 */
export function rolledOut(
  { steps, ladder }: Strategy,
  version: { share: number; harm: number; requestsPerMinute: number; runs: number },
  random: () => number,
): Outcome {
  const looks = steps
    .filter(({ requests_needed }) => requests_needed !== undefined)
    .map(({ minutes, percent = 0 }) => {
      const all = minutes * version.requestsPerMinute
      const trials = Math.floor((all * percent) / 100)
      const old = Math.round(all - trials)
      return {
        trials,
        old,
        fresh: drawn(trials, version.share + version.harm, random),
        before: drawn(old, version.share, random),
      }
    })
  const [promote, abort] = [ladder!.promote_below / 100, ladder!.abort_from / 100]
  let [aborted, seenFirst] = [0, 0]
  for (let run = 0; run < version.runs; run += 1) {
    for (const [index, look] of looks.entries()) {
      const [fresh, before] = [look.fresh(), look.before()]
      const rise = fresh / look.trials - before / look.old
      if (rise < promote) continue
      if (index === 0) seenFirst += 1
      const both = (fresh + look.fresh()) / (2 * look.trials) - (before + look.before()) / (2 * look.old)
      if (rise < abort && both < promote) continue
      aborted += 1
      break
    }
  }
  return { runs: version.runs, aborted: aborted / version.runs, seen_first: seenFirst / version.runs }
}
