import { type Roster, type RosterProblem, restConflicts } from './coverage.ts'

/** A search of more steps than this, or among more people, is given up. */
const MOST_STEPS = 20_000
const MOST_PEOPLE = 8

/**
 * The roster with the smallest difference between the most and the least duty of those who are there, among all that leave no more time open and have no more
 * reluctance than `start`; undefined where that is `start` itself or the search would be long. Exact: branch and bound, the bound
 * being the least time that the slots ahead leave open.
 */
export function evenest(
  problem: RosterProblem,
  start: Roster,
  before: readonly number[],
): Roster | undefined {
  const people = problem.there.map((_, person) => person)
  if (people.length > MOST_PEOPLE) return undefined
  const { slots } = problem
  const conflict = restConflicts(problem)
  const minutes = slots.map(({ from, to }) => to - from)
  const options = slots.map((_, slot) => setsOf(problem.there.flatMap((days, n) => (days[slot] ? [n] : []))))
  const openIn = (set: readonly number[], slot: number) =>
    (set.length === 0 ? 1e6 : 1) * (2 - set.length) * minutes[slot]!
  const reluctanceIn = (set: readonly number[], slot: number) =>
    set.reduce((sum, person) => sum + problem.reluctant[person]![slot]!, 0)
  const total = (of: typeof openIn) => start.reduce((sum, set, slot) => sum + of(set, slot), 0)
  const most = { open: total(openIn), reluctance: total(reluctanceIn) }
  const fits = (roster: Roster, set: readonly number[]) =>
    set.every(person =>
      roster.every((earlier, n) => !earlier.includes(person) || !conflict(person, n, roster.length)),
    )

  const ahead = new Map<string, number>()
  let steps = 0
  /** The least time that the slots behind `roster` leave open. */
  function leastOpen(roster: Roster): number {
    const slot = roster.length
    const next = slots[slot]
    if (!next) return 0
    const near = roster.findIndex((_, n) => next.from - slots[n]!.to < problem.rest)
    const key = `${slot}:${near < 0 ? '' : roster.slice(near).join(';')}`
    const known = ahead.get(key)
    if (known !== undefined) return known
    let least = Number.POSITIVE_INFINITY
    for (const set of options[slot]!) {
      steps += 1
      if (steps > MOST_STEPS || !fits(roster, set)) continue
      least = Math.min(least, openIn(set, slot) + leastOpen([...roster, set]))
    }
    ahead.set(key, least)
    return least
  }

  const present = people.filter(person => problem.there[person]!.includes(true))
  const spreadOf = (duty: readonly number[]): number => {
    const own = present.map(person => duty[person]!)
    return Math.max(...own) - Math.min(...own)
  }
  let best: Roster | undefined
  let spread = spreadOf(dutyOf(start, minutes, before))
  function visit(roster: Roster, open: number, reluctance: number): void {
    if (roster.length === slots.length) {
      const found = spreadOf(dutyOf(roster, minutes, before))
      if (found < spread) {
        spread = found
        best = roster
      }
      return
    }
    for (const set of options[roster.length]!) {
      steps += 1
      if (steps > MOST_STEPS) return
      const longer = [...roster, set]
      const left = open + openIn(set, roster.length)
      const unwilling = reluctance + reluctanceIn(set, roster.length)
      if (unwilling > most.reluctance || !fits(roster, set)) continue
      if (left + leastOpen(longer) <= most.open) visit(longer, left, unwilling)
    }
  }
  visit([], 0, 0)
  return best
}

function dutyOf(roster: Roster, minutes: readonly number[], before: readonly number[]): number[] {
  const duty = [...before]
  roster.forEach((set, slot) => {
    for (const person of set) duty[person]! += minutes[slot]!
  })
  return duty
}

const setsOf = (people: readonly number[]): number[][] => [
  ...people.flatMap((one, n) => people.slice(n + 1).map(other => [one, other])),
  ...people.map(one => [one]),
  [],
]
