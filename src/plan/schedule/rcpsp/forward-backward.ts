import type { Decoder, Timetable } from './individual.ts'
import { lowerBound } from './lower-bound.ts'
import { parallelBuilder } from './parallel-schedule.ts'
import { profileOf } from './profile.ts'
import { heads, type Project, reversed, tails } from './project.ts'
import { type Builder, serialBuilder } from './serial-schedule.ts'

/**
 * Decoding of a project with resources of constant capacity. Backward is forward on the reversed project: what ends last goes first,
 * and the schedule is pushed to its end (forward-backward improvement, Li and Willis 1992, Tormos and Lova 2001).
 */
export function resourceDecoder(project: Project): Decoder {
  const { size, durations, demands, capacities } = project
  const horizon = durations.reduce((sum, days) => sum + days, 0)
  const profile = profileOf(project, horizon)
  const turned = reversed(project)
  const turnedProfile = profileOf(turned, horizon)
  const left = tails(project)
  const span = heads(project).reduce((most, head, n) => Math.max(most, head + durations[n]! + left[n]!), 0)
  const turnedKeys = new Float64Array(size)
  const turnedStarts = new Int32Array(size)

  const forward =
    (builder: Builder) =>
    (keys: Float64Array, { starts, finishes }: Timetable) => {
      const makespan = builder(keys, starts)
      for (let n = 0; n < size; n += 1) finishes[n] = starts[n]! + durations[n]!
      return makespan
    }
  const backward =
    (builder: Builder) =>
    (keys: Float64Array, { starts, finishes }: Timetable) => {
      for (let n = 0; n < size; n += 1) turnedKeys[size - 1 - n] = -(keys[n]! + durations[n]!)
      const makespan = builder(turnedKeys, turnedStarts)
      for (let n = 0; n < size; n += 1) {
        finishes[n] = makespan - turnedStarts[size - 1 - n]!
        starts[n] = finishes[n]! - durations[n]!
      }
      return makespan
    }
  return {
    size,
    forward: forward(serialBuilder(project, profile)),
    parallelForward: forward(parallelBuilder(project, profile)),
    backward: backward(serialBuilder(turned, turnedProfile)),
    parallelBackward: backward(parallelBuilder(turned, turnedProfile)),
    latestFinishes: left.map(tail => span - tail),
    lengths: durations,
    weights: Float64Array.from(durations, (_, n) =>
      capacities.reduce(
        (sum, capacity, k) => sum + (capacity > 0 ? demands[n * capacities.length + k]! / capacity : 0),
        0,
      ),
    ),
    bound: lowerBound(project),
  }
}
