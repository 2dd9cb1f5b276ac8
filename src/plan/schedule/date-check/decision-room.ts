import type { Derivation } from '../../derivation.ts'
import type { Schedule, ScheduledActivity } from '../../plan.ts'
import { workCalendar } from '../stages/stage-calendars.ts'
import type { DatedStage } from '../stages/stage-dates.ts'

/** Of the day of the decision half is left after the meeting. */
const meetingDays = 0.5

/**
 * What a no at the go/no-go leaves: working days from the meeting to the release, and what a fix with its test takes by the plan's own
 * estimate. `enough`: the likely fix fits.
 */
export function decisionRoom(
  derivation: Derivation,
  stages: readonly DatedStage[],
  activities: readonly ScheduledActivity[],
): Schedule['decision_room'] {
  const decision = stages.find(stage => stage.gate === 'go_no_go')
  if (!decision) return undefined
  const release = derivation.release.release_date.value
  const between = workCalendar(derivation).workingDaysBetween(decision.from, release)
  const days = Math.max(0, between - meetingDays)
  const fix = activities.find(({ id }) => id === 'blocker_fixes')?.days ?? usualFix
  return { days, likely: fix.likely, pessimistic: fix.pessimistic, enough: fix.likely <= days }
}

/** Where the plan has no activity for it, a stated default. */
const usualFix = { likely: 1, pessimistic: 3 }
