import { isKnown } from '../../basis.ts'
import { addMinutes, type Instant, localTime } from '../../calendar/zones.ts'
import type { Derivation } from '../../derivation.ts'
import type { RoleSpec } from '../../kinds/profile.ts'
import type { RunbookStep, Schedule } from '../../plan.ts'
import { daysOfSteps } from '../../schedule/release-day/day-clock.ts'
import { type Person, reasonAway, sameName } from '../people.ts'
import { stepsWith } from '../presence.ts'
import type { Candidate } from './seats.ts'

/** Clock times between which somebody can be expected to work; a stated default. */
export const awakeHours = { from: '07:00', to: '21:00' }

/** What decides between two candidates before hours do, in this order, as the reason for the better one. */
export const costReasons = ['named', 'has the skills', 'there that day', 'awake then'] as const

/** Everybody who named the role, and whoever was named to manage the release. */
export function candidatesFor(
  derivation: Derivation,
  role: RoleSpec,
  people: readonly Person[],
  schedule: Schedule,
): Candidate[] {
  const steps = stepsWith(role, schedule)
  const skills = skillsFor(role, schedule)
  const days = actingDays(derivation, schedule)
  const manager = derivation.release.release_manager
  const named = role.id === 'release_manager' && isKnown(manager) ? sameName(manager.value) : undefined
  // People share few zones, and reading a zone's clock is what takes time.
  const nights = new Map<string, number>()
  const nightsOf = (person: Person): number => {
    const known = nights.get(person.zone) ?? stepsAtNight(person, steps).length
    nights.set(person.zone, known)
    return known
  }
  return people.flatMap((person, n) => {
    const leads = sameName(person.name) === named
    if (!leads && !person.roles.includes(role.id)) return []
    const wanted =
      leads || person.firstIn.includes(role.id) ? 0 : person.standsInFor.includes(role.id) ? 2 : 1
    const away = role.hours.release_per_day > 0 && days.some(day => reasonAway(person, day) !== undefined)
    return [
      {
        person: n,
        cost: [
          wanted,
          skills.filter(skill => !person.skills.includes(skill)).length,
          Number(away),
          nightsOf(person),
        ],
        place: Math.max(0, person.roles.indexOf(role.id)),
      },
    ]
  })
}

/** What the activities of the role ask for. */
function skillsFor(role: RoleSpec, { stages }: Schedule): string[] {
  const own = stages.flatMap(stage => stage.activities.filter(activity => activity.role === role.id))
  return [...new Set(own.flatMap(activity => activity.skills ?? []))]
}

/** The days on which the steps run: two where they go over midnight. */
export function actingDays({ release }: Derivation, schedule: Schedule): string[] {
  const days = daysOfSteps(schedule)
  return days.length > 0 ? days : [release.release_date.value]
}

/** Those of the steps that begin or end at night on the own clock. */
export function stepsAtNight({ zone }: Person, steps: readonly RunbookStep[]): RunbookStep[] {
  const dark = (instant: Instant) => {
    const { time } = localTime(instant, zone)
    return time < awakeHours.from || time >= awakeHours.to
  }
  return steps.filter(
    step => dark(step.at_utc) || dark(addMinutes(step.at_utc, Math.max(0, step.minutes - 1))),
  )
}
