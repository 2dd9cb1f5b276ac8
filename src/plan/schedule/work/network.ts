import type { PlainDate } from '../../calendar/date.ts'
import type { WorkingCalendar } from '../../calendar/working-calendar.ts'
import { pertMean } from '../../statistics/three-point.ts'
import type { Activity, Node } from './activity.ts'
import { orderedNetwork } from './activity-order.ts'

export interface Timing {
  id: string
  /** Expected duration: the number given, or the PERT mean of three points. */
  days: number
  earliestStart: number
  earliestFinish: number
  latestStart: number
  latestFinish: number
  /** How far it can slip before the deadline or a `notAfter` breaks; negative: already late. */
  totalFloat: number
  /** How far it can slip before any other activity moves. */
  freeFloat: number
  /** Its total float is the least of the plan. */
  critical: boolean
}

export interface NetworkTiming {
  /** In the order given. */
  activities: Timing[]
  /** Earliest end of everything. */
  finish: number
  /** The least total float: what the whole plan can slip; negative: the plan is late by so much. */
  slack: number
  /** Ids of the critical activities by earliest start. */
  criticalPath: string[]
  /** Latest day on which the first activity can begin. */
  latestStart: number
}

const EPSILON = 1e-9

/**
 * Critical path method over all three relations: forward pass from `start` (0), backward pass from `deadline` (default: the earliest finish).
 * A deadline is the start of a day: everything has to end before it.
 * @throws PlanError `duplicate_activity`, `unknown_predecessor`, `activity_cycle`, `invalid_duration`
 */
export function criticalPath(
  activities: readonly Activity[],
  limits: { start?: number; deadline?: number } = {},
): NetworkTiming {
  const nodes = orderedNetwork(activities)
  const { start = 0 } = limits
  const days = nodes.map(node => pertMean(node.points))
  const starts = earliestStarts(nodes, days, start)
  const finishes = starts.map((at, n) => at + days[n]!)
  const finish = Math.max(start, ...finishes)
  const ends = latestFinishes(nodes, days, limits.deadline ?? finish)
  const floats = ends.map((end, n) => settled(end - finishes[n]!))
  const slack = floats.length === 0 ? settled((limits.deadline ?? finish) - finish) : Math.min(...floats)
  const free = freeFloats(nodes, starts, finishes, finish)
  const timings = nodes.map((node, n) => ({
    id: node.activity.id,
    days: days[n]!,
    earliestStart: starts[n]!,
    earliestFinish: finishes[n]!,
    latestStart: ends[n]! - days[n]!,
    latestFinish: ends[n]!,
    totalFloat: floats[n]!,
    freeFloat: free[n]!,
    critical: floats[n]! <= slack + EPSILON,
  }))
  const byId = new Map(timings.map(timing => [timing.id, timing]))
  return {
    activities: activities.map(activity => byId.get(activity.id)!),
    finish,
    slack,
    criticalPath: timings
      .filter(timing => timing.critical)
      .sort((a, b) => a.earliestStart - b.earliestStart)
      .map(timing => timing.id),
    latestStart: Math.min(limits.deadline ?? finish, ...timings.map(timing => timing.latestStart)),
  }
}

/**
 * The first and the last day of an activity that runs from `start` to `finish` in working days after `dayZero`.
 * Without duration both are the day that begins then: what can be released after five days' work is on the sixth.
 */
export function datesOf(
  span: { start: number; finish: number },
  dayZero: PlainDate,
  calendar: WorkingCalendar,
): { from: PlainDate; to: PlainDate } {
  const first = Math.floor(span.start + EPSILON)
  const last = Math.max(first, Math.ceil(span.finish - EPSILON) - 1)
  const zero = calendar.onOrAfter(dayZero)
  return { from: calendar.addWorkingDays(zero, first), to: calendar.addWorkingDays(zero, last) }
}

function earliestStarts(nodes: readonly Node[], days: readonly number[], start: number): number[] {
  const starts: number[] = []
  nodes.forEach(({ activity, predecessors }, n) => {
    let at = Math.max(start, activity.notBefore ?? start)
    for (const { index, lag, type } of predecessors) {
      const from = type === 'SS' ? starts[index]! : starts[index]! + days[index]!
      at = Math.max(at, from + lag - (type === 'FF' ? days[n]! : 0))
    }
    starts.push(at)
  })
  return starts
}

function latestFinishes(nodes: readonly Node[], days: readonly number[], deadline: number): number[] {
  const ends = nodes.map(({ activity }) => Math.min(deadline, activity.notAfter ?? deadline))
  for (let n = nodes.length - 1; n >= 0; n -= 1) {
    for (const { index, lag, type } of nodes[n]!.predecessors) {
      const latest = (type === 'FF' ? ends[n]! : ends[n]! - days[n]!) - lag
      ends[index] = Math.min(ends[index]!, type === 'SS' ? latest + days[index]! : latest)
    }
  }
  return ends
}

function freeFloats(
  nodes: readonly Node[],
  starts: readonly number[],
  finishes: readonly number[],
  finish: number,
): number[] {
  const free = finishes.map(end => finish - end)
  nodes.forEach(({ predecessors }, n) => {
    for (const { index, lag, type } of predecessors) {
      const to = type === 'FF' ? finishes[n]! : starts[n]!
      const from = type === 'SS' ? starts[index]! : finishes[index]!
      free[index] = Math.min(free[index]!, to - lag - from)
    }
  })
  return free.map(settled)
}

/** Sums of thirds and sixths leave dust around whole numbers. */
function settled(value: number): number {
  const rounded = Math.round(value * 1e6) / 1e6
  return rounded === 0 ? 0 : rounded
}
