import { type PlainDate, yearOf } from '../calendar/date.ts'
import { countryCode, exchangedDays, holidaysOf, workingWeek } from '../calendar/holidays.ts'
import { type WorkingCalendar, workingCalendar } from '../calendar/working-calendar.ts'
import { validZone } from '../calendar/zones.ts'
import type { Derivation } from '../derivation.ts'
import { PlanError } from '../errors.ts'
import type { ResourcesInputs } from '../inputs.ts'
import type { RoleId, RoleSpec } from '../kinds/profile.ts'
import type { Warning } from '../plan.ts'
import { rankIn, roleIdOf } from '../schedule/role-id.ts'
import { cleanText } from '../text.ts'

export interface Person {
  name: string
  /** In the order the caller gave them. */
  roles: RoleId[]
  /** Of the roles, those that they were called the primary of, and those that they only stand in for. */
  firstIn: readonly RoleId[]
  standsInFor: readonly RoleId[]
  skills: readonly string[]
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
  const names = distinctNames((inputs.resources?.people ?? []).map(person => cleanText(person.name, 120)))
  return (inputs.resources?.people ?? []).map((person, n) => ({
    name: names[n]!,
    ...rolesOfPerson(person.roles ?? [], roles),
    skills: person.skills ?? [],
    hoursPerWeek: person.hours_per_week ?? usualWeek,
    zone: person.timezone ? validZone(person.timezone, `people[${n}].timezone`) : release.timezone.value,
    contacts: [person.phone, person.email, person.chat].filter(contact => contact !== undefined),
    hasPhone: person.phone !== undefined,
    ...(person.on_call !== undefined && { onCall: person.on_call }),
    absences: person.absences ?? [],
    ...(person.country !== undefined && { calendar: ownCalendar(derivation, person.country, n) }),
  }))
}

function rolesOfPerson(
  words: readonly string[],
  known: readonly RoleSpec[],
): Pick<Person, 'roles' | 'firstIn' | 'standsInFor'> {
  const ranked = words.map(word => ({ role: roleIdOf(word, known), rank: rankIn(word, known) }))
  const of = (rank: 'first' | 'backup') => ranked.filter(entry => entry.rank === rank).map(({ role }) => role)
  return {
    roles: [...new Set(ranked.map(({ role }) => role))],
    firstIn: of('first'),
    standsInFor: of('backup'),
  }
}

/** How names are compared: `ANA  Ruiz` is `Ana Ruiz`. */
export const sameName = (name: string): string =>
  name.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim()

/** A plan that somebody edited by hand may have two people of one name; the second one is printed with a number. */
function distinctNames(names: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return names.map(name => {
    const count = (seen.get(sameName(name)) ?? 0) + 1
    seen.set(sameName(name), count)
    return count === 1 ? name : `${name} (${count})`
  })
}

/**
 * One name is one person in every table, shift and calendar of the plan.
 * @throws PlanError `same_name`
 */
export function checkNames(people: ResourcesInputs['people'] = []): void {
  const seen = new Map<string, number>()
  for (const [n, { name, timezone, email, roles }] of people.entries()) {
    const first = seen.get(sameName(name))
    if (first === undefined) {
      seen.set(sameName(name), n)
      continue
    }
    const told = cleanText(name, 120)
    const other = cleanText(timezone?.split('/').at(-1) ?? email?.split('@')[0] ?? roles?.[0] ?? 'second', 60)
    throw new PlanError(
      'same_name',
      `people[${first}].name and people[${n}].name are both ${told}. One name is one person everywhere in the plan: tell two people apart (for example "${told} (${other.replaceAll('_', ' ')})"), or give one person all roles in one entry.`,
      `people[${n}].name`,
    )
  }
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
