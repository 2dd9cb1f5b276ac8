import { type Basis, derived } from '../basis.ts'
import { addDays, daysBetween, type PlainDate } from '../calendar/date.ts'
import type { WorkingCalendar } from '../calendar/working-calendar.ts'
import type { Derivation } from '../derivation.ts'
import type { Schedule, ScheduledActivity } from '../plan.ts'
import { simulateFinish } from '../statistics/simulation.ts'
import { conflictsOf, lastOver, rounded } from './activity-conflicts.ts'
import { type ActivityDraft, activityDrafts } from './activity-list.ts'
import { type Activity, criticalPath, datesOf, type NetworkTiming, type Timing } from './network.ts'
import { workCalendar } from './stage-calendars.ts'
import type { DatedStage } from './stage-dates.ts'

export type PlannedWork = Pick<Schedule, 'critical_path' | 'slack_days' | 'finish' | 'conflicts'> & {
  activities: ScheduledActivity[]
}

/**
 * Dates, float and the chance to be ready of all activities. Those before the release are one network: an activity waits for its
 * predecessors, for the first day of its stage and for the whole stage before it. The others run from their stage's first day.
 */
export function plannedWork(planned: Derivation, stages: readonly DatedStage[]): PlannedWork {
  const derivation = { ...planned, calendar: workCalendar(planned) }
  const { drafts, backwards } = inStageOrder(activityDrafts(derivation, stages), stages)
  const ahead = beforeRelease(stages)
  const network = networkBefore(derivation, ahead, drafts)
  const timing = criticalPath(network.activities, { deadline: network.deadline })
  const scheduled = stages.flatMap(stage =>
    ahead.includes(stage)
      ? datedActivities(network, timing, drafts, stage)
      : afterRelease(derivation, stage, drafts),
  )
  return {
    activities: scheduled,
    critical_path: timing.criticalPath,
    slack_days: rounded(timing.slack),
    finish: finishOf(derivation, ahead, network),
    conflicts: [...backwards, ...conflictsOf(drafts, scheduled, timing, ahead)],
  }
}

/** Ids of the stages before the release whose work is expected to end after them. */
export function stagesOverrun(planned: Derivation, stages: readonly DatedStage[]): string[] {
  const derivation = { ...planned, calendar: workCalendar(planned) }
  const { drafts } = inStageOrder(activityDrafts(derivation, stages), stages)
  const ahead = beforeRelease(stages)
  const network = networkBefore(derivation, ahead, drafts)
  const timing = criticalPath(network.activities, { deadline: network.deadline })
  const scheduled = ahead.flatMap(stage => datedActivities(network, timing, drafts, stage))
  return ahead.filter(stage => lastOver(stage, scheduled)).map(stage => stage.id)
}

const beforeRelease = (stages: readonly DatedStage[]): DatedStage[] =>
  stages.slice(
    0,
    stages.findIndex(stage => stage.gate === 'release'),
  )

function datedActivities(
  network: Network,
  timing: NetworkTiming,
  drafts: readonly ActivityDraft[],
  stage: DatedStage,
): ScheduledActivity[] {
  const byId = new Map(timing.activities.map(activity => [activity.id, activity]))
  return drafts
    .filter(draft => draft.stage === stage.id)
    .map(draft => network.dated(draft, byId.get(draft.id)!))
}

/** Leaves out waiting for an activity of a later stage, which could never begin, and says so. */
function inStageOrder(
  drafts: readonly ActivityDraft[],
  stages: readonly DatedStage[],
): { drafts: ActivityDraft[]; backwards: Schedule['conflicts'] } {
  const place = new Map(stages.map((stage, n) => [stage.id, n]))
  const stageOf = new Map(drafts.map(draft => [draft.id, place.get(draft.stage)!]))
  const isLater = (id: string, draft: ActivityDraft) => (stageOf.get(id) ?? -1) > stageOf.get(draft.id)!
  const backwards = drafts.flatMap(draft =>
    draft.after
      .filter(id => isLater(id, draft))
      .map(id => ({
        what: `"${draft.id}" is to come after "${id}", which belongs to a later stage`,
        fix: `change "after" of ${draft.id} or the phase of ${id}`,
      })),
  )
  return {
    drafts: drafts.map(draft => ({ ...draft, after: draft.after.filter(id => !isLater(id, draft)) })),
    backwards,
  }
}

interface Network {
  activities: (Activity & { stage: string })[]
  deadline: number
  dayZero: PlainDate
  dated(draft: ActivityDraft, timing: Timing): ScheduledActivity
}

