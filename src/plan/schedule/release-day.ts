import { type Basis, derived } from '../basis.ts'
import { longDate } from '../calendar/date.ts'
import { addMinutes, type Instant, instantOf, localTime, minutesBetween } from '../calendar/zones.ts'
import type { Derivation } from '../derivation.ts'
import { applies } from '../kinds/traits.ts'
import type { RunbookStep, Schedule, Strategy, Warning } from '../plan.ts'
import { parsedAnswer } from '../questions.ts'
import { runbookSteps, type StepDraft } from './runbook.ts'

/** Minutes to see that a way back has worked, a stated default. */
export const rollbackCheckMinutes = 15

export type ReleaseDay = Pick<
  Schedule,
  | 'release_day'
  | 'latest_safe_start'
  | 'latest_first_step'
  | 'latest_safe_start_basis'
  | 'point_of_no_return'
  | 'conflicts'
> & { warnings: Warning[]; notes: string[] }

/**
 * The steps of the release day one after the other, so that the rollout begins at the release time, or as soon as the
 * steps before it allow inside the window. The last safe start leaves room for a failure at the very last step:
 * window end - all steps from the rollout on - the longest way back - its check.
 */
export function releaseDay(
  derivation: Derivation,
  { strategy, rollbackMinutes }: { strategy: Strategy; rollbackMinutes: number },
): ReleaseDay {
  const { release } = derivation
  const zone = release.timezone.value
  const { steps, lost } = runbookSteps(derivation, strategy)
  const window = windowOf(derivation)
  const lead = minutesOf(steps.filter(step => step.part === 'before'))
  const rest = minutesOf(steps.filter(step => step.part !== 'before'))
  const wanted = addMinutes(window.time, -lead)
  const start = minutesBetween(window.from, wanted) < 0 ? window.from : wanted
  const timed = timedSteps(steps, start, zone)
  const longest = longestWayBack(derivation, rollbackMinutes)
  const back = longest.minutes + rollbackCheckMinutes
  const safe = addMinutes(window.to, -(rest + back))
  const basis = derived(
    undefined,
    `window end ${release.window.value.to} - ${rest} min of steps - ${longest.minutes} min ${longest.name} - ${rollbackCheckMinutes} min to check it${longest.open ? '; without a database restore, whose minutes are open' : ''}`,
  ).basis
  const rolloutStart = addMinutes(start, lead)
  const shortfall = minutesBetween(safe, rolloutStart)
  const feasible = safe >= addMinutes(window.from, lead)
  const final = timed.find(step => step.irreversible)
  return {
    release_day: timed.map(({ irreversible_because, ...step }) => step),
    ...(feasible && {
      latest_safe_start: localTime(safe, zone).time,
      latest_first_step: localTime(addMinutes(safe, -lead), zone).time,
    }),
    latest_safe_start_basis: basis,
    ...(final && {
      point_of_no_return: {
        at_local: final.at_local,
        step: final.step,
        why: final.irreversible_because ?? 'what it changes cannot be undone',
      },
    }),
    conflicts: ofTheDay([
      ...(shortfall > 0 ? [windowConflict(shortfall, rest + lead, back, derivation, basis)] : []),
      ...(rolloutStart > window.time
        ? [lateRollout(lead, localTime(rolloutStart, zone).time, derivation)]
        : []),
      ...lost.map(id => ({
        what: `the step "${id}" comes after a step that is not on the runbook`,
        fix: `give in release_day[].after one of ${steps.map(step => step.id).join(', ')}`,
      })),
    ]),
    warnings:
      shortfall > 0
        ? [{ code: 'window_too_short', ...warningOf(shortfall, rest + lead, back, derivation) }]
        : [],
    notes: [...window.notes, ...otherDay(timed, derivation)],
  }
}

const ofTheDay = (conflicts: Schedule['conflicts']): Schedule['conflicts'] =>
  conflicts.map(conflict => ({ ...conflict, release_day: true }))

