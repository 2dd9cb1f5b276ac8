import { Temporal } from 'temporal-polyfill'
import { PlanError } from '../errors.ts'

/** A day of the calendar without clock or zone, `YYYY-MM-DD`. Compares and sorts as text. */
export type PlainDate = string

const SHAPE = /^\d{4}-\d{2}-\d{2}$/
const FIRST_YEAR = 1970
const LAST_YEAR = 2199
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const
const WEEKDAYS_IN_FULL = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const

/**
 * `text` as a plan date. `field` is the argument that held it.
 * @throws PlanError `invalid_date` for another form, a day that does not exist, or a year outside 1970-2199
 */
export function plainDate(text: string, field: string): PlainDate {
  const trimmed = text.trim()
  const form = 'Give a date as YYYY-MM-DD, for example 2026-12-01.'
  if (!SHAPE.test(trimmed)) {
    throw new PlanError('invalid_date', `${field}: "${shortened(text)}" is not a date. ${form}`, field)
  }
  if (!exists(trimmed)) {
    throw new PlanError('invalid_date', `${field}: the day ${trimmed} does not exist. ${form}`, field)
  }
  const year = yearOf(trimmed)
  if (year < FIRST_YEAR || year > LAST_YEAR) {
    const range = `${FIRST_YEAR} to ${LAST_YEAR}`
    throw new PlanError(
      'invalid_date',
      `${field}: the year of ${trimmed} is outside ${range}. ${form}`,
      field,
    )
  }
  return trimmed
}

/** The day `days` calendar days after `date`, before it when negative. */
export function addDays(date: PlainDate, days: number): PlainDate {
  return dateOfDay(dayOf(date) + days)
}

/** Calendar days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: PlainDate, to: PlainDate): number {
  return dayOf(to) - dayOf(from)
}

/** Day of the ISO week: 1 is Monday, 7 is Sunday. */
export function weekday(date: PlainDate): number {
  return ((((dayOf(date) + 3) % 7) + 7) % 7) + 1
}

/** `Mon` to `Sun`. */
export function weekdayName(date: PlainDate): string {
  return WEEKDAYS[weekday(date) - 1]!
}

/** `Monday` to `Sunday`. */
export function weekdayInFull(date: PlainDate): string {
  return WEEKDAYS_IN_FULL[weekday(date) - 1]!
}

/** The date as a person reads it in a plan: `Tue 2026-12-01`. */
export function longDate(date: PlainDate): string {
  return `${weekdayName(date)} ${date}`
}

/** ISO 8601 week, with its own year, that of its Thursday: `2026-W53` for 2027-01-01. */
export function isoWeek(date: PlainDate): string {
  const thursday = addDays(date, 4 - weekday(date))
  const year = thursday.slice(0, 4)
  return `${year}-W${String(Math.floor(daysBetween(`${year}-01-01`, thursday) / 7) + 1).padStart(2, '0')}`
}

const EPOCH = Temporal.PlainDate.from('1970-01-01')
/** A plan asks for the same few hundred days many thousand times: each is read and written once. */
const days = new Map<PlainDate, number>()
const dates = new Map<number, PlainDate>()

/** Days since 1970-01-01, a Thursday. */
function dayOf(date: PlainDate): number {
  const known = days.get(date)
  if (known !== undefined) return known
  const day = EPOCH.until(date).days
  days.set(date, day)
  return day
}

function dateOfDay(day: number): PlainDate {
  const known = dates.get(day)
  if (known !== undefined) return known
  const date = EPOCH.add({ days: day }).toString()
  dates.set(day, date)
  return date
}

/** The year of `date`. */
export function yearOf(date: PlainDate): number {
  return Number(date.slice(0, 4))
}

/** Whether a text of the right shape names a real day. */
function exists(date: string): boolean {
  try {
    Temporal.PlainDate.from(date)
    return true
  } catch {
    return false
  }
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}...` : text
}
