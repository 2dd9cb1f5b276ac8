import { isKnown } from '../basis.ts'
import { localTime } from '../calendar/zones.ts'
import type { Derivation } from '../derivation.ts'
import type { RoleCard, Schedule, Warning } from '../plan.ts'
import { awakeHours, stepsAtNight } from './assignment/candidates.ts'
import type { Person } from './people.ts'
import { stepsWith } from './presence.ts'

/** People in other zones for whom steps at which their role has to be there come at night on their own clocks. */
export function nightWarnings(
  { release, profile }: Derivation,
  people: readonly Person[],
  cards: readonly RoleCard[],
  schedule: Schedule,
): Warning[] {
  const abroad = people.filter(person => person.zone !== release.timezone.value)
  const nights = abroad.flatMap(person => {
    const { name, zone } = person
    const held = cards.filter(card => card.assigned.some(who => isKnown(who) && who.value === name))
    const present = new Set(
      held.flatMap(({ id }) =>
        stepsWith(profile.roles.find(role => role.id === id) ?? { id }, schedule).map(step => step.id),
      ),
    )
    const [dark] = stepsAtNight(
      person,
      schedule.release_day.filter(step => present.has(step.id)),
    )
    return dark ? [`${name} at ${localTime(dark.at_utc, zone).time} ${zone} (${dark.step})`] : []
  })
  if (nights.length === 0) return []
  return [
    {
      code: 'release_day_at_night',
      message: `Steps of the release day outside ${awakeHours.from}-${awakeHours.to} of the own clock: ${nights.join(', ')}.`,
      fix: 'Agree it with them, give the role to somebody awake, or move release_time and window.',
    },
  ]
}
