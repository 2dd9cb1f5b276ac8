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
import { emptyDay, releaseDayView } from './release-day.ts'
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
  const remarks = schedule.milestones.map(({ moved_from, because, basis }) =>
    [movedText(moved_from, because), basis.kind === 'given' ? basisText(basis) : '']
      .filter(Boolean)
      .join('; '),
  )
  return {
    version: plan.version,
    release: releaseLine(plan),
    manager: statementText(plan, release.release_manager),
    ready: readyLine(plan),
    slack: slackLine(plan),
    has_conflicts: schedule.conflicts.length > 0,
    conflicts: schedule.conflicts,
    notes_head: md(remarks.some(Boolean) ? ' Moved, basis |' : ''),
    notes_rule: md(remarks.some(Boolean) ? '---|' : ''),
    milestones: schedule.milestones.map((milestone, n) => ({
      date: longDate(milestone.date),
      name: milestone.name,
      offset: milestone.offset,
      note: md(remarks.some(Boolean) ? ` ${escaped(remarks[n])} |` : ''),
    })),
    rules: rulesLine(plan, standard),
    has_off_days: schedule.off_days.length > 0,
    off_days: schedule.off_days.map(({ date, to, why }) => `${span(date, to ?? date)} ${why}`).join(', '),
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

/** One date where the three are the same; a simulation never shows certainty. */
function readyLine({ schedule: { finish } }: Plan): string {
  const { p50, p80, p95, on_time_percent: percent } = finish
  const dates =
    p50 === p95
      ? `the work before the release ends by ${longDate(p95)} in 95 of 100 cases`
      : `the work before the release ends by ${longDate(p50)} in 50 of 100 cases, ${longDate(p80)} in 80, ${longDate(p95)} in 95`
  return `${dates}; in time: ${percent === 100 ? 'more than 99' : percent} % (${basisText(finish.basis)})`
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
  const source = standard ? ` (${basisText(standard)})` : ''
  return `T counts calendar days, WD working days${source}. A day off moves what leads up to the release before it, what follows after it. A stage ends on the working day before the next.${scale}`
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
    ...(day.length > 0 ? releaseDayView(plan) : emptyDay),
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
    ...(activity.role === stage.role ? [] : [roleName(activity.role, profile.roles)]),
    ...(people === undefined ? [] : [`${people} people`]),
    ...(days.pessimistic > 1
      ? [`${fixed ? days.likely : `${days.optimistic}-${days.pessimistic}`} days`]
      : []),
    ...(stage.from === stage.to ? [] : [daysOf(stage, activity)]),
    ...(activity.condition ? [activity.condition] : []),
    ...(activity.basis.kind === 'given' ? [basisText(activity.basis)] : []),
  ]
  return {
    name: activity.name,
    facts: facts.map(fact => ` · ${fact}`).join(''),
    checklist: activity.checklist.map(text => ({ text })),
  }
}

/** The days of an activity; one that begins with its stage says only when it ends. */
function daysOf(stage: Stage, { earliest_start: from, earliest_finish: to }: ScheduledActivity): string {
  return from === stage.from && from !== to ? `until ${longDate(to)}` : span(from, to)
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
