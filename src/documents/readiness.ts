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
    { label: 'Slack', text: slackText(plan) },
    { label: 'People', text: peopleText(plan) },
    { label: 'Past releases', text: slip ? slipText(slip) : '' },
  ]
  return lines.filter(({ text }) => text !== '')
}

/** A simulation never shows certainty. */
export const percentText = (percent: number): string =>
  percent >= 100 ? 'more than 99 %' : percent <= 0 ? 'less than 1 %' : `${percent} %`

/** Each date with its use, one where the three are the same; then the chance of the asked date. */
function readyText({ schedule: { finish } }: Plan): string {
  const { p50, p80, p95, on_time_percent: chance, error_points, week_more_percent: more } = finish
  const { p50: planned, p80: promised, p95: sure } = finish.after_freeze ?? {}
  const allowed = (day: string) => `${longDate(day)}, after the freeze`
  const dates =
    p50 === p95
      ? `by ${longDate(p95)} in 95 of 100 runs${sure ? `, for a release from ${allowed(sure)}, on` : ''}`
      : [
          `by ${longDate(p50)} in 50 of 100 runs (plan for ${planned ? allowed(planned) : 'it'})`,
          `${longDate(p80)} in 80 (promise ${promised ? allowed(promised) : 'it'})`,
          `${longDate(p95)} in 95 (tell those who depend on it${sure ? `: ${allowed(sure)}` : ''})`,
        ].join(', ')
  const error = error_points === undefined || chance >= 100 || chance <= 0 ? '' : ` ± ${error_points}`
  const week = more === undefined || more <= chance ? '' : `, with a week more in ${percentText(more)}`
  const asked = finish.drivers ? `; before the release in ${percentText(chance)}${error}${week}` : ''
  const gate = finish.gate_binds ? ' and the go/no-go on its date' : ''
  return `${dates}${asked} (${basisText(finish.basis)}; each stage right after the one before, none before the freeze${gate})`
}

/** Working days to spare, and what decides about them; the activities of the critical path are marked where they stand. */
function slackText({ schedule }: Plan): string {
  const { slack_days: slack, shortfall, finish } = schedule
  const days =
    slack < 0
      ? `none, ${counted(shortfall?.days ?? -slack, 'working day')} missing`
      : `${counted(slack, 'working day')} between that work and the release${finish.gate_binds ? ', were the go/no-go held as soon as it can be' : ''}`
  const drivers = (finish.drivers ?? []).slice(0, 3)
  const [first] = drivers
  if (!first) return days
  const same = drivers.length > 1 && drivers.every(({ percent }) => percent === first.percent)
  const names = drivers.map(({ name, percent }) => (same ? name : `${name} (${percent} %)`))
  return `${days}. What most often decides: ${names.join(', ')}${same ? ` (${first.percent} % each)` : ''}`
}

/** Who is booked, who is not known, and how good the order is. */
function peopleText({ schedule, profile }: Plan): string {
  const { staffing } = schedule
  if (!staffing) return 'nobody is known yet, so activities wait only for each other'
  const open = staffing.roles_open.map(role => roleInSentence(roleName(role, profile.roles)))
  const short = staffing.understaffed.map(({ id, wanted, known }) => `${id} wants ${wanted}, ${known} known`)
  const order = staffing.optimal
    ? 'no order of this work is shorter'
    : `at most ${counted(staffing.gap_days, 'working day')} longer than any order can be (${staffing.schedules} tried)`
  return [
    `activities wait for those who are known; ${order}`,
    ...(open.length > 0 ? [`nobody known as ${open.join(', ')}, whose work waits for nobody`] : []),
    ...(short.length > 0 ? [`too few people: ${short.join(', ')}`] : []),
  ].join('; ')
}

function slipText({ candidate_to_final: candidate, interval }: SlipHistory): string {
  const within = candidate?.within === undefined ? '' : `, enough for ${candidate.within} of them`
  const made = candidate?.planned === undefined ? '' : `; this plan has ${candidate.planned}${within}`
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

/** Who does an activity, whether it is critical, for whom it waits unless that was `told`, and how late it may begin: facts behind its name. */
export function workFacts(
  { who, waits, critical, latest_start, earliest_start }: ScheduledActivity,
  told: boolean,
): string[] {
  const names = [...new Set((who ?? []).map(({ name }) => name))]
  return [
    ...(names.length > 0 ? [names.join(', ')] : []),
    ...(critical ? ['critical'] : []),
    ...(waits !== undefined && !told ? [waits] : []),
    ...(!critical && latest_start > earliest_start ? [`start by ${longDate(latest_start)}`] : []),
  ]
}
