import { longDate } from '../plan/calendar/date.ts'
import { scheduleInputs } from '../plan/inputs.ts'
import type { Plan } from '../plan/plan.ts'
import { safeStartText } from '../plan/schedule/release-day.ts'
import { planArguments } from './arguments.ts'
import { commonResult } from './common-result.ts'
import { tool } from './tool.ts'
import { updateSection } from './update-plan.ts'

export const buildSchedule = tool({
  name: 'build_schedule',
  title: 'Build the schedule',
  description:
    'Count the dates back from the release over weekends, holidays and freezes, saying what moved and why; critical path, slack, the chance of the date, and a release-day runbook that fits the window. milestones[].offset: T-14 calendar days, WD-10 working days, R-5w weeks, third tuesday, or a date; move before | after | keep when it falls on a day off. Lists merge by id over the standard plan; remove takes ids.',
  input: { ...planArguments, ...scheduleInputs },
  output: [
    'milestones',
    'critical_path',
    'slack_days',
    'finish',
    'release_day',
    'latest_safe_start',
    'point_of_no_return',
    'conflicts',
  ],
  readOnly: false,
  async run(args, context, raw) {
    const outcome = await updateSection(context, 'schedule', args, raw)
    const { schedule } = outcome.plan
    return commonResult(outcome, scheduleSummary(outcome.plan), {
      milestones: schedule.milestones.map(({ id, name, date, weekday, offset, moved_from, because }) => ({
        id,
        name,
        date,
        weekday,
        offset,
        ...(moved_from ? { moved_from } : {}),
        ...(because ? { because } : {}),
      })),
      critical_path: schedule.critical_path,
      slack_days: schedule.slack_days,
      finish: schedule.finish,
      release_day: schedule.release_day.map(({ at_utc, at_local, minutes, step, role }) => ({
        at_utc,
        at_local,
        minutes,
        step,
        role,
      })),
      latest_safe_start: schedule.latest_safe_start ?? null,
      point_of_no_return: schedule.point_of_no_return ?? null,
      conflicts: schedule.conflicts.map(({ what, fix }) => ({ what, fix })),
    })
  },
})

function scheduleSummary({ schedule, release }: Plan): string {
  const gates = schedule.milestones
    .filter(milestone => milestone.gate)
    .map(({ name, date }) => `${name} ${longDate(date)}`)
  const moved = schedule.milestones.filter(milestone => milestone.moved_from).length
  const { on_time_percent: chance, p80 } = schedule.finish
  return `${gates.join(', ')}. ${moved} dates moved off days off; ${schedule.slack_days} working days of slack; work done in time with ${chance === 100 ? 'more than 99' : chance} % (P80 ${longDate(p80)}). Release day: ${safeStartText(schedule) ?? 'no safe start in the window'} (${release.timezone.value}).`
}
