import { PlanError } from '../errors.ts'
import { addDays, type PlainDate, weekday, weekdayInFull } from './date.ts'
import { type Freeze, type FrozenSpan, freezesOf } from './freezes.ts'
import type { Holiday } from './holidays.ts'
import type { Instant } from './zones.ts'

export type { Freeze, FrozenSpan } from './freezes.ts'

export interface WorkingCalendar {
  isWorkingDay(date: PlainDate): boolean
  /** `Christmas Day (DE, US)`, a freeze's name, or `Saturday`; several joined by `; `; undefined on a working day. */
  reasonOff(date: PlainDate): string | undefined
  /** The n-th working day after `date`, before it when negative; 0 gives `date` itself, working day or not. */
  addWorkingDays(date: PlainDate, n: number): PlainDate
  /** Working days from `from`, included, up to `to`, not included; negated when `to` is earlier. */
  workingDaysBetween(from: PlainDate, to: PlainDate): number
  /** `date`, or the last working day before it. */
  onOrBefore(date: PlainDate): PlainDate
  /** `date`, or the first working day after it. */
  onOrAfter(date: PlainDate): PlainDate
  /** The hour from which a half day is off. A half day is a working day: work begins on it. */
  halfDay(date: PlainDate): { name: string; from: string } | undefined
  /** How much of the hours 09:00 to 17:00 is worked: 1, 0 on a day off, a part on a half day. */
  shareWorked(date: PlainDate): number
  /** The freeze in force at an instant, its start included, its end not. */
  freezeAt(instant: Instant): FrozenSpan | undefined
  /** Freezes that overlap the instants from `from` up to `to`, by start. */
  freezesBetween(from: Instant, to: Instant): FrozenSpan[]
  /** The same days without freezes: these stop changes and not work. */
  withoutFreezes(): WorkingCalendar
}

const workingHours = { from: '09:00', to: '17:00' }

/** So many days off in a row are a mistake in the input, not a long winter. */
const LONGEST_BREAK_DAYS = 400

export interface CalendarDays {
  /** ISO weekdays, 1 is Monday. */
  workingDays: readonly number[]
  /** Those with `from` are half days. */
  holidays?: readonly Holiday[]
  /** Days of the weekend that are worked in exchange for days off. */
  madeUp?: readonly PlainDate[]
  freezes?: readonly Freeze[]
  /** IANA zone of the days; UTC unless given. */
  zone?: string
  /** A day is frozen when no minute of these hours or of the working hours is free. */
  window?: { from: string; to: string }
}

/**
 * The days on which work is done. The calendar's functions throw PlanError `no_working_day` when none comes within 400 days.
 * @throws PlanError `invalid_working_days`, `invalid_freeze`, `invalid_rrule`, `unknown_zone`
 */
