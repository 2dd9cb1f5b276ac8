import { addDays, longDate, type PlainDate, weekday } from '../calendar/date.ts'
import { resolveOffset } from '../calendar/offsets.ts'
import { localTime } from '../calendar/zones.ts'
import type { Derivation } from '../derivation.ts'
import type { Warning } from '../plan.ts'
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
  const { calendar, release } = derivation
  const date = release.release_date.value
  const from = plannedFrom(derivation)
  const past = date < from
  const wanted = Math.max(0, ...drafts.filter(scales).map(stage => workingDaysTo(stage, date, derivation)))
  const available = Math.max(0, calendar.workingDaysBetween(from, date))
  const scale = past || wanted <= available ? 1 : available / wanted
  return { from, wanted, available, scale, past }
}

/** Stages from the freeze up to the release whose offset nobody fixed. */
export function scales(stage: StageDraft): boolean {
  return !stage.fixed && stage.phase !== 'planning' && /^T-[1-9]/.test(stage.offset)
}

export function workingDaysTo(stage: StageDraft, release: PlainDate, { calendar }: Derivation): number {
  return calendar.workingDaysBetween(resolveOffset(stage.offset, release, calendar, 'before').date, release)
}

/** The first good day for a release, on or after `from`, before which all stages have their standard length. */
export function earliestWithLead(
  derivation: Derivation,
  drafts: readonly StageDraft[],
  from: PlainDate,
): PlainDate | undefined {
  const { calendar } = derivation
  const stages = drafts.filter(scales)
  for (let n = 1, day = from; n <= 400; n += 1) {
    day = addDays(from, n)
    const fits = stages.every(stage => resolveOffset(stage.offset, day, calendar, 'before').date >= from)
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

/** What to know about the date itself: past, off, or with days off right behind it. */
export function dateWarnings(derivation: Derivation, lead: Lead): Warning[] {
  const { calendar, release } = derivation
  const date = release.release_date.value
  if (lead.past) {
    const message = `${longDate(date)} lies before the planning (${longDate(lead.from)}): all dates are what they would have been.`
    return [{ code: 'date_in_past', message, fix: 'Give a date to come with move_release.' }]
  }
  const off = calendar.reasonOff(date)
  const next = calendar.reasonOff(addDays(date, 1))
  const fix = betterDays(derivation, lead.from)
  if (off) {
    const weekend = !release.working_days.value.includes(weekday(date))
    const code = weekend ? 'release_on_weekend' : 'release_on_holiday'
    return [{ code, message: `The release on ${longDate(date)} is on a day off (${off}).`, fix }]
  }
  if (!next) return []
  const message = `The release on ${longDate(date)} is followed by a day off (${next}): who watches it then?`
  return [{ code: 'release_before_days_off', message, fix }]
}

function betterDays(derivation: Derivation, from: PlainDate): string {
  const date = derivation.release.release_date.value
  const days = [-1, 1].flatMap(step => {
    for (let n = 1; n <= 60; n += 1) {
      const day = addDays(date, step * n)
      if (day <= from) return []
      if (goodReleaseDay(derivation, day)) return [longDate(day)]
    }
    return []
  })
  return days.length > 0
    ? `move_release to ${days.join(' or ')}, or plan the watch for the days off.`
    : 'Plan the watch for the days off.'
}
