import type { ScheduledActivity } from '../../plan.ts'
import type { WeekLoad } from '../load.ts'
import { usualWeek } from '../people.ts'
import { ledger, together } from './ledger.ts'
import { isAble, isFree, keyed, laterOf, leftBy, type Move, partsOf, type Room } from './moves.ts'

/** Moves looked at before the best change found is taken as it is. */
const mostLooks = 100_000

/** Less over than this is rounding: people are booked by whole hours. */
export const roundingHours = 1

/** People who have to come, moves, hours moved: compared in this order. */
type Size = readonly [people: number, moves: number, hours: number]

export interface Change {
  /** For each of the overloads. */
  moves: readonly (readonly Move[])[]
  /** Nothing smaller removes all overloads of the week. */
  smallest: boolean
}

const smaller = (a: Size, b: Size): boolean =>
  a[0] !== b[0] ? a[0] < b[0] : a[1] !== b[1] ? a[1] < b[1] : a[2] < b[2] - 1e-6

/**
 * The fewest new people, then the fewest moves, then the fewest hours that remove the overloads of one week and make none elsewhere:
 * hand a share of a role or a whole activity to somebody in the plan who has the role and the time, let an activity slip as far as
 * nothing else moves, or add a person. A smallest change gives each taker all they have room for or all that is over, move by move in
 * some order; all orders are tried, each set of moves once. What was found is booked in the room.
 */
