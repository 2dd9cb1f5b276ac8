import { addDays, isoWeek, type PlainDate } from '../calendar/date.ts'
import type { Derivation } from '../derivation.ts'
import type { RoleSpec } from '../kinds/profile.ts'
import type { Schedule, ScheduledActivity, Stage } from '../plan.ts'
import { ownDay } from '../schedule/rcpsp/work-hours.ts'
import { workCalendar } from '../schedule/stages/stage-calendars.ts'
import { isAway, type Person } from './people.ts'

/** Work on an activity for which the schedule has booked somebody. */
export interface Booking {
  name: string
  activity: ScheduledActivity
  phase: Stage['phase']
  /** Hours by day, ascending; a full day has as many as the person works on a day. */
  days: readonly (readonly [PlainDate, number])[]
}

/** The hours of a plan before its follow-up: those booked by the schedule, and those of the catalogue beyond them. */
export interface Hours {
  /** ISO weeks, ascending. */
  weeks: readonly string[]
  bookings: readonly Booking[]
  /** The same added up. */
  bookedByWeek: readonly { name: string; week: string; count: number; booking: Booking }[]
  /** What a role asks of so many people together in a week, beyond what is booked for it. */
  rest(role: RoleSpec, week: string, holders: number): number
  /** The same on the days between go/no-go and the end of monitoring, which cannot wait, by day and for one person. */
  releaseDays(role: RoleSpec): readonly (readonly [PlainDate, number])[]
  /** Hours that somebody has in a week: those of the own week less days off and absences. */
  capacity(person: Person, week: string): number
  dayLength(person: Person): number
  worksOn(person: Person, day: PlainDate): boolean
}

/**
 * The hours of a role and phase in the catalogue are all that it takes; what the schedule has booked is part of them, and counts alone
 * where it is more.
 */
export function hoursOf(derivation: Derivation, people: readonly Person[], schedule: Schedule): Hours {
  const perWeek = derivation.release.working_days.value.length
  const days = workedDays(derivation, schedule)
  const byWeek = new Map<string, Map<Stage['phase'], number>>()
  for (const [date, phase] of days) {
    const week = isoWeek(date)
    const phases = byWeek.get(week) ?? new Map<Stage['phase'], number>()
    byWeek.set(week, phases.set(phase, (phases.get(phase) ?? 0) + 1))
  }
  const bookings = bookingsOf(schedule, people, perWeek)
  const bookedByWeek = bookings.flatMap(booking => byWeekOf(booking))
  const booked = new Map<string, number>()
  for (const { booking, week, count } of bookedByWeek) {
    const key = `${booking.activity.role} ${booking.phase} ${week}`
    booked.set(key, (booked.get(key) ?? 0) + count)
  }
  const plan = workCalendar(derivation)
  const dayLength = (person: Person) => person.hoursPerWeek / perWeek
  const worksOn = (person: Person, day: PlainDate) =>
    (person.calendar ?? plan).isWorkingDay(day) && !isAway(person, day)
  const firstDays = new Map(
    [...days].map(([date]) => [isoWeek(date), date]).reverse() as [string, PlainDate][],
  )
  const capacities = new Map<string, number>()
  return {
    weeks: [...byWeek.keys()].toSorted(),
    bookings,
    bookedByWeek,
    rest: (role, week, holders) =>
      [...(byWeek.get(week) ?? [])].reduce((sum, [phase, count]) => {
        const asked = hoursOn(role, phase, perWeek) * count * holders
        return sum + Math.max(0, asked - (booked.get(`${role.id} ${phase} ${week}`) ?? 0))
      }, 0),
    releaseDays: role =>
      [...days]
        .filter(([, phase]) => phase === 'release' && role.hours.release_per_day > 0)
        .map(([date]) => [date, role.hours.release_per_day] as const),
    capacity(person, week) {
      const key = `${person.name} ${week}`
      const known = capacities.get(key)
      if (known !== undefined) return known
      const there = daysOfWeek(week, firstDays.get(week)).filter(day => worksOn(person, day))
      const hours = dayLength(person) * there.length
      capacities.set(key, hours)
      return hours
    },
    dayLength,
    worksOn,
  }
}

/** Working days of all stages before the follow-up, and the release day whatever day it is. */
function workedDays(derivation: Derivation, schedule: Schedule): Map<PlainDate, Stage['phase']> {
  const { release } = derivation
  const calendar = workCalendar(derivation)
  const days = new Map<PlainDate, Stage['phase']>()
  for (const stage of schedule.stages) {
    for (let date = stage.from; date <= stage.to; date = addDays(date, 1)) {
      if (calendar.isWorkingDay(date) || date === release.release_date.value) days.set(date, stage.phase)
    }
  }
  return new Map([...days].filter(([, phase]) => phase !== 'after').toSorted())
}

function bookingsOf(schedule: Schedule, people: readonly Person[], perWeek: number): Booking[] {
  // A full day of the schedule has eight hours, and as many as the person works on a day here.
  const scale = new Map(
    people.map(({ name, hoursPerWeek }) => [name, hoursPerWeek / perWeek / ownDay(hoursPerWeek)]),
  )
  return schedule.stages.flatMap(({ phase, activities }) =>
    activities.flatMap(activity =>
      (activity.who ?? []).flatMap(({ name, hours }) => {
        const own = scale.get(name)
        if (own === undefined || !hours) return []
        const days = Object.entries(hours).map(([date, count]) => [date, count * own] as const)
        return [{ name, activity, phase, days }]
      }),
    ),
  )
}

function byWeekOf(booking: Booking): { name: string; week: string; count: number; booking: Booking }[] {
  const weeks = new Map<string, number>()
  for (const [date, hours] of booking.days) weeks.set(isoWeek(date), (weeks.get(isoWeek(date)) ?? 0) + hours)
  return [...weeks].map(([week, count]) => ({ name: booking.name, week, count, booking }))
}

function daysOfWeek(week: string, day: PlainDate | undefined): PlainDate[] {
  if (day === undefined) return []
  return Array.from({ length: 13 }, (_, n) => addDays(day, n - 6)).filter(date => isoWeek(date) === week)
}

function hoursOn({ hours }: RoleSpec, phase: Stage['phase'], daysPerWeek: number): number {
  if (phase === 'release') return hours.release_per_day
  if (phase === 'testing') return hours.testing_per_week / daysPerWeek
  return phase === 'planning' ? hours.planning_per_week / daysPerWeek : 0
}

export const rounded = (hours: number): number => Math.round(hours * 10) / 10
