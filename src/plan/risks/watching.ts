import { addDays } from '../calendar/date.ts'
import type { Derivation } from '../derivation.ts'
import type { Risks, Schedule } from '../plan.ts'

/** How the register is watched, by phase. */
export function monitoring({ profile }: Derivation): Risks['monitoring'] {
  return [
    {
      phase: 'Up to the go/no-go',
      what: 'the register once a week: new signals, owners, mitigations by their dates',
    },
    {
      phase: 'Release day',
      what: 'the indicators at each step; a trigger of the rollback plan decides',
    },
    {
      phase: `Until ${profile.monitoring.calendar_days} days after`,
      what: 'record what came true and what no risk had named',
    },
  ]
}

/** A working day within the week, the go/no-go at the latest; then the release day, then the end of the watch. */
export function nextReview({ today, release, profile, calendar }: Derivation, schedule: Schedule): string {
  const day = release.release_date.value
  const gate = schedule.milestones.find(milestone => milestone.gate === 'go_no_go')?.date ?? day
  if (today >= day) return addDays(day, profile.monitoring.calendar_days)
  if (today >= gate) return day
  const within = calendar.onOrBefore(addDays(today, 7))
  const next = within > today ? within : calendar.onOrAfter(addDays(today, 7))
  return next < gate ? next : gate
}
