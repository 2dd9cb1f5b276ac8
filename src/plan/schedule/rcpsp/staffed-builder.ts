import { bookings } from './bookings.ts'
import type { Compiled } from './compile.ts'
import { crewFinder } from './crew.ts'
import type { Timetable } from './individual.ts'
import { linksOf } from './project.ts'
import { keyOrder } from './serial-schedule.ts'
import { teamLoad } from './team-load.ts'
import { hourAt, laterBy, placeAt } from './work-hours.ts'

export interface StaffedBuilder {
  /** Serial schedule generation: nothing starts before `from`. Returns the end of everything. */
  build(keys: Float64Array, table: Timetable, from?: number): number
  /** Who does each activity in the schedule built last, and from which place of the own hours on. */
  crews(): { people: number[]; places: number[] }[]
}

export function staffedBuilder(project: Compiled): StaffedBuilder {
  const { size, hours, plan, needs, waits, notBefore } = project
  const pairs = waits.flatMap((joins, n) => joins.map((join): [number, number] => [n, join.other]))
  const orderOf = keyOrder({ size, predecessors: linksOf(size, pairs) })
  const booked = bookings(project.people.length)
  const teams = teamLoad(project.capacities, plan.hours.length)
  const crewOf = crewFinder(project, booked)
  // The crew of activity n stands from seat[n] on.
  const seat = new Int32Array(size + 1)
  needs.forEach(({ wanted }, n) => {
    seat[n + 1] = seat[n]! + (hours[n]! > 0 ? wanted : 0)
  })
  const people = new Int32Array(seat[size]!)
  const places = new Int32Array(seat[size]!)

  function build(keys: Float64Array, table: Timetable, from = 0): number {
    booked.clear()
    teams.clear()
    const { starts, finishes } = table
    const order = orderOf(keys)
    let last = from
    for (let turn = 0; turn < size; turn += 1) {
      const n = order[turn]!
      const { wanted, team, units } = needs[n]!
      const length = hours[n]!
      const { ready, leastFinish } = allowed(project, table, n, Math.max(from, notBefore[n]!))
      if (length === 0) {
        starts[n] = finishes[n] = Math.max(ready, leastFinish)
      } else if (wanted > 0) {
        const crew = crewOf(n, ready, leastFinish)
        for (let c = 0; c < wanted; c += 1) {
          const person = crew.people[c]!
          booked.book(person, crew.places[c]!, length)
          people[seat[n]! + c] = person
          places[seat[n]! + c] = crew.places[c]!
        }
        starts[n] = crew.start
        finishes[n] = crew.finish
      } else {
        let place = placeAt(plan, ready)
        if (leastFinish > ready) place = Math.max(place, placeAt(plan, leastFinish - 1) - length + 1)
        if (team >= 0) {
          place = teams.gap(team, place, length, units)
          teams.book(team, place, length, units)
        }
        starts[n] = hourAt(plan, place)
        finishes[n] = hourAt(plan, place + length - 1) + 1
      }
      if (finishes[n]! > last) last = finishes[n]!
    }
    return last
  }

  return {
    build,
    crews: () =>
      Array.from({ length: size }, (_, n) => ({
        people: [...people.subarray(seat[n]!, seat[n + 1]!)],
        places: [...places.subarray(seat[n]!, seat[n + 1]!)],
      })),
  }
}

/** When the relations let activity n start, and when at the earliest they let it end. */
export function allowed(
  { plan, waits }: Compiled,
  { starts, finishes }: Timetable,
  n: number,
  from: number,
): { ready: number; leastFinish: number } {
  let [ready, leastFinish] = [from, 0]
  for (const { other, type, lag } of waits[n]!) {
    const time = laterBy(plan, type === 'SS' ? starts[other]! : finishes[other]!, lag)
    if (type === 'FF') leastFinish = Math.max(leastFinish, time)
    else if (time > ready) ready = time
  }
  return { ready, leastFinish }
}
