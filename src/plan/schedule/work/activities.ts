import type { PlainDate } from '../../calendar/date.ts'
import type { Derivation } from '../../derivation.ts'
import type { Schedule, ScheduledActivity } from '../../plan.ts'
import { workCalendar } from '../stages/stage-calendars.ts'
import type { DatedStage } from '../stages/stage-dates.ts'
import { type StageNetwork, stageNetwork } from '../stages/stage-network.ts'
import { conflictsOf } from './activity-conflicts.ts'
import { afterRelease } from './activity-dates.ts'
import { type ActivityDraft, activityDrafts } from './activity-list.ts'
import { crewed } from './crewed.ts'
import { criticalPath } from './network.ts'
import { readiness } from './ready.ts'
import { rounded } from './rounded.ts'
import { shortfallOf } from './shortfall.ts'

export type PlannedWork = Pick<
  Schedule,
  'critical_path' | 'slack_days' | 'finish' | 'conflicts' | 'shortfall' | 'staffing'
> & {
  activities: ScheduledActivity[]
  /** Share of the simulated runs, 0 to 1, in which the work is done before a release on `date`. */
  chanceBefore(date: PlainDate): number
}

/**
 * Dates, float and the chance to be ready of all activities. Those before the release are one network: an activity waits for its
 * predecessors and for the whole stage before its own; its dates lie on those of its stage, its float says how far it can slip from
 * them. The critical path and the slack are those of the work if each stage begins as soon as the one before it is done. Activities
 * behind the release run from their stage's first day.
 */
export function plannedWork(derivation: Derivation, stages: readonly DatedStage[]): PlannedWork {
  const { drafts, backwards } = inStageOrder(activityDrafts(derivation, stages), stages)
  const ahead = beforeRelease(stages)
  const open = openStages(derivation, ahead)
  const [planned, ready, held] = (['planned', 'ready', 'held'] as const).map(beginning =>
    stageNetwork(derivation, ahead, drafts, beginning),
  ) as [StageNetwork, StageNetwork, StageNetwork]
  const { dated, soonest, runsOf, staffing, add, sameCrew, doneInTime } = crewed(derivation, {
    planned,
    ready,
    open,
  })
  const timing = criticalPath(soonest, { deadline: ready.deadline })
  const chain = timing.criticalPath.filter(id => !id.includes(' '))
  const before = dated(new Set(chain))
  const { finish, chanceBefore } = readiness(derivation, ahead, { ready, held }, runsOf)
  const shortfall = shortfallOf(derivation, {
    ahead,
    drafts,
    ready,
    soonest,
    timing,
    open,
    finish,
    add,
    sameCrew,
    ...(doneInTime && { doneInTime }),
  })
  return {
    activities: [
      ...before,
      ...stages
        .filter(stage => !ahead.includes(stage))
        .flatMap(stage => afterRelease(workCalendar(derivation), stage, drafts)),
    ],
    critical_path: chain,
    slack_days: rounded(timing.slack),
    finish,
    chanceBefore,
    ...(staffing && { staffing }),
    ...(shortfall && { shortfall }),
    conflicts: [
      ...backwards,
      ...conflictsOf(derivation, {
        drafts,
        scheduled: before,
        planned,
        ahead,
        release: stages[ahead.length],
        shortfall,
      }),
    ],
  }
}

/** Ids of the stages before the release whose work is expected to end after them. */
export function stagesOverrun(derivation: Derivation, stages: readonly DatedStage[]): string[] {
  const { drafts } = inStageOrder(activityDrafts(derivation, stages), stages)
  const ahead = beforeRelease(stages)
  const { activities, line, deadline } = stageNetwork(derivation, ahead, drafts, 'planned')
  const timing = criticalPath(activities, { deadline })
  const ends = new Map<string, number>()
  activities.forEach(({ draft, stage }, n) => {
    if (draft) ends.set(stage, Math.max(ends.get(stage) ?? 0, timing.activities[n]!.earliestFinish))
  })
  return ahead
    .filter(({ id, to }) => ends.has(id) && line.span(0, ends.get(id)!).to > to)
    .map(stage => stage.id)
}

const openStages = ({ today }: Derivation, ahead: readonly DatedStage[]): Set<string> => {
  const open = ahead.filter(stage => stage.to >= today)
  return new Set((open.length > 0 ? open : ahead).map(stage => stage.id))
}

const beforeRelease = (stages: readonly DatedStage[]): DatedStage[] =>
  stages.slice(
    0,
    stages.findIndex(stage => stage.gate === 'release'),
  )

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
      .filter(link => isLater(link.id, draft))
      .map(({ id }) => ({
        what: `"${draft.id}" is to come after "${id}", which belongs to a later stage`,
        fix: `change "after" of ${draft.id} or the phase of ${id}`,
      })),
  )
  return {
    drafts: drafts.map(draft => ({ ...draft, after: draft.after.filter(link => !isLater(link.id, draft)) })),
    backwards,
  }
}
