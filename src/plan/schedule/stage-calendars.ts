import { addDays, type PlainDate, weekdayInFull } from '../calendar/date.ts'
import { holidaysOf } from '../calendar/holidays.ts'
import { resolveOffset } from '../calendar/offsets.ts'
import { type WorkingCalendar, workingCalendar } from '../calendar/working-calendar.ts'
import type { Derivation } from '../derivation.ts'

/** The days on which people work: the plan's calendar without its freezes, which stop changes and not meetings. */
export function workCalendar({ inputs, release, calendar }: Derivation): WorkingCalendar {
  if (!inputs.schedule?.freezes?.length) return calendar
  const year = Number(release.release_date.value.slice(0, 4))
  const own = (inputs.schedule.holidays ?? []).map(day => ({ ...day, country: '' }))
  return workingCalendar({
    workingDays: release.working_days.value,
    holidays: [...holidaysOf(release.countries.value, year - 1, year + 1), ...own],
  })
}

/** Which days a stage can begin on: those without a freeze, unless it changes nothing. */
export function stageCalendars(
  derivation: Derivation,
): (stage: { changes_nothing?: true }) => WorkingCalendar {
  const work = workCalendar(derivation)
  return stage => (stage.changes_nothing ? work : derivation.calendar)
}

/** The day an offset means on a calendar, with all that moved it: a freeze or holiday on the way rather than the weekend before it. */
export function placedDay(
  offset: string,
  release: PlainDate,
  calendar: WorkingCalendar,
  move: 'before' | 'after' | 'keep',
): ReturnType<typeof resolveOffset> {
  const day = resolveOffset(offset, release, calendar, move)
  if (day.movedFrom === undefined) return day
  return { ...day, because: reasonsBetween(calendar, day.movedFrom, day.date) }
}

function reasonsBetween(calendar: WorkingCalendar, from: PlainDate, to: PlainDate): string {
  const named: string[] = []
  const step = from < to ? 1 : -1
  for (let day = from; day !== to; day = addDays(day, step)) named.push(...namedReasons(calendar, day))
  return [...new Set(named)].join('; ') || weekdayInFull(from)
}

/** Holidays and freezes of a day, without the name of its weekday. */
export function namedReasons(calendar: WorkingCalendar, day: PlainDate): string[] {
  const reasons = calendar.reasonOff(day)?.split('; ') ?? []
  return reasons.filter(reason => reason !== weekdayInFull(day))
}
