import { cleanText } from '../../text.ts'
import type { MigrationStatement, MigrationTotals, ObservedMigration } from '../observation.ts'
import type { FileChange } from '../repository.ts'
import { commonDialect, dialectOf } from './dialect.ts'
import { readEmbedded, readMigration } from './framework.ts'
import { judged, keyOf } from './judge.ts'
import type { Dialect, Operation } from './operation.ts'

const MOST_FILES = 20
const MOST_STATEMENTS = 12

/** Files among migrations that are none: ways back, snapshots of the model, what runs them, their tests' parts. */
const ASIDE =
  /\.down\.sql$|_down\.sql$|(?:^|\/)(?:down|rollbacks?|undo|revert)(?:\/|\.sql$)|(?:^|\/)U\d[\d._]*__|\.Designer\.cs$|ModelSnapshot\.cs$|(?:^|\/)meta\/[^/]+\.json$|(?:^|\/)(?:__init__|env)\.py$|(?:^|\/)(?:index|mod|migrator|runner|utils?|helpers?|types?)\.\w+$/i
/** The schema as a whole, rewritten with each change: no steps of its own. */
const WHOLE = /(?:^|\/)(?:schema\.(?:prisma|rb|sql)|structure\.sql)$/i

/** Whether a file can hold steps that run once at an upgrade. */
export const holdsSteps = (path: string): boolean => !ASIDE.test(path) && !WHOLE.test(path)
export const isAside = (path: string): boolean => ASIDE.test(path)

/** Of the files that were there before: how many have other steps now, how many the same. */
export type Edits = { changed: number; same: number }

export type Migrations = {
  migrations: ObservedMigration[]
  omitted: number
  edits: Edits
  others: string[]
  totals: MigrationTotals
}

/** Texts of programs at both ends of the range, by path. */
type Programs = { before: ReadonlyMap<string, string>; after: ReadonlyMap<string, string> }

type Read = {
  path: string
  framework: string
  steps: Operation[]
  dialect?: Dialect
  /** Absent for a file that is new, or was not read at both ends. */
  same?: boolean
}

/**
 * The steps of the range's migrations as their texts at its end say, each judged; of a file that was there before only
 * what it did not say then. All maps are from path to text; `programs` are texts of programs with steps in them.
 */
export function judgedMigrations(
  files: FileChange[],
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  programs: Programs = { before: new Map(), after: new Map() },
): Migrations {
  const changed = files.filter(file => file.status !== 'deleted' && holdsSteps(file.path))
  const known = changed.map(file => readOne(file, before, after))
  const embedded = [...programs.after.keys()].map(path => readProgram(path, programs))
  const all = [...known, ...embedded]
  const read = all.filter(one => one !== undefined)
  const common = commonDialect(read.map(({ dialect }) => dialect))
  const steps = read.flatMap(one => one.steps)
  const around = {
    tables: new Set(steps.flatMap(({ op, table }) => (op === 'create_table' && table ? [keyOf(table)] : []))),
    columns: new Set(
      steps.flatMap(({ op, table, name }) => (op === 'add_column' ? [keyOf(`${table}.${name}`)] : [])),
    ),
  }
  const judgedFiles = read
    .filter(one => one.steps.length > 0)
    .map(one => {
      const dialect = one.dialect ?? common
      const known = { ...around, ...(dialect ? { dialect } : {}) }
      return { one, dialect, statements: one.steps.map(step => judged(step, known)) }
    })
  const found = judgedFiles
    .map(({ one, dialect, statements }) => observedMigration(one, statements, dialect))
    .sort((a, b) => weightOf(b) - weightOf(a))
  return {
    migrations: found.slice(0, MOST_FILES),
    totals: totalsOf(
      found.length,
      judgedFiles.flatMap(({ statements }) => statements),
    ),
    omitted: Math.max(0, found.length - MOST_FILES),
    others: [
      ...changed.filter((_, at) => known[at] === undefined),
      ...[...programs.after.keys()].flatMap((path, at) => (embedded[at] === undefined ? [{ path }] : [])),
      ...files.filter(file => file.status === 'deleted' && wasNone(file.path, before)),
    ].map(({ path }) => path),
    edits: {
      changed: read.filter(({ same }) => same === false).length,
      same: read.filter(({ same }) => same).length,
    },
  }
}

/** A removed file of whose text nothing was a migration. */
function wasNone(path: string, before: ReadonlyMap<string, string>): boolean {
  const text = before.get(path)
  return text !== undefined && readMigration(path, text) === undefined
}

