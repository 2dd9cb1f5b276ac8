import { PlanError } from '../errors.ts'
import { addDays, daysBetween, type PlainDate, plainDate, weekday } from './date.ts'
import type { WorkingCalendar } from './working-calendar.ts'

export type OffsetKind = 'calendar_days' | 'working_days' | 'weeks' | 'nth_weekday' | 'business_day' | 'date'

export interface ResolvedOffset {
  date: PlainDate
  kind: OffsetKind
  /** The day the offset names, when another one was taken. */
  movedFrom?: PlainDate
  /** Why the named day is off: set when it was moved, and also when it stays although it is off. */
  because?: string
  /** What was done about the day off. */
  rule?: Move
}

/** What becomes of an offset that names a day off: the last working day before it, the first one after it, or that day. */
export type Move = 'before' | 'after' | 'keep'

/** What each kind counts, as documents say it. */
export const offsetKinds: Readonly<Record<OffsetKind, string>> = {
  calendar_days: 'calendar days',
  working_days: 'working days',
  weeks: 'ISO weeks',
  nth_weekday: 'nth weekday of a month',
  business_day: 'business day of a month',
  date: 'date',
}

/** What an offset may look like, for messages and descriptions. */
export const OFFSET_FORMS =
  'T-14 or T+7 (calendar days), WD-10 (working days), R-5w or R-5w thursday (weeks), third tuesday or last friday, ' +
  'last business day on or before the 16th, first business day on or after the 1st (these of the month of the release, ' +
  'unless "of march" or "of the month before" follows), or a date such as 2026-12-01'

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth']
const DATE = /^\d{4}-\d{2}-\d{2}$/
const DAYS = /^t(?:([+-])(\d{1,3}))?$/
const WORKING_DAYS = /^wd(?:([+-])(\d{1,3}))?$/
const WEEKS = /^r(?:([+-])(\d{1,2})w)?(?: ([a-z]+))?$/
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
const OF_MONTH =
  / of (?:the )?(?:(month before|previous month)|(month after|next month)|(month|same month)|([a-z]{3,9})(?: (\d{4}))?)$/
const NTH_WEEKDAY = /^(?:the )?(\w+) ([a-z]+)$/
const BUSINESS_DAY =
  /^(?:the )?(?:last (?:business|working) day on or (before)|first (?:business|working) day on or (after)) the (\d{1,2})(?:st|nd|rd|th)?$/

/**
 * The day that `text` names, seen from the release. A day off is moved to the working day before or after it, or
 * kept; the release's own day (`T`, `T-0`, `WD-0`) is never moved, for it is the caller's decision. Working and business days are
 * counted through freezes, which stop changes and not work; a day that is named so and frozen is moved.
 * @throws PlanError `invalid_offset` listing the forms, `invalid_date`; they name `field`
 */
export function resolveOffset(
  text: string,
  releaseDate: PlainDate,
  calendar: WorkingCalendar,
  move: Move,
  field = 'offset',
): ResolvedOffset {
  const { date, kind } = ofField(field, () => namedDay(text, releaseDate, calendar))
  const because = calendar.reasonOff(date)
  if (because === undefined) return { date, kind }
  if (move === 'keep' || (date === releaseDate && kind !== 'date')) {
    return { date, kind, because, rule: 'keep' }
  }
  const moved = move === 'before' ? calendar.onOrBefore(date) : calendar.onOrAfter(date)
  return { date: moved, kind, movedFrom: date, because, rule: move }
}

/** Which kind of offset a text is; undefined where it is none. */
export function offsetKind(text: string): OffsetKind | undefined {
  const form = formOf(text)
  if (DAYS.test(form)) return 'calendar_days'
  if (WORKING_DAYS.test(form)) return 'working_days'
  if (WEEKS.test(form)) return 'weeks'
  if (DATE.test(form)) return 'date'
  const ofMonth = form.replace(OF_MONTH, '')
  if (BUSINESS_DAY.test(ofMonth)) return 'business_day'
  return NTH_WEEKDAY.test(ofMonth) ? 'nth_weekday' : undefined
}

const formOf = (text: string): string =>
  text.trim().toLowerCase().replaceAll(/[−–]/g, '-').replaceAll(/\s+/g, ' ')

