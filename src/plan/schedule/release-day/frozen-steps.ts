import { addDays, daysBetween, longDate, type PlainDate } from '../../calendar/date.ts'
import { addMinutes, instantOf, localTime } from '../../calendar/zones.ts'
import type { Derivation } from '../../derivation.ts'
import type { RunbookStep } from '../../plan.ts'

/**
 * What limits the hours of a working day, if the steps of the release day ran on it at the same clock times: minutes of a freeze, and a
 * half day. A day that is frozen altogether is not looked at.
 */
export function limitsOfTheDay(
  derivation: Derivation,
  date: PlainDate,
  steps: readonly Pick<RunbookStep, 'at_utc' | 'minutes'>[],
): { code: 'release_in_freeze' | 'release_on_half_day'; why: string }[] {
  const { calendar, release } = derivation
  const zone = release.timezone.value
  const [first, last] = [steps[0], steps.at(-1)]
  const frozenDay = calendar.reasonOff(date) !== calendar.withoutFreezes().reasonOff(date)
  if (!first || !last || frozenDay) return []
  const clock = (step: typeof first) => {
    const at = localTime(step.at_utc, zone)
    return instantOf(addDays(date, daysBetween(release.release_date.value, at.date)), at.time, zone).instant
  }
  const frozen = calendar.freezesBetween(clock(first), addMinutes(clock(last), Math.max(1, last.minutes)))
  const half = calendar.halfDay(date)
  const moment = (instant: string) => {
    const at = localTime(instant, zone)
    return at.date === date ? at.time : `${longDate(at.date)} ${at.time}`
  }
  return [
    ...frozen.map(span => ({
      code: 'release_in_freeze' as const,
      why: `steps on ${longDate(date)} lie in the freeze ${span.name}, ${moment(span.from)} to ${moment(span.to)} ${zone}`,
    })),
    ...(half
      ? [
          {
            code: 'release_on_half_day' as const,
            why: `${longDate(date)} is a half day, off from ${half.from} (${half.name})`,
          },
        ]
      : []),
  ]
}
