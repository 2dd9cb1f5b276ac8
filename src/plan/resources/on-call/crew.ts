import type { WorkingCalendar } from '../../calendar/working-calendar.ts'
import type { Derivation } from '../../derivation.ts'
import type { RoleSpec } from '../../kinds/profile.ts'
import type { Warning } from '../../plan.ts'
import { workCalendar } from '../../schedule/stages/stage-calendars.ts'
import { isAway, type Person } from '../people.ts'

/** Somebody who takes shifts. */
export interface Watcher extends Person {
  /** Whether a role or a skill says that they can act on the platform. */
  acts: boolean
  /** The technical lead, who is called next: on the first level only where the others cannot fill it, unless the caller said so. */
  second: boolean
}

const actingSkill =
  /\b(?:sre|(?:dev)?ops|operations?|platforms?|deploy\w*|roll-?back|on-?call|kubernetes|k8s|argo\w*|flagger|helm|terraform|ansible|nomad|ecs|aws|azure|gcp|codedeploy|linux|infrastructure|publish\w*)\b/i

/**
 * Those who can be put on call: who was named for it, or holds a role that is on call and did not decline.
 */
export function crewOf(
  { inputs }: Derivation,
  roles: readonly RoleSpec[],
  people: readonly Person[],
): Watcher[] {
  const callable = (id: string) => roles.find(role => role.id === id)?.on_call === true
  const told = inputs.resources?.people ?? []
  const platforms = [inputs.strategy?.platform, inputs.rollback?.platform].filter(word => word !== undefined)
  const able = people.flatMap((person, n) => {
    if (!(person.onCall ?? person.roles.some(callable))) return []
    const skills = told[n]?.skills ?? []
    const skilled = skills.some(
      skill =>
        actingSkill.test(skill) || platforms.some(word => skill.toLowerCase().includes(word.toLowerCase())),
    )
    // Who is put on call without a role or a skill is taken at the caller's word.
    const trusted = person.roles.length === 0 && skills.length === 0
    const second = !person.onCall && person.roles.includes('technical_lead')
    return [{ ...person, second, acts: trusted || skilled || person.roles.some(callable) }]
  })
  return able
}

/** Those who cannot act are asked last; their duty would be to call somebody who can. */
export function notActing(crew: readonly Watcher[], roles: readonly RoleSpec[]): Warning[] {
  const names = crew.filter(person => !person.acts).map(person => person.name)
  if (names.length === 0) return []
  const acting = roles.filter(role => role.on_call).map(role => role.id)
  return [
    {
      code: 'on_call_cannot_act',
      message: `On call without a role or skill that acts on the platform: ${names.join(', ')}; asked only where nobody else is there.`,
      fix: `Give people[] one of the roles ${acting.join(', ')} or the skill (such as deployment), or on_call false.`,
    },
  ]
}

/** Days off of a person's own week and country, or of the plan's. */
export const calendarOf = (person: Person, derivation: Derivation): WorkingCalendar =>
  person.calendar ?? workCalendar(derivation)

export const isAbsent = (person: Person, days: readonly { date: string }[]): boolean =>
  person.absences.length > 0 && days.some(({ date }) => isAway(person, date))
