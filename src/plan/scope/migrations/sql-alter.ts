import { type Operation, unknown } from './operation.ts'
import type { SqlCursor } from './sql-cursor.ts'

/** Table properties that no statement of a program sees. */
const PROPERTY =
  /^(?:OWNER|SET|RESET|ENGINE|AUTO_INCREMENT|COMMENT|CLUSTER|REPLICA|INHERIT|NO|ROW_FORMAT|DEFAULT|ATTACH|LOGGING|NOLOGGING|ALGORITHM|LOCK|OF|NOT)$/

const CONSTRAINTS = ['FOREIGN', 'PRIMARY', 'UNIQUE', 'CHECK', 'EXCLUDE']

/** What `ALTER TABLE` does, one operation an action; the cursor stands behind TABLE. */
export function alterTable(at: SqlCursor): Operation[] {
  at.skip('TABLE')
  at.skipIfExists()
  at.skip('ONLY')
  const table = at.name()
  at.skip('*')
  at.skip('WITH')
  at.skipWhile(['CHECK', 'NOCHECK'])
  let last = ''
  return at.parts().flatMap(action => {
    // SQL Server: `ADD a int, b int` names ADD once
    const continues = last === 'ADD' && !ACTIONS.has(action.peek())
    if (!continues) last = action.word()
    return actionOperations(table, last, action)
  })
}

const ACTIONS = new Set(
  'ADD DROP ALTER MODIFY CHANGE RENAME VALIDATE ENABLE DISABLE FORCE OWNER SET RESET ENGINE CONVERT ATTACH DETACH COMMENT ALGORITHM LOCK AUTO_INCREMENT'.split(
    ' ',
  ),
)

function actionOperations(table: string, verb: string, at: SqlCursor): Operation[] {
  if (verb === 'ADD') return added(table, at)
  if (verb === 'DROP') return dropped(table, at)
  if (verb === 'ALTER') return alteredColumn(table, at)
  if (verb === 'RENAME') return renamed(table, at)
  if (verb === 'MODIFY') {
    at.skip('COLUMN')
    return [{ op: 'change_column', table, name: at.name() }]
  }
  if (verb === 'CHANGE') {
    at.skip('COLUMN')
    const [old, name] = [at.name(), at.name()]
    const changed: Operation = { op: 'change_column', table, name }
    return old.toLowerCase() === name.toLowerCase()
      ? [changed]
      : [{ op: 'rename_column', table, name: old }, changed]
  }
  if (verb === 'VALIDATE') return [{ op: 'validate_constraint', table }]
  if (verb === 'CONVERT') return [{ op: 'change_type', table, name: '*', type: 'another character set' }]
  if (/^(?:ENABLE|DISABLE|FORCE)$/.test(verb))
    return [{ op: 'replace_object', table, type: /ROW/.test(at.peek()) ? 'row level security' : 'trigger' }]
  if (PROPERTY.test(verb)) return []
  return [{ ...unknown(`ALTER TABLE ${table} ${verb} ${at.rest()}`), table }]
}

function added(table: string, at: SqlCursor): Operation[] {
  const isColumn = at.skip('COLUMN')
  if (!isColumn) {
    if (at.skip('CONSTRAINT')) {
      at.skipIfExists()
      if (!CONSTRAINTS.includes(at.peek()) && at.peek() !== 'DEFAULT') at.name()
    }
    const first = at.peek()
    if (first === 'DEFAULT') return [{ op: 'set_default', table }]
    if (first === 'UNIQUE' && /^(?:INDEX|KEY)$/.test(at.peek(1)))
      return [{ op: 'create_index', table, unique: true }]
    if (CONSTRAINTS.includes(first)) return [constraint(table, first, at.rest())]
    if (/^(?:INDEX|KEY|FULLTEXT|SPATIAL)$/.test(first)) return [{ op: 'create_index', table, unique: false }]
    if (first === 'PARTITION') return []
    if (first === '(') return [{ op: 'change_column', table, name: '*' }]
  }
  at.skipIfExists()
  const name = at.name()
  return [{ op: 'add_column', table, name, ...columnOf(at.rest()) }]
}

