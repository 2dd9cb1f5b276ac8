import type { Compiled } from './compile.ts'
import { unlimited } from './unlimited.ts'
import { placeAt } from './work-hours.ts'

/** So many times per group are looked at; more costs time and tightens little. */
const TIMES = 24

/**
 * The earliest end that cannot be ruled out. An end is ruled out when an activity cannot lie between its earliest start and its
 * latest end by calendars and relations, or when people, or a team, have less time between two moments than the work that only
 * they can do and that has to lie between these. A later end is ruled out less easily, so the border is found by halving.
 * `backwards` is the project from its end; `possible` an end that was reached.
 */
export function earliestEnd(project: Compiled, backwards: Compiled, possible: number): number {
  const early = unlimited(project)
  const groups = groupsOf(project)
  let [low, high] = [early.end, Math.max(early.end, possible)]
  while (low < high) {
    const middle = (low + high) >> 1
    if (ruledOut(project, backwards, groups, early.starts, middle)) low = middle + 1
    else high = middle
  }
  return low
}

interface Group {
  /** Activities that only this group can do, with their hours over all people. */
  members: number[]
  work: number[]
  /** Hours that the group has between two times. */
  available(from: number, to: number): number
}

function ruledOut(
  { size, axis }: Compiled,
  backwards: Compiled,
  groups: readonly Group[],
  early: Int32Array,
  end: number,
): boolean {
  const late = unlimited(backwards, axis.length - end)
    .starts.map(start => axis.length - start)
    .reverse()
  for (let n = 0; n < size; n += 1) if (late[n]! < early[n]!) return true
  return groups.some(group => overloaded(group, early, late))
}

function overloaded({ members, work, available }: Group, early: Int32Array, late: Int32Array): boolean {
  const froms = spread(members.map(n => early[n]!))
  const tos = spread(members.map(n => late[n]!))
  return froms.some(from =>
    tos.some(to => {
      if (to <= from) return false
      let sum = 0
      members.forEach((n, m) => {
        if (early[n]! >= from && late[n]! <= to) sum += work[m]!
      })
      return sum > available(from, to)
    }),
  )
}

/** Every value once, or as many of them as are looked at. */
function spread(times: readonly number[]): number[] {
  const sorted = [...new Set(times)].sort((a, b) => a - b)
  if (sorted.length <= TIMES) return sorted
  return Array.from({ length: TIMES }, (_, n) => sorted[Math.floor((n * (sorted.length - 1)) / (TIMES - 1))]!)
}

function groupsOf(project: Compiled): Group[] {
  const { size, needs, hours, people, plan, capacities } = project
  const sets = new Map<string, number[]>()
  for (const { candidates } of needs) if (candidates.length > 0) sets.set(candidates.join(' '), candidates)
  const staffed = [...sets.values()].map(set => {
    const within = new Set(set)
    const members = [...Array(size).keys()].filter(n => {
      const { candidates } = needs[n]!
      return candidates.length > 0 && candidates.every(person => within.has(person))
    })
    return {
      members,
      work: members.map(n => hours[n]! * needs[n]!.wanted),
      available: (from: number, to: number) =>
        set.reduce((sum, person) => sum + placeAt(people[person]!, to) - placeAt(people[person]!, from), 0),
    }
  })
  const teams = [...capacities.keys()].flatMap(team => {
    const capacity = capacities[team]!
    const members = [...Array(size).keys()].filter(n => needs[n]!.team === team)
    const open = (from: number, to: number) => placeAt(plan, to) - placeAt(plan, from)
    // Of those that take more than half of a team only one runs at a time.
    const single = members.filter(n => 2 * needs[n]!.units > capacity)
    return [
      {
        members,
        work: members.map(n => hours[n]! * needs[n]!.units),
        available: (from: number, to: number) => capacity * open(from, to),
      },
      { members: single, work: single.map(n => hours[n]!), available: open },
    ]
  })
  return [...staffed, ...teams].filter(group => group.members.length > 0)
}
