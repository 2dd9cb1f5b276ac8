import { given } from '../basis.ts'
import { addDays, daysBetween, longDate, type PlainDate, weekdayName } from '../calendar/date.ts'
import type { Derivation } from '../derivation.ts'
import { roleInSentence } from '../kinds/roles.ts'
import type { Milestone, Schedule, ScheduledActivity, Stage, Strategy, Warning } from '../plan.ts'
import { dateCheck } from './date-check/date-check.ts'
import { decisionRoom } from './date-check/decision-room.ts'
import { fallbackAfterFix } from './date-check/fallback.ts'
import { releaseDay } from './release-day/release-day.ts'
import { zoneNote } from './release-day/zone-note.ts'
import { approvers } from './stages/approvers.ts'
import { calendarRules } from './stages/calendar-rules.ts'
import { closedDays, madeUpDays } from './stages/closed-days.ts'
import { earliestWithLead, type Lead, leadOf, scales } from './stages/lead.ts'
import { offDays, offsetLabel, remarkOn } from './stages/off-days.ts'
import { placedDay, workCalendar } from './stages/stage-calendars.ts'
import { type DatedStage, datedStages, nameOf } from './stages/stage-dates.ts'
import { byCaller, offsetText, type StageDraft, stageDrafts } from './stages/stage-list.ts'
import { stagesWithRoom } from './stages/stage-room.ts'
import { plannedWork } from './work/activities.ts'
import { withDaysAfterFreeze } from './work/after-freeze.ts'
import { workWarnings } from './work/work-warnings.ts'

/** Dates of all stages and milestones, the work in them and its chance, and the release day by the minute. */
export function deriveSchedule(
  derivation: Derivation,
  rollout: { strategy: Strategy; rollbackMinutes: number },
): Schedule {
  const { profile, release } = derivation
  const monitoringDays = Math.max(1, Math.ceil(rollout.strategy.monitoring.calendar_days))
  const drafts = stageDrafts(profile, derivation.inputs.schedule ?? {})
  const lead = leadOf(derivation, drafts)
  const stages = stagesWithRoom(derivation, drafts, lead, monitoringDays)
  const work = plannedWork(derivation, stages)
  const day = releaseDay(derivation, rollout)
  const milestones = milestonesOf(derivation, stages)
  const [first, last] = [milestones[0]!.date, milestones.at(-1)!.date]
  const madeUp = madeUpDays(derivation, first, last)
  const zone = zoneNote(release.timezone.value, first, last, day.notes)
  const freeze = stages.find(stage => stage.gate === 'freeze')
  const verdict = dateCheck(derivation, {
    lead,
    watchDays: monitoringDays,
    steps: day.release_day,
    finish: work.finish,
    chanceBefore: work.chanceBefore,
    ...(freeze && { freeze: freeze.from }),
  })
  const { better, fallback } = verdict.check
  const next = better && better.date > release.release_date.value ? better : fallback
  const room = decisionRoom(derivation, stages, work.activities)
  const mended = fallbackAfterFix(derivation, stages, work.activities)
  warn(derivation, [
    ...verdict.warnings,
    ...leadWarnings(derivation, drafts, stages, lead, monitoringDays),
    ...workWarnings(work),
    ...day.warnings,
  ])
  return {
    milestones,
    stages: stages.map(stage => stageOf(derivation, stage, work.activities)),
    critical_path: work.critical_path,
    slack_days: work.slack_days,
    finish: withDaysAfterFreeze(derivation, work.finish),
    ...(work.staffing && { staffing: work.staffing }),
    ...(work.shortfall && { shortfall: work.shortfall }),
    release_day: day.release_day,
    ...(day.latest_safe_start !== undefined && { latest_safe_start: day.latest_safe_start }),
    ...(day.latest_first_step !== undefined && { latest_first_step: day.latest_first_step }),
    ...(day.latest_safe_start_at !== undefined && { latest_safe_start_at: day.latest_safe_start_at }),
    ...(day.worst_path && { worst_path: day.worst_path }),
    ...(day.shared_hours && { shared_hours: day.shared_hours }),
    latest_safe_start_basis: day.latest_safe_start_basis,
    ...(day.point_of_no_return && { point_of_no_return: day.point_of_no_return }),
    conflicts: [...orderConflicts(stages), ...work.conflicts, ...day.conflicts],
    off_days: offDays(derivation, first, last),
    lead_scale: Math.round(lead.scale * 100) / 100,
    ...(room && { decision_room: room }),
    closed_days: closedDays(derivation, first, last),
    ...(madeUp.length > 0 && { made_up_days: madeUp }),
    date_check: verdict.check,
    ...(next !== undefined && { fallback_date: next.date }),
    ...(mended && { fallback_after_fix: mended }),
    ...(zone !== undefined && { zone_note: zone }),
    calendar_rules: calendarRules(
      derivation,
      milestones.map(milestone => milestone.offset),
      first,
      last,
    ),
  }
}

