import type { RoleId, RoleSpec } from './profile.ts'

/**
 * The roles that every profile draws from. Hours are per person: a week of planning, a week of testing, a day between
 * the go/no-go and the end of monitoring.
 */
const catalogue = {
  release_manager: {
    name: 'Release manager',
    responsibilities: [
      'runs the plan and its dates',
      'calls and records the go/no-go',
      'keeps risks and stakeholders current',
    ],
    hours: { planning_per_week: 20, testing_per_week: 15, release_per_day: 8 },
    team_size: 1,
    present: 'from the final check to the announcement',
    stays: 'day',
  },
  technical_lead: {
    name: 'Technical lead',
    responsibilities: [
      'decides technical questions',
      'last review of what ships',
      'leads when something breaks',
    ],
    hours: { planning_per_week: 20, testing_per_week: 10, release_per_day: 8 },
    team_size: 1,
    present: 'during the whole rollout',
    stays: 'rollout',
    on_call: true,
    suggest_author: true,
  },
  devops: {
    name: 'DevOps engineer',
    responsibilities: [
      'carries out rollout and rollback',
      'pipeline and environments',
      'dashboards and alerts',
    ],
    hours: {
      planning_per_week: 10,
      testing_per_week: 10,
      release_per_day: 8,
      note: 'on call while monitoring runs',
    },
    team_size: 1,
    present: 'from the final check to the end of validation',
    stays: 'day',
    on_call: true,
  },
  dba: {
    name: 'Database administrator',
    responsibilities: [
      'plans and times the migration',
      'backup and restore',
      'watches the database on the day',
    ],
    hours: { planning_per_week: 5, testing_per_week: 5, release_per_day: 4 },
    team_size: 1,
    present: 'backup, migration and the hour after it',
    stays: 60,
    when: 'database_change',
    on_call: true,
  },
  qa_lead: {
    name: 'QA lead',
    responsibilities: [
      'test plan and its results',
      'triage of what is found',
      'validation after the rollout',
    ],
    hours: {
      planning_per_week: 10,
      testing_per_week: 40,
      release_per_day: 8,
      note: 'each',
    },
    team_size: 3,
    present: 'validation',
  },
  security: {
    name: 'Security engineer',
    responsibilities: [
      'scan and assessment of the change',
      'security approval',
      'leads if there is a breach',
    ],
    hours: {
      planning_per_week: 10,
      testing_per_week: 10,
      release_per_day: 1,
      note: 'on call on the release day',
    },
    team_size: 1,
    present: 'reachable',
  },
  support_lead: {
    name: 'Support lead',
    responsibilities: [
      'briefs support before the release',
      'watches and sorts incoming reports',
      'talks to customers',
    ],
    hours: {
      planning_per_week: 2,
      testing_per_week: 5,
      release_per_day: 4,
      note: 'two people on standby for 48 hours',
    },
    team_size: 2,
    present: 'from the announcement on',
  },
  product_manager: {
    name: 'Product manager',
    responsibilities: [
      'accepts features, leads acceptance tests',
      'reviews release notes and customer text',
      'tracks success',
    ],
    hours: { planning_per_week: 5, testing_per_week: 20, release_per_day: 2 },
    team_size: 1,
    present: 'go/no-go and announcement',
  },
  publisher: {
    name: 'Publisher',
    responsibilities: [
      'holds the publishing rights',
      'builds, publishes and tags',
      'withdraws a bad version',
    ],
    hours: { planning_per_week: 2, testing_per_week: 5, release_per_day: 4 },
    team_size: 1,
    present: 'publishing and the check of what was published',
    on_call: true,
  },
  communications: {
    name: 'Communications lead',
    responsibilities: ['release notes and migration guide', 'announcement and its channels'],
    hours: { planning_per_week: 2, testing_per_week: 4, release_per_day: 2 },
    team_size: 1,
    present: 'announcement',
  },
  engineering: {
    name: 'Engineering',
    responsibilities: ['finishes and reviews the change', 'fixes what tests find', 'stands by for a hotfix'],
    hours: { planning_per_week: 30, testing_per_week: 20, release_per_day: 2 },
    team_size: 1,
    present: 'reachable',
    on_call: true,
  },
} as const satisfies Record<
  RoleId,
  Omit<RoleSpec, 'id' | 'responsibilities'> & { responsibilities: readonly string[] }
>

export type CatalogueRole = keyof typeof catalogue

/** The cards of these roles, in this order, with what differs in a profile. */
export function rolesOf(
  ids: readonly CatalogueRole[],
  changes: Partial<Record<CatalogueRole, Partial<RoleSpec>>> = {},
): RoleSpec[] {
  return ids.map(id => {
    const role = { ...catalogue[id], ...changes[id] }
    return { ...role, id, responsibilities: [...role.responsibilities] }
  })
}

/** A role's name for printing: the profile's, the catalogue's, else the id as words. */
export function roleName(id: RoleId, roles: readonly RoleSpec[] = []): string {
  const known = roles.find(role => role.id === id)?.name
  return (
    known ?? (Object.hasOwn(catalogue, id) ? catalogue[id as CatalogueRole].name : id.replaceAll('_', ' '))
  )
}

/** A role's name inside a sentence: `technical lead`, `early-adopter contact`, but `QA lead` and `DevOps engineer` as they are. */
export function roleInSentence(name: string): string {
  return /^[A-Z][a-z]+(?:[\s-]|$)/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name
}
