import { addMinutes, type Instant, localTime, minutesBetween } from '../../calendar/zones.ts'
import type { Derivation } from '../../derivation.ts'
import type { Schedule } from '../../plan.ts'
import type { DayWindow } from './day-window.ts'

type Conflict = Schedule['conflicts'][number]

/** Minutes of the day, and when they begin as planned. */
export interface DayRun {
  window: DayWindow
  start: Instant
  /** Of the steps before the rollout, and from the rollout on. */
  lead: number
  rest: number
  /** Of the longest way back, and of the look whether it has worked. */
  back: number
  /** The sum in words. */
  basis: string
}

/**
 * Which limit the day breaks, first the one that must be mended first: the release time outside the window, steps longer than the window,
 * no room for the worst path (failure at the last step, way back, check), or a start too late for it.
 */
export function windowConflict(run: DayRun, derivation: Derivation): Conflict | undefined {
  const { window, lead, rest, back } = run
  const { from, to } = derivation.release.window.value
  const length = minutesBetween(window.from, window.to)
  const needed = lead + rest
  if (window.time < window.from || window.time >= window.to) {
    return conflict('release_time', 0, {
      what: `The release time ${derivation.release.release_time.value} lies outside the window ${from}-${to}`,
      fix: 'Change release_time or window with initialize_plan',
    })
  }
  const late = minutesBetween(window.to, run.start) + needed + back
  if (late <= 0) return undefined
  const tooShort = `The window ${from}-${to} is ${late} minutes too short`
  const longer = longerWindow(run, late, derivation)
  const shorten = 'shorten the steps from the rollout on (release_day[].minutes)'
  if (needed > length) {
    return conflict('steps', late, {
      what: `${tooShort}: the steps alone take ${needed} of its ${length} minutes, a way back ${back} more (${run.basis})`,
      fix: choice([longer, `${shorten} by as much`, 'split the release']),
    })
  }
  if (needed + back > length) {
    return conflict('worst_path', late, {
      what: `${tooShort}: ${needed} minutes of steps fit, but not the ${back} minutes for a way back from the last of them (${run.basis})`,
      fix: choice([
        longer,
        `${shorten} or the way back by as much`,
        `agree that the way back may run past ${to}`,
      ]),
    })
  }
  return conflict('start', late, {
    what: `${tooShort} behind the planned start: ${needed} minutes of steps and ${back} minutes for a way back (${run.basis})`,
    fix: choice([earlierStart(run, late, derivation), longer, `${shorten} by as much`]),
  })
}

/** The end that gives the worst path its minutes; none where the window would be longer than a day. */
function longerWindow({ window }: DayRun, late: number, { release }: Derivation): string | undefined {
  if (minutesBetween(window.from, window.to) + late >= 24 * 60) return undefined
  const to = localTime(addMinutes(window.to, late), release.timezone.value).time
  return `end the window ${late} minutes later (window.to ${to})`
}

/** None where it would be on the day before, which is another release date. */
function earlierStart({ window }: DayRun, late: number, { release }: Derivation): string | undefined {
  const { date, time } = localTime(addMinutes(window.time, -late), release.timezone.value)
  return date === release.release_date.value
    ? `start ${late} minutes earlier (release_time ${time})`
    : undefined
}

/** `End later, shorten steps, or split the release`. */
function choice(offers: readonly (string | undefined)[]): string {
  const told = offers.filter(offer => offer !== undefined)
  const text = `${told.slice(0, -1).join(', ')}${told.length > 2 ? ',' : ''} or ${told.at(-1)}`
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const conflict = (constraint: string, short: number, words: Pick<Conflict, 'what' | 'fix'>): Conflict => ({
  ...words,
  constraint,
  ...(short > 0 && { short_minutes: short }),
})

/** The steps before the rollout take longer than there is from the start of the window to the release time that was asked for. */
export function lateRollout(run: DayRun, rollout: Instant, { release }: Derivation): Conflict[] {
  if (rollout <= run.window.time || release.release_time.basis.kind !== 'given') return []
  const at = localTime(rollout, release.timezone.value).time
  return [
    {
      what: `the rollout begins at ${at}, not at the release time ${release.release_time.value}: the steps before it take ${run.lead} minutes from the start of the window`,
      fix: `open the window earlier or set release_time to ${at}`,
      constraint: 'release_time',
      short_minutes: minutesBetween(run.window.time, rollout),
    },
  ]
}
