import type { Basis } from '../plan/basis.ts'
import { longDate } from '../plan/calendar/date.ts'
import { addMinutes } from '../plan/calendar/zones.ts'
import { roleName } from '../plan/kinds/roles.ts'
import type { Plan, ScheduledActivity, Stage } from '../plan/plan.ts'
import { additions } from './additions.ts'
import { contingency } from './contingency.ts'
import type { Documents } from './document.ts'
import { type CalendarEvent, calendarFile } from './icalendar.ts'
import { basisText, escaped, type Markdown, md, statementText } from './markdown.ts'
import { rendered } from './template.ts'

/** The timeline and its calendar file. */
export const scheduleDocuments: Documents = plan => [
  {
    path: 'schedule/timeline.md',
    section: 'schedule',
    note: 'dates, work, release day',
    text: rendered('timeline', timelineView(plan)),
  },
  {
    path: 'schedule/timeline.ics',
    section: 'schedule',
    note: 'the same dates for a calendar',
    text: timelineCalendar(plan),
  },
]

function timelineView(plan: Plan): object {
  const { release, schedule } = plan
  const standard = commonBasis(schedule.milestones.map(milestone => milestone.basis))
  const tested = schedule.stages.find(stage => stage.phase === 'testing')
  return {
    version: plan.version,
    release: releaseLine(plan),
    manager: statementText(plan, release.release_manager),
    ready: readyLine(plan),
    slack: slackLine(plan),
    has_conflicts: schedule.conflicts.length > 0,
    conflicts: schedule.conflicts,
    milestones: schedule.milestones.map(milestone => ({
      date: longDate(milestone.date),
      name: milestone.name,
      offset: milestone.offset,
      moved: movedText(milestone.moved_from, milestone.because),
      basis: milestone.basis.kind === 'given' ? basisText(milestone.basis) : '',
    })),
    rules: rulesLine(plan, standard),
    has_off_days: schedule.off_days.length > 0,
    off_days: schedule.off_days.map(({ date, why }) => `${longDate(date)} ${why}`).join(', '),
    stages: schedule.stages.map(stage => stageView(plan, stage, stage === tested)),
    contingency: contingency(plan),
    additions: additions(plan, 'schedule'),
  }
}

function releaseLine({ release, schedule }: Plan): Markdown {
  const zone = release.timezone.value
  const first = schedule.release_day.find(step => step.part === 'rollout')
  const utc = first && zone !== 'UTC' ? ` (${first.at_utc.slice(11, 16)} UTC)` : ''
  const note = schedule.zone_note ? `; ${schedule.zone_note}` : ''
  const { from, to } = release.window.value
  const time = first?.at_local ?? release.release_time.value
  return md(
    escaped(`${longDate(release.release_date.value)} ${time} ${zone}${utc}, window ${from} to ${to}${note}`),
  )
}

function readyLine({ schedule: { finish } }: Plan): string {
  const { p50, p80, p95, on_time_percent } = finish
  return `the work before the release ends by ${longDate(p50)} in half of all cases, by ${longDate(p80)} in 80 %, by ${longDate(p95)} in 95 %; in time: ${on_time_percent} % (${basisText(finish.basis)})`
}

function slackLine({ schedule }: Plan): string {
  const all = schedule.stages.flatMap(stage => stage.activities)
  const names = schedule.critical_path.map(id => all.find(activity => activity.id === id)?.name ?? id)
  const days = `${schedule.slack_days} working ${schedule.slack_days === 1 ? 'day' : 'days'}`
  return names.length > 0 ? `${days}; critical path: ${names.join(' → ')}` : days
}

function rulesLine({ schedule }: Plan, standard: Basis | undefined): string {
  const scale =
    schedule.lead_scale < 1
      ? ` Only ${Math.round(schedule.lead_scale * 100)} % of the standard lead is there.`
      : ''
  const source = standard ? ` Without a basis: ${basisText(standard)}.` : ''
  return `T counts calendar days, WD working days. A day off moves what leads up to the release before it, and what follows after it; the release date never moves. A stage ends on the working day before the next one begins.${scale}${source}`
}

/** The basis that most entries share and that is said once. */
function commonBasis(bases: readonly Basis[]): Basis | undefined {
  return bases.find(basis => basis.kind === 'assumed')
}

function movedText(from: string | undefined, because: string | undefined): string {
  if (from) return `from ${longDate(from)}: ${because ?? 'day off'}`
  return because ?? ''
}

