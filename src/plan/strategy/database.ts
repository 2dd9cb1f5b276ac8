import { derived, isKnown } from '../basis.ts'
import type { Derivation } from '../derivation.ts'
import type { Traits } from '../kinds/profile.ts'
import type { Scope, Strategy } from '../plan.ts'
import { type Constraints, known } from './constraints.ts'

/** Expand, migrate, contract, in time relative to the release; empty where the schema does not change. */
export function databaseSteps(scope: Scope, traits: Traits): Strategy['database'] {
  if (traits.database_change === 'no') return []
  return known(scope.database_change) === 'breaking' ? breaking : compatible
}

/** Whether the service pauses for the migration: yes where old and new cannot share the schema, else as downtime is allowed. */
export function maintenanceOf(
  { traits }: Derivation,
  { zero_downtime, database_change }: Constraints,
  strategy: string,
): Pick<Strategy, 'maintenance'> {
  if (!zero_downtime || traits.database_change === 'no') return {}
  if (known(database_change) === 'breaking')
    return { maintenance: derived('yes, from the migration until the new version runs', 'breaking schema') }
  if (!isKnown(zero_downtime)) return { maintenance: zero_downtime }
  if (zero_downtime.value) return { maintenance: derived('no', 'interruption is ruled out') }
  return strategy === 'recreate'
    ? { maintenance: derived("yes, inside the rollout's pause", 'recreate pauses the service') }
    : { maintenance: derived('allowed, not needed by the expand step', 'interruption is not ruled out') }
}

const compatible: Strategy['database'] = [
  {
    heading: 'Expand',
    when: 'release day, before the rollout',
    text: 'Only add: nullable columns, tables, indexes without a lock. The running version must work on it.',
  },
  {
    heading: 'Migrate (backfill)',
    when: 'after all traffic is on the new version',
    text: 'Fill old rows in resumable batches; the new version writes both places.',
  },
  {
    heading: 'Contract',
    when: 'in a later release, after two weeks or more',
    text: 'Drop what only the old version read, if anything; it cannot come back then.',
  },
]

const breaking: Strategy['database'] = [
  {
    heading: 'Better: split it',
    when: 'before the freeze',
    text: 'Turn the change into expand now and contract in a later release; then every strategy is open again.',
  },
  {
    heading: 'Otherwise: migrate in the pause',
    when: 'release day, old version stopped',
    text: 'Backup first. From the first write of the new version, going back means a restore and the loss of later writes.',
  },
]
