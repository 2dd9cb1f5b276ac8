import { Temporal } from 'temporal-polyfill'
import { PlanError } from '../errors.ts'
import { addDays, daysBetween, type PlainDate, plainDate, yearOf } from './date.ts'
import { type Recurrence, recurrence } from './recurrence.ts'
import {
  addMinutes,
  clockTime,
  type Instant,
  instantOf,
  type LocalInstant,
  localTime,
  startOfDay,
  validZone,
} from './zones.ts'

/**
 * When nothing is changed in what users see. `from` and `to` are days, both included, or local date-times (`2026-12-18T17:00`):
 * the minute of `from` is frozen, the minute of `to` is free again. `yearly`: the same days of every year. `rrule`: it begins
 * again on the days that the rule names and lasts as long as from `from` to `to`. `timezone` is the plan's unless given.
 */
export interface Freeze {
  name: string
  from: string
  to: string
  yearly?: boolean
  timezone?: string
  rrule?: string
}

/** One stretch of a freeze as instants in UTC: `from` is frozen, `to` is not. */
export interface FrozenSpan {
  name: string
  from: Instant
  to: Instant
  /** Set when a local end is skipped or comes twice. */
  note?: string
}

export interface Freezes {
  /** Stretches that overlap the instants from `from` up to `to`, by start. */
  between(from: Instant, to: Instant): FrozenSpan[]
  /** The freeze in force at `instant`. */
  at(instant: Instant): FrozenSpan | undefined
  /** Names of the freezes that leave nothing of a day free between the clock times `hours`; empty where some of it is. */
  namesOn(date: PlainDate): string[]
}

/**
 * Freezes as instants. A day is frozen when the clocks of `zone` show no free minute between `hours`.
 * @throws PlanError `invalid_freeze`, `invalid_date`, `invalid_time`, `unknown_zone`, `invalid_rrule`
 */
export function freezesOf(
  given: readonly Freeze[],
  zone: string,
  hours: { from: string; to: string },
): Freezes {
  const all = given.map((freeze, n) => occurring(freeze, zone, `freezes[${n}]`))
  const between = (from: Instant, to: Instant): FrozenSpan[] =>
    all
      .flatMap(freeze => freeze.spans(addMinutes(from, 0), addMinutes(to, 0)))
      .sort((a, b) => compare(a.from, b.from) || compare(a.name, b.name))
  return {
    between,
    at: instant => between(instant, addMinutes(instant, 1)).find(span => span.from <= addMinutes(instant, 0)),
    namesOn: date => {
      const [from, to] = [`${date}T${hours.from}`, `${date}T${hours.to}`]
      const walls = all.flatMap(freeze => freeze.walls(date)).filter(wall => wall.from < to && from < wall.to)
      const alone = walls.filter(wall => covered([wall], from, to))
      if (alone.length > 0) return [...new Set(alone.map(wall => wall.name))]
      return covered(walls, from, to) ? [...new Set(walls.map(wall => wall.name))] : []
    },
  }
}

/** A stretch as the clocks of the plan's zone show it, `2026-12-18T17:00`. */
interface Wall {
  name: string
  from: string
  to: string
}

interface Occurring {
  /** Those that overlap the instants from `from` up to `to`, both in UTC. */
  spans(from: Instant, to: Instant): FrozenSpan[]
  /** Those that may lie on a day of the plan's zone, and others of the years around it. */
  walls(date: PlainDate): Wall[]
}

function occurring(freeze: Freeze, planZone: string, field: string): Occurring {
  const zone = freeze.timezone === undefined ? planZone : validZone(freeze.timezone, `${field}.timezone`)
  const ends = checkedEnds(freeze, field)
  const starts = yearByYear(startsOf(freeze, ends, field))
  const spanOf = remembered(day => frozenSpan(freeze.name, day, ends, zone))
  const wallOf = remembered(day => {
    const own = (date: PlainDate, time = '00:00') => `${date}T${time}`
    const there = (instant: Instant) => localTime(instant, planZone).local.slice(0, 16)
    const { name } = freeze
    if (zone !== planZone) return { name, from: there(spanOf(day).from), to: there(spanOf(day).to) }
    return { name, from: own(day, ends.fromTime), to: own(ends.endFrom(day), ends.toTime) }
  })
  // A day begins at most a day away from the one of the same date in another zone.
  const startingNear = (from: PlainDate, to: PlainDate) =>
    starts.between(addDays(from, -ends.days - 2), addDays(to, 1))
  const years = new Map<number, Wall[]>()
  const wallsAround = (year: number): Wall[] => {
    const first = year - 1 - Math.ceil(ends.days / 365)
    const found = years.get(year) ?? starts.between(`${first}-01-01`, `${year + 1}-12-31`).map(wallOf)
    years.set(year, found)
    return found
  }
  return {
    spans: (from, to) =>
      startingNear(from.slice(0, 10), to.slice(0, 10))
        .map(spanOf)
        .filter(span => span.from < to && from < span.to),
    walls: date => wallsAround(yearOf(date)),
  }
}

