import { assumed, derived, given, isKnown, type Statement } from '../basis.ts'
import type { Derivation } from '../derivation.ts'
import type { RoleId, RoleSpec } from '../kinds/profile.ts'
import { applies, conditionOf } from '../kinds/traits.ts'
import type { RoleCard, Schedule } from '../plan.ts'
import { roleIdOf } from '../schedule/role-id.ts'
import { isAway, type Person } from './people.ts'

export const byCaller = 'allocate_resources'

/** How people become owners of a role, for the document. */
export const assignmentRule =
  'people by the roles they named; there on the release day first, then most hours a week, then fewest other roles; the next one is the backup'

/** Stands for the backup of a role that the release day does not wait for. */
const noBackup = assumed('none needed', 'acts on no step that cannot wait')

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

/** The cards of all roles. A role that acts on the release day has a backup who is somebody else and there on that day. */
export function roleCards(
  derivation: Derivation,
  roles: readonly RoleSpec[],
  people: readonly Person[],
  schedule: Schedule,
): RoleCard[] {
  const acting = new Set<RoleId>(['release_manager', ...schedule.release_day.map(step => step.role)])
  const own = new Set(derivation.inputs.resources?.roles?.map(role => roleIdOf(role.id, roles)))
  let suggested = 0
  return roles.map(role => {
    const candidates = ranked(derivation, role.id, people)
    const conditional = role.when !== undefined && applies(derivation.traits, role.when) === 'unknown'
    const assigned = assignedTo(derivation, role, candidates, conditional)
    const backup = backupOf(derivation, role, candidates, acting.has(role.id) && !conditional)
    const open = assigned.some(statement => !isKnown(statement))
    const suggestion = open && role.suggest_author ? suggestionOf(derivation, suggested++) : undefined
    return {
      ...role,
      assigned,
      backup,
      ...(suggestion !== undefined && { suggestion }),
      ...(conditional && { condition: conditionOf(role.when!) }),
      basis: own.has(role.id)
        ? given(undefined, byCaller).basis
        : assumed(undefined, `${derivation.profile.kind} profile`).basis,
    }
  })
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
        Number(isAway(a, day)) - Number(isAway(b, day)) ||
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
      question: `name of the ${inSentence(role.name)}`,
      who: 'Release manager',
      gate: 'freeze',
    }),
  ]
}

function backupOf(
  { release, questions }: Derivation,
  role: RoleSpec,
  candidates: readonly Person[],
  needed: boolean,
): Statement<string> {
  const day = release.release_date.value
  const lead =
    role.id === 'release_manager' && isKnown(release.release_manager)
      ? release.release_manager.value
      : candidates[0]?.name
  const others = candidates.filter(person => person.name !== lead && !isAway(person, day))
  const backup = others.find((_, n) => n >= role.team_size - 1) ?? others[0]
  if (backup) return derived(backup.name, assignmentRule)
  if (!needed || role.hours.release_per_day === 0 || !carriesOut(role)) return noBackup
  return questions.text({
    id: `backup_${role.id}`,
    question: `backup of the ${inSentence(role.name)}, there on the release day`,
    who: 'Release manager',
    gate: 'go_no_go',
  })
}

/** Roles without which the day stops: who decides and who carries out. */
function carriesOut(role: RoleSpec): boolean {
  return role.id === 'release_manager' || role.on_call === true
}

/** Suggested, never assigned: nobody was asked. */
function suggestionOf({ inputs }: Derivation, n: number): string | undefined {
  const author = inputs.observed?.range?.authors.filter(({ name }) => !/\[bot\]|\bbot$/i.test(name))[n]
  return author && `${cleanCommits(author)}; not asked`
}

const cleanCommits = ({ name, commits }: { name: string; commits: number }): string =>
  `${name} (${commits} ${commits === 1 ? 'commit' : 'commits'} in this release)`

/** `QA lead` and `DevOps engineer` as they are, `Technical lead` with a small letter. */
function inSentence(name: string): string {
  return /^[A-Z][a-z]+(\s|$)/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name
}
