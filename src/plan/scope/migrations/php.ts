import { builderStep, rowStep } from './blocks.ts'
import { type Operation, unknown } from './operation.ts'
import { braced, type Call, callsIn, stringIn, withoutComments } from './source.ts'
import { sqlOperations } from './sql.ts'
import { columnOf } from './sql-alter.ts'

/** The steps of a Laravel migration's `up`. */
export function laravelOperations(source: string): Operation[] {
  const body = braced(withoutComments(source, false), /function\s+up\s*\([^)]*\)[^{]*\{/) ?? ''
  const found: Operation[] = []
  let open: { table: string; isNew: boolean; end: number } | undefined
  for (const call of callsIn(body)) {
    if (open && call.at > open.end) open = undefined
    const table = stringIn(call.args[0]) ?? ''
    if (
      /^(?:Schema|connection\(\))$/.test(call.on) ||
      /Schema::\w*\([^)]*\)->$/.test(body.slice(Math.max(0, call.at - 60), call.at))
    ) {
      if (call.name === 'create') open = { table, isNew: true, end: call.end }
      if (call.name === 'table') open = { table, isNew: false, end: call.end }
      found.push(...schemaStep(call, table))
    } else if (call.on === 'DB') found.push(...databaseStep(call, table))
    else if (open && call.on === '$table') found.push(...(open.isNew ? [] : builderStep(open.table, call)))
    else if (
      /^[A-Z]\w+$/.test(call.on) &&
      /^(?:where\w*|query|all|update|chunk\w*|each|create|insert|firstOrCreate|updateOrCreate)$/.test(
        call.name,
      )
    )
      found.push(unknown(`PHP code: ${call.on}::${call.name}`))
  }
  return found
}

function schemaStep({ name, args }: Call, table: string): Operation[] {
  if (name === 'create') return [{ op: 'create_table', table }]
  if (name === 'drop' || name === 'dropIfExists') return [{ op: 'drop_table', table }]
  if (name === 'rename') return [{ op: 'rename_table', table, name: stringIn(args[1]) ?? '' }]
  if (name === 'dropColumns') return [{ op: 'drop_column', table, name: stringIn(args[1]) ?? '' }]
  return []
}

function databaseStep({ name, args, tail }: Call, table: string): Operation[] {
  if (name === 'table') return rowStep(table, tail)
  if (!/^(?:statement|unprepared|update|delete|insert|affectingStatement)$/.test(name)) return []
  const sql = stringIn(args[0])
  return sql === undefined ? [unknown(`DB::${name} with a computed text`)] : sqlOperations(sql)
}

/** The steps of a Doctrine migration's `up`: SQL texts, and calls on the schema's objects. */
export function doctrineOperations(source: string): Operation[] {
  const body = braced(withoutComments(source, false), /function\s+up\s*\([^)]*\)[^{]*\{/) ?? ''
  const tables = new Map<string, { table: string; isNew: boolean }>()
  return callsIn(body).flatMap((call): Operation[] => {
    const name = stringIn(call.args[0]) ?? ''
    if (call.name === 'addSql') return sqlText(call.args[0])
    if (/^\$\w+$/.test(call.on) && (call.name === 'getTable' || call.name === 'createTable')) {
      const variable = /(\$\w+)\s*=\s*$/.exec(body.slice(Math.max(0, call.at - 60), call.at))?.[1]
      const isNew = call.name === 'createTable'
      // a table's name often comes from a method: `$this->getTable('entry')`
      const table = name || 'a table'
      if (variable) tables.set(variable, { table, isNew })
      return isNew ? [{ op: 'create_table', table }] : chainOf(table, call.tail)
    }
    if (call.name === 'dropTable') return [{ op: 'drop_table', table: name }]
    const known = tables.get(call.on)
    return known && !known.isNew ? tableStep(known.table, call) : []
  })
}

const chainOf = (table: string, tail: string): Operation[] =>
  callsIn(tail).flatMap(call => tableStep(table, call))

function sqlText(argument = ''): Operation[] {
  const sql = /<<<['"]?(\w+)['"]?\n([\s\S]*?)\n\s*\1/.exec(argument)?.[2] ?? glued(argument)
  return sql === undefined ? [unknown('addSql with a computed text')] : sqlOperations(sql)
}

/** Strings glued to what calls give (`'UPDATE ' . $this->getTable('user')`): a call's own string stands for it. */
function glued(argument: string): string | undefined {
  const parts = [...argument.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g)].map(
    ([, single, double]) => single ?? double ?? '',
  )
  return parts.length > 0 ? parts.join(' ').replace(/\\(['"])/g, '$1') : undefined
}

function tableStep(table: string, { name, args }: Call): Operation[] {
  const column = stringIn(args[0]) ?? ''
  const options = args.join()
  if (name === 'addColumn') return [{ op: 'add_column', table, name: column, ...doctrineColumn(options) }]
  if (name === 'dropColumn') return [{ op: 'drop_column', table, name: column }]
  if (name === 'renameColumn') return [{ op: 'rename_column', table, name: column }]
  if (name === 'changeColumn' || name === 'modifyColumn')
    return [{ op: 'change_column', table, name: column }]
  if (name === 'addIndex' || name === 'addUniqueIndex')
    return [{ op: 'create_index', table, unique: name === 'addUniqueIndex' }]
  if (name === 'dropIndex') return [{ op: 'drop_index', table, name: column }]
  if (name === 'addForeignKeyConstraint') return [{ op: 'add_constraint', table, type: 'foreign key' }]
  if (name === 'removeForeignKey' || name === 'removeUniqueConstraint')
    return [{ op: 'drop_constraint', table }]
  return []
}

function doctrineColumn(options: string): Partial<Operation> {
  const optional = /['"]notnull['"]\s*=>\s*false/.test(options)
  return columnOf(
    `${optional ? '' : 'NOT NULL'} ${/['"]default['"]\s*=>\s*(?!null)/.test(options) ? 'DEFAULT 1' : ''}`,
  )
}
