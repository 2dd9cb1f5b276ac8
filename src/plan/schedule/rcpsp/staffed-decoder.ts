import type { Compiled } from './compile.ts'
import type { Decoder, Timetable } from './individual.ts'
import { type StaffedBuilder, staffedBuilder } from './staffed-builder.ts'
import { unlimited } from './unlimited.ts'

export interface StaffedDecoder extends Decoder {
  /** The crews of the best schedule. */
  crews: ReturnType<StaffedBuilder['crews']>
}

/** Decoding of a project with people and calendars, and of the same from its end; lengths are hours of the axis. */
export function staffedDecoder(project: Compiled, reversed: Compiled): StaffedDecoder {
  const { size, axis, needs, capacities } = project
  const forwards = staffedBuilder(project)
  const backwards = staffedBuilder(reversed)
  const early = unlimited(project)
  const late = unlimited(reversed, axis.length - early.end)
  const turnedKeys = new Float64Array(size)
  const turned: Timetable = { starts: new Int32Array(size), finishes: new Int32Array(size) }
  // Backward steps aim at the end of the schedule built last, so that they meet about the same weekends and absences.
  let deadline = early.end
  const decoder: StaffedDecoder = {
    size,
    forward(keys, table) {
      const end = forwards.build(keys, table)
      deadline = Math.min(end, axis.length)
      return end
    },
    backward(keys, { starts, finishes }) {
      for (let n = 0; n < size; n += 1) turnedKeys[size - 1 - n] = -(keys[n]! + decoder.lengths[n]!)
      backwards.build(turnedKeys, turned, axis.length - deadline)
      for (let n = 0; n < size; n += 1) {
        starts[n] = axis.length - turned.finishes[size - 1 - n]!
        finishes[n] = axis.length - turned.starts[size - 1 - n]!
      }
      // Lengths before and after other weekends and absences are not comparable.
      return 0
    },
    latestFinishes: late.starts.map(start => axis.length - start).reverse(),
    lengths: early.finishes.map((finish, n) => finish - early.starts[n]!),
    weights: Float64Array.from(needs, ({ candidates, wanted, team, units }) =>
      team >= 0 ? units / capacities[team]! : candidates.length > 0 ? wanted / candidates.length : 0,
    ),
    bound: early.end,
    crews: [],
    improved() {
      decoder.crews = forwards.crews()
    },
  }
  return decoder
}
