import { addDays, daysBetween, longDate, type PlainDate, weekday } from '../calendar/date.ts'
import { localTime } from '../calendar/zones.ts'
import type { Derivation } from '../derivation.ts'
import type { Warning } from '../plan.ts'
import { namedReasons, placedDay, stageCalendars, workCalendar } from './stage-calendars.ts'
import type { StageDraft } from './stage-list.ts'

/**
 * The day from which dates are planned: the first call's, or that of the last move when it brought the release forward. Not
 * today, or the stages of a running plan would shrink day by day; and a postponed release keeps what has happened.
 */
export function plannedFrom({ release }: Derivation): PlainDate {
  const zone = release.timezone.value
  const last = release.moves.at(-1)
  const instant = last && last.to < last.from ? last.at : release.planning_started
  return instant.includes('T') ? localTime(instant, zone).date : instant
}

/** Working days before the release: those that the profile's stages want from the freeze on, and those that are there. */
export interface Lead {
  from: PlainDate
  wanted: number
  available: number
  /** 1 where there are enough. */
  scale: number
  /** The release lies before the planning: dates are what they would have been. */
  past: boolean
}

export function leadOf(derivation: Derivation, drafts: readonly StageDraft[]): Lead {
  const date = derivation.release.release_date.value
  const from = plannedFrom(derivation)
  const past = date < from
  const wanted = Math.max(0, ...drafts.filter(scales).map(stage => workingDaysTo(stage, date, derivation)))
  const available = Math.max(0, workCalendar(derivation).workingDaysBetween(from, date))
  const scale = past || wanted <= available ? 1 : available / wanted
  return { from, wanted, available, scale, past }
}

/** Stages from the freeze up to the release whose offset nobody fixed. */
export function scales(stage: StageDraft): boolean {
  return !stage.fixed && stage.phase !== 'planning' && /^T-[1-9]/.test(stage.offset)
}

export function workingDaysTo(stage: StageDraft, release: PlainDate, derivation: Derivation): number {
  const { date } = placedDay(stage.offset, release, stageCalendars(derivation)(stage), 'before')
  return workCalendar(derivation).workingDaysBetween(date, release)
}

/** The first good day for a release, on or after `from`, before which all stages have their standard length. */
export function earliestWithLead(
  derivation: Derivation,
  drafts: readonly StageDraft[],
  from: PlainDate,
): PlainDate | undefined {
  const calendarOf = stageCalendars(derivation)
  const stages = drafts.filter(scales)
  for (let n = 1, day = from; n <= 400; n += 1) {
    day = addDays(from, n)
    const fits = stages.every(stage => placedDay(stage.offset, day, calendarOf(stage), 'before').date >= from)
    if (fits && goodReleaseDay(derivation, day)) return day
  }
  return undefined
}

export function goodReleaseDayAfter(derivation: Derivation, date: PlainDate): PlainDate | undefined {
  for (let n = 1; n <= 60; n += 1) {
    const day = addDays(date, n)
    if (goodReleaseDay(derivation, day)) return day
  }
  return undefined
}

/** A working day followed by one. */
export function goodReleaseDay({ calendar }: Derivation, day: PlainDate): boolean {
  return calendar.isWorkingDay(day) && calendar.isWorkingDay(addDays(day, 1))
}

/** What to know about the date itself: past, off, or with days off right behind it. `watchDays`: calendar days of monitoring. */
export function dateWarnings(derivation: Derivation, lead: Lead, watchDays: number): Warning[] {
  const { calendar, release } = derivation
  const date = release.release_date.value
  if (lead.past) {
    const message = `${longDate(date)} lies before the planning (${longDate(lead.from)}): all dates are what they would have been.`
    return [{ code: 'date_in_past', message, fix: 'Give a date to come with move_release.' }]
  }
  const off = calendar.reasonOff(date)
  const fix = betterDays(derivation, lead.from, watchDays)
  if (off) {
    const weekend = !release.working_days.value.includes(weekday(date))
    const code = weekend ? 'release_on_weekend' : 'release_on_holiday'
    return [{ code, message: `The release on ${longDate(date)} is on a day off (${off}).`, fix }]
  }
  const days = daysOffAfter(derivation, date)
  if (days.length === 0) return []
  const message = `The release on ${longDate(date)} is followed by ${daysInWords(derivation, days)}: who watches it then?`
  return [{ code: 'release_before_days_off', message, fix }]
}

/** All days off in a row right behind `date`. */
function daysOffAfter({ calendar }: Derivation, date: PlainDate): PlainDate[] {
  const days: PlainDate[] = []
  for (let day = addDays(date, 1); !calendar.isWorkingDay(day); day = addDays(day, 1)) days.push(day)
  return days
}

/** `Sat 2027-02-13, Sun 2027-02-14 and Mon 2027-02-15 Washington's Birthday (US)`; a long row by its ends and what it is. */
function daysInWords({ calendar }: Derivation, days: readonly PlainDate[]): string {
  const reasons = (day: PlainDate) => namedReasons(calendar, day)
  if (days.length > 5) {
    const why = [...new Set(days.flatMap(reasons))].join(', ')
    return `days off from ${longDate(days[0]!)} to ${longDate(days.at(-1)!)} (${why})`
  }
  const words = days.map(day => [longDate(day), ...reasons(day)].join(' '))
  const last = words.at(-1)!
  return words.length === 1 ? `a day off, ${last}` : `${words.slice(0, -1).join(', ')} and ${last}`
}

/** The nearest good days on both sides, and the nearest one whose whole watch lies on working days. */
function betterDays(derivation: Derivation, from: PlainDate, watchDays: number): string {
  const { calendar, release } = derivation
  const date = release.release_date.value
  const nearest = (step: 1 | -1, good: (day: PlainDate) => boolean): PlainDate[] => {
    for (let n = 1; n <= 60; n += 1) {
      const day = addDays(date, step * n)
      if (day <= from) return []
      if (good(day)) return [day]
    }
    return []
  }
  const both = (good: (day: PlainDate) => boolean) => [...nearest(-1, good), ...nearest(1, good)]
  const watched = (day: PlainDate) =>
    Array.from({ length: watchDays + 1 }, (_, n) => addDays(day, n)).every(calendar.isWorkingDay)
  const days = both(day => goodReleaseDay(derivation, day))
  const calm = both(watched).toSorted(
    (a, b) => Math.abs(daysBetween(date, a)) - Math.abs(daysBetween(date, b)),
  )[0]
  if (days.length === 0) return 'Plan the watch for the days off.'
  const whole = calm ? `; on ${longDate(calm)} the whole watch lies on working days` : ''
  return `move_release to ${days.map(longDate).join(' or ')}${whole}; or plan the watch for the days off.`
}
