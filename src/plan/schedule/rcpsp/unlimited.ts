import type { Compiled } from './compile.ts'
import { firstPlace } from './crew.ts'
import type { Timetable } from './individual.ts'
import { allowed } from './staffed-builder.ts'
import { hourAt, placeAt } from './work-hours.ts'

/**
 * The schedule if everybody could do everything that is asked of them at once: own calendars hold, other work does not. With
 * several people the activity cannot end before the last of the quickest so many. No schedule has anything earlier.
 */
export function unlimited(project: Compiled, from = 0): Timetable & { end: number } {
  const table = { starts: new Int32Array(project.size), finishes: new Int32Array(project.size) }
  let end = from
  for (let n = 0; n < project.size; n += 1) {
    const { ready, leastFinish } = allowed(project, table, n, Math.max(from, project.notBefore[n]!))
    const { start, finish } = soonest(project, n, ready, leastFinish)
    table.starts[n] = start
    table.finishes[n] = finish
    end = Math.max(end, finish)
  }
  return { ...table, end }
}

/** Start and end of activity n by calendars alone. */
export function soonest(
  project: Compiled,
  n: number,
  ready: number,
  leastFinish: number,
): { start: number; finish: number } {
  const { candidates, wanted } = project.needs[n]!
  const length = project.hours[n]!
  if (length === 0) return { start: Math.max(ready, leastFinish), finish: Math.max(ready, leastFinish) }
  if (wanted === 0 || candidates.length === 0) {
    let place = placeAt(project.plan, ready)
    if (leastFinish > ready) place = Math.max(place, placeAt(project.plan, leastFinish - 1) - length + 1)
    return { start: hourAt(project.plan, place), finish: hourAt(project.plan, place + length - 1) + 1 }
  }
  const places = candidates.map(person => firstPlace(project, person, ready, leastFinish, length))
  const starts = candidates.map((person, c) => hourAt(project.people[person]!, places[c]!))
  const finishes = candidates.map((person, c) => hourAt(project.people[person]!, places[c]! + length - 1) + 1)
  return { start: Math.min(...starts), finish: finishes.sort((a, b) => a - b)[wanted - 1]! }
}