function stageView(plan: Plan, stage: Stage, tested: boolean): object {
  const { schedule, profile, strategy } = plan
  const day = stage.gate === 'release' ? schedule.release_day : []
  return {
    heading: `${stage.name}: ${span(stage.from, stage.to)}`,
    line: md(
      [
        `${escaped(roleName(stage.role, profile.roles))}.`,
        ...(stage.deliverables.length > 0
          ? [`Delivers: ${stage.deliverables.map(escaped).join('; ')}.`]
          : []),
        ...(stage.every_day ? ['Days off included, by those on call.'] : []),
        ...(stage.basis.kind === 'given' ? [`_(${escaped(basisText(stage.basis))})_`] : []),
      ].join(' '),
    ),
    activities: stage.activities.map(activity => activityView(plan, stage, activity)),
    has_scenarios: tested && profile.test_scenarios.length > 0,
    scenarios: profile.test_scenarios.map(text => ({ text })),
    has_steps: day.length > 0,
    steps: day.map(step => ({
      local: step.at_local,
      utc: step.at_utc.slice(11, 16),
      minutes: step.minutes,
      step: step.condition ? `${step.step} (${step.condition})` : step.step,
      role: roleName(step.role, profile.roles),
      checks: step.checks.join('; '),
    })),
    day_notes: dayNotes(plan),
    has_cadence: stage.every_day,
    cadence: strategy.monitoring.cadence
      .map(
        ({ from_hours, to_hours, every_minutes }) =>
          `hour ${from_hours} to ${to_hours} every ${duration(every_minutes)}`,
      )
      .join(', '),
    has_exit: stage.exit_criteria.length > 0,
    exit: stage.exit_criteria.map(text => ({ text })),
  }
}

function activityView({ profile }: Plan, stage: Stage, activity: ScheduledActivity): object {
  const { days, people } = activity
  const fixed = days.optimistic === days.pessimistic
  const facts = [
    roleName(activity.role, profile.roles),
    ...(people === undefined ? [] : [`${people} people`]),
    fixed && days.likely === 1
      ? '1 day'
      : `${fixed ? days.likely : `${days.optimistic} to ${days.pessimistic}`} days`,
    ...(stage.from === stage.to ? [] : [span(activity.earliest_start, activity.earliest_finish)]),
    ...(activity.critical ? ['critical'] : []),
    ...(activity.condition ? [activity.condition] : []),
    ...(activity.basis.kind === 'given' ? [basisText(activity.basis)] : []),
  ]
  return {
    name: activity.name,
    facts: facts.join(' · '),
    checklist: activity.checklist.map(text => ({ text })),
  }
}

function dayNotes({ schedule }: Plan): { text: string }[] {
  const { latest_safe_start, latest_safe_start_basis, point_of_no_return } = schedule
  return [
    latest_safe_start
      ? `Latest safe start of the rollout: ${latest_safe_start} (${basisText(latest_safe_start_basis)})`
      : `No safe start in this window (${basisText(latest_safe_start_basis)})`,
    point_of_no_return
      ? `Point of no return: ${point_of_no_return.at_local}, ${point_of_no_return.step}: ${point_of_no_return.why}`
      : 'Point of no return: none of these steps',
  ].map(text => ({ text }))
}

function span(from: string, to: string): string {
  return from === to ? longDate(from) : `${longDate(from)} to ${longDate(to)}`
}

function duration(minutes: number): string {
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`
}

function timelineCalendar(plan: Plan): string {
  const { release, schedule, version } = plan
  const steps = schedule.release_day
  const last = steps.at(-1)
  const run: CalendarEvent[] = last
    ? [
        {
          uid: uidOf(plan, 'release-day:steps'),
          start: steps[0]!.at_utc,
          end: addMinutes(last.at_utc, last.minutes),
          summary: `${version}: release day`,
          description: steps.map(step => `${step.at_local} ${step.step}`).join('\n'),
          alarmMinutes: 60,
        },
      ]
    : []
  const events = schedule.milestones.map(
    (milestone): CalendarEvent => ({
      uid: uidOf(plan, milestone.id),
      start: milestone.date,
      summary: `${version}: ${milestone.name}`,
      ...(milestone.because && { description: movedText(milestone.moved_from, milestone.because) }),
      ...(milestone.gate && { alarmMinutes: 24 * 60 }),
    }),
  )
  return calendarFile({
    name: `Release ${version}`,
    events: [...events, ...run],
    stamp: calendarStamp(plan),
    sequence: release.moves.length,
  })
}

/** The first call's instant: the same plan gives the same bytes. */
export function calendarStamp({ release }: Plan): string {
  const { planning_started } = release
  return planning_started.includes('T') ? planning_started : `${planning_started}T00:00:00Z`
}

export const uidOf = (plan: Plan, id: string): string => `${id}-${plan.version}@release-planner`
