import { longDate } from '../plan/calendar/date.ts'
import { scheduleInputs } from '../plan/inputs.ts'
import type { Plan } from '../plan/plan.ts'
import { safeStartText } from '../plan/schedule/release-day/release-day.ts'
import { counted } from '../plan/text.ts'
import { planArguments } from './arguments.ts'
import { commonResult } from './common-result.ts'
import { tool } from './tool.ts'
import { updateSection } from './update-plan.ts'

export const buildSchedule = tool({
  name: 'build_schedule',
  title: 'Build the schedule',
  description:
    'Count the dates back from the release over weekends, holidays and freezes; what moved and why, critical path, slack, the chance of the date, a release-day runbook. offset: T-14 calendar days, WD-10 working days, R-5w weeks, third tuesday, or a date; move it on a day off. freezes: days or 2026-12-18T17:00; rrule repeats. holidays from: half day. activities after: an id, qa+2d, qa SS+1d or qa FF; they wait for people known. Lists merge by id over the standard plan; remove takes ids.',
  input: { ...planArguments, ...scheduleInputs },
  output: [
    'milestones',
    'critical_path',
    'slack_days',
    'finish',
    'release_day',
    'latest_safe_start',
    'point_of_no_return',
    'date_check',
    'conflicts',
  ],
  readOnly: false,
  async run(args, context, raw) {
    const outcome = await updateSection(context, 'schedule', args, raw, async inputs => {
      const { checkReferences } = await import('../plan/schedule/work/references.ts')
      checkReferences(args, inputs)
      return inputs
    })
    const { schedule } = outcome.plan
    return commonResult(outcome, scheduleSummary(outcome.plan), {
      milestones: schedule.milestones.map(
        ({ id, name, date, weekday, offset, moved_from, because, rule }) => ({
          id,
          name,
          date,
          weekday,
          offset,
          ...(moved_from ? { moved_from } : {}),
          ...(because ? { because } : {}),
          ...(rule ? { rule } : {}),
        }),
      ),
      critical_path: schedule.critical_path,
      slack_days: schedule.slack_days,
      finish: schedule.finish,
      ...(schedule.shortfall && { shortfall: schedule.shortfall }),
      ...(schedule.staffing && { people: peopleOf(schedule) }),
      release_day: schedule.release_day.map(({ at_utc, at_local, minutes, step, role, decides }) => ({
        at_utc,
        at_local,
        minutes,
        step,
        role,
        ...(decides ? { decides } : {}),
      })),
      latest_safe_start: schedule.latest_safe_start ?? null,
      ...(schedule.latest_safe_start_at ? { latest_safe_start_at: schedule.latest_safe_start_at } : {}),
      date_check: schedule.date_check ?? null,
      point_of_no_return: schedule.point_of_no_return ?? null,
      conflicts: schedule.conflicts.map(({ what, fix, constraint, short_minutes }) => ({
        what,
        fix,
        ...(constraint ? { constraint } : {}),
        ...(short_minutes ? { short_minutes } : {}),
      })),
    })
  },
})

/** Readable alone: when, whether the work fits and how sure that is, what decides, the day. */
function scheduleSummary({ schedule, release }: Plan): string {
  const gates = schedule.milestones
    .filter(milestone => milestone.gate)
    .map(({ name, date }) => `${name} ${longDate(date)}`)
  const moved = schedule.milestones.filter(milestone => milestone.moved_from).length
  const { finish, shortfall, slack_days: slack } = schedule
  const fits = shortfall
    ? `The work needs ${counted(shortfall.days, 'working day')} more than there are${shortfall.earliest_date ? ` (fits ${longDate(shortfall.earliest_date)})` : ''}`
    : `Slack ${counted(slack, 'working day')}`
  const { p50, p80, p95, on_time_percent: chance, week_more_percent: more } = finish
  const sure = `work done ${longDate(p50)} (P50), ${longDate(p80)} (P80), ${longDate(p95)} (P95); in time ${chance >= 100 ? '>99' : chance} %${more === undefined || more <= chance ? '' : `, a week later ${more >= 100 ? '>99' : more} %`}`
  const against =
    schedule.date_check?.good === false
      ? `Against the date: ${sentence(schedule.date_check.against[0]?.why ?? '')} `
      : ''
  return `${against}${gates.join(', ')}; ${counted(moved, 'date')} moved. ${fits}; ${sure}. Release day: ${safeStartText(schedule, release) ?? 'no safe start in the window'} (${release.timezone.value}).`
}

const sentence = (text: string): string => (text.endsWith('?') ? text : `${text}.`)

/** Who waits for whom, and how good the order of the work is; undefined while nobody is known. */
function peopleOf({ staffing, stages }: Plan['schedule']) {
  if (!staffing) return undefined
  const waits = stages.flatMap(stage =>
    stage.activities.flatMap(({ id, waits: text }) => (text === undefined ? [] : [`${id} ${text}`])),
  )
  const { roles_known, roles_open, optimal, gap_days, schedules, understaffed } = staffing
  return { waits, roles_known, roles_open, optimal, gap_days, schedules, understaffed }
}
