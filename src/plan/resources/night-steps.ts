import { isKnown } from '../basis.ts'
import { localTime } from '../calendar/zones.ts'
import type { Derivation } from '../derivation.ts'
import type { RoleCard, Schedule, Warning } from '../plan.ts'
import type { Person } from './people.ts'

/** Clock times between which somebody can be expected to work; a stated default. */
const DAY = { from: '07:00', to: '21:00' }

/** People in other zones whose steps of the release day come at night on their own clocks. */
export function nightWarnings(
  { release }: Derivation,
  people: readonly Person[],
  cards: readonly RoleCard[],
  schedule: Schedule,
): Warning[] {
  const abroad = people.filter(person => person.zone !== release.timezone.value)
  const nights = abroad.flatMap(({ name, zone }) => {
    const held = cards.filter(card => card.assigned.some(who => isKnown(who) && who.value === name))
    const roles = new Set(held.map(card => card.id))
    const steps = schedule.release_day.filter(step => roles.has(step.role))
    const times = steps.map(step => ({ step: step.step, time: localTime(step.at_utc, zone).time }))
    const dark = times.filter(({ time }) => time < DAY.from || time >= DAY.to)
    return dark.length > 0 ? [`${name} at ${dark[0]!.time} ${zone} (${dark[0]!.step})`] : []
  })
  if (nights.length === 0) return []
  return [
    {
      code: 'release_day_at_night',
      message: `Steps of the release day outside ${DAY.from}-${DAY.to} of the own clock: ${nights.join(', ')}.`,
      fix: 'Agree it with them, give the role to somebody awake, or move release_time and window.',
    },
  ]
}
