import { longDate, type PlainDate } from '../../calendar/date.ts'
import { type Instant, localTime } from '../../calendar/zones.ts'
import type { Release, Schedule } from '../../plan.ts'

/** Says an instant as those read it who stand at the release day's runbook. */
export type DayClock = (instant: Instant) => string

/**
 * `07:00`; `Wed 2026-12-02 01:10` where the steps run over midnight and it is not the release date; with the offset, `02:30+01:00`,
 * where the clocks change during the steps or the window.
 */
export function dayClock(
  { timezone, release_date }: Pick<Release, 'timezone' | 'release_date'>,
  { release_day, worst_path }: Pick<Schedule, 'release_day' | 'worst_path'>,
): DayClock {
  const zone = timezone.value
  const around = [
    ...release_day.map(step => step.at_utc),
    ...(worst_path ? [worst_path.window_from, worst_path.window_to] : []),
  ]
  const offsets = new Set(around.map(instant => offsetOf(localTime(instant, zone).local)))
  return instant => {
    const { date, time, local } = localTime(instant, zone)
    const clock = offsets.size > 1 ? `${time}${offsetOf(local)}` : time
    return date === release_date.value ? clock : `${longDate(date)} ${clock}`
  }
}

const offsetOf = (local: string): string => (local.endsWith('Z') ? '+00:00' : local.slice(-6))

/** The day and clock time of an instant: `Tue 2026-12-01 07:10`. */
export function longMoment(instant: Instant, zone: string): string {
  const { date, time } = localTime(instant, zone)
  return `${longDate(date)} ${time}`
}

/** Days that the steps touch, the first and the last. */
export function daysOfSteps({ release_day }: Pick<Schedule, 'release_day'>): PlainDate[] {
  return [...new Set(release_day.map(step => step.date))]
}
