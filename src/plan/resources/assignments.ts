import { assumed, derived, given, isKnown, type Statement } from '../basis.ts'
import type { Derivation } from '../derivation.ts'
import type { RoleId, RoleSpec } from '../kinds/profile.ts'
import { roleInSentence } from '../kinds/roles.ts'
import { applies, conditionOf } from '../kinds/traits.ts'
import type { RoleCard, Schedule } from '../plan.ts'
import { roleIdOf } from '../schedule/role-id.ts'
import { type Assignment, assignmentRule, type RoleChoice } from './assignment/assignment.ts'
import { presenceOf } from './presence.ts'
import { suggestionFor } from './suggestion.ts'

export const byCaller = 'allocate_resources'

/** Stands for the backup of a role that the release day does not wait for. */
const noBackup = assumed('none named', 'acts on no step or message of the day')

/** The profile's roles that apply, with what the caller changed, and the caller's own. */
export function rolesOf({ inputs, profile, traits }: Derivation): RoleSpec[] {
  const own = inputs.resources?.roles ?? []
  const known = profile.roles
    .filter(role => applies(traits, role.when) !== 'no')
    .map(role =>
      withOwn(
        role,
        own.find(changed => roleIdOf(changed.id, profile.roles) === role.id),
      ),
    )
  const added = own
    .filter(role => !profile.roles.some(spec => spec.id === roleIdOf(role.id, profile.roles)))
    .map(role => withOwn(emptyRole(role.id), role))
  return [...known, ...added]
}

type OwnRole = NonNullable<NonNullable<Derivation['inputs']['resources']>['roles']>[number]

function withOwn(role: RoleSpec, own: OwnRole | undefined): RoleSpec {
  if (!own) return role
  return {
    ...role,
    ...(own.name !== undefined && { name: own.name }),
    ...(own.responsibilities && { responsibilities: own.responsibilities }),
    ...(own.team_size !== undefined && { team_size: own.team_size }),
    hours: { ...role.hours, ...own.hours },
  }
}

function emptyRole(id: string): RoleSpec {
  const hours = { planning_per_week: 0, testing_per_week: 0, release_per_day: 0 }
  return { id: roleIdOf(id, []), name: id, responsibilities: [], hours, team_size: 1, present: 'as agreed' }
}

/**
 * The cards of all roles. A role without which the day stops has a backup who is somebody else and there on that day; the backups of
 * the others whom a step or a message needs are one question.
 */
export function roleCards(
  derivation: Derivation,
  roles: readonly RoleSpec[],
  { roles: choices }: Assignment,
  schedule: Schedule,
): RoleCard[] {
  const own = new Set(derivation.inputs.resources?.roles?.map(role => roleIdOf(role.id, roles)))
  const drafts = roles.map(role => {
    const conditional = role.when !== undefined && applies(derivation.traits, role.when) === 'unknown'
    return { role, conditional, choice: choices.get(role.id)! }
  })
  const needed = neededRoles(derivation, schedule)
  const open = drafts.filter(({ role, conditional, choice }) => {
    return !choice.backup && !conditional && needed.has(role.id) && role.hours.release_per_day > 0
  })
  const others = open.map(({ role }) => role).filter(role => !carriesOut(role, schedule))
  return drafts.map(({ role, choice, conditional }) => {
    const assigned = assignedTo(derivation, role, choice, conditional)
    const missing = assigned.some(statement => !isKnown(statement))
    const suggestion = missing && role.suggest_author ? suggestionFor(derivation) : undefined
    const asked = open.some(draft => draft.role === role) ? backupAsked(derivation, role, others) : noBackup
    const there = presenceOf(derivation, role, schedule)
    return {
      ...role,
      assigned,
      backup: choice.backup ? derived(choice.backup.person.name, assignmentRule) : asked,
      ...(choice.people.length > 0 && { why: whyOf(choice) }),
      ...(suggestion !== undefined && { suggestion }),
      ...(conditional && { condition: conditionOf(role.when!) }),
      ...(there && { there }),
      basis: own.has(role.id)
        ? given(undefined, byCaller).basis
        : assumed(undefined, `${derivation.profile.kind} profile`).basis,
    }
  })
}

/** One reason for all where they have the same. */
function whyOf({ people }: RoleChoice): string {
  return [...new Set(people.map(({ why }) => why))].join(', ')
}

/** The roles that a step of the day or a message needs, and those who are called. */
function neededRoles({ profile, traits }: Derivation, schedule: Schedule): Set<RoleId> {
  return new Set<RoleId>([
    'release_manager',
    ...schedule.release_day.map(step => step.role),
    ...profile.messages.filter(message => applies(traits, message.when) === 'yes').map(({ role }) => role),
    ...profile.roles.filter(role => role.on_call).map(role => role.id),
  ])
}

function assignedTo(
  { release, questions }: Derivation,
  role: RoleSpec,
  { people }: RoleChoice,
  conditional: boolean,
): Statement<string>[] {
  if (role.id === 'release_manager') return [release.release_manager]
  if (people.length > 0) return people.map(({ person }) => derived(person.name, assignmentRule))
  if (conditional || role.team_size === 0) return []
  return [
    questions.text({
      id: `role_${role.id}`,
      question: `name of the ${roleInSentence(role.name)}`,
      who: 'release_manager',
      gate: 'freeze',
    }),
  ]
}

function backupAsked(
  { questions }: Derivation,
  role: RoleSpec,
  others: readonly RoleSpec[],
): Statement<string> {
  const gate = { who: 'release_manager', gate: 'go_no_go' } as const
  if (!others.includes(role)) {
    const question = `backup of the ${roleInSentence(role.name)}, there on the release day`
    return questions.text({ id: `backup_${role.id}`, question, ...gate })
  }
  const names = others.map(other => roleInSentence(other.name)).join(', ')
  return questions.text({ id: 'backups_other', question: `backups on the release day: ${names}`, ...gate })
}

/** Roles without which the day stops: who decides and who carries out. */
function carriesOut(role: RoleSpec, schedule: Schedule): boolean {
  const acts = schedule.release_day.some(step => step.role === role.id)
  return role.id === 'release_manager' || (acts && role.on_call === true)
}
