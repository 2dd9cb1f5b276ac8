import { assumed, derived, given, isKnown, type Statement } from '../basis.ts'
import type { Derivation } from '../derivation.ts'
import type { RoleId, RoleSpec } from '../kinds/profile.ts'
import { roleInSentence } from '../kinds/roles.ts'
import { applies, conditionOf } from '../kinds/traits.ts'
import type { RoleCard, Schedule } from '../plan.ts'
import { roleIdOf } from '../schedule/role-id.ts'
import { isBot } from '../scope/commits/bots.ts'
import { type Person, reasonAway } from './people.ts'

export const byCaller = 'allocate_resources'

/** How people become owners of a role, for the document. */
export const assignmentRule =
  'people by the roles they named; there on the release day first, then most hours a week, then fewest other roles; the next one is the backup'

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
  people: readonly Person[],
  schedule: Schedule,
): RoleCard[] {
  const own = new Set(derivation.inputs.resources?.roles?.map(role => roleIdOf(role.id, roles)))
  const drafts = roles.map(role => {
    const candidates = ranked(derivation, role.id, people)
    const conditional = role.when !== undefined && applies(derivation.traits, role.when) === 'unknown'
    return { role, candidates, conditional, stands_in: standIn(derivation, role, candidates) }
  })
  const needed = neededRoles(derivation, schedule)
  const open = drafts.filter(({ role, conditional, stands_in }) => {
    return !stands_in && !conditional && needed.has(role.id) && role.hours.release_per_day > 0
  })
  const others = open.map(({ role }) => role).filter(role => !carriesOut(role, schedule))
  return drafts.map(({ role, candidates, conditional, stands_in }) => {
    const assigned = assignedTo(derivation, role, candidates, conditional)
    const missing = assigned.some(statement => !isKnown(statement))
    const suggestion = missing && role.suggest_author ? suggestionOf(derivation) : undefined
    const asked = open.some(draft => draft.role === role) ? backupAsked(derivation, role, others) : noBackup
    return {
      ...role,
      assigned,
      backup: stands_in ? derived(stands_in.name, assignmentRule) : asked,
      ...(suggestion !== undefined && { suggestion }),
      ...(conditional && { condition: conditionOf(role.when!) }),
      basis: own.has(role.id)
        ? given(undefined, byCaller).basis
        : assumed(undefined, `${derivation.profile.kind} profile`).basis,
    }
  })
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

/** Those who named the role, best first, by {@link assignmentRule}; the release manager named for the plan leads that role. */
export function ranked({ release }: Derivation, role: RoleId, people: readonly Person[]): Person[] {
  const day = release.release_date.value
  const named = isKnown(release.release_manager) ? release.release_manager.value.toLowerCase() : undefined
  const leads = (person: Person) => Number(role === 'release_manager' && person.name.toLowerCase() === named)
  return people
    .filter(person => person.roles.includes(role) || leads(person) === 1)
    .toSorted(
      (a, b) =>
        leads(b) - leads(a) ||
        Number(reasonAway(a, day) !== undefined) - Number(reasonAway(b, day) !== undefined) ||
        b.hoursPerWeek - a.hoursPerWeek ||
        a.roles.length - b.roles.length ||
        (a.name < b.name ? -1 : 1),
    )
}

function assignedTo(
  derivation: Derivation,
  role: RoleSpec,
  candidates: readonly Person[],
  conditional: boolean,
): Statement<string>[] {
  const { release, questions } = derivation
  if (role.id === 'release_manager') return [release.release_manager]
  const team = candidates.slice(0, Math.max(1, role.team_size))
  if (team.length > 0) return team.map(person => derived(person.name, assignmentRule))
  if (conditional || role.team_size === 0) return []
  return [
    questions.text({
      id: `role_${role.id}`,
      question: `name of the ${roleInSentence(role.name)}`,
      who: 'Release manager',
      gate: 'freeze',
    }),
  ]
}

/** The next candidate who is there on the release day. */
function standIn({ release }: Derivation, role: RoleSpec, candidates: readonly Person[]): Person | undefined {
  const day = release.release_date.value
  const lead =
    role.id === 'release_manager' && isKnown(release.release_manager)
      ? release.release_manager.value
      : candidates[0]?.name
  const others = candidates.filter(person => person.name !== lead && reasonAway(person, day) === undefined)
  return others.find((_, n) => n >= role.team_size - 1) ?? others[0]
}

function backupAsked(
  { questions }: Derivation,
  role: RoleSpec,
  others: readonly RoleSpec[],
): Statement<string> {
  const gate = { who: 'Release manager', gate: 'go_no_go' } as const
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

/** Suggested, never assigned: nobody was asked. */
function suggestionOf({ inputs }: Derivation): string | undefined {
  const people = inputs.observed?.range?.authors.filter(({ name }) => !isBot(name)) ?? []
  const first = people.toSorted((a, b) => b.commits - a.commits)[0]
  return first && `${first.name}: most commits in this range (${first.commits}); not asked`
}
