import type { PlainDate } from '../calendar/date.ts'
import { validZone } from '../calendar/zones.ts'
import type { Derivation } from '../derivation.ts'
import type { RoleId, RoleSpec } from '../kinds/profile.ts'
import { roleIdOf } from '../schedule/role-id.ts'
import { cleanText } from '../text.ts'

export interface Person {
  name: string
  /** In the order the caller gave them. */
  roles: RoleId[]
  hoursPerWeek: number
  /** IANA zone; the plan's where none was given. */
  zone: string
  contacts: string[]
  onCall?: boolean
  absences: { from: PlainDate; to: PlainDate }[]
}

/** Hours of a week for those who gave none, a stated default. */
export const usualWeek = 40

/** @throws PlanError `unknown_zone` */
export function peopleOf({ inputs, release }: Derivation, roles: readonly RoleSpec[]): Person[] {
  return (inputs.resources?.people ?? []).map((person, n) => ({
    name: cleanText(person.name, 120),
    roles: [...new Set((person.roles ?? []).map(role => roleIdOf(role, roles)))],
    hoursPerWeek: person.hours_per_week ?? usualWeek,
    zone: person.timezone ? validZone(person.timezone, `people[${n}].timezone`) : release.timezone.value,
    contacts: [person.phone, person.email, person.chat].filter(contact => contact !== undefined),
    ...(person.on_call !== undefined && { onCall: person.on_call }),
    absences: person.absences ?? [],
  }))
}

export function isAway(person: Person, day: PlainDate): boolean {
  return person.absences.some(absence => absence.from <= day && day <= absence.to)
}
