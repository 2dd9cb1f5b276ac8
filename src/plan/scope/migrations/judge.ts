import { cleanText } from '../../text.ts'
import type { MigrationStatement } from '../observation.ts'
import type { Dialect, Operation } from './operation.ts'

/** What is known around a statement: the tables and columns that the same release creates. */
export type Around = { tables: ReadonlySet<string>; columns: ReadonlySet<string>; dialect?: Dialect }

/** Each answer is absent where the text does not show it. */
type Verdict = Pick<MigrationStatement, 'reversible' | 'compatible' | 'locking' | 'why'>

const verdict = (reversible?: boolean, compatible?: boolean, locking?: boolean, why?: string): Verdict => ({
  ...(reversible === undefined ? {} : { reversible }),
  ...(compatible === undefined ? {} : { compatible }),
  ...(locking === undefined ? {} : { locking }),
  ...(why === undefined ? {} : { why }),
})

/** Whether one step can be taken back, lets the old code work and leaves a table in use free, as far as its text shows. */
export function judged(step: Operation, around: Around): MigrationStatement {
  const { table } = step
  return {
    what: cleanText(described(step), 120),
    ...(table ? { table: cleanText(table, 100) } : {}),
    ...(isNew(step, around)
      ? verdict(true, true, false, 'a table that this release creates')
      : rule(step, around)),
  }
}

/** Steps without an answer about the old code. */
export const isOpen = ({ compatible }: MigrationStatement): boolean => compatible === undefined

export const keyOf = (name: string): string => name.toLowerCase()

const isNew = ({ op, table }: Operation, { tables }: Around): boolean =>
  table !== undefined && tables.has(keyOf(table)) && op !== 'create_table'

const of = ({ table, name }: Operation): string =>
  name === undefined ? table || '?' : `${table || '?'}.${name || '?'}`

function described(step: Operation): string {
  const { op, table = '', name = '', type = '' } = step
  const words = op.replaceAll('_', ' ')
  if (op === 'unknown') return type
  if (op === 'add_column') {
    const kind =
      step.nullable === false
        ? step.hasDefault
          ? ' not null with a default'
          : ' not null without a default'
        : ''
    return `add column ${of(step)}${kind}`
  }
  if (op === 'change_type') return `change type of ${of(step)}${type ? ` to ${type}` : ''}`
  if (op === 'add_enum_value' || op === 'rename_enum_value') return `${words} of ${name}`
  if (op === 'rename_table') return `rename table ${table}${name ? ` to ${name}` : ''}`
  if (op === 'create_index')
    return `create ${step.unique ? 'unique ' : ''}index on ${table || '?'}${step.concurrently ? ' concurrently' : ''}`
  if (op === 'drop_index') return `drop index${name ? ` ${name}` : ''}${table ? ` on ${table}` : ''}`
  if (op === 'add_constraint' || op === 'drop_constraint')
    return `${words.replace('constraint', '')}${type === 'constraint' ? '' : type} constraint on ${table}`.replace(
      / +/g,
      ' ',
    )
  if (op.endsWith('_object')) return `${words.replace(' object', '')} ${type} ${name || table}`.trim()
  if (op === 'set_not_null' || op === 'drop_not_null' || op === 'set_default' || op === 'drop_default')
    return `${words} on ${of(step)}`
  return `${words} ${of(step)}`.trim()
}

function rule(step: Operation, around: Around): Verdict {
  const rules = RULES[step.op]
  return typeof rules === 'function' ? rules(step, around) : rules
}