export function smallestChange(room: Room, week: string, over: readonly WeekLoad[]): Change {
  const { left, days } = room
  const added = ledger()
  const roles = new Set(over.flatMap(load => partsOf(load).map(({ role }) => role)))
  const options = over.map(load =>
    partsOf(load).map(part => ({
      part,
      later: part.booking && laterOf(room, part.booking, week),
      takers: [...room.people.values()].filter(person => person !== load.person && isAble(person, part)),
    })),
  )
  const moves: Move[][] = over.map(() => [])
  const touched = new Set<ScheduledActivity>()
  /** Hours taken from shares of roles, by place of the part. */
  const used = ledger()
  /** Takers of a share so far, and the moves made: a set of moves is looked at once, whatever their order. */
  const made: string[] = []
  const seen = new Set<string>()
  let best: { size: Size; moves: Move[][] } | undefined
  let looks = 0

  const excessOf = ({ person }: WeekLoad) => Math.max(0, -left.get(`${person.name} ${week}`))
  const isOver = (load: WeekLoad) => excessOf(load) >= roundingHours - 1e-6

  function sizeNow(): Size {
    const own = moves.flat()
    const people = [...roles].reduce((sum, role) => sum + Math.ceil(added.get(role) / usualWeek - 1e-6), 0)
    return [people, own.length, own.reduce((sum, move) => sum + move.hours, 0)]
  }

  const comingHours = () => [...roles].reduce((sum, role) => sum + added.get(role), 0)
  const openExcess = (open: readonly number[]) =>
    open.reduce((sum, n) => sum + excessOf(over[n]!) - roundingHours, 0)

  /**
   * Whether no completion is smaller than the best: each overload takes a move, and what the people of the plan have no room
   * for takes new ones. That room is summed only where the rest does not decide.
   */
  function cannotImprove(open: readonly number[], size: Size): boolean {
    if (!best) return false
    const excess = openExcess(open)
    const least = (people: number): Size => [
      Math.max(size[0], Math.ceil(people / usualWeek - 1e-6)),
      size[1] + open.length,
      size[2] + Math.max(0, excess),
    ]
    const come = comingHours()
    if (!smaller(least(come), best.size)) return true
    const supply =
      [...room.people.keys()].reduce((sum, name) => sum + Math.max(0, left.get(`${name} ${week}`)), 0) +
      options.reduce((sum, own) => sum + own.reduce((all, { later }) => all + (later?.hours ?? 0), 0), 0)
    return !smaller(least(come + Math.max(0, excess - supply)), best.size)
  }

  function tried(n: number, move: Move, id: string, undo: () => void): void {
    const activity = move.part.booking?.activity
    if (activity) touched.add(activity)
    moves[n]!.push(move)
    made.push(id)
    const key = made.toSorted().join(' ')
    if (!seen.has(key)) {
      seen.add(key)
      search()
    }
    made.pop()
    moves[n]!.pop()
    if (activity) touched.delete(activity)
    undo()
  }

  function search(): void {
    const size = sizeNow()
    const open = over.flatMap((load, n) => (isOver(load) ? [n] : []))
    if (open.length === 0) {
      if (!best || smaller(size, best.size)) best = { size, moves: moves.map(own => [...own]) }
      return
    }
    for (const n of open) {
      for (let p = 0; p < options[n]!.length; p += 1) {
        if ((best && looks > mostLooks) || cannotImprove(open, size)) return
        take(n, p)
      }
    }
  }

  /** Each way to take a part from somebody. */
  function take(n: number, p: number): void {
    const { part, later, takers } = options[n]![p]!
    const { booking } = part
    looks += 1 + takers.length
    if (booking && touched.has(booking.activity)) return
    const own = over[n]!.person.name
    const place = `${n}.${p}`
    const asked = booking?.days ?? []
    const wanted = booking ? part.hours : Math.min(part.hours - used.get(place), excessOf(over[n]!))
    if (wanted < 0.05) return
    if (later && leftBy(later.adds).every(([key, more]) => more >= 0 || left.get(key) + more >= -1e-6)) {
      const undo = together(days.add(later.adds), left.add(leftBy(later.adds)))
      tried(n, { part, hours: later.hours, later }, `${place}+${later.days}`, undo)
    }
    const free = takers
      .map(taker => ({ taker, spare: left.get(`${taker.name} ${week}`) }))
      .filter(({ taker, spare }) =>
        booking ? takesAll(taker.name, asked) && isFree(room, taker, asked) : spare >= roundingHours,
      )
      .toSorted((a, b) => b.spare - a.spare || (a.taker.name < b.taker.name ? -1 : 1))
    for (const { taker, spare } of free) {
      const hours = booking ? wanted : Math.min(wanted, spare)
      const undo = together(used.add([[place, hours]]), handed(own, hours, asked, taker.name))
      tried(n, { part, hours, taker }, `${place}>${taker.name}=${hours.toFixed(1)}`, undo)
    }
    const undo = together(
      used.add([[place, wanted]]),
      added.add([[part.role, wanted]]),
      handed(own, wanted, asked),
    )
    tried(n, { part, hours: wanted }, `${place}!${wanted.toFixed(1)}`, undo)
  }

  /** Whether somebody has the hours in every week that the activity touches. */
  function takesAll(name: string, asked: readonly (readonly [string, number])[]): boolean {
    return leftBy(keyed(name, asked)).every(([key, more]) => left.get(key) + more >= -1e-6)
  }

  function handed(from: string, hours: number, asked: Parameters<typeof keyed>[1], to?: string): () => void {
    if (asked.length === 0) {
      return left.add([[`${from} ${week}`, hours], ...(to ? [[`${to} ${week}`, -hours] as const] : [])])
    }
    const changes = [
      ...keyed(from, asked).map(([key, count]) => [key, -count] as const),
      ...(to ? keyed(to, asked) : []),
    ]
    return together(days.add(changes), left.add(leftBy(changes)))
  }

  search()
  best?.moves.forEach((own, n) => {
    for (const { part, hours, taker, later } of own) {
      if (later) together(days.add(later.adds), left.add(leftBy(later.adds)))
      else handed(over[n]!.person.name, hours, part.booking?.days ?? [], taker?.name)
    }
  })
  return { moves: best?.moves ?? moves, smallest: best !== undefined && looks <= mostLooks }
}
