import { Temporal } from 'temporal-polyfill'
import { PlanError } from '../errors.ts'
import { addDays, daysBetween, type PlainDate, weekday, yearOf } from './date.ts'
import { type Rule, ruleOf } from './recurrence-rule.ts'

/** Days on which something begins again. */
export interface Recurrence {
  /** Those from `from` to `to`, both included, in order. */
  between(from: PlainDate, to: PlainDate): PlainDate[]
}

/**
 * The days that an RRULE of RFC 5545 names from `start` on; `start` is one of them and the first that COUNT counts, as the RFC
 * has it. Works on days, so no zone can shift it; only the periods asked about are looked at.
 * @throws PlanError `invalid_rrule` naming the part that is wrong or not supported
 */
export function recurrence(text: string, start: PlainDate, field: string): Recurrence {
  const rule = ruleOf(text, field)
  if (rule.until !== undefined && rule.until < start) {
    throw new PlanError('invalid_rrule', `${field}: UNTIL lies before the first day, ${start}.`, field)
  }
  const days = (from: PlainDate, to: PlainDate, most = Number.POSITIVE_INFINITY): PlainDate[] => {
    const last = rule.until !== undefined && rule.until < to ? rule.until : to
    const first = from > start ? from : start
    const found = new Set<PlainDate>(start >= from && start <= last ? [start] : [])
    for (let n = periodOf(rule, start, first); ; n += 1) {
      const begin = periodStart(rule, start, n)
      if (begin > last || found.size >= most) return [...found].sort()
      const matching = daysOfPeriod(rule, start, begin)
      for (const day of matching) if (day >= first && day <= last) found.add(day)
    }
  }
  const { count } = rule
  if (count === undefined) return { between: days }
  let counted: { to: PlainDate; days: PlainDate[] } = { to: '', days: [] }
  return {
    between: (from, to) => {
      if (to > counted.to && counted.days.length < count)
        counted = { to, days: days(start, to, count).slice(0, count) }
      return counted.days.filter(day => from <= day && day <= to)
    },
  }
}

/** The number of the period that holds `date`, counted from the one of `start` in steps of INTERVAL, rounded down. */
function periodOf(rule: Rule, start: PlainDate, date: PlainDate): number {
  const [a, b] = [Temporal.PlainDate.from(start), Temporal.PlainDate.from(date)]
  const months = (b.year - a.year) * 12 + b.month - a.month
  const passed = {
    DAILY: () => daysBetween(start, date),
    WEEKLY: () => Math.floor(daysBetween(weekStart(start, rule.weekStart), date) / 7),
    MONTHLY: () => months,
    YEARLY: () => b.year - a.year,
  }[rule.freq]()
  return Math.max(0, Math.floor(passed / rule.interval))
}

function periodStart(rule: Rule, start: PlainDate, n: number): PlainDate {
  const steps = n * rule.interval
  if (rule.freq === 'DAILY') return addDays(start, steps)
  if (rule.freq === 'WEEKLY') return addDays(weekStart(start, rule.weekStart), 7 * steps)
  const first = Temporal.PlainDate.from(start).with(
    rule.freq === 'MONTHLY' ? { day: 1 } : { month: 1, day: 1 },
  )
  return first.add(rule.freq === 'MONTHLY' ? { months: steps } : { years: steps }).toString()
}

const weekStart = (date: PlainDate, first: number): PlainDate =>
  addDays(date, 0 - ((weekday(date) - first + 7) % 7))

/** Which days of the period beginning on `begin` the rule names; RFC 5545 3.3.10, its table of expanding and limiting parts. */
function daysOfPeriod(rule: Rule, start: PlainDate, begin: PlainDate): PlainDate[] {
  const inMonth = (day: PlainDate) =>
    rule.months.length === 0 || rule.months.includes(Number(day.slice(5, 7)))
  const onWeekday = (day: PlainDate) =>
    rule.days.length === 0 || rule.days.some(one => one.day === weekday(day))
  if (rule.freq === 'DAILY') {
    const fits =
      inMonth(begin) && onWeekday(begin) && (rule.monthDays.length === 0 || onMonthDay(rule, begin))
    return fits ? [begin] : []
  }
  if (rule.freq === 'WEEKLY') {
    const wanted = rule.days.length > 0 ? rule.days.map(one => one.day) : [weekday(start)]
    return Array.from({ length: 7 }, (_, n) => addDays(begin, n)).filter(
      day => wanted.includes(weekday(day)) && inMonth(day),
    )
  }
  if (rule.freq === 'MONTHLY') return inMonth(begin) ? daysOfMonth(rule, start, begin) : []
  return daysOfYear(rule, start, begin)
}

function daysOfYear(rule: Rule, start: PlainDate, begin: PlainDate): PlainDate[] {
  const months = Array.from(
    { length: 12 },
    (_, n) => `${begin.slice(0, 5)}${String(n + 1).padStart(2, '0')}-01`,
  )
  const wholeYear = rule.months.length === 0 && rule.monthDays.length === 0
  if (wholeYear && rule.days.length > 0) {
    return weekdaysOf(rule, begin, daysBetween(begin, `${yearOf(begin) + 1}-01-01`))
  }
  if (wholeYear) return daysOfMonth(rule, start, months[Number(start.slice(5, 7)) - 1]!)
  const wanted = rule.months.length > 0 ? rule.months : months.map((_, n) => n + 1)
  return wanted.flatMap(month => daysOfMonth(rule, start, months[month - 1]!))
}

function daysOfMonth(rule: Rule, start: PlainDate, first: PlainDate): PlainDate[] {
  const length = Temporal.PlainDate.from(first).daysInMonth
  const all = Array.from({ length }, (_, n) => addDays(first, n))
  if (rule.days.length === 0) {
    return all.filter(day =>
      rule.monthDays.length > 0 ? onMonthDay(rule, day) : day.slice(8) === start.slice(8),
    )
  }
  const days = weekdaysOf(rule, first, length)
  return rule.monthDays.length > 0 ? days.filter(day => onMonthDay(rule, day)) : days
}

/** The weekdays of BYDAY among `length` days from `first`: all of them, or the nth from the start or the end. */
function weekdaysOf(rule: Rule, first: PlainDate, length: number): PlainDate[] {
  return rule.days.flatMap(({ day, nth }) => {
    const offset = (day - weekday(first) + 7) % 7
    const all = Array.from({ length: Math.ceil((length - offset) / 7) }, (_, n) =>
      addDays(first, offset + 7 * n),
    )
    if (nth === undefined) return all
    const one = nth > 0 ? all[nth - 1] : all.at(nth)
    return one === undefined ? [] : [one]
  })
}

function onMonthDay(rule: Rule, date: PlainDate): boolean {
  const { day, daysInMonth } = Temporal.PlainDate.from(date)
  return rule.monthDays.some(wanted => (wanted > 0 ? wanted === day : daysInMonth + 1 + wanted === day))
}