function namedDay(
  text: string,
  release: PlainDate,
  calendar: WorkingCalendar,
): { date: PlainDate; kind: OffsetKind } {
  const form = formOf(text)
  const work = calendar.withoutFreezes()
  const days = DAYS.exec(form)
  if (days) return { date: addDays(release, signed(days)), kind: 'calendar_days' }
  const working = WORKING_DAYS.exec(form)
  if (working) return { date: work.addWorkingDays(release, signed(working)), kind: 'working_days' }
  const weeks = WEEKS.exec(form)
  if (weeks) return { date: inWeek(addDays(release, 7 * signed(weeks)), weeks[3], text), kind: 'weeks' }
  if (DATE.test(form)) return { date: plainDate(form, 'offset'), kind: 'date' }
  const first = monthNamed(OF_MONTH.exec(form), release, text)
  const ofMonth = form.replace(OF_MONTH, '')
  const business = BUSINESS_DAY.exec(ofMonth)
  if (business) return { date: businessDay(business, first, work, text), kind: 'business_day' }
  const nth = NTH_WEEKDAY.exec(ofMonth)
  if (nth) return { date: nthWeekday(nth[1]!, nth[2]!, first, text), kind: 'nth_weekday' }
  throw invalid(text, 'is not understood')
}

/** The first of the month meant: the release's, the one before or after it, or of those of that name the nearest to the release. */
function monthNamed(match: RegExpExecArray | null, release: PlainDate, text: string): PlainDate {
  const own = monthStart(release)
  if (!match || match[3]) return own
  if (match[1]) return monthStart(addDays(own, -1))
  if (match[2]) return monthStart(addDays(own, 31))
  const name = match[4]!
  const month = MONTHS.findIndex(known => known.startsWith(name))
  if (month < 0) throw invalid(text, `is not understood: "${name}" is not a month`)
  const year = Number(match[5] ?? release.slice(0, 4))
  const years = match[5] ? [year] : [year - 1, year, year + 1]
  const firsts = years.map(one => `${one}-${String(month + 1).padStart(2, '0')}-01`)
  const far = (first: PlainDate) => Math.abs(daysBetween(first, own))
  return plainDate(firsts.toSorted((a, b) => far(a) - far(b))[0]!, 'offset')
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
function nthWeekday(ordinal: string, name: string, first: PlainDate, text: string): PlainDate {
  const wanted = weekdayNumber(name, text)
  if (ordinal === 'last') {
    const end = addDays(first, daysInMonth(first) - 1)
    return addDays(end, 0 - ((weekday(end) - wanted + 7) % 7))
  }
  const spelled = ORDINALS.indexOf(ordinal) + 1
  const n = spelled || Number(/^([1-5])(?:st|nd|rd|th)$/.exec(ordinal)?.[1] ?? 0)
  if (n === 0) throw invalid(text, `is not understood: "${ordinal}" is none of first to fifth, or last`)
  const day = ((wanted - weekday(first) + 7) % 7) + 7 * (n - 1)
  if (day >= daysInMonth(first))
    throw invalid(text, `is no day: ${first.slice(0, 7)} has no ${ordinal} ${name}`)
  return addDays(first, day)
}

function businessDay(
  match: RegExpExecArray,
  first: PlainDate,
  calendar: WorkingCalendar,
  text: string,
): PlainDate {
  const day = Number(match[3])
  if (day < 1 || day > 31) throw invalid(text, `is not understood: there is no day ${day} in a month`)
  const named = addDays(first, Math.min(day, daysInMonth(first)) - 1)
  return match[1] ? calendar.onOrBefore(named) : calendar.onOrAfter(named)
}

function weekdayNumber(name: string, text: string): number {
  const index = name.length < 3 ? -1 : WEEKDAYS.findIndex(day => day.startsWith(name))
  if (index < 0) throw invalid(text, `is not understood: "${name}" is not a weekday`)
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

/** What `read` returns; its errors name the argument that held the offset. */
function ofField<T>(field: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof PlanError) || error.field !== 'offset') throw error
    throw new PlanError(error.code, error.message.replace(/^offset/, field), field)
  }
}