/** The strategy's way back, or the restore of the database where the schema may change and it takes longer. */
function longestWayBack(
  { inputs, profile, traits }: Derivation,
  rollbackMinutes: number,
): { minutes: number; name: string; open: boolean } {
  const usual = { minutes: rollbackMinutes, name: 'way back', open: false }
  const restores = profile.ways_back.some(
    spec => spec.script === 'restore_database' && applies(traits, spec.when) !== 'no',
  )
  if (!restores) return usual
  const answer = parsedAnswer(inputs.answers.restore_minutes?.value ?? '', { answer: 'number' })
  const restore = inputs.rollback?.database?.restore_minutes ?? answer
  if (typeof restore !== 'number') return { ...usual, open: true }
  return restore > rollbackMinutes ? { minutes: restore, name: 'database restore', open: false } : usual
}

interface Window {
  from: Instant
  to: Instant
  /** When the rollout is wanted: the release time on the release date. */
  time: Instant
  notes: string[]
}

/** The window round the release time, on the release date. */
function windowOf({ release }: Derivation): Window {
  const zone = release.timezone.value
  const date = release.release_date.value
  const { from, to } = release.window.value
  const ends = [from, to, release.release_time.value].map(time => instantOf(date, time, zone))
  const notes = [...new Set(ends.flatMap(end => end.note ?? []))]
  return { from: ends[0]!.instant, to: ends[1]!.instant, time: ends[2]!.instant, notes }
}

type TimedDraft = RunbookStep & Pick<StepDraft, 'irreversible_because'>

function timedSteps(steps: readonly StepDraft[], start: Instant, zone: string): TimedDraft[] {
  let at = start
  return steps.map(step => {
    const timed = { ...step, at_utc: at, at_local: localTime(at, zone).time }
    at = addMinutes(at, step.minutes)
    return timed
  })
}

const minutesOf = (steps: readonly StepDraft[]): number => steps.reduce((sum, step) => sum + step.minutes, 0)

function warningOf(shortfall: number, steps: number, back: number, { release }: Derivation) {
  const { from, to } = release.window.value
  const time = release.release_time.value
  const outside = time < from || time >= to
  return {
    message: outside
      ? `The release time ${time} lies outside the window ${from}-${to}.`
      : `The window ${from}-${to} is ${shortfall} minutes too short: ${steps} minutes of steps and ${back} minutes for a way back do not fit behind the planned start.`,
    fix: outside
      ? 'Change release_time or window with initialize_plan.'
      : `Start ${shortfall} minutes earlier (release_time, window.from), end later (window.to), or shorten steps.`,
  }
}

function windowConflict(
  shortfall: number,
  steps: number,
  back: number,
  derivation: Derivation,
  basis: Basis,
) {
  const { message, fix } = warningOf(shortfall, steps, back, derivation)
  return { what: `${message} (${basis.from})`, fix }
}

function lateRollout(lead: number, at: string, { release }: Derivation): Schedule['conflicts'][number] {
  return {
    what: `the rollout begins at ${at}, not at the release time ${release.release_time.value}: the steps before it take ${lead} minutes from the start of the window`,
    fix: `open the window earlier or set release_time to ${at}`,
  }
}

/** A run over midnight begins on another date than the release's. */
function otherDay(steps: readonly RunbookStep[], { release }: Derivation): string[] {
  const zone = release.timezone.value
  const days = steps.map(step => localTime(step.at_utc, zone).date)
  const [first, last] = [days[0], days.at(-1)]
  return first === undefined || last === undefined || first === last
    ? []
    : [`the steps run over midnight, from ${longDate(first)} to ${longDate(last)}`]
}

/** `rollout (Deploy) no later than 09:50, so Final go/no-go no later than 09:35`; undefined where the window has no room. */
export function safeStartText(
  schedule: Pick<Schedule, 'release_day' | 'latest_safe_start' | 'latest_first_step'>,
): string | undefined {
  const { release_day: steps, latest_safe_start: rollout, latest_first_step: begin } = schedule
  if (rollout === undefined) return undefined
  const step = steps.find(({ part }) => part === 'rollout')
  const first = steps[0]
  const start = `rollout${step ? ` (${step.step})` : ''} no later than ${rollout}`
  return first && first !== step ? `${start}, so ${first.step} no later than ${begin}` : start
}