const RULES: Record<Operation['op'], Verdict | ((step: Operation, around: Around) => Verdict)> = {
  create_table: verdict(true, true, false),
  drop_table: verdict(false, false, false, 'its data go, and old code still asks for it'),
  rename_table: verdict(true, false, false, 'old code uses the old name'),
  rebuild_table: verdict(
    undefined,
    undefined,
    true,
    'the table is written anew: what differs the statements do not show',
  ),
  add_column: addedColumn,
  drop_column: verdict(false, false, false, 'its data go, and old code still reads or writes it'),
  rename_column: verdict(true, false, false, 'old code uses the old name'),
  change_type: changedType,
  change_column: verdict(
    undefined,
    undefined,
    undefined,
    'the whole definition is given: what differs it does not show',
  ),
  set_not_null: notNull,
  drop_not_null: (_, { dialect }) =>
    verdict(true, undefined, dialect === 'mysql', 'old code may meet a NULL that new code wrote'),
  set_default: verdict(true, true, false),
  drop_default: verdict(true, undefined, false, 'old code may rely on the default'),
  create_index: createdIndex,
  drop_index: verdict(true, true, false),
  add_constraint: addedConstraint,
  drop_constraint: ({ type }) =>
    type === 'primary key'
      ? verdict(true, undefined, true, 'rows lose their key')
      : verdict(true, true, false),
  validate_constraint: verdict(true, true, false),
  insert: verdict(true, true, false),
  update: updated,
  delete: ({ where }) => verdict(false, undefined, where ? undefined : true, 'rows go for good'),
  truncate: verdict(false, false, true, 'all rows go for good'),
  add_enum_value: verdict(false, true, false, 'a value cannot be taken out again'),
  rename_enum_value: verdict(true, false, false, 'old code uses the old value'),
  create_object: ({ type }) =>
    type === 'trigger' || type === 'policy' || type === 'rule'
      ? verdict(true, undefined, false, 'changes what writes and reads of old code do')
      : verdict(true, true, false),
  replace_object: verdict(undefined, undefined, false, 'what differs from before it does not show'),
  drop_object: ({ type = '' }) =>
    /^(?:trigger|policy|rule|extension|publication|event|sequence|role|user)$/.test(type)
      ? verdict(type !== 'sequence', undefined, false, 'whether old code needs it the text does not show')
      : verdict(type !== 'schema' && type !== 'database', false, false, 'old code may still use it'),
  lock_table: verdict(true, true, true, 'an explicit lock'),
  unknown: verdict(undefined, undefined, undefined, 'not judged: not understood'),
}

function addedColumn({ nullable, hasDefault, rewrites, indexed }: Operation, { dialect }: Around): Verdict {
  const slow = rewrites && dialect !== 'sqlite' && dialect !== 'mysql'
  const why = slow
    ? 'every row is written anew'
    : indexed && dialect !== 'mysql'
      ? 'its index is built while writes wait'
      : undefined
  if (nullable === false && !hasDefault)
    return verdict(
      true,
      false,
      Boolean(why),
      'inserts of old code fail: not null without a default in the database',
    )
  return nullable === undefined && hasDefault === undefined
    ? verdict(true, undefined, Boolean(why), why ?? 'whether it may be left out the text does not show')
    : verdict(true, true, Boolean(why), why)
}

/** Types that hold all that narrower ones of their family held. */
const WIDENING = /^(?:text|longtext|bigint|big_integer|biginteger|int8|double precision|citext)\b/i
/** Types with a size: whether it grew, one statement does not tell. */
const SIZED = /^(?:n?varchar2?|character varying|char|numeric|decimal)\s*\(|^string\b/i

function changedType({ type = '' }: Operation, { dialect }: Around): Verdict {
  if (/^(?:text|citext)\b/i.test(type))
    return verdict(undefined, true, dialect !== 'postgresql', 'holds all that it held')
  if (WIDENING.test(type)) return verdict(undefined, true, true, 'wider, but every row is written anew')
  if (!type || SIZED.test(type))
    return verdict(
      undefined,
      undefined,
      dialect !== 'postgresql',
      'whether it narrows the statement does not show',
    )
  return verdict(undefined, false, true, 'old code reads and writes the old type; rows are written anew')
}

function notNull({ hasDefault }: Operation): Verdict {
  const why = 'all rows are checked under a lock; writes without a value fail'
  return verdict(true, hasDefault ? undefined : false, true, why)
}

function createdIndex({ unique, concurrently }: Operation, { dialect }: Around): Verdict {
  const waits = !concurrently && dialect !== 'mysql' && dialect !== 'sqlite'
  const where = dialect ? '' : ' on PostgreSQL and SQL Server'
  const parts = [
    waits ? `writes wait while it is built${where}: not concurrently` : '',
    unique ? 'duplicates make it fail, and writes of old code could be refused' : '',
  ]
  return verdict(true, unique ? undefined : true, waits, parts.filter(Boolean).join('; ') || undefined)
}

function addedConstraint(
  { type = '', table = '', name, notValid, concurrently }: Operation,
  around: Around,
): Verdict {
  const fresh = name !== undefined && around.columns.has(keyOf(`${table}.${name}`))
  const waits = !notValid && !concurrently && !(fresh && type === 'foreign key')
  const why = [
    waits ? 'all rows are checked under a lock: not added as NOT VALID' : '',
    fresh ? '' : 'writes of old code that break it are refused',
  ]
  return verdict(true, fresh ? true : undefined, waits, why.filter(Boolean).join('; ') || undefined)
}

function updated({ table = '', columns = [], where }: Operation, around: Around): Verdict {
  const fills = columns.length > 0 && columns.every(column => around.columns.has(keyOf(`${table}.${column}`)))
  const why = fills ? 'fills a new column' : 'the old values are gone'
  return verdict(
    fills,
    fills ? true : undefined,
    where ? undefined : true,
    `${why}${where ? '' : '; all rows stay locked until it commits'}`,
  )
}