function readOne(
  file: FileChange,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): Read | undefined {
  const text = after.get(file.path)
  if (text === undefined)
    return {
      path: file.path,
      framework: 'not read',
      steps: [{ op: 'unknown', type: 'its text was not read' }],
    }
  const old = file.status === 'added' ? undefined : before.get(file.from ?? file.path)
  const now = readMigration(file.path, text)
  if (!now) return undefined
  const dialect = dialectOf(file.path, text)
  const steps = rebuilt(now.steps)
  const known = old === undefined ? [] : rebuilt(readMigration(file.from ?? file.path, old)?.steps ?? [])
  const fresh = without(steps, known)
  return {
    path: file.path,
    framework: now.framework,
    steps: fresh,
    ...(dialect ? { dialect } : {}),
    ...(old === undefined ? {} : { same: fresh.length === 0 && without(known, steps).length === 0 }),
  }
}

/** Program text that was there before is no migration that was edited: steps are added to it. */
function readProgram(path: string, { before, after }: Programs): Read | undefined {
  const text = after.get(path) ?? ''
  const now = readEmbedded(path, text)
  const fresh = without(
    rebuilt(now?.steps ?? []),
    rebuilt(readEmbedded(path, before.get(path) ?? '')?.steps ?? []),
  )
  if (!now || fresh.length === 0) return undefined
  const dialect = dialectOf(path, text)
  return { path, framework: now.framework, steps: fresh, ...(dialect ? { dialect } : {}) }
}

/** What the earlier text did not say already, each as often as it is new. */
function without(steps: Operation[], known: Operation[]): Operation[] {
  const left = new Map<string, number>()
  for (const step of known) left.set(JSON.stringify(step), (left.get(JSON.stringify(step)) ?? 0) + 1)
  return steps.filter(step => {
    const count = left.get(JSON.stringify(step)) ?? 0
    left.set(JSON.stringify(step), count - 1)
    return count <= 0
  })
}

/** A new table filled from an old one that then takes its name: SQLite's way to change a column. */
function rebuilt(all: Operation[]): Operation[] {
  const steps = replaced(all)
  const created = new Set(steps.flatMap(({ op, table }) => (op === 'create_table' && table ? [table] : [])))
  const dropped = new Set(steps.flatMap(({ op, table }) => (op === 'drop_table' && table ? [table] : [])))
  const renames = steps.filter(
    ({ op, table = '', name = '' }) => op === 'rename_table' && created.has(table) && dropped.has(name),
  )
  if (renames.length === 0) return steps
  const [news, olds] = [new Set(renames.map(({ table }) => table)), new Set(renames.map(({ name }) => name))]
  return steps.flatMap((step): Operation[] => {
    if (renames.includes(step)) return [{ op: 'rebuild_table', table: step.name ?? '' }]
    const part = news.has(step.table) || (step.op === 'drop_table' && olds.has(step.table))
    return part ? [] : [step]
  })
}

/** What is dropped and created again under its name was replaced. */
function replaced(steps: Operation[]): Operation[] {
  const lastOf = (name: string | undefined) =>
    steps.findLastIndex(
      ({ op, table, name: made }) => /^create_(?:table|object)$/.test(op) && (table ?? made) === name,
    )
  return steps.map((step, at) => {
    const dropped = step.op === 'drop_table' || step.op === 'drop_object'
    const name = step.table ?? step.name
    if (!dropped || !name || lastOf(name) < at) return step
    return step.op === 'drop_table'
      ? { op: 'rebuild_table', table: name }
      : { op: 'replace_object', name, ...(step.type ? { type: step.type } : {}) }
  })
}

function totalsOf(files: number, all: MigrationStatement[]): MigrationTotals {
  const count = (found: (one: MigrationStatement) => boolean | undefined) => all.filter(found).length
  return {
    files,
    statements: all.length,
    breaking: count(({ compatible }) => compatible === false),
    irreversible: count(({ reversible }) => reversible === false),
    locking: count(({ locking }) => locking),
    not_judged: count(({ compatible }) => compatible === undefined),
  }
}

function observedMigration(
  { path, framework }: Read,
  all: MigrationStatement[],
  dialect?: Dialect,
): ObservedMigration {
  const statements = [...all].sort((a, b) => urgency(b) - urgency(a))
  return {
    file: cleanText(path, 250),
    framework,
    ...(dialect ? { dialect } : {}),
    statements: statements.slice(0, MOST_STATEMENTS),
    total: all.length,
    not_judged: all.filter(({ compatible }) => compatible === undefined).length,
    breaking: all.filter(({ compatible }) => compatible === false).length,
  }
}

/** What breaks old code first, then what cannot be taken back, locks, or was not judged. */
const urgency = ({ compatible, reversible, locking }: MigrationStatement): number =>
  (compatible === false ? 8 : compatible === undefined ? 2 : 0) +
  (reversible === false ? 4 : 0) +
  (locking ? 1 : 0)

/** Files with a breaking step first, then those with one that was not judged: what is cut off has neither if the last has neither. */
const weightOf = ({ statements, breaking, not_judged: open }: ObservedMigration): number =>
  (breaking > 0 ? 200 : 0) + (open > 0 ? 100 : 0) + Math.max(0, ...statements.map(urgency))