export function workingCalendar(days: CalendarDays): WorkingCalendar {
  const week = checkedWeek(days.workingDays)
  const madeUp = new Set(days.madeUp)
  const holidays = holidayNames((days.holidays ?? []).filter(holiday => !isHalf(holiday)))
  const halves = halfDays((days.holidays ?? []).filter(isHalf))
  const freezes = freezesOf(days.freezes ?? [], days.zone ?? 'UTC', deployHours(days.window))
  const known = new Map<PlainDate, string>()

  function reason(date: PlainDate): string {
    const worked = week.has(weekday(date)) || madeUp.has(date)
    // A weekend is off without a freeze, and one that recurs over weekends would be named on each.
    const more = worked ? freezes.namesOn(date) : [weekdayInFull(date)]
    return [...(holidays.get(date) ?? []), ...more].join('; ')
  }

  function reasonOff(date: PlainDate): string | undefined {
    const cached = known.get(date) ?? reason(date)
    known.set(date, cached)
    return cached || undefined
  }

  const isWorkingDay = (date: PlainDate) => reasonOff(date) === undefined

  function nextWorkingDay(date: PlainDate, step: 1 | -1): PlainDate {
    let day = date
    for (let n = 0; n <= LONGEST_BREAK_DAYS; n += 1) {
      if (isWorkingDay(day)) return day
      day = addDays(day, step)
    }
    throw new PlanError(
      'no_working_day',
      `No working day within ${LONGEST_BREAK_DAYS} days ${step === 1 ? 'after' : 'before'} ${date} (${reasonOff(date)}). ` +
        'Shorten the freezes or change working_days.',
      'freezes',
    )
  }

  function addWorkingDays(date: PlainDate, n: number): PlainDate {
    const step = n < 0 ? -1 : 1
    let day = date
    for (let left = Math.abs(n); left > 0; left -= 1) day = nextWorkingDay(addDays(day, step), step)
    return day
  }

  function workingDaysBetween(from: PlainDate, to: PlainDate): number {
    if (to < from) return 0 - workingDaysBetween(to, from)
    let count = 0
    for (let day = from; day < to; day = addDays(day, 1)) count += Number(isWorkingDay(day))
    return count
  }

  const halfDay = (date: PlainDate) => (isWorkingDay(date) ? halves.get(date) : undefined)
  let work: WorkingCalendar | undefined
  const calendar: WorkingCalendar = {
    isWorkingDay,
    reasonOff,
    addWorkingDays,
    workingDaysBetween,
    onOrBefore: date => nextWorkingDay(date, -1),
    onOrAfter: date => nextWorkingDay(date, 1),
    halfDay,
    shareWorked: date => {
      const half = halfDay(date)
      return half ? shareBefore(half.from) : Number(isWorkingDay(date))
    },
    freezeAt: freezes.at,
    freezesBetween: freezes.between,
    withoutFreezes: () => {
      if (!days.freezes?.length) return calendar
      work ??= workingCalendar({ ...days, freezes: [] })
      return work
    },
  }
  return calendar
}

function checkedWeek(workingDays: readonly number[]): Set<number> {
  const wrong = workingDays.find(day => !Number.isInteger(day) || day < 1 || day > 7)
  if (workingDays.length === 0 || wrong !== undefined) {
    throw new PlanError(
      'invalid_working_days',
      `working_days: ${wrong === undefined ? 'the list is empty' : `${wrong} is not a weekday`}. Give at least one of 1 (Monday) to 7 (Sunday), for example [1,2,3,4,5].`,
      'working_days',
    )
  }
  return new Set(workingDays)
}

/** A half day that begins before work does is a whole one. */
const isHalf = ({ from }: Holiday): boolean => from !== undefined && from > workingHours.from

function halfDays(holidays: readonly Holiday[]): Map<PlainDate, { name: string; from: string }> {
  const names = holidayNames(holidays)
  const earliest = (date: PlainDate) =>
    holidays.flatMap(half => (half.date === date && half.from !== undefined ? [half.from] : [])).sort()[0]!
  return new Map([...names].map(([date, name]) => [date, { name: name.join('; '), from: earliest(date) }]))
}

/** From the earlier start to the later end; a window over midnight ends with the day. */
function deployHours(window: { from: string; to: string } = workingHours): { from: string; to: string } {
  return {
    from: window.from < workingHours.from ? window.from : workingHours.from,
    to: window.to > workingHours.to ? window.to : window.to < window.from ? '23:59' : workingHours.to,
  }
}

/** The part of the working hours that lies before a clock time. */
function shareBefore(time: string): number {
  const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
  const [from, to] = [minutes(workingHours.from), minutes(workingHours.to)]
  return Math.min(1, Math.max(0, (minutes(time) - from) / (to - from)))
}

/** Per day the names of its holidays, each followed by the countries that keep it and whether it is an estimate. */
function holidayNames(holidays: readonly Holiday[]): Map<PlainDate, string[]> {
  const countries = new Map<PlainDate, Map<string, string[]>>()
  for (const { date, name, country, estimated } of holidays) {
    const names = countries.get(date) ?? new Map<string, string[]>()
    const words = [...(country ? [country] : []), ...(estimated ? ['estimated'] : [])]
    names.set(name, [...new Set([...(names.get(name) ?? []), ...words])])
    countries.set(date, names)
  }
  const described = ([name, codes]: [string, string[]]) =>
    codes.length > 0 ? `${name} (${codes.join(', ')})` : name
  return new Map([...countries].map(([date, names]) => [date, [...names].map(described)]))
}
