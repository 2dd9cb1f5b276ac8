import { orderedNetwork } from '../schedule/activity-order.ts'
import type { Activity, Node } from '../schedule/network.ts'
import { seededRandom } from './random.ts'
import type { ThreePoint } from './three-point.ts'

export interface Simulation {
  /** Working days from the start within which half, 80 and 95 of 100 runs ended. */
  p50: number
  p80: number
  p95: number
  samples: number
  seed: number
  distribution: Distribution
  /** Share of the runs, 0 to 1, that ended within `days` working days. */
  chanceWithin(days: number): number
  /** Per activity the share of the runs, 0 to 1, in which it was on the chain that set the end. */
  criticality: ReadonlyMap<string, number>
}

/** PERT's beta distribution, or the triangle, whose tails are heavier. */
export type Distribution = 'pert' | 'triangular'

/** Inverse distributions are tabled at so many points and read linearly between. */
const QUANTILES = 512

/** ln x in the middles of equal steps from 0 to 1; powers from it cost a third. Read backwards it is ln(1 - x). */
const LOGARITHMS = Float64Array.from({ length: 4 * QUANTILES }, (_, n) =>
  Math.log((n + 0.5) / (4 * QUANTILES)),
)

/**
 * Monte Carlo over a network of activities: each run draws every duration, independently, and takes the earliest end. `start` and
 * the result are working days as in `Activity`. Same arguments, same result.
 * @throws PlanError as `orderedNetwork`
 */
export function simulateFinish(
  activities: readonly Activity[],
  options: { samples?: number; seed?: number; distribution?: Distribution; start?: number } = {},
): Simulation {
  const { samples = 10_000, seed = 1, distribution = 'pert', start = 0 } = options
  const nodes = orderedNetwork(activities)
  const tables = durationTables(nodes, distribution)
  const network = flatNetwork(nodes, start)
  const random = seededRandom(seed)
  const finishes = new Float64Array(nodes.length)
  const drivers = new Int32Array(nodes.length)
  const hits = new Uint32Array(nodes.length)
  const ends = new Float64Array(samples)
  for (let run = 0; run < samples; run += 1) {
    let last = -1
    let end = start
    for (let n = 0; n < nodes.length; n += 1) {
      let at = network.earliest[n]!
      drivers[n] = -1
      for (let edge = network.firstEdge[n]!; edge < network.firstEdge[n + 1]!; edge += 1) {
        const ready = finishes[network.from[edge]!]! + network.lag[edge]!
        if (ready <= at) continue
        at = ready
        drivers[n] = network.from[edge]!
      }
      const finish = at + drawn(tables, n * (QUANTILES + 1), random)
      finishes[n] = finish
      if (finish < end) continue
      end = finish
      last = n
    }
    for (let n = last; n >= 0; n = drivers[n]!) hits[n]! += 1
    ends[run] = end
  }
  ends.sort()
  return {
    p50: quantileOf(ends, 0.5),
    p80: quantileOf(ends, 0.8),
    p95: quantileOf(ends, 0.95),
    samples,
    seed,
    distribution,
    chanceWithin: days => countUpTo(ends, days + 1e-9) / samples,
    criticality: new Map(nodes.map((node, n) => [node.activity.id, hits[n]! / samples])),
  }
}

/** The predecessors of all nodes in one row of typed arrays: node n has the edges firstEdge[n] to firstEdge[n + 1]. */
function flatNetwork(nodes: readonly Node[], start: number) {
  const edges = nodes.flatMap(node => node.predecessors)
  const firstEdge = new Int32Array(nodes.length + 1)
  nodes.forEach((node, n) => {
    firstEdge[n + 1] = firstEdge[n]! + node.predecessors.length
  })
  return {
    firstEdge,
    from: Int32Array.from(edges, edge => edge.index),
    lag: Float64Array.from(edges, edge => edge.lag),
    earliest: Float64Array.from(nodes, node => Math.max(start, node.activity.notBefore ?? start)),
  }
}

/** Per node, one after the other, its durations at QUANTILES + 1 equal steps of probability. */
function durationTables(nodes: readonly Node[], distribution: Distribution): Float64Array {
  const tables = new Float64Array(nodes.length * (QUANTILES + 1))
  nodes.forEach(({ points }, n) => {
    const fixed = points.pessimistic === points.optimistic
    const spread = distribution === 'pert' ? pertTable : triangularTable
    const table = fixed ? new Float64Array(QUANTILES + 1).fill(points.likely) : spread(points)
    tables.set(table, n * (QUANTILES + 1))
  })
  return tables
}

function drawn(tables: Float64Array, first: number, random: () => number): number {
  const position = random() * QUANTILES
  const below = Math.floor(position)
  const low = tables[first + below]!
  return low + (position - below) * (tables[first + below + 1]! - low)
}

/** Beta with shapes 1 + 4(m-a)/(b-a) and 1 + 4(b-m)/(b-a), summed in small steps and inverted. */
function pertTable({ optimistic: a, likely: m, pessimistic: b }: ThreePoint): Float64Array {
  const [left, right] = [(4 * (m - a)) / (b - a), (4 * (b - m)) / (b - a)]
  const steps = LOGARITHMS.length
  const sums = new Float64Array(steps + 1)
  for (let n = 0; n < steps; n += 1) {
    sums[n + 1] = sums[n]! + Math.exp(left * LOGARITHMS[n]! + right * LOGARITHMS[steps - 1 - n]!)
  }
  const table = new Float64Array(QUANTILES + 1)
  for (let q = 0, n = 0; q <= QUANTILES; q += 1) {
    const wanted = (sums[steps]! * q) / QUANTILES
    while (n < steps - 1 && sums[n + 1]! < wanted) n += 1
    const within = (wanted - sums[n]!) / (sums[n + 1]! - sums[n]!)
    table[q] = a + (b - a) * Math.min(1, (n + within) / steps)
  }
  return table
}

function triangularTable({ optimistic: a, likely: m, pessimistic: b }: ThreePoint): Float64Array {
  return Float64Array.from({ length: QUANTILES + 1 }, (_, q) => {
    const share = q / QUANTILES
    if (share <= (m - a) / (b - a)) return a + Math.sqrt(share * (b - a) * (m - a))
    return b - Math.sqrt((1 - share) * (b - a) * (b - m))
  })
}

/** The smallest end that `share` of the sorted ends do not exceed. */
function quantileOf(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length - 1e-9) - 1)]!
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
