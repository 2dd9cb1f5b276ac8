import { knownValue } from '../../basis.ts'
import type { MigrationStatement, ObservedMigration } from '../../scope/observation.ts'
import { cleanText, counted } from '../../text.ts'
import { anyWay, filesText, type RiskRule, type Seen, type Shown, tasks } from '../rule.ts'

type Placed = MigrationStatement & { file: string }
const mostStatements = 4

export const dataRules: RiskRule[] = [
  {
    id: 'schema_migration',
    title: 'Schema migration fails, locks or cannot be taken back',
    category: 'data',
    probability: 'medium',
    impact: 'high',
    shown: migration,
    consequence:
      'Writes stop or fail while a lock is held; a migration that cannot be reversed ends every quick way back.',
    mitigations: [
      {
        text: 'run the migration on a copy with production size and note the minutes',
        tasks: tasks.migration,
      },
      {
        text: 'split what the old code cannot live with, or lock only for seconds',
        tasks: tasks.review,
      },
      { text: 'take a backup and restore it once', tasks: tasks.backup },
    ],
    contingency: [
      {
        if: 'the migration runs longer than rehearsed by half',
        then: 'stop before the rollout starts and take the way back for the schema',
      },
      {
        if: 'data are wrong after it',
        then: 'stop writes, keep the evidence, decide on the restore with the release manager',
      },
    ],
    go_no_go: ['Migration rehearsed on production-size data, its minutes fit the runbook'],
    answered_by: {
      trigger: /integrity|corrupt|wrong data|\b(?:lost?|lose|damaged?|destroyed)\b|\bor data\b/i,
      way_back: anyWay,
      tier: 'immediate',
      last_resort: /\brestore\b/i,
    },
  },
]

function migration(seen: Seen): Shown | undefined {
  const signal = seen.signal('database_migration')
  const read = seen.range?.migrations ?? []
  if (!signal && read.length === 0) return undefined
  if (seen.kind === 'library' && isOwnMachinery(seen)) return undefined
  const statements = read.flatMap(({ file, statements: all }) => all.map(one => ({ ...one, file })))
  const open = statements.filter(one => worries(one).length > 0)
  const judged = judgement(read, statements, open)
  const files = signal?.files.length ? signal.files : read.map(({ file }) => file)
  const what = signal
    ? signal.detail
      ? `${signal.detail}, e.g. ${signal.example}`
      : filesText(signal)
    : counted(read.length, 'migration')
  const database = seen.scope.database_change
  const stated = knownValue(database)
  const old = stated ? stated.replace('_', ' ') : 'not stated'
  const edited = signal?.edited
  return {
    description: `${what}; compatibility with the old code: ${old}.${judged && !/statement/.test(what) ? ` ${judged.text}` : ''}`,
    by: counted(signal?.count ?? files.length, 'changed file'),
    files,
    remarks: [
      ...open.slice(0, mostStatements).map(statementText),
      ...(edited
        ? [
            `${edited} edited after ${edited === 1 ? 'it' : 'they'} shipped: a database that ran them does not run them again; check that old and fresh installations end with the same schema`,
          ]
        : []),
    ],
    ...(judged?.harmless && !edited
      ? {
          levels: {
            probability: 'low' as const,
            impact: 'high' as const,
            because: 'each statement was judged: reversible, good for the old code, no lock',
          },
        }
      : {}),
  }
}

/** A library that works on migrations has files by that name which change no schema: nothing in them was understood. */
function isOwnMachinery({ range }: Seen): boolean {
  // The shape says that the texts were read: plans of before have neither.
  const read = range?.migrations ?? (range?.shape ? [] : undefined)
  return read?.every(({ total, not_judged }) => not_judged >= total) === true
}

/** What the statements say, where they were read; absent where none was. */
function judgement(
  read: readonly ObservedMigration[],
  statements: readonly Placed[],
  open: readonly Placed[],
): { text: string; harmless: boolean } | undefined {
  if (read.length === 0) return undefined
  const total = read.reduce((sum, one) => sum + one.total, 0)
  const unread = read.reduce((sum, one) => sum + one.not_judged, 0)
  const parts = [
    count(statements, one => one.compatible === false, 'not for the old code'),
    count(statements, one => one.reversible === false, 'not reversible without a backup'),
    count(statements, one => one.locking === true, 'locking'),
    unread > 0 ? `${unread} not judged` : '',
  ].filter(Boolean)
  const text = `${counted(total, 'statement')}: ${parts.join(', ') || 'all reversible, good for the old code and without a lock'}.`
  const answered = (one: MigrationStatement) =>
    one.compatible === true && one.reversible !== undefined && one.locking !== undefined
  return { text, harmless: open.length === 0 && unread === 0 && statements.every(answered) }
}

function count(statements: readonly Placed[], holds: (one: Placed) => boolean, words: string): string {
  const found = statements.filter(holds).length
  return found > 0 ? `${found} ${words}` : ''
}

function worries({ compatible, reversible, locking }: MigrationStatement): string[] {
  return [
    ...(compatible === false ? ['breaks the old code'] : []),
    ...(reversible === false ? ['cannot be taken back'] : []),
    ...(locking === true ? ['locks'] : []),
  ]
}

function statementText(one: Placed): string {
  const why = one.why ? ` (${cleanText(one.why, 120)})` : ''
  return `${one.what}: ${worries(one).join(', ')}${why}; ${one.file}`
}
