import { seededRandom } from './random.ts'
import type { ThreePoint } from './three-point.ts'

/**
 * Estimates err together: the same people, the same optimism, the same underrated code. In every run all durations of a group
 * are multiplied by one factor, log-normal around 1.
 */
export interface CommonFactor {
  /** Standard deviation of the factor: 0.15 means that a group is off by about 15 % to either side. */
  size: number
  /** The team or role of an activity; absent: one factor for all. */
  groupOf?(id: string): string
}

/** Multiplies the durations of one run by its factors; fixed durations, about which nobody can be wrong, stay. */
export type Scaling = (days: Float64Array) => void

/** The factors come from a stream of their own, so that the durations drawn are the same with and without them. */
export function scalingBy(
  common: CommonFactor | undefined,
  activities: readonly { id: string; points: ThreePoint }[],
  seed: number,
): Scaling {
  const size = common?.size ?? 0
  if (!(size >= 0 && size <= 2)) throw new RangeError(`A common factor varies by 0 to 2, not ${size}`)
  if (size === 0) return () => {}
  const groups = [...new Set(activities.map(({ id }) => common?.groupOf?.(id) ?? ''))]
  const place = new Map(groups.map((group, n) => [group, n + 1]))
  const groupOf = Int32Array.from(activities, ({ id, points }) =>
    points.pessimistic === points.optimistic ? 0 : place.get(common?.groupOf?.(id) ?? '')!,
  )
  const factors = new Float64Array(groups.length + 1).fill(1)
  // exp(sigma z) has the standard deviation sqrt(e^s2 (e^s2 - 1)), s2 = sigma squared, solved for sigma.
  const sigma = Math.sqrt(Math.log((1 + Math.sqrt(1 + 4 * size ** 2)) / 2))
  const random = seededRandom(seed ^ 0x5bd1e995)
  return days => {
    for (let n = 1; n < factors.length; n += 1) factors[n] = Math.exp(sigma * normal(random))
    for (let n = 0; n < days.length; n += 1) days[n]! *= factors[groupOf[n]!]!
  }
}

/** Standard normal (Box and Muller 1958). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
