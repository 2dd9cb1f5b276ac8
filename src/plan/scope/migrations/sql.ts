import { type Operation, unknown } from './operation.ts'
import { alterTable } from './sql-alter.ts'
import { cursor, type SqlCursor } from './sql-cursor.ts'
import { statementsOf, type Token } from './sql-lexer.ts'

/** Statements that change neither schema nor data. */
const NEUTRAL =
  /^(?:SET|BEGIN|COMMIT|START|ROLLBACK|SAVEPOINT|RELEASE|END|COMMENT|GRANT|REVOKE|ANALYZE|VACUUM|PRAGMA|USE|SHOW|EXPLAIN|PRINT|NOTIFY|RESET|UNLOCK|CHECKPOINT|DISCARD|OPTIMIZE|REFRESH)$/i
const MOST_STATEMENTS = 2_000

/** The steps of an SQL script in their order; what is not understood comes as `unknown`. */
export function sqlOperations(text: string): Operation[] {
  const statements = statementsOf(text)
  const read = statements.slice(0, MOST_STATEMENTS).flatMap(statementOperations)
  const rest = statements.length - MOST_STATEMENTS
  return rest > 0 ? [...read, unknown(`${rest} more statements`)] : read
}

function statementOperations(tokens: Token[]): Operation[] {
  const at = cursor(tokens)
  const first = at.word()
  if (NEUTRAL.test(first)) return []
  if (first === 'CREATE') return created(at)
  if (first === 'DROP') return dropped(at)
  if (first === 'ALTER') return altered(at)
  if (first === 'RENAME' && at.skip('TABLE')) return renamedTables(at)
  if (first === 'LOCK') return at.skip('TABLE') || at.peek() ? [{ op: 'lock_table', table: at.name() }] : []
  if (first === 'IF') return conditional(at, tokens)
  if (first === 'EXEC' || first === 'EXECUTE') return executed(at, tokens)
  return dataChange(first, at) ?? [unknown(at.text())]
}

function created(at: SqlCursor): Operation[] {
  const replaces = at.skip('OR') && at.skip('REPLACE', 'ALTER')
  let unique = false
  let temporary = false
  for (let word = at.peek(); MODIFIERS.has(word); word = at.peek()) {
    unique ||= word === 'UNIQUE'
    temporary ||= word.startsWith('TEMP')
    at.word()
  }
  const kind = at.word()
  if (kind === 'TABLE') {
    at.skipIfExists()
    return [
      {
        op: temporary ? 'create_object' : 'create_table',
        table: at.name(),
        ...(temporary ? { type: 'temporary table' } : {}),
      },
    ]
  }
  if (kind === 'INDEX') return [createdIndex(at, unique)]
  const type = kind === 'MATERIALIZED' ? `materialized ${at.word()}` : kind
  at.skipIfExists()
  return [{ op: replaces ? 'replace_object' : 'create_object', type: type.toLowerCase(), name: at.name() }]
}

const MODIFIERS = new Set(
  'UNIQUE TEMP TEMPORARY UNLOGGED EXTERNAL VIRTUAL FULLTEXT SPATIAL CLUSTERED NONCLUSTERED GLOBAL LOCAL FORCE RECURSIVE EDITIONABLE CONSTRAINT BITMAP'.split(
    ' ',
  ),
)

function createdIndex(at: SqlCursor, unique: boolean): Operation {
  const concurrently = at.skip('CONCURRENTLY')
  at.skipIfExists()
  const name = at.peek() === 'ON' ? undefined : at.name()
  at.skipTo('ON')
  at.skip('ONLY')
  const table = at.name()
  const online = concurrently || /\bONLINE\s*=\s*ON\b|\bLOCK\s*=\s*NONE\b/i.test(at.rest())
  return { op: 'create_index', table, ...(name ? { name } : {}), unique, concurrently: online }
}

function dropped(at: SqlCursor): Operation[] {
  const kind = at.word()
  const type = kind === 'MATERIALIZED' ? `materialized ${at.word()}` : kind
  const concurrently = at.skip('CONCURRENTLY')
  at.skipIfExists()
  const names = at.names()
  if (type === 'TABLE') return names.map(table => ({ op: 'drop_table', table }))
  if (type === 'INDEX') {
    const table = at.skip('ON') ? at.name() : undefined
    return names.map(name => ({ op: 'drop_index', name, concurrently, ...(table ? { table } : {}) }))
  }
  return names.map(name => ({ op: 'drop_object', type: type.toLowerCase(), name }))
}

