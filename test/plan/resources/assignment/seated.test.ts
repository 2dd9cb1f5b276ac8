import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seated } from '../../../../src/plan/resources/assignment/seated.ts'
import { compared, type Seating } from '../../../../src/plan/resources/assignment/seats.ts'

const tenths = fc.constantFrom(0, 50, 100, 160, 200, 400)

const seatings: fc.Arbitrary<Seating> = fc
  .record({ people: fc.integer({ min: 1, max: 4 }), weeks: fc.integer({ min: 1, max: 2 }) })
  .chain(({ people, weeks }) => {
    const row = fc.array(tenths, { minLength: weeks, maxLength: weeks })
    const candidate = (person: number) =>
      fc.record({
        person: fc.constant(person),
        cost: fc.tuple(fc.constantFrom(0, 0, 1), fc.constantFrom(0, 0, 1)),
        place: fc.integer({ min: 0, max: 2 }),
      })
    const some = fc
      .subarray(Array.from({ length: people }, (_, n) => n))
      .chain(own => fc.tuple(...own.map(candidate)))
    return fc.record({
      teams: fc.array(fc.record({ places: fc.integer({ min: 0, max: 3 }), hours: row, candidates: some }), {
        minLength: 1,
        maxLength: 4,
      }),
      people: fc.array(fc.record({ capacity: row, taken: row }), {
        minLength: people,
        maxLength: people,
      }),
    })
  })

/** Every choice, each with all it costs: computed from the whole, not from additions. */
function everyChoice({ teams, people }: Seating): { people: number[][]; cost: number[] }[] {
  const subsets = <T>(list: readonly T[], size: number): T[][] => {
    if (size === 0) return [[]]
    return list.flatMap((entry, n) => subsets(list.slice(n + 1), size - 1).map(rest => [entry, ...rest]))
  }
  let choices: Seating['teams'][number]['candidates'][number][][][] = [[]]
  for (const { places, candidates } of teams) {
    const own = subsets(candidates, Math.min(places, candidates.length))
    choices = choices.flatMap(choice => own.map(subset => [...choice, subset]))
  }
  const idle = strainOf(
    { teams, people },
    teams.map(() => []),
  )
  return choices.map(choice => ({
    people: choice.map(candidates => candidates.map(({ person }) => person)),
    cost: [
      ...[0, 1].map(level => choice.flat().reduce((sum, { cost }) => sum + cost[level]!, 0)),
      ...strainOf(
        { teams, people },
        choice.map(own => own.map(({ person }) => person)),
      ).map(
        (own, n) => own - idle[n]! + (n === 1 ? choice.flat().reduce((sum, { place }) => sum + place, 0) : 0),
      ),
    ],
  }))
}

function strainOf({ teams, people }: Seating, chosen: readonly (readonly number[])[]): number[] {
  let [over, uneven] = [0, 0]
  people.forEach(({ capacity, taken }, person) => {
    const hours = taken.map((own, week) =>
      teams.reduce((sum, team, t) => sum + (chosen[t]!.includes(person) ? team.hours[week]! : 0), own),
    )
    hours.forEach((own, week) => {
      over += Math.max(0, own - capacity[week]!)
    })
    const total = hours.reduce((sum, own) => sum + own, 0)
    uneven +=
      Math.round(
        1e6 /
          Math.max(
            1,
            capacity.reduce((sum, own) => sum + own, 0),
          ),
      ) *
      total *
      total
  })
  return [over, 0, uneven]
}

test('no choice of all there are is better, on problems small enough to try them all', () => {
  fc.assert(
    fc.property(seatings, problem => {
      const found = seated(problem)
      const all = everyChoice(problem)
      const least = all.toSorted((a, b) => compared(a.cost, b.cost))[0]!
      const own = all.find(({ people }) =>
        people.every((team, t) => [...team].sort().join() === [...found.people[t]!].sort().join()),
      )!
      expect(found.optimal).toBe(true)
      expect(own.cost).toEqual(least.cost)
      expect(own.cost.slice(2)).toEqual(found.strain)
      expect(seated(problem)).toEqual(found)
    }),
    { numRuns: 150 },
  )
})

test('what is not searched to the end is not called optimal and has a bound', () => {
  const teams = Array.from({ length: 6 }, (_, t) => ({
    places: 1,
    hours: [130 + 10 * t],
    candidates: Array.from({ length: 5 }, (_, person) => ({ person, cost: [0], place: 0 })),
  }))
  const people = Array.from({ length: 5 }, () => ({ capacity: [200], taken: [0] }))
  const cut = seated({ teams, people }, 3)
  const full = seated({ teams, people })
  expect([cut.optimal, full.optimal]).toEqual([false, true])
  expect(compared(cut.bound, full.strain)).toBeLessThanOrEqual(0)
  expect(compared(full.strain, cut.strain)).toBeLessThanOrEqual(0)
})
