import { addDays, daysBetween, type PlainDate } from '../../calendar/date.ts'
import type { WorkingCalendar } from '../../calendar/working-calendar.ts'
import type { ScheduledActivity } from '../../plan.ts'
import type { DatedStage } from '../stages/stage-dates.ts'
import type { ActivityDraft } from './activity-list.ts'
import { criticalPath, datesOf } from './network.ts'
import { rounded } from './rounded.ts'

/** Days of an activity, and how far it can slip from them. */
export interface Planned {
  from: PlainDate
  to: PlainDate
  latest: { from: PlainDate; to: PlainDate }
  float: number
  free: number
  critical: boolean
  who?: ScheduledActivity['who']
  waits?: string
}

/** An activity before the release with its dates. */
export function scheduledOf(draft: ActivityDraft, planned: Planned): ScheduledActivity {
  return {
    ...fieldsOf(draft),
    earliest_start: planned.from,
    earliest_finish: planned.to,
    latest_start: planned.latest.from,
    latest_finish: planned.latest.to,
    float_days: rounded(planned.float),
    free_float_days: rounded(planned.free),
    critical: planned.critical,
    ...(planned.who && planned.who.length > 0 && { who: planned.who }),
    ...(planned.waits !== undefined && { waits: planned.waits }),
  }
}

/** Activities behind the release end no later than their stage; nothing waits for them but the next stage. */
export function afterRelease(
  calendar: WorkingCalendar,
  stage: DatedStage,
  drafts: readonly ActivityDraft[],
): ScheduledActivity[] {
  const own = drafts.filter(draft => draft.stage === stage.id)
  const ids = new Set(own.map(draft => draft.id))
  const timing = criticalPath(
    own.map(({ id, name, days, after }) => ({
      id,
      name,
      durationDays: days,
      after: after.filter(link => ids.has(link.id)),
    })),
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
    return {
      ...fieldsOf(draft),
      earliest_start: dates.from,
      earliest_finish: dates.to,
      latest_start: dates.from,
      float_days: 0,
      critical: false,
    }
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

function fieldsOf(draft: ActivityDraft) {
  return {
    id: draft.id,
    name: draft.name,
    stage: draft.stage,
    role: draft.role,
    days: draft.days,
    ...(draft.after.length > 0 && { after: draft.after }),
    ...(draft.condition !== undefined && { condition: draft.condition }),
    ...(draft.people !== undefined && { people: draft.people }),
    ...(draft.skills && { skills: draft.skills }),
    checklist: draft.checklist,
    basis: draft.basis,
  }
}