/** First days of stages, the end of monitoring, and the caller's own milestones, by date. */
function milestonesOf(derivation: Derivation, stages: readonly DatedStage[]): Milestone[] {
  const { calendar, release, inputs } = derivation
  const removed = new Set(inputs.schedule?.remove)
  const ofStages = stages.map((stage): Milestone => milestone(nameOf(stage), stage.from, stage))
  const watch = stages.find(stage => stage.every_day)
  const watchEnd = watch && {
    ...milestone(`End of ${watch.name.charAt(0).toLowerCase()}${watch.name.slice(1)}`, watch.to, watch),
    id: `${watch.id}_ends`,
    offset: offsetText(daysBetween(release.release_date.value, watch.to)),
  }
  const own = (inputs.schedule?.milestones ?? [])
    .filter(wanted => wanted.offset !== undefined && !removed.has(wanted.id))
    .filter(wanted => !stages.some(stage => stage.id === wanted.id))
    .map((wanted): Milestone => {
      const date = release.release_date.value
      const leads = placedDay(wanted.offset!, date, calendar, 'keep', wanted.id).date < date
      const {
        date: on,
        movedFrom,
        because,
        rule,
      } = placedDay(wanted.offset!, date, calendar, wanted.move ?? (leads ? 'before' : 'after'))
      return {
        id: wanted.id,
        name: wanted.name ?? wanted.id,
        date: on,
        weekday: weekdayName(on),
        offset: wanted.offset!,
        ...(movedFrom !== undefined && { moved_from: movedFrom }),
        ...(because !== undefined && { because }),
        ...(rule !== undefined && { rule }),
        basis: given(undefined, byCaller).basis,
      }
    })
  // An own milestone replaces one of the same id.
  const all = new Map([...ofStages, ...(watchEnd ? [watchEnd] : []), ...own].map(entry => [entry.id, entry]))
  return [...all.values()]
    .filter(entry => !removed.has(entry.id))
    .map(entry => ({ ...entry, ...offsetLabel(entry.offset), ...remarkOn(derivation, entry) }))
    .toSorted((a, b) => (a.date < b.date ? -1 : Number(a.date > b.date)))
}

function milestone(name: string, date: PlainDate, stage: DatedStage): Milestone {
  const { id, offset, gate, basis, moved_from, because, rule } = stage
  return {
    id,
    name,
    date,
    weekday: weekdayName(date),
    offset,
    ...(moved_from !== undefined && { moved_from }),
    ...(because !== undefined && { because }),
    ...(rule !== undefined && { rule }),
    ...(gate && { gate }),
    basis,
  }
}

function stageOf(derivation: Derivation, stage: DatedStage, activities: readonly ScheduledActivity[]): Stage {
  const decides = stage.gate === 'go_no_go'
  const names = approvers(derivation).map(({ who }) => roleInSentence(who))
  return {
    id: stage.id,
    name: stage.name,
    from: stage.from,
    to: stage.to,
    role: stage.role,
    ...(stage.gate && { gate: stage.gate }),
    phase: stage.phase,
    every_day: stage.every_day ?? false,
    activities: activities.filter(activity => activity.stage === stage.id),
    deliverables: stage.deliverables,
    exit_criteria: [...(decides ? [`go by ${names.join(', ')}`] : []), ...stage.exit_criteria],
    basis: stage.basis,
  }
}

function orderConflicts(stages: readonly DatedStage[]): Schedule['conflicts'] {
  return stages.flatMap((stage, n) => {
    const next = stages[n + 1]
    if (!next || stage.from <= next.from) return []
    const what = `${nameOf(stage)} (${longDate(stage.from)}) begins after ${nameOf(next)} (${longDate(next.from)})`
    return [{ what, fix: `change the offset of ${stage.fixed ? stage.id : next.id}` }]
  })
}

function leadWarnings(
  derivation: Derivation,
  drafts: readonly StageDraft[],
  stages: readonly DatedStage[],
  lead: Lead,
  monitoringDays: number,
): Warning[] {
  if (lead.scale === 1) return []
  const calendar = workCalendar(derivation)
  const standard = datedStages(derivation, drafts, { ...lead, scale: 1, past: true }, monitoringDays)
  const length = (stage: DatedStage) => calendar.workingDaysBetween(stage.from, addDays(stage.to, 1))
  const lost = drafts
    .filter(draft => scales(draft) || draft.phase === 'planning')
    .flatMap(draft => {
      const wanted = standard.find(stage => stage.id === draft.id)!
      const got = stages.find(stage => stage.id === draft.id)
      if (!got) return [`${draft.name} (no day before the freeze: ${namesOf(draft)} not planned)`]
      return length(got) < length(wanted) ? [`${draft.name} ${length(wanted)} to ${length(got)}`] : []
    })
  const better = earliestWithLead(derivation, drafts, lead.from)
  return [
    {
      code: 'too_little_time',
      message: `Working days left: ${lead.available}; the standard lead wants ${lead.wanted}. Working days given up: ${lost.join(', ')}.`,
      fix: better
        ? `The earliest date with the standard lead is ${longDate(better)}: move_release to it, or accept what is given up.`
        : 'Accept what is given up, or take stages out with build_schedule remove.',
    },
  ]
}

const namesOf = (draft: StageDraft): string => draft.activities.map(({ name }) => name).join(', ')

/** Adds each warning whose code nobody has given yet. */
function warn({ warnings }: Derivation, found: readonly Warning[]): void {
  for (const warning of found) {
    if (!warnings.some(known => known.code === warning.code)) warnings.push(warning)
  }
}
