import { addDays } from '../../calendar/date.ts'
import type { Derivation } from '../../derivation.ts'
import type { Activity } from '../work/activity.ts'
import type { ActivityDraft } from '../work/activity-list.ts'
import { type DayLine, dayLine } from '../work/day-line.ts'
import type { Link } from '../work/links.ts'
import { workCalendar } from './stage-calendars.ts'
import type { DatedStage } from './stage-dates.ts'

/** An activity on its node. The beginning of a stage is one too, without length: it has no `draft`. */
export interface StageActivity extends Activity {
  stage: string
  after: Link[]
  draft?: ActivityDraft
  /** It is the beginning of a stage that is a gate. */
  gate?: true
}

/** The work before the release as one network, in working days from `line.zero`. */
export interface StageNetwork {
  activities: StageActivity[]
  line: DayLine
  /** The release day: everything has to end before it. */
  deadline: number
}

/**
 * How stages begin.
 * - `planned`: none before its date. These are the dates of the plan.
 * - `ready`: as soon as the one before is done; only the freeze, and a stage whose date somebody gave, wait for their date.
 * - `held`: as `ready`, and the go/no-go waits for its date too.
 * - `soonest`: as `ready`, but the preparation begins today and the freeze does not wait for its date.
 * None but a stage that has begun by its date begins before today.
 */
export type Beginning = 'planned' | 'ready' | 'held' | 'soonest'

/**
 * The activities of `stages`, which all lie before the release. One without a predecessor in its own stage waits for the
 * beginning of its stage, which waits for all of the stage before. A relation to an activity of an earlier stage that
 * overlaps it (SS, FF or a negative lag) takes the place of that waiting.
 */
export function stageNetwork(
  derivation: Derivation,
  stages: readonly DatedStage[],
  drafts: readonly ActivityDraft[],
  beginning: Beginning,
): StageNetwork {
  const { release, today } = derivation
  const first = stages[0]?.from ?? release.release_date.value
  const soonest = beginning === 'soonest'
  const line = dayLine(workCalendar(derivation), soonest && today < first ? today : first)
  const activities: StageActivity[] = []
  let last: Link[] = []
  for (const [n, stage] of stages.entries()) {
    const waits =
      beginning === 'planned' || (n === 0 && !soonest) || stage.from <= today || keepsDate(stage, beginning)
    const from = waits ? stage.from : today
    const own = drafts.filter(draft => draft.stage === stage.id)
    const begin: StageActivity = {
      id: beginOf(stage),
      name: stage.name,
      stage: stage.id,
      durationDays: 0,
      after: last,
      notBefore: Math.max(0, line.daysTo(from)),
      ...(stage.gate && { gate: true }),
    }
    const ids = new Set(own.map(draft => draft.id))
    activities.push(begin, ...own.map(draft => activityOf(draft, ids, begin, line)))
    last = own.length === 0 ? [afterEnd(begin.id)] : endsOf(own, ids)
  }
  return { activities, line, deadline: line.daysTo(release.release_date.value) }
}

/** No id of an activity has a space. */
export const beginOf = (stage: { id: string }): string => `begin ${stage.id}`

const afterEnd = (id: string): Link => ({ id, type: 'FS', lag: 0 })

function keepsDate(stage: DatedStage, beginning: Beginning): boolean {
  if (stage.gate === 'freeze') return beginning !== 'soonest'
  return stage.gate === 'go_no_go' ? beginning === 'held' : stage.fixed
}

function activityOf(
  draft: ActivityDraft,
  own: ReadonlySet<string>,
  begin: StageActivity,
  line: DayLine,
): StageActivity {
  const inside = draft.after.some(link => own.has(link.id) && link.type !== 'FF' && link.lag >= 0)
  const overlapped = new Set(
    draft.after
      .filter(link => !own.has(link.id) && (link.type !== 'FS' || link.lag < 0))
      .map(link => link.id),
  )
  const waits =
    overlapped.size > 0 ? begin.after.filter(link => !overlapped.has(link.id)) : [afterEnd(begin.id)]
  const from = draft.not_before ? line.daysTo(draft.not_before) : 0
  return {
    id: draft.id,
    name: draft.name,
    stage: draft.stage,
    draft,
    durationDays: draft.days,
    after: inside ? draft.after : [...waits, ...draft.after],
    notBefore: Math.max(from, overlapped.size > 0 ? begin.notBefore! : 0),
    ...(draft.not_after && { notAfter: line.daysTo(addDays(draft.not_after, 1)) }),
  }
}

/** What the next stage waits for: activities for whose end nothing else of the stage waits. */
function endsOf(own: readonly ActivityDraft[], ids: ReadonlySet<string>): Link[] {
  const followed = new Set(
    own.flatMap(({ after }) =>
      after.filter(link => ids.has(link.id) && link.type === 'FS' && link.lag >= 0).map(link => link.id),
    ),
  )
  return own.filter(draft => !followed.has(draft.id)).map(draft => afterEnd(draft.id))
}

/** Without what belongs to stages that are over. */
export function stillOpen(network: StageNetwork, open: ReadonlySet<string>): StageActivity[] {
  const activities = network.activities.filter(activity => open.has(activity.stage))
  const ids = new Set(activities.map(activity => activity.id))
  return activities.map(activity => ({ ...activity, after: activity.after.filter(link => ids.has(link.id)) }))
}
