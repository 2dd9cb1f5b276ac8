import { addDays, type PlainDate } from '../../calendar/date.ts'
import { localTime } from '../../calendar/zones.ts'
import type { Derivation } from '../../derivation.ts'
import { standingMoves } from '../../moves/standing.ts'
import { placedDay, stageCalendars, workCalendar } from './stage-calendars.ts'
import type { StageDraft } from './stage-list.ts'

/**
 * The day from which dates are planned: the first call's, or that of the last move when it brought the release forward. Not
 * today, or the stages of a running plan would shrink day by day; and a postponed release keeps what has happened.
 * A move back to an earlier date takes back what the moves since have done.
 */
export function plannedFrom({ release }: Derivation): PlainDate {
  const zone = release.timezone.value
  const last = standingMoves(release.moves).at(-1)
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
