import { derived } from '../../basis.ts'
import { longDate } from '../../calendar/date.ts'
import { addMinutes, type Instant, localTime, minutesBetween } from '../../calendar/zones.ts'
import type { Derivation } from '../../derivation.ts'
import type { Release, RunbookStep, Schedule, SharedHours, Strategy, Warning } from '../../plan.ts'
import { restoringMinutes, restoringWay } from '../../rollback/restore-minutes.ts'
import { accepted, acceptedBy } from '../date-check/accepted.ts'
import { dayClock } from './day-clock.ts'
import { dayWindow } from './day-window.ts'
import { runbookSteps } from './runbook.ts'
import { insideSharedHours, sharedHours, sharedHoursText } from './shared-hours.ts'
import type { StepDraft } from './step-draft.ts'
import { type DayRun, lateRollout, windowConflict } from './window-conflicts.ts'

/** Minutes to see that a way back has worked, a stated default. */
export const rollbackCheckMinutes = 15

export type ReleaseDay = Pick<
  Schedule,
  | 'release_day'
  | 'latest_safe_start'
  | 'latest_safe_start_at'
  | 'latest_first_step'
  | 'latest_safe_start_basis'
  | 'worst_path'
  | 'point_of_no_return'
  | 'shared_hours'
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
  const window = dayWindow(release)
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
  const run: DayRun = { window, start, lead, rest, back, basis: basis.from }
  const broken = windowConflict(run, derivation)
  const feasible = safe >= addMinutes(window.from, lead)
  const fails = addMinutes(start, lead + rest)
  const release_day = timed.map(({ irreversible_because, ...step }) => step)
  const shared = sharedHours(derivation, release_day)
  return {
    release_day,
    ...(feasible && {
      latest_safe_start: localTime(safe, zone).time,
      latest_safe_start_at: safe,
      latest_first_step: localTime(addMinutes(safe, -lead), zone).time,
    }),
    latest_safe_start_basis: basis,
    worst_path: { fails, back: addMinutes(fails, back), window_from: window.from, window_to: window.to },
    ...pointOfNoReturn(timed),
    ...(shared && { shared_hours: shared }),
    conflicts: ofTheDay([
      ...(broken ? [broken] : []),
      ...lateRollout(run, addMinutes(start, lead), derivation),
      ...lost.map(id => ({
        what: `the step "${id}" comes after a step that is not on the runbook`,
        fix: `give in release_day[].after one of ${steps.map(step => step.id).join(', ')}`,
      })),
    ]),
    warnings: [
      ...(broken ? [{ code: 'window_too_short', message: `${broken.what}.`, fix: `${broken.fix}.` }] : []),
      ...(shared ? hoursWarning(derivation, shared, release_day) : []),
    ],
    notes: [...window.notes, ...otherDay(timed, derivation)],
  }
}

/** Steps outside the hours that all who act on the day work; a window or time that the caller gave is an answer to it. */
function hoursWarning(derivation: Derivation, shared: SharedHours, steps: readonly RunbookStep[]): Warning[] {
  const { window, release_time, timezone } = derivation.release
  const code = 'outside_shared_hours'
  const told =
    [window, release_time].some(({ basis }) => basis.kind === 'given') || accepted(derivation, code)
  const [first, last] = [steps[0], steps.at(-1)]
  if (told || !first || !last || insideSharedHours(shared, steps)) return []
  const end = localTime(addMinutes(last.at_utc, last.minutes), timezone.value).time
  const within = shared.from ? `Give release_time and window inside them` : 'Give each step to somebody awake'
  return [
    {
      code,
      message: `The steps of the release day run ${first.at_local} to ${end} (${timezone.value}). ${sharedHoursText(shared, timezone.value)}.`,
      fix: `${within}, give the window you want with initialize_plan, ${acceptedBy(code)}.`,
    },
  ]
}

/** The first step that cannot be taken back, and the last decision before it. */
function pointOfNoReturn(steps: readonly TimedDraft[]): Pick<Schedule, 'point_of_no_return'> {
  const final = steps.find(step => step.irreversible)
  if (!final) return {}
  const gate = steps.findLast(step => step.decides && step.at_utc < final.at_utc)
  return {
    point_of_no_return: {
      at_local: final.at_local,
      step: final.step,
      why: final.irreversible_because ?? 'what it changes cannot be undone',
      date: final.date,
      at_utc: final.at_utc,
      ...(gate && { decide: { at_local: gate.at_local, at_utc: gate.at_utc, step: gate.step } }),
    },
  }
}

const ofTheDay = (conflicts: Schedule['conflicts']): Schedule['conflicts'] =>
  conflicts.map(conflict => ({ ...conflict, release_day: true }))

/** The strategy's way back, or the restore of the database where the schema may change and it takes longer. */
function longestWayBack(
  derivation: Derivation,
  rollbackMinutes: number,
): { minutes: number; name: string; open: boolean } {
  const usual = { minutes: rollbackMinutes, name: 'way back', open: false }
  if (!restoringWay(derivation)) return usual
  const restore = restoringMinutes(derivation)
  if (!restore) return { ...usual, open: true }
  const { value: minutes, basis } = restore
  const parts = basis.kind === 'derived' ? ` (${basis.from})` : ''
  return minutes > rollbackMinutes ? { minutes, name: `database restore${parts}`, open: false } : usual
}

type TimedDraft = RunbookStep & Pick<StepDraft, 'irreversible_because'>

function timedSteps(steps: readonly StepDraft[], start: Instant, zone: string): TimedDraft[] {
  let at = start
  return steps.map(step => {
    const { date, time } = localTime(at, zone)
    const timed = { ...step, at_utc: at, at_local: time, date }
    at = addMinutes(at, step.minutes)
    return timed
  })
}

const minutesOf = (steps: readonly Pick<StepDraft, 'minutes'>[]): number =>
  steps.reduce((sum, step) => sum + step.minutes, 0)

/** A run over midnight has steps on another date than the release's. */
function otherDay(steps: readonly RunbookStep[], { release }: Derivation): string[] {
  const [first, last] = [steps[0]?.date, steps.at(-1)?.date]
  if (first === undefined || last === undefined) return []
  const date = release.release_date.value
  return first === date && last === date
    ? []
    : [`the steps run over midnight, from ${longDate(first)} to ${longDate(last)}`]
}

/** `rollout (Deploy) no later than 09:50, so Final go/no-go no later than 09:35`; undefined where the window has no room. */
export function safeStartText(
  schedule: Pick<Schedule, 'release_day' | 'latest_safe_start_at' | 'worst_path'>,
  release: Pick<Release, 'timezone' | 'release_date'>,
): string | undefined {
  const { release_day: steps, latest_safe_start_at: rollout } = schedule
  if (rollout === undefined) return undefined
  const clock = dayClock(release, schedule)
  const step = steps.find(({ part }) => part === 'rollout')
  const first = steps[0]
  const start = `rollout${step ? ` (${step.step})` : ''} no later than ${clock(rollout)}`
  const lead = minutesOf(steps.filter(({ part }) => part === 'before'))
  return first && first !== step
    ? `${start}, so ${first.step} no later than ${clock(addMinutes(rollout, -lead))}`
    : start
}
