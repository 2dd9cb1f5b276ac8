import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Hours } from '../../../src/plan/resources/hours.ts'
import type { WeekLoad } from '../../../src/plan/resources/load.ts'
import { roomOf } from '../../../src/plan/resources/overloads/moves.ts'
import { smallestChange } from '../../../src/plan/resources/overloads/smallest-change.ts'
import type { Person } from '../../../src/plan/resources/people.ts'

const week = '2026-W49'
const unit = 10

interface Case {
  capacity: number
  roles: string[]
  rest: Record<string, number>
}

const hours: Hours = {
  weeks: [week],
  bookings: [],
  bookedByWeek: [],
  rest: () => 0,
  releaseDays: () => [],
  capacity: () => 0,
  dayLength: () => 8,
  worksOn: () => true,
}

function loadsOf(team: readonly Case[]): WeekLoad[] {
  return team.map(({ capacity, roles, rest }, n) => {
    const person = { name: `P${n}`, roles, skills: [] } as unknown as Person
    const own = new Map(Object.entries(rest).filter(([, count]) => count > 0))
    const sum = [...own.values()].reduce((total, count) => total + count, 0)
    return { person, week, hours: sum, capacity, rest: own, booked: [] }
  })
}

function found(team: readonly Case[]) {
  const loads = loadsOf(team)
  const room = roomOf(
    hours,
    loads.map(({ person }) => person),
    loads,
  )
  const over = loads.filter(load => load.hours > load.capacity)
  const change = smallestChange(room, week, over)
  const moves = change.moves.flat()
  const added = new Map<string, number>()
  for (const { part, hours: count, taker } of moves)
    if (!taker) added.set(part.role, (added.get(part.role) ?? 0) + count)
  const people = [...added.values()].reduce((sum, count) => sum + Math.ceil(count / 40), 0)
  return {
    size: [people, moves.length, moves.reduce((sum, move) => sum + move.hours, 0)],
    left: loads.map(({ person }) => room.left.get(`${person.name} ${week}`)),
    smallest: change.smallest,
  }
}

/** The least of all ways to hand over hours in steps of ten, one cell (whose, which role, to whom) after the other. */
function leastOf(team: readonly Case[]): number[] {
  const cells = team.flatMap(({ rest }, n) =>
    Object.entries(rest).flatMap(([role, count]) =>
      [...team.keys(), -1]
        .filter(to => to !== n && (to < 0 || team[to]!.roles.includes(role)))
        .map(to => ({ n, role, to, most: count })),
    ),
  )
  const left = team.map(({ capacity, rest }) => capacity - Object.values(rest).reduce((a, b) => a + b, 0))
  const over = left.map(own => own < 0)
  let best = [99, 99, 9999]
  const walk = (
    at: number,
    taken: Record<string, number>,
    added: Record<string, number>,
    moves: number,
    sum: number,
  ) => {
    const size = [Object.values(added).reduce((all, own) => all + Math.ceil(own / 40), 0), moves, sum]
    if (size.join() !== best.join() && !less(size, best)) return
    const cell = cells[at]
    if (!cell) {
      if (left.every(own => own >= 0)) best = size
      return
    }
    const key = `${cell.n} ${cell.role}`
    for (let count = 0; count + (taken[key] ?? 0) <= cell.most; count += unit) {
      // Only those who have too much hand over, and only so much.
      if (count > 0 && (!over[cell.n] || left[cell.n]! + count > 0)) break
      if (cell.to >= 0 && count > 0 && (over[cell.to] || left[cell.to]! < count)) break
      left[cell.n]! += count
      if (cell.to >= 0) left[cell.to]! -= count
      walk(
        at + 1,
        { ...taken, [key]: (taken[key] ?? 0) + count },
        cell.to < 0 ? { ...added, [cell.role]: (added[cell.role] ?? 0) + count } : added,
        moves + Number(count > 0),
        sum + count,
      )
      left[cell.n]! -= count
      if (cell.to >= 0) left[cell.to]! += count
    }
  }
  walk(0, {}, {}, 0, 0)
  return best
}

const less = (a: readonly number[], b: readonly number[]): boolean =>
  a[0] !== b[0] ? a[0]! < b[0]! : a[1] !== b[1] ? a[1]! < b[1]! : a[2]! < b[2]!

const some = fc.constantFrom(0, 10, 20, 30)
const member = fc.record({
  capacity: fc.constantFrom(10, 20, 40),
  roles: fc.subarray(['a', 'b']),
  rest: fc.record({ a: some, b: some }),
})

test('it is the smallest of all changes, mends the week and makes no other overload', () => {
  fc.assert(
    fc.property(fc.array(member, { minLength: 2, maxLength: 4 }), team => {
      const { size, left, smallest } = found(team)
      expect(smallest).toBe(true)
      expect(Math.min(...left)).toBeGreaterThanOrEqual(0)
      expect(size).toEqual(leastOf(team))
    }),
    { numRuns: 120 },
  )
})

test('a share can go to two people, and somebody leaves room for whom only that taker can help', () => {
  const taker = (capacity: number, roles: string[]): Case => ({ capacity, roles, rest: {} })
  const busy = (role: string, rest: number): Case => ({ capacity: 40, roles: [role], rest: { [role]: rest } })
  const split = found([busy('a', 60), taker(10, ['a']), taker(10, ['a'])])
  expect([split.size, split.left]).toEqual([
    [0, 2, 20],
    [0, 0, 0],
  ])
  const shared = found([
    busy('a', 60),
    busy('b', 50),
    busy('c', 50),
    taker(20, ['a', 'b']),
    taker(20, ['a', 'c']),
  ])
  expect(shared.size).toEqual([0, 4, 40])
})
