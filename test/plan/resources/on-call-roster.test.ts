import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { balanced } from '../../../src/plan/resources/on-call/balance.ts'
import {
  bestCoverage,
  type Roster,
  type RosterProblem,
  restConflicts,
} from '../../../src/plan/resources/on-call/coverage.ts'

const REST = 11 * 60

interface Case {
  lengths: number[]
  there: boolean[][]
  cost: number[][]
  before: number[]
}

function problemOf({ lengths, there, cost }: Case): RosterProblem {
  const ends = lengths.map((_, n) => 60 * lengths.slice(0, n + 1).reduce((sum, hours) => sum + hours, 0))
  const slots = ends.map((to, n) => ({ from: ends[n - 1] ?? 0, to }))
  return { slots, there, cost, reluctant: there.map(days => days.map(() => 0)), rest: REST }
}

const cases = (people: { min: number; max: number }, slots: { min: number; max: number }) =>
  fc
    .record({
      count: fc.integer(people),
      lengths: fc.array(fc.constantFrom(12, 12, 12, 8, 5), { minLength: slots.min, maxLength: slots.max }),
    })
    .chain(({ count, lengths }) => {
      const perSlot = <T>(one: fc.Arbitrary<T>) =>
        fc.array(fc.array(one, { minLength: lengths.length, maxLength: lengths.length }), {
          minLength: count,
          maxLength: count,
        })
      return fc.record({
        lengths: fc.constant(lengths),
        there: perSlot(fc.integer({ min: 0, max: 4 }).map(n => n > 0)),
        cost: perSlot(fc.constantFrom(0, 60, 480)),
        before: fc.array(fc.constantFrom(0, 0, 0, 720, 1440), { minLength: count, maxLength: count }),
      })
    })

const rosterOf = (given: Case): Roster => {
  const problem = problemOf(given)
  return balanced(problem, bestCoverage(problem).roster, { duty: { before: given.before }, others: [] })
}

function gapsOf({ slots }: RosterProblem, roster: Roster): [number, number] {
  const minutes = (least: number) =>
    roster.reduce((sum, set, n) => sum + (set.length < least ? slots[n]!.to - slots[n]!.from : 0), 0)
  return [minutes(1), minutes(2)]
}

/** Of those who are there at all. */
function spreadOf({ slots, there }: RosterProblem, roster: Roster, before: readonly number[]): number {
  const duty = before.flatMap((past, person) =>
    there[person]!.includes(true)
      ? [
          roster.reduce(
            (sum, set, n) => sum + (set.includes(person) ? slots[n]!.to - slots[n]!.from : 0),
            past,
          ),
        ]
      : [],
  )
  if (duty.length === 0) return 0
  return Math.max(...duty) - Math.min(...duty)
}

/** Every roster that keeps rest and absences, one after the other: the fewest gaps, and the evenest of those. */
function enumerated(given: Case): { gaps: [number, number]; spread: number } {
  const problem = problemOf(given)
  const conflict = restConflicts(problem)
  const people = given.before.map((_, n) => n)
  const sets = [
    ...people.flatMap(one => people.slice(one + 1).map(other => [one, other])),
    ...people.map(one => [one]),
    [],
  ]
  const fits = (roster: Roster, set: number[], slot: number) =>
    set.every(
      person =>
        given.there[person]![slot] &&
        roster.every((earlier, n) => !earlier.includes(person) || !conflict(person, n, slot)),
    )
  let best: { gaps: [number, number]; spread: number } | undefined
  const visit = (roster: Roster): void => {
    if (roster.length === problem.slots.length) {
      const gaps = gapsOf(problem, roster)
      const spread = spreadOf(problem, roster, given.before)
      const order = best ? gaps[0] - best.gaps[0] || gaps[1] - best.gaps[1] || spread - best.spread : -1
      if (order < 0) best = { gaps, spread }
      return
    }
    for (const set of sets) if (fits(roster, set, roster.length)) visit([...roster, set])
  }
  visit([])
  return best!
}

describe('a rota', () => {
  test('has nobody twice in a slot, nobody who is away and nobody without rest', () => {
    fc.assert(
      fc.property(cases({ min: 1, max: 8 }, { min: 1, max: 7 }), given => {
        const problem = problemOf(given)
        const roster = rosterOf(given)
        const conflict = restConflicts(problem)
        expect(roster).toHaveLength(problem.slots.length)
        roster.forEach((set, slot) => {
          expect(new Set(set).size).toBe(set.length)
          expect(set.length).toBeLessThanOrEqual(2)
          for (const person of set) {
            expect(given.there[person]![slot]).toBe(true)
            roster.slice(0, slot).forEach((earlier, n) => {
              if (earlier.includes(person)) expect(conflict(person, n, slot)).toBe(false)
            })
          }
        })
      }),
      { numRuns: 25 },
    )
  })

  test('leaves no more time open, and is no less even by more than a shift, than the best of all rosters', () => {
    fc.assert(
      fc.property(cases({ min: 2, max: 4 }, { min: 2, max: 5 }), given => {
        const problem = problemOf(given)
        const roster = rosterOf(given)
        const best = enumerated(given)
        expect(gapsOf(problem, roster)).toEqual(best.gaps)
        const longest = Math.max(...given.lengths) * 60
        expect(spreadOf(problem, roster, given.before)).toBeLessThanOrEqual(best.spread + longest)
      }),
      { numRuns: 80 },
    )
  })

  test('of a team that is always there puts nobody more than one shift ahead', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 20 }), fc.integer({ min: 2, max: 16 }), (count, slots) => {
        const lengths = Array.from({ length: slots }, () => 12)
        const there = Array.from({ length: count }, () => lengths.map(() => true))
        const given = {
          lengths,
          there,
          cost: there.map(days => days.map(() => 0)),
          before: there.map(() => 0),
        }
        const roster = rosterOf(given)
        expect(spreadOf(problemOf(given), roster, given.before)).toBeLessThanOrEqual(12 * 60)
        for (const set of roster) expect(set).toHaveLength(2)
      }),
      { numRuns: 20 },
    )
  })
})
