import type { Activity, Node } from '../schedule/work/activity.ts'
import { orderedNetwork } from '../schedule/work/activity-order.ts'
import { type CommonFactor, scalingBy } from './common-factor.ts'
import { type Distribution, durationSource } from './duration-table.ts'
import { outcomes } from './outcomes.ts'

export type { CommonFactor } from './common-factor.ts'
export type { Distribution } from './duration-table.ts'

export interface Simulation {
  /** Working days from the start within which half, 80 and 95 of 100 runs ended. */
  p50: number
  p80: number
  p95: number
  samples: number
  seed: number
  distribution: Distribution
  /** Standard deviation of the common factor; 0: all durations were drawn independently. */
  common: number
  /** Share of the runs, 0 to 1, that ended within `days` working days. */
  chanceWithin(days: number): number
  /** Standard error of `chanceWithin(days)`, a share. */
  standardError(days: number): number
  /** By how much the chance rises when there are `more` working days (default 5, a week) than `days`. */
  gain(days: number, more?: number): number
  /** Per activity the share of the runs, 0 to 1, in which its duration was on the chain that set the end. */
  criticality: ReadonlyMap<string, number>
}

/** Relations in a typed array. */
const TYPES = { FS: 0, SS: 1, FF: 2 } as const

/**
 * Monte Carlo over a network of activities: each run draws every duration and takes the earliest end. `start` and the result are
 * working days as in `Activity`. Same arguments, same result. With `common` the durations of a group err together; without, every
 * one for itself, which makes the tails too thin where the same people do the work.
 * @throws PlanError as `orderedNetwork`
 */
export function simulateFinish(
  activities: readonly Activity[],
  options: {
    samples?: number
    seed?: number
    distribution?: Distribution
    start?: number
    common?: CommonFactor
  } = {},
): Simulation {
  const { samples = 10_000, seed = 1, distribution = 'pert', start = 0, common } = options
  const nodes = orderedNetwork(activities)
  const points = nodes.map(node => node.points)
  const draw = durationSource(points, distribution, seed)
  const scale = scalingBy(
    common,
    nodes.map(node => ({ id: node.activity.id, points: node.points })),
    seed,
  )
  const durations = new Float64Array(nodes.length)
  const { firstEdge, from, source, toEnd, type, lag, earliest } = flatNetwork(nodes, start)
  // Starts, then ends.
  const times = new Float64Array(2 * nodes.length)
  const drivers = new Int32Array(nodes.length)
  const hits = new Uint32Array(nodes.length)
  const ends = new Float64Array(samples)
  for (let run = 0; run < samples; run += 1) {
    draw(durations)
    scale(durations)
    let last = -1
    let end = start
    for (let n = 0; n < nodes.length; n += 1) {
      const days = durations[n]!
      let at = earliest[n]!
      let driver = -1
      for (let edge = firstEdge[n]!; edge < firstEdge[n + 1]!; edge += 1) {
        const ready = times[source[edge]!]! + lag[edge]! - toEnd[edge]! * days
        if (ready <= at) continue
        at = ready
        driver = edge
      }
      drivers[n] = driver
      times[n] = at
      times[nodes.length + n] = at + days
      if (at + days < end) continue
      end = at + days
      last = n
    }
    // Back along the chain; a duration counts where the chain runs through it, not past it by SS or FF.
    for (let n = last, whole = true; n >= 0; ) {
      const driver = drivers[n]!
      const joins = driver < 0 ? TYPES.FS : type[driver]!
      if (whole && joins !== TYPES.FF) hits[n]! += 1
      whole = joins !== TYPES.SS
      n = driver < 0 ? -1 : from[driver]!
    }
    ends[run] = end
  }
  const { quantile, chanceWithin, standardError } = outcomes(ends)
  return {
    p50: quantile(0.5),
    p80: quantile(0.8),
    p95: quantile(0.95),
    samples,
    seed,
    distribution,
    common: common?.size ?? 0,
    chanceWithin,
    standardError,
    gain: (days, more = 5) => chanceWithin(days + more) - chanceWithin(days),
    criticality: new Map(nodes.map((node, n) => [node.activity.id, hits[n]! / samples])),
  }
}

/**
 * The predecessors of all nodes in one row of typed arrays: node n has the edges firstEdge[n] to firstEdge[n + 1]. `source` is the
 * place of the time that counts among starts and ends, `toEnd` 1 where the relation holds the end of n.
 */
function flatNetwork(nodes: readonly Node[], start: number) {
  const edges = nodes.flatMap(node => node.predecessors)
  const firstEdge = new Int32Array(nodes.length + 1)
  nodes.forEach((node, n) => {
    firstEdge[n + 1] = firstEdge[n]! + node.predecessors.length
  })
  return {
    firstEdge,
    from: Int32Array.from(edges, edge => edge.index),
    source: Int32Array.from(edges, ({ index, type }) => (type === 'SS' ? index : nodes.length + index)),
    toEnd: Float64Array.from(edges, ({ type }) => (type === 'FF' ? 1 : 0)),
    type: Int8Array.from(edges, edge => TYPES[edge.type]),
    lag: Float64Array.from(edges, edge => edge.lag),
    earliest: Float64Array.from(nodes, node => Math.max(start, node.activity.notBefore ?? start)),
  }
}
