import { counted } from '../../text.ts'
import type { ObservedMigration, ObservedRange } from '../observation.ts'

/**
 * What the judged migrations say of the old code: `breaking` when one statement breaks it, `backward_compatible` when
 * all were judged and none does, nothing where some were not judged. `why` names the statement or the files.
 */
export function observedDatabaseChange(
  range: Pick<ObservedRange, 'migrations' | 'migrations_omitted' | 'signals'>,
): { value: 'breaking' | 'backward_compatible'; why: string } | undefined {
  const { migrations = [], migrations_omitted: omitted = 0 } = range
  const worst = breakingStatement(migrations)
  if (worst) return { value: 'breaking', why: `${worst.what} in ${worst.file}: ${worst.why}` }
  const whole = range.signals.find(({ kind }) => kind === 'database_migration')
  if (migrations.length === 0 || migrations.some(({ not_judged }) => not_judged > 0)) return undefined
  if (whole && (whole.edited ?? 0) > 0) return undefined
  const statements = migrations.reduce((sum, { total }) => sum + total, 0)
  const example = migrations[0]?.file ?? ''
  return {
    value: 'backward_compatible',
    why: `${omitted > 0 ? 'at least ' : ''}${counted(statements, 'statement')} in ${migrations.length === 1 ? example : counted(migrations.length + omitted, 'migration')}, each of which the old code can live with`,
  }
}

function breakingStatement(
  migrations: ObservedMigration[],
): { what: string; file: string; why: string } | undefined {
  for (const { file, statements } of migrations) {
    const found = statements.find(({ compatible }) => compatible === false)
    if (found) return { what: found.what, file, why: found.why ?? 'old code does not work with it' }
  }
  return undefined
}
