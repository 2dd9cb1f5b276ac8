import { type PlainDate, yearOf } from '../calendar/date.ts'
import { countryCode, exchangedDays, holidaysOf, workingWeek } from '../calendar/holidays.ts'
import { type WorkingCalendar, workingCalendar } from '../calendar/working-calendar.ts'
import { validZone } from '../calendar/zones.ts'
import type { Derivation } from '../derivation.ts'
import { PlanError } from '../errors.ts'
import type { ResourcesInputs } from '../inputs.ts'
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
  /** Weekends and holidays of a country of the person's own; absent where those of the plan count. */
  calendar?: WorkingCalendar
}

/** Hours of a week for those who gave none, a stated default. */
export const usualWeek = 40

/** @throws PlanError `unknown_zone`, `unknown_country` */
export function peopleOf(derivation: Derivation, roles: readonly RoleSpec[]): Person[] {
  const { inputs, release } = derivation
  return (inputs.resources?.people ?? []).map((person, n) => ({
    name: cleanText(person.name, 120),
    roles: [...new Set((person.roles ?? []).map(role => roleIdOf(role, roles)))],
    hoursPerWeek: person.hours_per_week ?? usualWeek,
    zone: person.timezone ? validZone(person.timezone, `people[${n}].timezone`) : release.timezone.value,
    contacts: [person.phone, person.email, person.chat].filter(contact => contact !== undefined),
    hasPhone: person.phone !== undefined,
    ...(person.on_call !== undefined && { onCall: person.on_call }),
    absences: person.absences ?? [],
    ...(person.country !== undefined && { calendar: ownCalendar(derivation, person.country, n) }),
  }))
}

/** @throws PlanError `invalid_absence` for one that ends before it begins */
export function checkAbsences(people: ResourcesInputs['people'] = []): void {
  for (const [n, { name, absences = [] }] of people.entries()) {
    for (const [m, { from, to }] of absences.entries()) {
      if (from <= to) continue
      const field = `people[${n}].absences[${m}]`
      throw new PlanError(
        'invalid_absence',
        `${field}: ${cleanText(name, 120)} is back on ${to}, before the absence begins on ${from}. Give from and to in order; both days are included.`,
        field,
      )
    }
  }
}

/** The week and the holidays of a person's country, and the company's holidays. */
function ownCalendar({ inputs, release }: Derivation, country: string, n: number): WorkingCalendar {
  const code = countryCode(country, `people[${n}].country`)
  const year = yearOf(release.release_date.value)
  return workingCalendar({
    workingDays: workingWeek([code]),
    holidays: [...holidaysOf([code], year - 1, year + 1), ...(inputs.schedule?.holidays ?? [])],
    madeUp: exchangedDays([code]),
    zone: release.timezone.value,
  })
}

/** Why somebody does not work on a day: absent, or a day off in their own country; undefined where they do, or where the plan's days count. */
export function reasonAway(person: Person, day: PlainDate): string | undefined {
  return isAway(person, day) ? 'absent' : person.calendar?.reasonOff(day)
}

/** Absent; on call is taken on holidays and weekends too. */
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