function constraint(table: string, first: string, rest: string): Operation {
  const words = { FOREIGN: 'foreign key', PRIMARY: 'primary key', UNIQUE: 'unique', CHECK: 'check' }
  return {
    op: 'add_constraint',
    table,
    type: words[first as keyof typeof words] ?? 'exclusion',
    notValid: /\bNOT VALID\b/i.test(rest),
    concurrently: /\bUSING INDEX\b/i.test(rest),
  }
}

const VOLATILE =
  /\b(?:gen_random_uuid|uuid_generate_v\w+|random|clock_timestamp|nextval|newid|rand|uuid)\s*\(/i

/** What the definition of a new column says. */
export function columnOf(definition: string): Partial<Operation> {
  const required = /\bNOT NULL\b|\bPRIMARY KEY\b/i.test(definition)
  const filled =
    /\bDEFAULT\b(?!\s+NULL\b)|\bGENERATED\b|\b(?:BIG|SMALL)?SERIAL\d?\b|\bAUTO_?INCREMENT\b|\bIDENTITY\b|\bAS \(/i.test(
      definition,
    )
  const rewrites =
    /\bSTORED\b|\b(?:BIG|SMALL)?SERIAL\d?\b|\bIDENTITY\b/i.test(definition) ||
    (/\bDEFAULT\b/i.test(definition) && VOLATILE.test(definition))
  return {
    nullable: !required,
    hasDefault: filled,
    ...(rewrites ? { rewrites } : {}),
    ...(/\bUNIQUE\b|\bPRIMARY KEY\b/i.test(definition) ? { unique: true, indexed: true } : {}),
  }
}

function dropped(table: string, at: SqlCursor): Operation[] {
  const first = at.peek()
  if (first === 'COLUMN') at.word()
  else if (first === 'CONSTRAINT' || first === 'PRIMARY' || first === 'FOREIGN' || first === 'CHECK')
    return [{ op: 'drop_constraint', table, type: first === 'PRIMARY' ? 'primary key' : first.toLowerCase() }]
  else if (first === 'INDEX' || first === 'KEY') return [{ op: 'drop_index', table }]
  else if (first === 'PARTITION') return [{ op: 'truncate', table }]
  at.skipIfExists()
  at.skip('(')
  return [{ op: 'drop_column', table, name: at.name() }]
}

function renamed(table: string, at: SqlCursor): Operation[] {
  if (/^(?:INDEX|KEY|CONSTRAINT)$/.test(at.peek())) return []
  if (at.skip('TO', 'AS')) return [{ op: 'rename_table', table, name: at.name() }]
  at.skip('COLUMN')
  const name = at.name()
  return [{ op: at.skip('TO') ? 'rename_column' : 'rename_table', table, name }]
}

function alteredColumn(table: string, at: SqlCursor): Operation[] {
  if (/^(?:INDEX|CONSTRAINT|CHECK)$/.test(at.peek())) return []
  at.skip('COLUMN')
  const name = at.name()
  const rest = at.rest()
  const of = (op: Operation['op'], more: Partial<Operation> = {}): Operation[] => [
    { op, table, name, ...more },
  ]
  if (/^SET NOT NULL/i.test(rest)) return of('set_not_null')
  if (/^DROP NOT NULL/i.test(rest)) return of('drop_not_null')
  if (/^SET DEFAULT/i.test(rest)) return of('set_default')
  if (/^DROP (?:DEFAULT|IDENTITY|EXPRESSION)/i.test(rest)) return of('drop_default')
  if (/^(?:SET (?:STATISTICS|STORAGE|COMPRESSION|\()|RESET)/i.test(rest)) return []
  const type = /^(?:SET DATA )?TYPE (.{1,60}?)(?: USING\b.*| COLLATE\b.*)?$/i.exec(rest.slice(0, 300))?.[1]
  if (type) return of('change_type', { type: type.replace(/ ?([(),]) ?/g, '$1') })
  return /^(?:ADD|SET|RESTART)\b/i.test(rest) ? of('set_default') : of('change_column')
}
