import type { Traits } from '../kinds/profile.ts'
import type { Scope, Strategy } from '../plan.ts'
import { known } from './constraints.ts'

/** Expand, migrate, contract, in time relative to the release; empty where the schema does not change. */
export function databaseSteps(scope: Scope, traits: Traits): Strategy['database'] {
  if (traits.database_change === 'no') return []
  return known(scope.database_change) === 'breaking' ? breaking : compatible
}

const compatible: Strategy['database'] = [
  {
    heading: 'Expand',
    when: 'release day, before the rollout',
    text: 'Only add: nullable columns, tables, indexes built without a lock. The running version must work on it.',
  },
  {
    heading: 'Migrate (backfill)',
    when: 'after all traffic is on the new version',
    text: 'Fill old rows in batches that can stop and resume; the new version writes both places meanwhile.',
  },
  {
    heading: 'Contract',
    when: 'in a release of its own, two weeks later at the earliest',
    text: 'Drop what only the old version read. From then on the old version cannot come back.',
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
