import { PlanError } from './errors.ts'
import { schemaVersion } from './inputs.ts'

type Stored = Readonly<Record<string, unknown>>

/** How a plan.json of one schema version becomes one of the next; `migrations[1]` leads from 1 to 2. */
export type Migrations = Readonly<Record<number, (plan: Stored) => Stored>>

/**
 * One step for every schema version that a released program has written and a later one replaced; none has been
 * replaced yet. A step is never changed once it has been released: old plans pass through all of them.
 */
export const migrations: Migrations = {}

/**
 * What plan.json holds, in the form of `to`. It is written back in that form by the next call that changes the plan.
 * @throws PlanError `newer_plan` for a plan of a later program, `broken_plan` where no step leads on
 */
export function migrated(stored: unknown, file: string, steps = migrations, to = schemaVersion): unknown {
  const stated = (stored as { schema_version?: unknown } | null)?.schema_version
  if (typeof stated !== 'number') return stored
  if (stated > to) {
    throw new PlanError(
      'newer_plan',
      `${file} was written by a newer release-planner (schema_version ${stated}, this one knows ${to}). Update release-planner; the file was not touched.`,
      'schema_version',
    )
  }
  let plan = stored as Stored
  for (let version = stated; version < to; version += 1) {
    const step = steps[version]
    if (!step) {
      throw new PlanError(
        'broken_plan',
        `${file}: no release-planner has written schema_version ${stated}; valid is ${[...Object.keys(steps), to].join(' or ')}. Restore the file from version control, then call again; it was not touched.`,
        'schema_version',
      )
    }
    plan = { ...step(plan), schema_version: version + 1 }
  }
  return plan
}
