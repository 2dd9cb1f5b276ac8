import { longDate } from '../plan/calendar/date.ts'
import type { Plan } from '../plan/plan.ts'

/** What is done when the schedule breaks, with the plan's own days and times. */
export function contingency(plan: Plan): { event: string; action: string }[] {
  const { profile, rollback, schedule } = plan
  const tests = schedule.stages.filter(stage => stage.phase === 'testing').map(stage => stage.name)
  const running = profile.shipped === 'deployed'
  const tested = floats(plan)
  const slack = tested.length > 0 ? Math.min(...tested) : schedule.slack_days
  const next = schedule.fallback_date
    ? `next good day: ${longDate(schedule.fallback_date)}`
    : 'with a new date'
  const held = schedule.latest_safe_start
    ? `until ${schedule.latest_safe_start} at the latest`
    : 'at once, the window has no room'
  const methods = rollback.methods.length > 0 ? 'by the rollback plan' : 'as agreed'
  return [
    {
      event: `Small defects in ${tests.join(' or ') || 'testing'}`,
      action: `fix and test again, 2 to 3 working days; the tests have ${slack} to spare: ${slack >= 2 ? 'more than that moves the release' : 'so it moves the release or leaves the scope'}`,
    },
    {
      event: 'Major defect before the go/no-go',
      action: `one of: ship without it as a known limitation, take the change out, postpone (${next})`,
    },
    { event: 'No-go', action: `postpone (${next}); all dates follow` },
    {
      event: 'Not ready to start on the day',
      action: `wait ${held}; after that postpone`,
    },
    {
      event: running ? 'Trouble during the rollout' : 'Trouble after publishing',
      action: running
        ? `cause known and mended within the step: fix in place; cause unknown: hold the step and look, no longer than its minutes; otherwise roll back ${methods} and set a new date`
        : `cause known: patch release by the same steps; users harmed meanwhile: withdraw ${methods}; unknown: stop the announcement and look`,
    },
    {
      event: 'Severity 1',
      action: running
        ? `roll back at once ${methods}, emergency fix, watch starts again`
        : `withdraw at once ${methods}, patch release, watch starts again`,
    },
    {
      event: 'Severity 2',
      action: running
        ? 'fix within 24 hours, watch extended until it is out'
        : 'patch release within 24 hours, watch extended until it is out',
    },
    { event: 'Severity 3 or 4', action: 'next release; workaround among the known limitations' },
  ]
}

/** Working days by which the tests can slip, whatever the later stages have. */
function floats({ schedule }: Plan): number[] {
  const tests = schedule.stages.filter(stage => stage.phase === 'testing')
  return tests.flatMap(stage => stage.activities.map(activity => activity.float_days))
}
