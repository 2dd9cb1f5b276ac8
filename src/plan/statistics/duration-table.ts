import { seededRow } from './random.ts'
import type { ThreePoint } from './three-point.ts'

/** PERT's beta distribution, or the triangle, whose tails are heavier. */
export type Distribution = 'pert' | 'triangular'

/** Inverse distributions are tabled at so many points and read linearly between. */
const QUANTILES = 512

/** ln x in the middles of equal steps from 0 to 1; powers from it cost a third. Read backwards it is ln(1 - x). */
const LOGARITHMS = Float64Array.from({ length: 4 * QUANTILES }, (_, n) =>
  Math.log((n + 0.5) / (4 * QUANTILES)),
)

/** Writes the durations of one run, in the order of the list, into a row. */
export type DurationSource = (days: Float64Array) => void

/** Per activity, one after the other, its durations at equal steps of probability. Equal estimates are tabled once. */
export function durationSource(
  points: readonly ThreePoint[],
  distribution: Distribution,
  seed: number,
): DurationSource {
  const width = QUANTILES + 1
  const places = new Map<string, number>()
  const tables: Float64Array[] = []
  const first = Int32Array.from(points, estimate => {
    const key = `${estimate.optimistic} ${estimate.likely} ${estimate.pessimistic}`
    const known = places.get(key)
    if (known !== undefined) return known
    const place = tables.length * width
    places.set(key, place)
    tables.push(table(estimate, distribution))
    return place
  })
  const all = new Float64Array(tables.length * width)
  tables.forEach((values, place) => {
    all.set(values, place * width)
  })
  const even = seededRow(seed)
  return days => {
    even(days)
    for (let n = 0; n < days.length; n += 1) {
      const position = days[n]! * QUANTILES
      const below = Math.floor(position)
      const at = first[n]! + below
      const low = all[at]!
      days[n] = low + (position - below) * (all[at + 1]! - low)
    }
  }
}

function table(points: ThreePoint, distribution: Distribution): Float64Array {
  if (points.pessimistic === points.optimistic) return new Float64Array(QUANTILES + 1).fill(points.likely)
  return distribution === 'pert' ? pertTable(points) : triangularTable(points)
}

/** Beta with shapes 1 + 4(m-a)/(b-a) and 1 + 4(b-m)/(b-a), summed in small steps and inverted. */
function pertTable({ optimistic: a, likely: m, pessimistic: b }: ThreePoint): Float64Array {
  const [left, right] = [(4 * (m - a)) / (b - a), (4 * (b - m)) / (b - a)]
  const steps = LOGARITHMS.length
  const sums = new Float64Array(steps + 1)
  for (let n = 0; n < steps; n += 1) {
    sums[n + 1] = sums[n]! + Math.exp(left * LOGARITHMS[n]! + right * LOGARITHMS[steps - 1 - n]!)
  }
  const values = new Float64Array(QUANTILES + 1)
  for (let q = 0, n = 0; q <= QUANTILES; q += 1) {
    const wanted = (sums[steps]! * q) / QUANTILES
    while (n < steps - 1 && sums[n + 1]! < wanted) n += 1
    const within = (wanted - sums[n]!) / (sums[n + 1]! - sums[n]!)
    values[q] = a + (b - a) * Math.min(1, (n + within) / steps)
  }
  return values
}

function triangularTable({ optimistic: a, likely: m, pessimistic: b }: ThreePoint): Float64Array {
  return Float64Array.from({ length: QUANTILES + 1 }, (_, q) => {
    const share = q / QUANTILES
    if (share <= (m - a) / (b - a)) return a + Math.sqrt(share * (b - a) * (m - a))
    return b - Math.sqrt((1 - share) * (b - a) * (b - m))
  })
}
