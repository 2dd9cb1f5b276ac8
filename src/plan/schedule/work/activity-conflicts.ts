import { addDays, longDate } from '../../calendar/date.ts'
import type { Derivation } from '../../derivation.ts'
import type { Schedule, ScheduledActivity, Shortfall } from '../../plan.ts'
import { counted } from '../../text.ts'
import type { DatedStage } from '../stages/stage-dates.ts'
import type { StageActivity, StageNetwork } from '../stages/stage-network.ts'
import type { ActivityDraft } from './activity-list.ts'
import { shorteningsOf } from './fit.ts'
import { fixesOf, shortenText } from './shortfall.ts'

type Conflict = Schedule['conflicts'][number]

/** Limits that cannot be kept; then too little time in all, else stages whose work is expected to end after them. */
export function conflictsOf(
  derivation: Derivation,
  work: {
    drafts: readonly ActivityDraft[]
    scheduled: readonly ScheduledActivity[]
    planned: StageNetwork
    ahead: readonly DatedStage[]
    shortfall: Shortfall | undefined
  },
): Conflict[] {
  const { drafts, scheduled, planned, ahead, shortfall } = work
  const limits = new Map(drafts.flatMap(({ id, not_after }) => (not_after ? [[id, not_after]] : [])))
  const late = scheduled.flatMap(activity => {
    const limit = limits.get(activity.id)
    return limit && activity.earliest_finish > limit ? [lateFor(activity, limit, planned)] : []
  })
  if (shortfall) return [...late, tooLittleTime(derivation, shortfall, ahead)]
  if (late.length > 0) return late
  return ahead.flatMap((stage, n) => {
    const last = lastOver(stage, scheduled)
    return last ? [overItsStage(last, stage, ahead[n + 1], planned)] : []
  })
}

function tooLittleTime(derivation: Derivation, shortfall: Shortfall, ahead: readonly DatedStage[]): Conflict {
  const what = `the work before the release needs ${inDays(shortfall.days)} more than there are`
  return { what, fix: fixesOf(shortfall, derivation, ahead).join('; or ') }
}

function lateFor(activity: ScheduledActivity, limit: string, planned: StageNetwork): Conflict {
  const what = `${activity.name} ends on ${longDate(activity.earliest_finish)}, after its limit ${longDate(limit)}`
  const cut = shortened(activity.id, planned.line.daysTo(addDays(limit, 1)), planned)
  return { what, fix: `${cut ?? 'take work out before it'}, or change not_after of "${activity.id}"` }
}

function overItsStage(
  last: ScheduledActivity,
  stage: DatedStage,
  next: DatedStage | undefined,
  planned: StageNetwork,
): Conflict {
  const what = `${last.name} is expected to end on ${longDate(last.earliest_finish)}, after its stage ${stage.name} (${longDate(stage.to)}), out of the slack of what follows`
  const cut = shortened(last.id, planned.line.daysTo(addDays(stage.to, 1)), planned)
  const later = next ? `, or "${next.id}" later` : ''
  return { what, fix: `${cut ? `${cut}, or ` : ''}begin "${stage.id}" earlier${later} (milestones[].offset)` }
}

/** `shorten regression by 0.4, performance by 1 working days`: what it takes for an activity to end by a day; undefined where that is not enough. */
function shortened(id: string, deadline: number, { activities }: StageNetwork): string | undefined {
  const cut = shorteningsOf(withAllBefore(id, activities), deadline)
  return cut.length > 0 ? shortenText(cut) : undefined
}

/** The activity and all that it waits for. */
function withAllBefore(id: string, activities: readonly StageActivity[]): StageActivity[] {
  const byId = new Map(activities.map(activity => [activity.id, activity]))
  const found = new Set([id])
  for (const one of found) for (const link of byId.get(one)?.after ?? []) found.add(link.id)
  return activities.filter(activity => found.has(activity.id)).map(({ notAfter: _, ...activity }) => activity)
}

/** The last activity of a stage that ends after it. */
export function lastOver(
  stage: DatedStage,
  scheduled: readonly ScheduledActivity[],
): ScheduledActivity | undefined {
  return scheduled
    .filter(activity => activity.stage === stage.id && activity.earliest_finish > stage.to)
    .toSorted((a, b) => (a.earliest_finish < b.earliest_finish ? 1 : -1))[0]
}

const inDays = (days: number): string => counted(days, 'working day')
