import { addDays, isoWeek, type PlainDate } from '../calendar/date.ts'
import type { Derivation } from '../derivation.ts'
import type { RoleSpec } from '../kinds/profile.ts'
import { roleInSentence } from '../kinds/roles.ts'
import type { Resources, RoleCard, Schedule, Stage } from '../plan.ts'
import { ownDay } from '../schedule/rcpsp/work-hours.ts'
import { workCalendar } from '../schedule/stages/stage-calendars.ts'
import { isAway, type Person } from './people.ts'

type Load = Resources['load'][number]

interface RoleLoad {
  role: string
  hours: number
}

/**
 * Hours per person and ISO week against the hours they have: their week less holidays and absences. Where the schedule has booked
 * people for the work of a role in a phase, its bookings count, in days of the person's own length; the hours of the catalogue stand
 * for all other work of a role and count where the person is assigned, not as a backup.
 */
export function weeklyLoad(
  derivation: Derivation,
  people: readonly Person[],
  cards: readonly RoleCard[],
  schedule: Schedule,
): (Load & { byRole: RoleLoad[] })[] {
  const byWeek = new Map<string, WorkedDay[]>()
  for (const day of workedDays(derivation, schedule)) {
    const week = isoWeek(day.date)
    byWeek.set(week, [...(byWeek.get(week) ?? []), day])
  }
  const perWeek = derivation.release.working_days.value.length
  const booked = bookedHours(schedule, people, perWeek)
  return people.flatMap(person =>
    [...byWeek].map(([week, days]) => {
      const own = rolesOfPerson(person, cards)
      const catalogue = (card: RoleCard) =>
        days.reduce((sum, day) => {
          const counted = booked.work.has(workKey(card.id, day)) ? 0 : hoursOn(card, day.phase, perWeek)
          return sum + counted
        }, 0)
      const byRole = cards.flatMap(card => {
        const hours =
          (booked.hours.get(`${person.name} ${card.id} ${week}`) ?? 0) +
          (own.includes(card) ? catalogue(card) : 0)
        return own.includes(card) || hours > 0 ? [{ role: card.name, hours }] : []
      })
      const there = workedBy(person, derivation, week, days[0]!.date)
      const hours = byRole.reduce((sum, role) => sum + role.hours, 0)
      return {
        name: person.name,
        week,
        hours: rounded(hours),
        capacity: rounded((person.hoursPerWeek / perWeek) * there.length),
        byRole,
      }
    }),
  )
}

interface Booked {
  /** By person, role and week. */
  hours: ReadonlyMap<string, number>
  /** Roles and phases whose work is booked. */
  work: ReadonlySet<string>
}

/** What is booked for a go/no-go says nothing of the hours of the release day and the watch: there each stage counts by itself. */
const workKey = (role: string, { phase, id }: Pick<Stage, 'phase' | 'id'>): string =>
  `${role} ${phase === 'release' ? id : phase}`

function bookedHours(schedule: Schedule, people: readonly Person[], perWeek: number): Booked {
  // A full day of the schedule has eight hours, and as many as the person works on a day here.
  const scale = new Map(
    people.map(({ name, hoursPerWeek }) => [name, hoursPerWeek / perWeek / ownDay(hoursPerWeek)]),
  )
  const hours = new Map<string, number>()
  const work = new Set<string>()
  for (const stage of schedule.stages) {
    for (const { role, who = [] } of stage.activities) {
      for (const { name, weeks } of who) {
        if (!weeks || !scale.has(name)) continue
        work.add(workKey(role, stage))
        for (const [week, count] of Object.entries(weeks)) {
          const key = `${name} ${role} ${week}`
          hours.set(key, (hours.get(key) ?? 0) + count * scale.get(name)!)
        }
      }
    }
  }
  return { hours, work }
}

/** People are booked by whole hours: less than one is no overload. */
const roundingHours = 1

/** Weeks with more work than hours, each with the smallest change that mends it; free hours are given away once. */
export function overloadsOf(
  load: ReturnType<typeof weeklyLoad>,
  people: readonly Person[],
  cards: readonly RoleCard[],
): Resources['overloads'] {
  const free = new Map(load.map(({ name, week, hours, capacity }) => [`${week} ${name}`, capacity - hours]))
  const takerOf = (week: string, name: string, part: RoleLoad): string => {
    const id = cards.find(card => card.name === part.role)?.id ?? ''
    const spare = (person: Person) => free.get(`${week} ${person.name}`) ?? 0
    const able = people
      .filter(person => person.name !== name && person.roles.includes(id) && spare(person) >= part.hours)
      .toSorted((a, b) => spare(b) - spare(a))[0]
    if (able) free.set(`${week} ${able.name}`, spare(able) - part.hours)
    return able?.name ?? 'one more person'
  }
  return load
    .filter(week => week.hours >= week.capacity + roundingHours)
    .map(({ name, week, hours, capacity, byRole }) => {
      const parts = smallestParts(byRole, hours - capacity)
      const fix = parts.map(
        part => `${part.hours} h of ${roleInSentence(part.role)} to ${takerOf(week, name, part)}`,
      )
      return { name, week, hours, capacity, fix: `hand ${fix.join(', ')}` }
    })
}

/** The excess out of the smallest role that holds all of it, else out of the largest ones until it is covered. */
function smallestParts(byRole: readonly RoleLoad[], excess: number): RoleLoad[] {
  const rising = byRole.toSorted((a, b) => a.hours - b.hours)
  const one = rising.find(part => part.hours >= excess)
  if (one) return [{ role: one.role, hours: rounded(excess) }]
  const parts: RoleLoad[] = []
  let left = excess
  for (const { role, hours } of rising.toReversed()) {
    const part = rounded(Math.min(left, hours))
    if (part > 0) parts.push({ role, hours: part })
    left -= part
  }
  return parts
}

interface WorkedDay extends Pick<Stage, 'id' | 'phase'> {
  date: PlainDate
}

/** Working days of all stages, and the release day whatever day it is. */
function workedDays(derivation: Derivation, schedule: Schedule): WorkedDay[] {
  const { release } = derivation
  const calendar = workCalendar(derivation)
  const days = new Map<PlainDate, Stage>()
  for (const stage of schedule.stages) {
    for (let date = stage.from; date <= stage.to; date = addDays(date, 1)) {
      if (calendar.isWorkingDay(date) || date === release.release_date.value) days.set(date, stage)
    }
  }
  return [...days].map(([date, { id, phase }]) => ({ date, id, phase })).filter(day => day.phase !== 'after')
}

/** The working days of a person, their own or the plan's, in the ISO week that holds `day`. */
function workedBy(person: Person, derivation: Derivation, week: string, day: PlainDate): PlainDate[] {
  const calendar = person.calendar ?? workCalendar(derivation)
  return Array.from({ length: 13 }, (_, n) => addDays(day, n - 6)).filter(
    date => isoWeek(date) === week && calendar.isWorkingDay(date) && !isAway(person, date),
  )
}

function rolesOfPerson(person: Person, cards: readonly RoleCard[]): RoleCard[] {
  return cards.filter(card =>
    card.assigned.some(assigned => 'value' in assigned && assigned.value === person.name),
  )
}

function hoursOn({ hours }: RoleSpec, phase: Stage['phase'], daysPerWeek: number): number {
  if (phase === 'release') return hours.release_per_day
  if (phase === 'testing') return hours.testing_per_week / daysPerWeek
  return phase === 'planning' ? hours.planning_per_week / daysPerWeek : 0
}

const rounded = (hours: number): number => Math.round(hours * 10) / 10
