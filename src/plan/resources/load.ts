import { isKnown } from '../basis.ts'
import type { RoleId } from '../kinds/profile.ts'
import type { Resources, RoleCard } from '../plan.ts'
import { type Booking, type Hours, rounded } from './hours.ts'
import type { Person } from './people.ts'

/** One person's work in one week. */
export interface WeekLoad {
  person: Person
  week: string
  hours: number
  capacity: number
  /** The catalogue's hours of the roles held, beyond what is booked; they can be divided. */
  rest: ReadonlyMap<RoleId, number>
  /** What the schedule has booked, with the hours in this week. */
  booked: readonly { booking: Booking; hours: number }[]
}

/**
 * Hours per person and ISO week against the hours they have: what the schedule has booked them for, whatever their role, and their
 * share of what their roles ask beyond all that is booked for these.
 */
export function weekLoads(hours: Hours, people: readonly Person[], cards: readonly RoleCard[]): WeekLoad[] {
  const holders = new Map(cards.map(card => [card.id, holdersOf(card)]))
  const bookings = new Map<string, { booking: Booking; hours: number }[]>()
  for (const { name, week, count, booking } of hours.bookedByWeek) {
    const key = `${name} ${week}`
    bookings.set(key, [...(bookings.get(key) ?? []), { booking, hours: count }])
  }
  const rests = new Map<string, number>()
  for (const card of cards) {
    const { length } = holders.get(card.id)!
    if (length === 0) continue
    for (const week of hours.weeks) rests.set(`${card.id} ${week}`, hours.rest(card, week, length))
  }
  const byName = new Map(people.map(person => [person.name, person]))
  /** A team shares its hours as each of them has time; where nobody has any, evenly. */
  const shareOf = (card: RoleCard, person: Person, week: string): number => {
    const team = holders.get(card.id)!
    const rest = rests.get(`${card.id} ${week}`)!
    if (team.length === 1) return rest
    const known = team.flatMap(name => byName.get(name) ?? [])
    const all = known.reduce((sum, member) => sum + hours.capacity(member, week), 0)
    return rest * (all > 0 ? hours.capacity(person, week) / all : 1 / team.length)
  }
  return people.flatMap(person => {
    const own = cards.filter(card => holders.get(card.id)!.includes(person.name))
    return hours.weeks.map(week => {
      const shares = own.map(card => [card.id, shareOf(card, person, week)] as const)
      const rest = new Map(shares.filter(([, share]) => share > 0))
      const booked = bookings.get(`${person.name} ${week}`) ?? []
      return {
        person,
        week,
        hours: total(rest, booked),
        capacity: hours.capacity(person, week),
        rest,
        booked,
      }
    })
  })
}

const total = (rest: WeekLoad['rest'], booked: WeekLoad['booked']): number =>
  [...rest.values(), ...booked.map(({ hours }) => hours)].reduce((sum, hours) => sum + hours, 0)

/** Those who are known to hold a role. */
export const holdersOf = ({ assigned }: Pick<RoleCard, 'assigned'>): string[] =>
  assigned.filter(isKnown).map(({ value }) => value)

/** The figures that are printed. */
export const loadOf = (loads: readonly WeekLoad[]): Resources['load'] =>
  loads.map(({ person, week, hours, capacity }) => ({
    name: person.name,
    week,
    hours: rounded(hours),
    capacity: rounded(capacity),
  }))
