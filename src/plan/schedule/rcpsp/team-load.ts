import { grown } from './bookings.ts'

/** How much of each team is taken in every working hour of the plan's calendar. */
export interface TeamLoad {
  clear(): void
  /** First place from `from` on with `units` free for `length` hours in a row. */
  gap(team: number, from: number, length: number, units: number): number
  book(team: number, from: number, length: number, units: number): void
}

export function teamLoad(capacities: Int32Array, hours: number): TeamLoad {
  const rows = Array.from(capacities, () => new Int32Array(hours + 1))
  const touched = new Int32Array(capacities.length)
  return {
    clear() {
      rows.forEach((row, team) => {
        row.fill(0, 0, touched[team]!)
      })
      touched.fill(0)
    },
    gap(team, from, length, units) {
      const row = rows[team]!
      const most = capacities[team]! - units
      let start = from
      // Nothing is booked behind the last touched hour.
      const last = touched[team]!
      for (let at = start; at < start + length && at < last; at += 1) if (row[at]! > most) start = at + 1
      return start
    },
    book(team, from, length, units) {
      while (from + length > rows[team]!.length) rows[team] = grown(rows[team]!)
      const row = rows[team]!
      for (let at = from; at < from + length; at += 1) row[at]! += units
      touched[team] = Math.max(touched[team]!, from + length)
    },
  }
}
