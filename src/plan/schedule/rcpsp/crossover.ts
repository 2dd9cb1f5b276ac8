import type { Decoder, Individual, Parents } from './individual.ts'

/** Length of the stretch that the father gives, as a share of the project. */
const SHORTEST = 0.2
const LONGEST = 0.6
/** How often the stretch is his busiest one rather than any. */
const BUSIEST = 0.5
/** How often what he does before and after it stays there, in the mother's order. */
const IN_BLOCKS = 0.6
/** A key is moved by up to this share of the project. */
const MOVE = 0.2
/** Far enough to keep blocks apart. */
const FAR = 2 ** 22

/** Writes the child's keys: the father's starts within a stretch of time, the mother's around it, a few of them moved at random. */
export function recombined(
  decoder: Decoder,
  { father, mother }: Parents,
  random: () => number,
  keys: Float64Array,
): void {
  const { size } = decoder
  const length = Math.max(1, Math.round((SHORTEST + random() * (LONGEST - SHORTEST)) * father.end))
  const free = Math.max(1, father.end - length)
  const from = random() < BUSIEST ? busiest(decoder, father, length) : Math.floor(random() * free)
  const to = from + length
  const far = random() < IN_BLOCKS ? FAR : 0
  // Small projects are soon all alike.
  const mutation = size <= 42 ? 0.1 : 0.01
  for (let n = 0; n < size; n += 1) {
    const start = father.starts[n]!
    if (start >= from && start < to) keys[n] = start
    else keys[n] = mother.starts[n]! + (start < from ? -far : far)
    if (random() < mutation) keys[n]! += (2 * random() - 1) * MOVE * father.end
  }
}

/** The beginning of the stretch of `length` in which the father takes most of the resources. */
function busiest({ size, weights }: Decoder, { starts, finishes, end }: Individual, length: number): number {
  const taken = new Float64Array(end + 1)
  for (let n = 0; n < size; n += 1) {
    taken[starts[n]!]! += weights[n]!
    taken[finishes[n]!]! -= weights[n]!
  }
  for (let at = 1; at <= end; at += 1) taken[at]! += taken[at - 1]!
  let [sum, most, from] = [0, -1, 0]
  for (let at = 0; at < end; at += 1) {
    sum += taken[at]! - (at >= length ? taken[at - length]! : 0)
    if (at >= length - 1 && sum > most + 1e-9) [most, from] = [sum, at - length + 1]
  }
  return from
}
