import { PlanError } from '../errors.ts'
import { addDays, type PlainDate, plainDate, weekday } from './date.ts'
import type { WorkingCalendar } from './working-calendar.ts'

export type OffsetKind = 'calendar_days' | 'working_days' | 'weeks' | 'nth_weekday' | 'business_day' | 'date'

export interface ResolvedOffset {
  date: PlainDate
  kind: OffsetKind
  /** The day the offset names, when another one was taken. */
  movedFrom?: PlainDate
  /** Why the named day is off: set when it was moved, and also when it stays although it is off. */
  because?: string
}

/** What an offset may look like, for messages and descriptions. */
export const OFFSET_FORMS =
  'T-14 or T+7 (calendar days), WD-10 (working days), R-5w or R-5w thursday (weeks), third tuesday, ' +
  'last business day on or before the 16th (both of the month of the release), or a date such as 2026-12-01'

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth']
const DAYS = /^t(?:([+-])(\d{1,3}))?$/
const WORKING_DAYS = /^wd(?:([+-])(\d{1,3}))?$/
const WEEKS = /^r(?:([+-])(\d{1,2})w)?(?: ([a-z]+))?$/
const NTH_WEEKDAY = /^(?:the )?(\w+) ([a-z]+)$/
const BUSINESS_DAY =
  /^(?:the )?(?:last (?:business|working) day on or (before)|first (?:business|working) day on or (after)) the (\d{1,2})(?:st|nd|rd|th)?$/

/**
 * The day that `text` names, seen from the release. A day off is moved to the working day before or after it, or
 * kept; the release's own day (`T`, `T-0`, `WD-0`) is never moved, for it is the caller's decision.
 * @throws PlanError `invalid_offset` listing the forms
 */
export function resolveOffset(
  text: string,
  releaseDate: PlainDate,
  calendar: WorkingCalendar,
  move: 'before' | 'after' | 'keep',
): ResolvedOffset {
  const { date, kind } = namedDay(text, releaseDate, calendar)
  const because = calendar.reasonOff(date)
  if (because === undefined) return { date, kind }
  if (move === 'keep' || (date === releaseDate && kind !== 'date')) return { date, kind, because }
  const moved = move === 'before' ? calendar.onOrBefore(date) : calendar.onOrAfter(date)
  return { date: moved, kind, movedFrom: date, because }
}

function namedDay(
  text: string,
  release: PlainDate,
  calendar: WorkingCalendar,
): { date: PlainDate; kind: OffsetKind } {
  const form = text.trim().toLowerCase().replaceAll(/[−–]/g, '-').replaceAll(/\s+/g, ' ')
  const days = DAYS.exec(form)
  if (days) return { date: addDays(release, signed(days)), kind: 'calendar_days' }
  const working = WORKING_DAYS.exec(form)
  if (working) return { date: calendar.addWorkingDays(release, signed(working)), kind: 'working_days' }
  const weeks = WEEKS.exec(form)
  if (weeks) return { date: inWeek(addDays(release, 7 * signed(weeks)), weeks[3], text), kind: 'weeks' }
  const business = BUSINESS_DAY.exec(form)
  if (business) return { date: businessDay(business, release, calendar, text), kind: 'business_day' }
  const nth = NTH_WEEKDAY.exec(form)
  if (nth) return { date: nthWeekday(nth[1]!, nth[2]!, release, text), kind: 'nth_weekday' }
  if (/^\d{4}-\d{2}-\d{2}$/.test(form)) return { date: plainDate(form, 'offset'), kind: 'date' }
  throw invalid(text, 'is not understood')
}

function signed(match: RegExpExecArray): number {
  const size = Number(match[2] ?? 0)
  return match[1] === '-' ? 0 - size : size
}

/** The named weekday of the ISO week, Monday to Sunday, that holds `date`; without a name the day itself. */
function inWeek(date: PlainDate, name: string | undefined, text: string): PlainDate {
  return name === undefined ? date : addDays(date, weekdayNumber(name, text) - weekday(date))
}

/** "third tuesday" is the third Tuesday that the month has, which may fall after its third Thursday. */
function nthWeekday(ordinal: string, name: string, release: PlainDate, text: string): PlainDate {
  const wanted = weekdayNumber(name, text)
  const first = monthStart(release)
  if (ordinal === 'last') {
    const end = addDays(first, daysInMonth(first) - 1)
    return addDays(end, 0 - ((weekday(end) - wanted + 7) % 7))
  }
  const spelled = ORDINALS.indexOf(ordinal) + 1
  const n = spelled || Number(/^([1-5])(?:st|nd|rd|th)$/.exec(ordinal)?.[1] ?? 0)
  if (n === 0) throw invalid(text, `"${ordinal}" is none of first to fifth, or last`)
  const day = ((wanted - weekday(first) + 7) % 7) + 7 * (n - 1)
  if (day >= daysInMonth(first)) throw invalid(text, `${release.slice(0, 7)} has no ${ordinal} ${name}`)
  return addDays(first, day)
}

function businessDay(
  match: RegExpExecArray,
  release: PlainDate,
  calendar: WorkingCalendar,
  text: string,
): PlainDate {
  const day = Number(match[3])
  if (day < 1 || day > 31) throw invalid(text, `there is no day ${day} in a month`)
  const first = monthStart(release)
  const named = addDays(first, Math.min(day, daysInMonth(first)) - 1)
  return match[1] ? calendar.onOrBefore(named) : calendar.onOrAfter(named)
}

function weekdayNumber(name: string, text: string): number {
  const index = name.length < 3 ? -1 : WEEKDAYS.findIndex(day => day.startsWith(name))
  if (index < 0) throw invalid(text, `"${name}" is not a weekday`)
  return index + 1
}

function monthStart(date: PlainDate): PlainDate {
  return `${date.slice(0, 7)}-01`
}

function daysInMonth(first: PlainDate): number {
  return Number(addDays(monthStart(addDays(first, 31)), -1).slice(8))
}

function invalid(text: string, why: string): PlanError {
  const shown = text.slice(0, 60)
  return new PlanError('invalid_offset', `offset: "${shown}" ${why}. Valid: ${OFFSET_FORMS}.`, 'offset')
}
