import { daysBetween } from '../../calendar/date.ts'
import { addMinutes, type Instant, instantOf } from '../../calendar/zones.ts'
import type { Derivation } from '../../derivation.ts'
import type { Schedule } from '../../plan.ts'
import { type Minute, type OwnClock, ownClock } from './own-clock.ts'

/** Longest shift in elapsed hours; two of them where nobody else is there. */
export const shiftHours = 12
/** Least elapsed hours between two shifts of a person, a stated default: the daily rest of Directive 2003/88/EC, article 3. */
export const restHours = 11

/** What is watched: from the first step of the release day to the end of monitoring. */
export interface Watch {
  start: Minute
  end: Minute
  /** Steps of the day; nobody hands over inside one. */
  steps: readonly { from: Minute; to: Minute }[]
  /** Clocks of the plan's zone. */
  clock: OwnClock
}

export function watchOf({ release, profile }: Derivation, schedule: Schedule): Watch {
  const zone = release.timezone.value
  const steps = schedule.release_day
  const last = steps.at(-1)
  const start =
    steps[0]?.at_utc ?? instantOf(release.release_date.value, release.release_time.value, zone).instant
  const rolled = last ? addMinutes(last.at_utc, last.minutes) : start
  const watched = schedule.stages.find(stage => stage.every_day)
  const days = watched ? daysBetween(watched.from, watched.to) + 1 : profile.monitoring.calendar_days
  const begin = minuteOf(start)
  const exact = minuteOf(rolled) + days * 1440
  const clock = ownClock(zone, begin - 1440, exact + 2880)
  const past = clock.minuteOfDay(exact) % 60
  return {
    start: begin,
    end: past === 0 ? exact : exact + 60 - past,
    steps: steps.map(step => ({
      from: minuteOf(step.at_utc),
      to: minuteOf(addMinutes(step.at_utc, step.minutes)),
    })),
    clock,
  }
}

/**
 * The instants at which shifts may change, as many ways as there are full hours for the first change behind the steps: from there on
 * every `hours` of elapsed time, so that no shift is longer on the day the clocks change. Steps that last longer than a shift are
 * handed over between two of them.
 */
export function shiftBounds({ start, end, steps, clock }: Watch, hours: number): Minute[][] {
  const length = hours * 60
  const rolled = Math.max(start, ...steps.map(step => step.to))
  const bounds = [start]
  while (rolled - bounds.at(-1)! > length) bounds.push(cutWithin(bounds.at(-1)!, length, steps))
  const from = bounds.at(-1)!
  const first = Math.max(rolled, from + 60)
  const hour = first + ((60 - (clock.minuteOfDay(first) % 60)) % 60)
  const firsts = [...Array.from({ length: hours + 1 }, (_, n) => hour + n * 60), from + length].filter(
    at => at <= from + length,
  )
  return [...new Set(firsts)].map(at => {
    const more = Array.from(
      { length: Math.max(0, Math.ceil((end - at) / length)) },
      (_, n) => at + n * length,
    )
    return [...bounds, ...more.filter(change => change < end), end]
  })
}

/** The last end of a step within a shift's length; the full length where the step that follows is longer than a shift itself. */
function cutWithin(from: Minute, length: number, steps: Watch['steps']): Minute {
  const full = from + length
  const running = steps.filter(step => step.from < full && full < step.to)
  if (running.some(step => step.to - Math.max(from, step.from) > length)) return full
  const inside = (at: Minute) => steps.some(step => step.from < at && at < step.to)
  const ends = steps.map(step => step.to).filter(at => at > from && at <= full && !inside(at))
  return ends.length > 0 ? Math.max(...ends) : full
}

export const minuteOf = (instant: Instant): Minute => Math.round(Date.parse(instant) / 60_000)

export const instantAt = (minute: Minute): Instant =>
  `${new Date(minute * 60_000).toISOString().slice(0, 19)}Z`
