import { addDays, type PlainDate } from '../../calendar/date.ts'
import type { WorkingCalendar } from '../../calendar/working-calendar.ts'

/** Working days counted from a first one, 0, and the dates they are. */
export interface DayLine {
  zero: PlainDate
  /** The n-th working day, also before the first one. */
  dateOf(n: number): PlainDate
  /** Working days from the first one up to `date`, not included. */
  daysTo(date: PlainDate): number
  /** First and last day of what lasts from `start` to `finish`; without length both are the day that begins then. */
  span(start: number, finish: number): { from: PlainDate; to: PlainDate }
}

const EPSILON = 1e-9

/** Days are looked up once each: a thousand activities lie on a few hundred days. */
export function dayLine(calendar: WorkingCalendar, from: PlainDate): DayLine {
  const zero = calendar.onOrAfter(from)
  const dates = [zero]
  const counted = new Map<PlainDate, number>()

  function dateOf(n: number): PlainDate {
    if (n < 0) return calendar.addWorkingDays(zero, n)
    while (dates.length <= n) dates.push(calendar.onOrAfter(addDays(dates.at(-1)!, 1)))
    return dates[n]!
  }

  function daysTo(date: PlainDate): number {
    const days = counted.get(date) ?? calendar.workingDaysBetween(zero, date)
    counted.set(date, days)
    return days
  }

  function span(start: number, finish: number): { from: PlainDate; to: PlainDate } {
    const first = Math.floor(start + EPSILON)
    return { from: dateOf(first), to: dateOf(Math.max(first, Math.ceil(finish - EPSILON) - 1)) }
  }

  return { zero, dateOf, daysTo, span }
}
