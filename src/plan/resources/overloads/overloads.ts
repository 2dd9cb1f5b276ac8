import { longDate } from '../../calendar/date.ts'
import { roleInSentence } from '../../kinds/roles.ts'
import type { Resources, RoleCard } from '../../plan.ts'
import { counted } from '../../text.ts'
import { type Hours, rounded } from '../hours.ts'
import type { WeekLoad } from '../load.ts'
import type { Person } from '../people.ts'
import { type Move, roomOf } from './moves.ts'
import { roundingHours, smallestChange } from './smallest-change.ts'

/** Weeks with more work than hours, each with its part of the smallest change that mends the week; free hours are given away once. */
export function overloadsOf(
  hours: Hours,
  loads: readonly WeekLoad[],
  people: readonly Person[],
  cards: readonly RoleCard[],
): Resources['overloads'] {
  const room = roomOf(hours, people, loads)
  const name = (role: string) => roleInSentence(cards.find(({ id }) => id === role)?.name ?? role)
  const mended = hours.weeks.flatMap(week => {
    const all = loads.filter(load => load.week === week && load.hours >= load.capacity + roundingHours)
    // What was handed over or moved for an earlier week may have helped this one.
    const over = all.filter(({ person }) => room.left.get(`${person.name} ${week}`) <= -roundingHours)
    const { moves, smallest } =
      over.length > 0 ? smallestChange(room, week, over) : { moves: [], smallest: true }
    return all.map(load => ({ load, moves: moves[over.indexOf(load)] ?? [], smallest }))
  })
  const place = new Map(people.map((person, n) => [person, n]))
  return mended
    .toSorted((a, b) => place.get(a.load.person)! - place.get(b.load.person)!)
    .map(({ load, moves, smallest }) => ({
      name: load.person.name,
      week: load.week,
      hours: rounded(load.hours),
      capacity: rounded(load.capacity),
      fix: fixText(moves, name, smallest),
    }))
}

function fixText(moves: readonly Move[], name: (role: string) => string, smallest: boolean): string {
  if (moves.length === 0) return 'mended by the other changes'
  const text = moves.map(move => moveText(move, name)).join(', ')
  return smallest ? text : `for example ${text}`
}

function moveText({ part, hours, taker, later }: Move, name: (role: string) => string): string {
  const what = part.booking ? `"${part.booking.activity.name}"` : `${name(part.role)} work`
  if (later) return `do ${what} ${counted(later.days, 'working day')} later, from ${longDate(later.from)}`
  const whom = taker ? `to ${taker.name}` : 'to one more person'
  return `hand ${rounded(hours)} h of ${part.booking ? what : name(part.role)} ${whom}`
}
