/** Chances of a count, from `first` on; what is rarer than 1e-15 of the most likely one is left out. */
export interface Counts {
  first: number
  chances: Float64Array
}

/**
 * The binomial distribution of `n` trials with share `p`, walked from its mode by the ratio of neighbours, so that no
 * factorial is needed; the sum is 1 within 1e-12.
 */
export function binomial(n: number, p: number): Counts {
  if (p <= 0 || n === 0) return { first: 0, chances: Float64Array.of(1) }
  if (p >= 1) return { first: n, chances: Float64Array.of(1) }
  const mode = Math.min(n, Math.floor((n + 1) * p))
  const odds = p / (1 - p)
  const below: number[] = []
  for (let k = mode, chance = 1; k > 0; k -= 1) {
    chance *= k / ((n - k + 1) * odds)
    if (chance < 1e-15) break
    below.push(chance)
  }
  const above: number[] = []
  for (let k = mode, chance = 1; k < n; k += 1) {
    chance *= ((n - k) * odds) / (k + 1)
    if (chance < 1e-15) break
    above.push(chance)
  }
  const chances = Float64Array.from([...below.reverse(), 1, ...above])
  const sum = chances.reduce((total, chance) => total + chance, 0)
  for (let k = 0; k < chances.length; k += 1) chances[k]! /= sum
  return { first: mode - below.length, chances }
}

/**
 * Chance that the share of failures of one sample lies `limit` or more above that of another, both binomial and
 * independent. With no trials in the other its share counts as 0.
 */
export function chanceOfRise(
  one: { trials: number; share: number },
  other: { trials: number; share: number },
  limit: number,
): number {
  const upper = binomial(one.trials, one.share)
  const tail = new Float64Array(upper.chances.length + 1)
  for (let k = upper.chances.length - 1; k >= 0; k -= 1) tail[k] = tail[k + 1]! + upper.chances[k]!
  const lower = binomial(other.trials, other.share)
  let total = 0
  lower.chances.forEach((chance, k) => {
    const share = other.trials === 0 ? 0 : (lower.first + k) / other.trials
    const least = Math.ceil(one.trials * (limit + share) - 1e-9) - upper.first
    total += chance * (least <= 0 ? 1 : (tail[least] ?? 0))
  })
  return total
}
