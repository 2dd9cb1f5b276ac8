import type { Bookings } from './bookings.ts'
import type { Compiled } from './compile.ts'
import { hourAt, placeAt } from './work-hours.ts'

/** Who does an activity and from which own place on, its start and end; the first `needs[n].wanted` entries count. */
export interface Crew {
  people: Int32Array
  places: Int32Array
  start: number
  finish: number
}

/** All begin within so many hours of each other, which is enough for any two zones; where they would wait too long, within a week. */
export const TOGETHER = 13
const WEEK = 168
const TOO_LONG = 14 * 24

/**
 * The people with whom an activity ends first, booked by nobody else. Among equals those with the fewest roles and skills, so that
 * who can do much stays free, then those with the least work. The crew returned is overwritten by the next call.
 */
export function crewFinder(
  project: Compiled,
  booked: Bookings,
): (n: number, ready: number, leastFinish: number) => Crew {
  const { needs, hours, people: calendars, talents } = project
  const most = Math.max(1, ...needs.map(({ candidates }) => candidates.length))
  const crew: Crew = { people: new Int32Array(most), places: new Int32Array(most), start: 0, finish: 0 }
  const places = new Int32Array(most)
  const starts = new Int32Array(most)
  const ends = new Int32Array(most)

  const rather = (person: number, other: number): boolean => {
    if (talents[person] !== talents[other]) return talents[person]! < talents[other]!
    const difference = booked.load(person) - booked.load(other)
    return difference < 0 || (difference === 0 && person < other)
  }

  /** Where each candidate could begin at `ready` or later. */
  function look(candidates: readonly number[], length: number, ready: number, leastFinish: number): void {
    for (let c = 0; c < candidates.length; c += 1) {
      const person = candidates[c]!
      const calendar = calendars[person]!
      const place = booked.gap(person, firstPlace(project, person, ready, leastFinish, length), length)
      places[c] = place
      starts[c] = hourAt(calendar, place)
      ends[c] = hourAt(calendar, place + length - 1) + 1
    }
  }

  /** Takes those who end first of all that begin before `limit`. */
  function choose(candidates: readonly number[], wanted: number, limit: number): Crew {
    crew.start = Infinity
    crew.finish = 0
    for (let taken = 0; taken < wanted; taken += 1) {
      let best = -1
      for (let c = 0; c < candidates.length; c += 1) {
        if (starts[c]! >= limit) continue
        if (best >= 0 && ends[c]! > ends[best]!) continue
        if (best >= 0 && ends[c] === ends[best] && !rather(candidates[c]!, candidates[best]!)) continue
        best = c
      }
      crew.people[taken] = candidates[best]!
      crew.places[taken] = places[best]!
      crew.start = Math.min(crew.start, starts[best]!)
      crew.finish = Math.max(crew.finish, ends[best]!)
      // Not again.
      starts[best] = NEVER
    }
    return crew
  }

  /** All begin within `tolerance`; undefined when that takes too long. */
  function together(n: number, ready: number, leastFinish: number, tolerance: number): Crew | undefined {
    const { candidates, wanted } = needs[n]!
    let from = ready
    let latest = Infinity
    while (from < latest) {
      look(candidates, hours[n]!, from, leastFinish)
      const sorted = starts.slice(0, candidates.length).sort()
      const last = sorted[wanted - 1]!
      if (last - sorted[0]! < tolerance) return choose(candidates, wanted, sorted[0]! + tolerance)
      if (latest === Infinity) latest = last + TOO_LONG
      from = last - tolerance + 1
    }
    return undefined
  }

  return (n, ready, leastFinish) => {
    const { candidates, wanted } = needs[n]!
    if (wanted > 1) {
      const found = together(n, ready, leastFinish, TOGETHER) ?? together(n, ready, leastFinish, WEEK)
      if (found) return found
    }
    look(candidates, hours[n]!, ready, leastFinish)
    return choose(candidates, wanted, NEVER)
  }
}

const NEVER = 2 ** 31 - 1

/** The first own place from which work of `length` starts at `ready` or later and ends at `leastFinish` or later. */
export function firstPlace(
  { people }: Compiled,
  person: number,
  ready: number,
  leastFinish: number,
  length: number,
): number {
  const calendar = people[person]!
  const from = placeAt(calendar, ready)
  return leastFinish > ready ? Math.max(from, placeAt(calendar, leastFinish - 1) - length + 1) : from
}
