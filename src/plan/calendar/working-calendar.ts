import { PlanError } from '../errors.ts'
import { addDays, type PlainDate, plainDate, weekday, weekdayInFull } from './date.ts'
import type { Holiday } from './holidays.ts'

/** Days on which nothing is released or worked, both ends included. `yearly`: the same days of every year. */
export interface Freeze {
  name: string
  from: PlainDate
  to: PlainDate
  yearly?: boolean
}

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
}

/** So many days off in a row are a mistake in the input, not a long winter. */
const LONGEST_BREAK_DAYS = 400

/**
 * The days on which work is done. `workingDays` are ISO weekdays, 1 is Monday.
 * The calendar's functions throw PlanError `no_working_day` when none comes within 400 days.
 * @throws PlanError `invalid_working_days`, `invalid_freeze`
 */
export function workingCalendar(days: {
  workingDays: readonly number[]
  holidays?: readonly Holiday[]
  freezes?: readonly Freeze[]
}): WorkingCalendar {
  const week = checkedWeek(days.workingDays)
  const holidays = holidayNames(days.holidays ?? [])
  const freezes = (days.freezes ?? []).map(checkedFreeze)
  const known = new Map<PlainDate, string>()

  function reason(date: PlainDate): string {
    const holiday = holidays.get(date)
    const frozen = freezes.filter(freeze => covers(freeze, date)).map(freeze => freeze.name)
    const weekend = week.has(weekday(date)) ? [] : [weekdayInFull(date)]
    return [...(holiday ?? []), ...frozen, ...weekend].join('; ')
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

  return {
    isWorkingDay,
    reasonOff,
    addWorkingDays,
    workingDaysBetween,
    onOrBefore: date => nextWorkingDay(date, -1),
    onOrAfter: date => nextWorkingDay(date, 1),
  }
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

function checkedFreeze(freeze: Freeze): Freeze {
  const from = plainDate(freeze.from, `freezes "${freeze.name}" from`)
  const to = plainDate(freeze.to, `freezes "${freeze.name}" to`)
  if (to < from && !freeze.yearly) {
    throw new PlanError(
      'invalid_freeze',
      `freezes: "${freeze.name}" ends on ${to}, before it begins on ${from}. Give from and to in order, both days included.`,
      'freezes',
    )
  }
  return { ...freeze, from, to }
}

function covers(freeze: Freeze, date: PlainDate): boolean {
  if (!freeze.yearly) return freeze.from <= date && date <= freeze.to
  if (freeze.to >= addDays(freeze.from, 365)) return true
  const [from, to, day] = [freeze.from.slice(5), freeze.to.slice(5), date.slice(5)]
  return from <= to ? from <= day && day <= to : day >= from || day <= to
}

/** Per day the names of its holidays, each followed by the countries that keep it. */
function holidayNames(holidays: readonly Holiday[]): Map<PlainDate, string[]> {
  const countries = new Map<PlainDate, Map<string, string[]>>()
  for (const { date, name, country } of holidays) {
    const names = countries.get(date) ?? new Map<string, string[]>()
    names.set(name, [...(names.get(name) ?? []), ...(country ? [country] : [])])
    countries.set(date, names)
  }
  const described = ([name, codes]: [string, string[]]) =>
    codes.length > 0 ? `${name} (${codes.join(', ')})` : name
  return new Map([...countries].map(([date, names]) => [date, [...names].map(described)]))
}
