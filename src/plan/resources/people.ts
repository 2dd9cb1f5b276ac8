import type { PlainDate } from '../calendar/date.ts'
import { validZone } from '../calendar/zones.ts'
import type { Derivation } from '../derivation.ts'
import type { RoleId, RoleSpec } from '../kinds/profile.ts'
import type { Warning } from '../plan.ts'
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
  hasPhone: boolean
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
    hasPhone: person.phone !== undefined,
    ...(person.on_call !== undefined && { onCall: person.on_call }),
    absences: person.absences ?? [],
  }))
}

export function isAway(person: Person, day: PlainDate): boolean {
  return person.absences.some(absence => absence.from <= day && day <= absence.to)
}

/** A role word of people[] that is no role of this plan: nobody would miss who meant another one. */
export function unknownRoles({ inputs, profile }: Derivation, roles: readonly RoleSpec[]): Warning[] {
  const known = new Set([...profile.roles, ...roles].map(role => role.id))
  const words = (inputs.resources?.people ?? []).flatMap(person =>
    (person.roles ?? [])
      .filter(word => !known.has(roleIdOf(word, [...profile.roles, ...roles])))
      .map(word => `"${cleanText(word, 60)}" (${cleanText(person.name, 120)})`),
  )
  if (words.length === 0) return []
  const several = words.length > 1
  return [
    {
      code: 'unknown_role',
      message: `people[].roles: ${words.join(', ')} ${several ? 'are no roles' : 'is no role'} of this plan.`,
      fix: `Give one of ${roles.map(role => role.id).join(', ')}, or add the role with allocate_resources roles[].`,
    },
  ]
}
