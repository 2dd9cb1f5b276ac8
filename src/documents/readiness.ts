import { longDate } from '../plan/calendar/date.ts'
import { roleInSentence, roleName } from '../plan/kinds/roles.ts'
import type { Plan, ScheduledActivity, SlipHistory } from '../plan/plan.ts'
import { counted } from '../plan/text.ts'
import { basisText } from './markdown.ts'

/** What the plan says of its work before the release: when it is done, whether the date holds, what decides, who is waited for. */
export function readinessLines(plan: Plan): { label: string; text: string }[] {
  const { slip } = plan.schedule.finish
  const lines = [
    { label: 'Ready', text: readyText(plan) },
    { label: 'The date holds', text: chanceText(plan) },
    { label: 'Slack', text: slackText(plan) },
    { label: 'People', text: peopleText(plan) },
    { label: 'Past releases', text: slip ? slipText(slip) : '' },
  ]
  return lines.filter(({ text }) => text !== '')
}

/** A simulation never shows certainty. */
export const percentText = (percent: number): string =>
  percent >= 100 ? 'more than 99 %' : percent <= 0 ? 'less than 1 %' : `${percent} %`

/** One date where the three are the same. */
function readyText({ schedule: { finish } }: Plan): string {
  const { p50, p80, p95 } = finish
  const days = [...new Set([p50, p80, p95])]
  const dates =
    days.length === 1
      ? `by ${longDate(p95)} in 95 of 100 runs`
      : `by ${longDate(p50)} in 50 of 100 runs, ${longDate(p80)} in 80, ${longDate(p95)} in 95`
  return `all work before the release is done ${dates}, if each stage begins as soon as the one before is done and none before the freeze (${basisText(finish.basis)})`
}

function chanceText({ schedule: { finish } }: Plan): string {
  const { on_time_percent: chance, error_points, week_more_percent: more, drivers = [] } = finish
  if (drivers.length === 0) return ''
  const error = error_points === undefined || chance >= 100 || chance <= 0 ? '' : ` ± ${error_points}`
  const week = more === undefined ? '' : `; with a week more in ${percentText(more)}`
  const names = drivers.slice(0, 3).map(({ name, percent }) => `${name} (${percent} %)`)
  const past = finish.slip?.candidate_to_final
  const history =
    past?.within === undefined
      ? ''
      : `; past releases made it in as many days as this plan has in ${past.within} of ${past.n}`
  return `in ${percentText(chance)}${error} of the runs${week}${history}. Plan for the day of 50, promise the one of 80, tell those who depend on it the one of 95. What most often decides: ${names.join(', ')}`
}

function slackText({ schedule }: Plan): string {
  const all = schedule.stages.flatMap(stage => stage.activities)
  const names = schedule.critical_path.map(id => all.find(activity => activity.id === id)?.name ?? id)
  const { slack_days: slack } = schedule
  const days =
    slack < 0
      ? `none, ${counted(-slack, 'working day')} missing`
      : `${counted(slack, 'working day')} between that work and the release`
  return names.length > 0 ? `${days}; critical path: ${names.join(' → ')}` : days
}

/** Who is booked, who is not known, and how good the order is; nothing where nobody is known. */
function peopleText({ schedule, profile }: Plan): string {
  const { staffing } = schedule
  if (!staffing) return 'nobody is known yet, so activities wait only for each other'
  const open = staffing.roles_open.map(role => roleInSentence(roleName(role, profile.roles)))
  const short = staffing.understaffed.map(({ id, wanted, known }) => `${id} wants ${wanted}, ${known} known`)
  const order = staffing.optimal
    ? 'no order of this work is shorter with them'
    : `at most ${counted(staffing.gap_days, 'working day')} longer than any order can be (${staffing.schedules} tried)`
  return [
    `activities wait for those who are known; ${order}`,
    ...(open.length > 0 ? [`nobody known as ${open.join(', ')}, whose work waits for nobody`] : []),
    ...(short.length > 0 ? [`too few people: ${short.join(', ')}`] : []),
  ].join('; ')
}

function slipText({ candidate_to_final: candidate, interval }: SlipHistory): string {
  const made = candidate?.planned === undefined ? '' : `; this plan has ${candidate.planned}`
  return [
    ...(candidate
      ? [
          `from the first candidate to the final ${counted(candidate.median, 'day')} in the middle, ${candidate.p80} in 80 of 100 (${candidate.n} releases, ${candidate.from})${made}`,
        ]
      : []),
    ...(interval
      ? [
          `every ${counted(interval.every_days, 'day')}, in 80 of 100 cases at most ${counted(interval.p80, 'day')} later than that (${interval.n} intervals, ${interval.from})`,
        ]
      : []),
  ].join('; ')
}

/** Who does an activity and for whom it waits, and how late it may begin, as facts behind its name. */
export function workFacts({ who, waits, latest_start, earliest_start }: ScheduledActivity): string[] {
  const names = [...new Set((who ?? []).map(({ name }) => name))]
  return [
    ...(names.length > 0 ? [names.join(', ')] : []),
    ...(waits !== undefined ? [waits] : []),
    ...(latest_start > earliest_start ? [`start by ${longDate(latest_start)}`] : []),
  ]
}
