import { longDate } from '../plan/calendar/date.ts'
import { addMinutes } from '../plan/calendar/zones.ts'
import type { Plan } from '../plan/plan.ts'
import { dayClock } from '../plan/schedule/release-day/day-clock.ts'

/** What is done when the schedule breaks, with the plan's own days and times. */
export function contingency(plan: Plan): { event: string; action: string }[] {
  const { profile, rollback, schedule } = plan
  const tests = schedule.stages.filter(stage => stage.phase === 'testing').map(stage => stage.name)
  const running = profile.shipped === 'deployed'
  const tested = floats(plan)
  const slack = tested.length > 0 ? Math.min(...tested) : schedule.slack_days
  const next = schedule.fallback_date ? `postpone (to ${longDate(schedule.fallback_date)})` : 'postpone'
  const { fallback_after_fix: mended, latest_safe_start_at: safe } = schedule
  const clock = dayClock(plan.release, schedule)
  const later = mended ? `postpone (to ${longDate(mended.date)}: ${mended.because})` : 'postpone'
  const held =
    safe === undefined
      ? next
      : `wait until ${clock(addMinutes(safe, -leadMinutes(plan)))} at the latest for the first step, ${clock(safe)} for the rollout; else ${next}`
  const methods = rollback.methods.length > 0 ? 'by the rollback plan' : 'as agreed'
  return [
    {
      event: `Small defects in ${tests.join(' or ') || 'testing'}`,
      action: `fix and test again, 2 to 3 working days, ${slack > 0 ? slack : 'none'} to spare: ${slack >= 2 ? 'more moves the release' : 'move the release or take it out'}`,
    },
    {
      event: 'Major defect before the go/no-go; no-go',
      action: `name it a known limitation, take the change out, or ${later}; all dates follow`,
    },
    { event: 'Not ready to start on the day', action: held },
    {
      event: running ? 'Trouble during the rollout' : 'Trouble after publishing',
      action: running
        ? `cause known and mended within the step: fix in place; unknown: hold for the minutes of the step at most, then roll back ${methods}, new date`
        : `cause known: patch release by the same steps; users harmed meanwhile: withdraw ${methods}; unknown: stop the announcement and look`,
    },
    {
      event: 'SEV1',
      action: running
        ? `roll back at once ${methods}, emergency fix, new watch`
        : `withdraw at once ${methods}, patch release, new watch`,
    },
    {
      event: 'SEV2; SEV3 or SEV4',
      action: `${running ? 'fix' : 'patch release'} within 24 hours and watch; next release, workaround told`,
    },
  ]
}

const leadMinutes = ({ schedule }: Plan): number =>
  schedule.release_day.reduce((sum, step) => sum + (step.part === 'before' ? step.minutes : 0), 0)

/** Working days by which the tests can slip, whatever the later stages have. */
function floats({ schedule }: Plan): number[] {
  const tests = schedule.stages.filter(stage => stage.phase === 'testing')
  return tests.flatMap(stage => stage.activities.map(activity => activity.float_days))
}