function altered(at: SqlCursor): Operation[] {
  const kind = at.word()
  if (kind === 'TABLE' || kind === 'FOREIGN') return alterTable(at)
  const type = kind === 'MATERIALIZED' ? `materialized ${at.word()}` : kind
  at.skipIfExists()
  const name = at.name()
  if (type === 'TYPE' && at.skip('ADD')) return [{ op: 'add_enum_value', name }]
  if (type === 'TYPE' && at.skip('RENAME') && at.peek() === 'VALUE')
    return [{ op: 'rename_enum_value', name }]
  if (/^(?:FUNCTION|PROCEDURE|VIEW|materialized VIEW|TRIGGER)$/.test(type))
    return [{ op: 'replace_object', type: type.toLowerCase(), name }]
  if (/^(?:DEFAULT|SYSTEM|ROLE|USER|LOGIN|EXTENSION|SESSION|PUBLICATION|SUBSCRIPTION)$/.test(type)) return []
  if (type === 'INDEX' && at.peek() === 'RENAME') return []
  return [unknown(at.text())]
}

function renamedTables(at: SqlCursor): Operation[] {
  const found: Operation[] = []
  do {
    const table = at.name()
    at.skipTo('TO')
    found.push({ op: 'rename_table', table, name: at.name() })
  } while (at.skipTo(','))
  return found
}

/** SQL Server's `IF … BEGIN …`: what follows the condition. */
function conditional(at: SqlCursor, tokens: Token[]): Operation[] {
  const verbs = /^(?:CREATE|ALTER|DROP|UPDATE|INSERT|DELETE|TRUNCATE|EXEC|EXECUTE)$/i
  const start = tokens.findIndex(({ kind, text }) => kind === 'word' && verbs.test(text))
  return start < 0 ? [unknown(at.text())] : statementOperations(tokens.slice(start))
}

/** SQL Server's procedure that renames; any other procedure may do anything. */
function executed(at: SqlCursor, tokens: Token[]): Operation[] {
  const called = at.name().replace(/^(?:sys|dbo)\./, '')
  if (/^sp_refresh/i.test(called)) return []
  if (!/^sp_rename$/i.test(called)) return [unknown(at.text())]
  const [old = '', name = '', what = 'OBJECT'] = tokens
    .filter(({ kind }) => kind === 'string')
    .map(({ text }) => text)
  const parts = old.replace(/[[\]]/g, '').split('.')
  if (/index/i.test(what)) return []
  return /column/i.test(what)
    ? [{ op: 'rename_column', table: parts.at(-2) ?? '', name: parts.at(-1) ?? '' }]
    : [{ op: 'rename_table', table: parts.at(-1) ?? '', name }]
}

function dataChange(first: string, at: SqlCursor): Operation[] | undefined {
  if (first === 'WITH') {
    const next = at.skipToAny(['INSERT', 'UPDATE', 'DELETE'])
    return next ? dataChange(next, at) : undefined
  }
  if (first === 'INSERT' || first === 'REPLACE' || first === 'COPY') {
    at.skipWhile(['INTO', 'IGNORE', 'OR', 'REPLACE', 'LOW_PRIORITY'])
    return [{ op: 'insert', table: at.name() }]
  }
  if (first === 'TRUNCATE') {
    at.skipWhile(['TABLE', 'ONLY'])
    return at.names().map(table => ({ op: 'truncate', table }))
  }
  if (first === 'UPDATE') {
    at.skipWhile(['ONLY', 'IGNORE', 'LOW_PRIORITY', 'OR', 'REPLACE'])
    const table = at.name()
    const where = at.hasTop('WHERE')
    return [{ op: 'update', table, where, columns: at.assigned() }]
  }
  if (first !== 'DELETE') return undefined
  at.skipTo('FROM')
  at.skip('ONLY')
  return [{ op: 'delete', table: at.name(), where: at.hasTop('WHERE') }]
}
