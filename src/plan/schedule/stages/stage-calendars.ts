import { addDays, type PlainDate, weekdayInFull } from '../../calendar/date.ts'
import { type Move, resolveOffset } from '../../calendar/offsets.ts'
import type { WorkingCalendar } from '../../calendar/working-calendar.ts'
import type { Derivation } from '../../derivation.ts'

/** The days on which people work: the plan's calendar without its freezes, which stop changes and not meetings. */
export const workCalendar = ({ calendar }: Derivation): WorkingCalendar => calendar.withoutFreezes()

/** Which days a stage can begin on: those without a freeze, unless it changes nothing. */
export function stageCalendars(
  derivation: Derivation,
): (stage: { changes_nothing?: true }) => WorkingCalendar {
  const work = workCalendar(derivation)
  return stage => (stage.changes_nothing ? work : derivation.calendar)
}

/**
 * The day an offset means on a calendar, with all that moved it: a freeze or holiday on the way rather than the weekend before it.
 * @param id the milestone or stage whose offset it is, for the error
 */
export function placedDay(
  offset: string,
  release: PlainDate,
  calendar: WorkingCalendar,
  move: Move,
  id?: string,
): ReturnType<typeof resolveOffset> {
  const day = resolveOffset(
    offset,
    release,
    calendar,
    move,
    id === undefined ? 'offset' : `milestones.${id}.offset`,
  )
  if (day.movedFrom === undefined) return day
  return { ...day, because: reasonsBetween(calendar, day.movedFrom, day.date) }
}

function reasonsBetween(calendar: WorkingCalendar, from: PlainDate, to: PlainDate): string {
  const days: PlainDate[] = []
  const step = from < to ? 1 : -1
  for (let day = from; day !== to; day = addDays(day, step)) days.push(day)
  const weekend = (day: PlainDate) => calendar.reasonOff(day)?.includes(weekdayInFull(day)) ?? false
  const onWeekdays = days.filter(day => !weekend(day)).flatMap(day => namedReasons(calendar, day))
  const named = onWeekdays.length > 0 ? onWeekdays : namedReasons(calendar, from)
  return [...new Set(named)].join('; ') || weekdayInFull(from)
}

/** Holidays and freezes of a day, without the name of its weekday. */
export function namedReasons(calendar: WorkingCalendar, day: PlainDate): string[] {
  const reasons = calendar.reasonOff(day)?.split('; ') ?? []
  return reasons.filter(reason => reason !== weekdayInFull(day))
}
