import { longDate } from '../calendar/date.ts'
import type { Schedule, ScheduledActivity } from '../plan.ts'
import type { ActivityDraft } from './activity-list.ts'
import type { DatedStage } from './stage-dates.ts'

/** Limits that cannot be kept; else too little time in all; else stages whose work is expected to end after them. */
export function conflictsOf(
  drafts: readonly ActivityDraft[],
  scheduled: readonly ScheduledActivity[],
  { slack, criticalPath: critical }: { slack: number; criticalPath: readonly string[] },
  ahead: readonly DatedStage[],
): Schedule['conflicts'] {
  const late = scheduled.flatMap(activity => {
    const limit = drafts.find(draft => draft.id === activity.id)?.not_after
    if (!limit || activity.earliest_finish <= limit) return []
    const what = `${activity.name} ends on ${longDate(activity.earliest_finish)}, after its limit ${longDate(limit)}`
    return [{ what, fix: `shorten what comes before "${activity.id}" or change its not_after` }]
  })
  if (late.length > 0) return late
  if (slack < 0) {
    const what = `the work before the release needs ${rounded(-slack)} working days more than there are`
    return [{ what, fix: `shorten or remove one of ${critical.slice(0, 4).join(', ')}, or move the release` }]
  }
  return ahead.flatMap(stage => {
    const last = lastOver(stage, scheduled)
    if (!last) return []
    const what = `${last.name} is expected to end on ${longDate(last.earliest_finish)}, after its stage ${stage.name} (${longDate(stage.to)}), out of the slack of what follows`
    return [{ what, fix: `shorten "${last.id}" or begin "${stage.id}" earlier` }]
  })
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

/** Days to one decimal, never -0. */
export const rounded = (days: number): number => Math.round(days * 10) / 10 + 0
