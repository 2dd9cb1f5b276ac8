import { addDays, isoWeek, type PlainDate } from '../../calendar/date.ts'
import type { RoleId } from '../../kinds/profile.ts'
import type { Booking, Hours } from '../hours.ts'
import type { WeekLoad } from '../load.ts'
import type { Person } from '../people.ts'
import { type Ledger, ledger } from './ledger.ts'

/** A part of somebody's week that can be taken from them: their share of a role, or a booked activity as a whole. */
export interface Part {
  role: RoleId
  hours: number
  booking?: Booking
}

/** One step of a change. Without `taker` and `later` one more person has to come. */
export interface Move {
  part: Part
  hours: number
  taker?: Person
  later?: Later
}

/** An activity so many working days later, and what that adds to the bookings of its people by `name date`. */
export interface Later {
  days: number
  from: PlainDate
  adds: readonly (readonly [string, number])[]
}

/** What a week's hours are made of, the largest part first. */
export function partsOf({ rest, booked }: WeekLoad): Part[] {
  const parts: Part[] = [
    ...[...rest].map(([role, hours]) => ({ role, hours })),
    ...booked.map(({ booking, hours }) => ({ role: booking.activity.role, hours, booking })),
  ]
  return parts.toSorted((a, b) => b.hours - a.hours || (a.role < b.role ? -1 : 1))
}

/** Where there is room: hours left by `name week`, below 0 where there are too few, and hours booked by `name date`. */
export interface Room {
  hours: Hours
  people: ReadonlyMap<string, Person>
  left: Ledger
  days: Ledger
}

export function roomOf(hours: Hours, people: readonly Person[], loads: readonly WeekLoad[]): Room {
  return {
    hours,
    people: new Map(people.map(person => [person.name, person])),
    left: ledger(
      loads.map(({ person, week, hours: taken, capacity }) => [`${person.name} ${week}`, capacity - taken]),
    ),
    days: ledger(sums(hours.bookings.flatMap(({ name, days }) => keyed(name, days)))),
  }
}

/** Hours of somebody by day, as the changes of a ledger of days. */
export const keyed = (name: string, days: Booking['days']): [string, number][] =>
  days.map(([date, count]) => [`${name} ${date}`, count])

/** The same by week, as the changes of the hours left. */
export function leftBy(changes: Iterable<readonly [string, number]>): [string, number][] {
  const weeks = [...changes].map(([key, count]) => {
    const at = key.lastIndexOf(' ')
    return [`${key.slice(0, at)} ${isoWeek(key.slice(at + 1))}`, -count] as const
  })
  return [...sums(weeks)]
}

function sums(entries: Iterable<readonly [string, number]>): Map<string, number> {
  const found = new Map<string, number>()
  for (const [key, count] of entries) found.set(key, (found.get(key) ?? 0) + count)
  return found
}

/** Whether somebody has the role and the skills for a part. */
export function isAble(person: Person, { role, booking }: Part): boolean {
  if (!person.roles.includes(role)) return false
  if (!booking) return true
  const { who = [], skills = [] } = booking.activity
  return who.every(({ name }) => name !== person.name) && skills.every(skill => person.skills.includes(skill))
}

/** Whether somebody works on the days of an activity and has nothing else booked then. */
export const isFree = ({ hours, days }: Room, person: Person, asked: Booking['days']): boolean =>
  asked.every(
    ([date, count]) =>
      hours.worksOn(person, date) &&
      days.get(`${person.name} ${date}`) + count <= hours.dayLength(person) + 1e-6,
  )

/**
 * The shortest shift of an activity that takes most hours of `name` out of the week, among those for which nothing else has to move
 * (its free float) and all of its people are free.
 */
export function laterOf(
  room: Room,
  { activity, name }: Booking,
  week: string,
): (Later & { hours: number }) | undefined {
  const most = Math.floor((activity.free_float_days ?? 0) + 1e-6)
  const crew = room.hours.bookings.filter(booking => booking.activity === activity)
  const inWeek = (own: Booking['days']) =>
    own.reduce((sum, [date, count]) => sum + (isoWeek(date) === week ? count : 0), 0)
  const at = crew.findIndex(booking => booking.name === name)
  let best: ReturnType<typeof laterOf>
  for (let days = 1; days <= most; days += 1) {
    const moved = crew.flatMap(booking => shifted(room, booking, days) ?? [])
    if (moved.length < crew.length) break
    const hours = inWeek(crew[at]!.days) - inWeek(moved[at]!)
    if (hours <= (best?.hours ?? 0) + 1e-6) continue
    const taken = crew.flatMap(own => keyed(own.name, own.days).map(([key, count]) => [key, -count] as const))
    const given = crew.flatMap((own, n) => keyed(own.name, moved[n]!))
    best = {
      days,
      from: moved.map(own => own[0]![0]).toSorted()[0]!,
      hours,
      adds: [...sums([...taken, ...given])].filter(([, count]) => Math.abs(count) > 1e-6),
    }
  }
  return best
}

/** The same hours on the own working days from `days` later on, wrapped so that none is one value; none where something is booked. */
function shifted(room: Room, booking: Booking, days: number): [Booking['days']] | undefined {
  const { name, activity, days: asked } = booking
  const person = room.people.get(name)!
  const own = new Map(asked)
  const moved: [PlainDate, number][] = []
  let passed = 0
  for (let date = asked[0]![0]; moved.length < asked.length; date = addDays(date, 1)) {
    if (date > (activity.latest_finish ?? activity.earliest_finish)) return undefined
    if (!room.hours.worksOn(person, date)) continue
    passed += 1
    if (passed <= days) continue
    const count = asked[moved.length]![1]
    const other = room.days.get(`${name} ${date}`) - (own.get(date) ?? 0)
    if (other + count > room.hours.dayLength(person) + 1e-6) return undefined
    moved.push([date, count])
  }
  return [moved]
}
