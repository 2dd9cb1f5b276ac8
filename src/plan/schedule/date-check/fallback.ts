import { addDays } from '../../calendar/date.ts'
import type { Derivation } from '../../derivation.ts'
import type { Schedule, ScheduledActivity } from '../../plan.ts'
import { counted } from '../../text.ts'
import { goodReleaseDayAfter } from '../stages/lead.ts'
import { workCalendar } from '../stages/stage-calendars.ts'
import type { DatedStage } from '../stages/stage-dates.ts'

/** Working days for a fix where the plan has no activity for it, a stated default. */
const usualFixDays = 2

/**
 * The first good day after a no-go for a defect: go/no-go + the days of a fix + the time from the stage after verification
 * (candidate or staging) to the release, once more.
 */
export function fallbackAfterFix(
  derivation: Derivation,
  stages: readonly DatedStage[],
  activities: readonly ScheduledActivity[],
): Schedule['fallback_after_fix'] {
  const tests = stages.filter(stage => stage.phase === 'testing')
  const again = tests[1] ?? tests[0]
  const decision = stages.find(stage => stage.gate === 'go_no_go')
  if (!again || !decision) return undefined
  const calendar = workCalendar(derivation)
  const likely = activities.find(activity => activity.id === 'blocker_fixes')?.days.likely ?? usualFixDays
  const fix = Math.max(1, Math.ceil(likely))
  const repeat = calendar.workingDaysBetween(again.from, derivation.release.release_date.value)
  // A go/no-go that the work does not reach on its date is held when it does.
  const held = activities.find(activity => activity.stage === decision.id)?.earliest_start ?? decision.from
  const ready = calendar.addWorkingDays(held > decision.from ? held : decision.from, fix + repeat)
  const date = goodReleaseDayAfter(derivation, addDays(ready, -1))
  if (date === undefined) return undefined
  const because = `${counted(fix, 'working day')} to fix, then ${repeat} from ${again.name} to the release once more`
  return { date, because }
}