function remembered<T>(of: (day: PlainDate) => T): (day: PlainDate) => T {
  const known = new Map<PlainDate, T>()
  return day => {
    const found = known.get(day) ?? of(day)
    known.set(day, found)
    return found
  }
}

interface Ends {
  first: PlainDate
  /** Days from the first to the one on which it ends: a freeze of whole days ends with the start of the day after. */
  days: number
  /** The day on which it ends when it begins on `day`: as many days later, or in a yearly one the same day of that year. */
  endFrom: (day: PlainDate) => PlainDate
  fromTime?: string
  toTime?: string
}

function checkedEnds(freeze: Freeze, field: string): Ends {
  const from = endOf(freeze.from, `${field} "${freeze.name}" from`)
  const to = endOf(freeze.to, `${field} "${freeze.name}" to`)
  const turned = freeze.yearly === true && to.date < from.date
  const last = turned ? addYears(to.date, 1 + yearOf(from.date) - yearOf(to.date)) : to.date
  const after = to.time === undefined ? 1 : 0
  const days = daysBetween(from.date, last) + after
  if (days < 0 || (days === 0 && (to.time ?? '') <= (from.time ?? '00:00'))) {
    throw invalid(
      field,
      `"${freeze.name}" ends on ${freeze.to}, before it begins on ${freeze.from}. Give from and to in order; days are both included, of times the end is free again.`,
    )
  }
  if (freeze.yearly && freeze.rrule) {
    throw invalid(field, `"${freeze.name}" has both yearly and rrule. Give one of them.`)
  }
  return {
    first: from.date,
    days,
    endFrom: day =>
      freeze.yearly ? addDays(addYears(last, yearOf(day) - yearOf(from.date)), after) : addDays(day, days),
    ...(from.time !== undefined && { fromTime: from.time }),
    ...(to.time !== undefined && { toTime: to.time }),
  }
}

function endOf(text: string, field: string): { date: PlainDate; time?: string } {
  const [day = '', clock, ...more] = text.trim().split(/[T ]/)
  const date = plainDate(more.length > 0 ? text : day, field)
  if (clock === undefined) return { date }
  return { date, time: clockTime(clock.replace(/^(\d\d:\d\d):00$/, '$1'), field) }
}

/** The days on which the freeze begins. One that is longer than its year begins every year and so never ends. */
function startsOf(freeze: Freeze, { first }: Ends, field: string): Recurrence {
  if (freeze.rrule !== undefined) return recurrence(freeze.rrule, first, `${field}.rrule`)
  if (!freeze.yearly) return { between: (from, to) => (from <= first && first <= to ? [first] : []) }
  const inYear = (year: number) => addYears(first, year - yearOf(first))
  return {
    between: (from, to) => {
      const years = Array.from({ length: yearOf(to) - yearOf(from) + 1 }, (_, n) => yearOf(from) + n)
      return years.map(inYear).filter(day => from <= day && day <= to)
    },
  }
}

/** Looks each year up once: a calendar asks for one day after the other. */
function yearByYear(starts: Recurrence): Recurrence {
  const years = new Map<number, PlainDate[]>()
  const inYear = (year: number): PlainDate[] => {
    const known = years.get(year) ?? starts.between(`${year}-01-01`, `${year}-12-31`)
    years.set(year, known)
    return known
  }
  return {
    between: (from, to) => {
      const found: PlainDate[] = []
      for (let year = yearOf(from); year <= yearOf(to); year += 1) found.push(...inYear(year))
      return found.filter(day => from <= day && day <= to)
    },
  }
}

function frozenSpan(name: string, day: PlainDate, ends: Ends, zone: string): FrozenSpan {
  const at = (date: PlainDate, time: string | undefined): LocalInstant =>
    time === undefined ? startOfDay(date, zone) : instantOf(date, time, zone)
  const [from, to] = [at(day, ends.fromTime), at(ends.endFrom(day), ends.toTime)]
  const notes = [from.note, to.note].filter(note => note !== undefined)
  return { name, from: from.instant, to: to.instant, ...(notes.length > 0 && { note: notes.join('; ') }) }
}

/** Whether stretches leave nothing free from `from` up to `to`. */
function covered(spans: readonly Wall[], from: string, to: string): boolean {
  let until = from
  for (const span of spans.toSorted((a, b) => compare(a.from, b.from))) {
    if (span.from > until) return false
    if (span.to > until) until = span.to
  }
  return until >= to
}

const addYears = (date: PlainDate, years: number): PlainDate =>
  Temporal.PlainDate.from(date).add({ years }).toString()

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))

function invalid(field: string, why: string): PlanError {
  return new PlanError('invalid_freeze', `${field}: ${why}`, field.split('[')[0]!)
}