function networkBefore(
  derivation: Derivation,
  stages: readonly DatedStage[],
  drafts: readonly ActivityDraft[],
): Network {
  const { calendar, release } = derivation
  const dayZero = calendar.onOrAfter(stages[0]?.from ?? release.release_date.value)
  const dayOf = (date: PlainDate) => calendar.workingDaysBetween(dayZero, date)
  const activities: Network['activities'] = []
  let earlier: string[] = []
  for (const stage of stages) {
    const own = drafts.filter(draft => draft.stage === stage.id)
    const ids = new Set(own.map(draft => draft.id))
    for (const draft of own) {
      const waits = draft.after.some(id => ids.has(id))
      activities.push({
        id: draft.id,
        name: draft.name,
        stage: stage.id,
        durationDays: draft.days,
        after: [...new Set(waits ? draft.after : [...earlier, ...draft.after])],
        notBefore: Math.max(0, dayOf(stage.from), draft.not_before ? dayOf(draft.not_before) : 0),
        ...(draft.not_after && { notAfter: dayOf(addDays(draft.not_after, 1)) }),
      })
    }
    if (own.length > 0) earlier = own.map(draft => draft.id)
  }
  const dated = (draft: ActivityDraft, timing: Timing) => {
    const early = datesOf({ start: timing.earliestStart, finish: timing.earliestFinish }, dayZero, calendar)
    const late = datesOf({ start: timing.latestStart, finish: timing.latestFinish }, dayZero, calendar)
    return scheduledOf(draft, early, late.from, timing)
  }
  return { activities, deadline: dayOf(release.release_date.value), dayZero, dated }
}

/** Activities behind the release end no later than their stage; nothing waits for them but the next stage. */
function afterRelease(
  { calendar }: Derivation,
  stage: DatedStage,
  drafts: readonly ActivityDraft[],
): ScheduledActivity[] {
  const own = drafts.filter(draft => draft.stage === stage.id)
  const ids = new Set(own.map(draft => draft.id))
  const timing = criticalPath(
    own.map(draft => ({ ...draft, durationDays: draft.days, after: draft.after.filter(id => ids.has(id)) })),
  )
  return own.map((draft, n) => {
    const { earliestStart: start, earliestFinish: finish } = timing.activities[n]!
    const last = Math.max(Math.floor(start), Math.ceil(finish) - 1)
    const days = { from: addDays(stage.from, Math.floor(start)), to: addDays(stage.from, last) }
    const dates = stage.every_day
      ? draft.every_day
        ? days
        : onWorkingDays(days, stage.to, calendar)
      : datesOf({ start, finish }, stage.from, calendar)
    return scheduledOf(draft, dates, dates.from, { totalFloat: 0, critical: false })
  })
}

/** Work inside a stage that runs every day, done by people who do not: from the first working day on, inside the stage if it can be. */
function onWorkingDays(
  days: { from: PlainDate; to: PlainDate },
  end: PlainDate,
  calendar: WorkingCalendar,
): { from: PlainDate; to: PlainDate } {
  const from = calendar.onOrAfter(days.from)
  const to = calendar.addWorkingDays(from, daysBetween(days.from, days.to))
  if (to <= end || from > end) return { from, to }
  return { from, to: calendar.onOrBefore(end) }
}

function scheduledOf(
  draft: ActivityDraft,
  dates: { from: PlainDate; to: PlainDate },
  latestStart: PlainDate,
  timing: Pick<Timing, 'totalFloat' | 'critical'>,
): ScheduledActivity {
  return {
    id: draft.id,
    name: draft.name,
    stage: draft.stage,
    role: draft.role,
    days: draft.days,
    earliest_start: dates.from,
    earliest_finish: dates.to,
    latest_start: latestStart,
    float_days: rounded(timing.totalFloat),
    critical: timing.critical,
    ...(draft.condition !== undefined && { condition: draft.condition }),
    ...(draft.people !== undefined && { people: draft.people }),
    checklist: draft.checklist,
    basis: draft.basis,
  }
}

/** The last day of the work before the release, in 50, 80 and 95 of 100 simulated runs of what is still to do. */
function finishOf(
  derivation: Derivation,
  ahead: readonly DatedStage[],
  network: Network,
): Schedule['finish'] {
  const { calendar, inputs, release, today } = derivation
  const open = new Set(ahead.filter(stage => stage.to >= today).map(stage => stage.id))
  const todo = network.activities.filter(activity => open.has(activity.stage))
  if (todo.length === 0) {
    const last = calendar.addWorkingDays(release.release_date.value, -1)
    const basis = derived(undefined, 'no activity before the release is left').basis
    return { p50: last, p80: last, p95: last, on_time_percent: 100, basis }
  }
  const ids = new Set(todo.map(activity => activity.id))
  const runs = simulateFinish(
    todo.map(activity => ({
      ...activity,
      after: activity.after.filter(id => typeof id !== 'string' || ids.has(id)),
    })),
    { seed: seedOf(inputs.version) },
  )
  const day = (days: number) => datesOf({ start: 0, finish: days }, network.dayZero, calendar).to
  return {
    p50: day(runs.p50),
    p80: day(runs.p80),
    p95: day(runs.p95),
    on_time_percent: Math.round(100 * runs.chanceWithin(network.deadline)),
    basis: simulated(runs.samples, todo.length),
  }
}

const simulated = (samples: number, activities: number): Basis =>
  derived(undefined, `${samples} simulated runs of ${activities} activities, PERT`).basis

/** FNV-1a: the same version always gives the same simulation. */
function seedOf(version: string): number {
  let hash = 0x811c9dc5
  for (const letter of version) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193)
  return hash >>> 0
}
