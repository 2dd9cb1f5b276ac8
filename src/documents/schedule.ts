import type { Basis } from '../plan/basis.ts'
import { longDate } from '../plan/calendar/date.ts'
import { roleName } from '../plan/kinds/roles.ts'
import type { DateChoice, Plan, ScheduledActivity, Stage } from '../plan/plan.ts'
import { longMoment } from '../plan/schedule/release-day/day-clock.ts'
import { windowText } from '../plan/schedule/release-day/day-window.ts'
import { sentence } from '../plan/text.ts'
import { additions } from './additions.ts'
import { contingency } from './contingency.ts'
import type { Documents } from './document.ts'
import { ganttText } from './gantt.ts'
import { basisText, escaped, type Markdown, md, statementText } from './markdown.ts'
import { readinessLines, workFacts } from './readiness.ts'
import { emptyDay, releaseDayView } from './release-day.ts'
import { rendered } from './template.ts'
import { timelineCalendar } from './timeline-calendar.ts'

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
  const remarks = schedule.milestones.map(({ moved_from, because, rule, basis }) =>
    [movedText(moved_from, because, rule), basis.kind === 'given' ? basisText(basis) : '']
      .filter(Boolean)
      .join('; '),
  )
  return {
    version: plan.version,
    release: releaseLine(plan),
    manager: statementText(plan, release.release_manager),
    readiness: readinessLines(plan),
    date_lines: dateLines(plan),
    gantt: md(ganttText(plan)),
    has_conflicts: schedule.conflicts.length > 0,
    conflicts: schedule.conflicts,
    notes_head: remarks.some(Boolean) ? '; moved, basis' : '',
    milestones: schedule.milestones.map((milestone, n) => ({
      date: longDate(milestone.date),
      name: milestone.name,
      offset: milestone.offset,
      note: remarks[n] ? `; ${remarks[n]}` : '',
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
  const time = first
    ? longMoment(first.at_utc, zone)
    : `${longDate(release.release_date.value)} ${release.release_time.value}`
  return md(escaped(`${time} ${zone}${utc}, window ${windowText(release)}${note}`))
}

/** Whether the date makes sense: yes, or what speaks against it with one better day and one to fall back to. */
function dateLines({ schedule: { date_check: check } }: Plan): { label: string; text: string }[] {
  if (!check) return []
  const against = check.against
    .map(({ code, why, accepted }) => {
      const said = code === 'low_chance' ? 'too little chance to be ready' : why
      return accepted ? `${said} (accepted)` : said
    })
    .join('; ')
  const verdict = check.good ? `yes${against ? `; to know: ${against}` : ''}` : `no: ${against}`
  return [
    { label: 'Does the date make sense?', text: verdict },
    ...(check.better ? [{ label: 'Better:', text: choiceText(check.better) }] : []),
    ...(check.fallback ? [{ label: 'Fallback:', text: choiceText(check.fallback) }] : []),
  ]
}

/** `Tue 2027-02-16, 4 calendar days later: a working day follows, in time in 90 of 100 cases; 30 working days of lead`. */
function choiceText({ date, fixes, costs, lead_working_days, chance }: DateChoice): string {
  const [distance, ...against] = costs
  const gains = [...fixes, ...(chance ? [chance] : [])]
  const facts = [
    ...(gains.length > 0 ? [gains.join(', ')] : []),
    ...(against.length > 0 ? [`against it: ${against.join(', ')}`] : []),
    `${lead_working_days} working days of lead`,
  ]
  return `${longDate(date)}, ${distance}: ${facts.join('; ')}`
}

function rulesLine({ schedule }: Plan, standard: Basis | undefined): string {
  const scale =
    schedule.lead_scale < 1
      ? ` Only ${Math.round(schedule.lead_scale * 100)} % of the standard lead is there.`
      : ''
  const source = standard ? ` (${basisText(standard)})` : ''
  const [counts = 'T counts calendar days', ...more] = schedule.calendar_rules ?? []
  const rest = more.map(rule => ` ${sentence(rule)}`).join('')
  return `${counts}${source}.${rest} A day off moves what leads up to the release ahead, the rest back.${scale}`
}

/** The basis that most entries share and that is said once. */
function commonBasis(bases: readonly Basis[]): Basis | undefined {
  return bases.find(basis => basis.kind === 'assumed')
}

/** From where, why and by which rule; what follows from the order of the stages says so itself. */
function movedText(from: string | undefined, because: string | undefined, rule: string | undefined): string {
  const words = { before: ', moved before', after: ', moved after', scaled: ', scaled' }[rule ?? ''] ?? ''
  if (from) return `from ${longDate(from)}: ${because ?? 'day off'}${words}`
  return `${because ?? ''}${rule === 'keep' && because !== undefined && !because.includes('not moved') ? ', kept' : ''}`
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
        ...(stage.gate === 'go_no_go' ? [escaped(roomText(plan))] : []),
        ...(stage.basis.kind === 'given' ? [`_(${escaped(basisText(stage.basis))})_`] : []),
      ].join(' '),
    ),
    activities: stage.activities.map(activity => activityView(plan, stage, activity)),
    has_scenarios: tested && profile.test_scenarios.length > 0,
    scenarios: profile.test_scenarios.map(text => ({ text })),
    has_steps: day.length > 0,
    ...(day.length > 0 ? releaseDayView(plan) : emptyDay),
    // The deployment strategy says it, where there is one.
    has_cadence: stage.every_day && !plan.planned.includes('strategy'),
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

/** Whether a no can still be acted on. */
function roomText({ schedule: { decision_room: room } }: Plan): string {
  if (!room) return ''
  const fix = `a fix with its test takes ${room.likely}, at most ${room.pessimistic}`
  return room.enough
    ? `A no leaves ${room.days} working days; ${fix}${room.days < room.pessimistic ? ': a larger one postpones' : ''}.`
    : `A no leaves only ${room.days} working days; ${fix}: it postpones the release unless the go/no-go comes earlier (milestones).`
}

function activityView({ profile, schedule }: Plan, stage: Stage, activity: ScheduledActivity): object {
  const { days, people } = activity
  const missed = missedGate(schedule.stages, stage, activity)
  const fixed = days.optimistic === days.pessimistic
  const facts = [
    ...(activity.role === stage.role ? [] : [roleName(activity.role, profile.roles)]),
    ...(people === undefined ? [] : [`${people} people`]),
    ...(days.pessimistic > 1
      ? [`${fixed ? days.likely : `${days.optimistic}-${days.pessimistic}`} days`]
      : []),
    ...(stage.from === stage.to ? [] : [daysOf(stage, activity)]),
    ...(missed ? [`after ${missed}`] : []),
    ...workFacts(
      activity,
      schedule.conflicts.some(({ what }) => activity.waits !== undefined && what.includes(activity.waits)),
    ),
    ...(activity.condition ? [activity.condition] : []),
    ...(activity.basis.kind === 'given' ? [basisText(activity.basis)] : []),
  ]
  return {
    name: activity.name,
    facts: facts.map(fact => ` · ${fact}`).join(''),
    checklist: activity.checklist.map(text => ({ text })),
  }
}

/** The gate before which the activity should be done and is not. */
function missedGate(stages: readonly Stage[], stage: Stage, { earliest_finish }: ScheduledActivity) {
  const names = { freeze: 'the freeze', go_no_go: 'the go/no-go', release: 'the release', close: 'the close' }
  const gate = stages.slice(stages.indexOf(stage) + 1).find(next => next.gate !== undefined)
  return gate && earliest_finish >= gate.from ? names[gate.gate!] : undefined
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
