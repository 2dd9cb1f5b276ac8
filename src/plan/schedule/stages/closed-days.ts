import { addDays, type PlainDate, weekday } from '../../calendar/date.ts'
import type { Derivation } from '../../derivation.ts'
import { workCalendar } from './stage-calendars.ts'

/** Days of the working week on which nobody works: holidays, not freezes and not weekends. */
export function closedDays(derivation: Derivation, from: PlainDate, to: PlainDate): PlainDate[] {
  const work = workCalendar(derivation)
  const week = derivation.release.working_days.value
  const days: PlainDate[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) {
    if (week.includes(weekday(day)) && !work.isWorkingDay(day)) days.push(day)
  }
  return days
}

/** Days outside the working week on which work is done in exchange for days off. */
export function madeUpDays(derivation: Derivation, from: PlainDate, to: PlainDate): PlainDate[] {
  const work = workCalendar(derivation)
  const week = derivation.release.working_days.value
  const days: PlainDate[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) {
    if (!week.includes(weekday(day)) && work.isWorkingDay(day)) days.push(day)
  }
  return days
}
