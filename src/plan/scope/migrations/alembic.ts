import { type Operation, unknown } from './operation.ts'
import { argument, text } from './python-call.ts'
import { type Call, callsIn, closing, divided, stringIn, withoutComments } from './source.ts'
import { sqlOperations } from './sql.ts'

/** The steps of an Alembic revision: what `upgrade` does. */
export function alembicOperations(source: string): Operation[] {
  const clean = withoutComments(source, true)
  const body = /def upgrade\b[\s\S]*?(?=\n(?:def|class)\s|$(?![\s\S]))/.exec(clean)?.[0] ?? ''
  const batch = /with op\.batch_alter_table\(\s*["']([\w.]+)["']/
  const found: Operation[] = []
  let table = ''
  for (const call of callsIn(body)) {
    if (call.name === 'batch_alter_table')
      table =
        batch.exec(body.slice(call.at - 8 < 0 ? 0 : call.at - 8, call.end))?.[1] ??
        text(call, 'table_name', 0)
    if (call.on === 'op') found.push(...(alembicStep(call, undefined) ?? []))
    else if (call.on.startsWith('batch')) found.push(...(alembicStep(call, table) ?? []))
    else if (/^(?:get_bind|execute|commit)$/.test(call.name)) found.push(...sqlOrUnknown(call))
  }
  return found
}

function sqlOrUnknown(call: Call): Operation[] {
  if (call.name === 'get_bind' || call.name === 'commit') return []
  const sql = stringIn(call.args[0])
  return [...(sql && /\s/.test(sql) ? sqlOperations(sql) : [unknown(`Python code: ${call.on}.${call.name}`)])]
}

/** `batch`: the table that a batch is about; its calls leave that argument out. */
function alembicStep(call: Call, batch: string | undefined): Operation[] | undefined {
  const first = batch === undefined ? 1 : 0
  const table = batch ?? text(call, 'table_name', 0)
  const indexed = batch ?? text(call, 'table_name', 1)
  switch (call.name) {
    case 'create_table':
      return [{ op: 'create_table', table }]
    case 'drop_table':
      return [{ op: 'drop_table', table }]
    case 'rename_table':
      return [
        { op: 'rename_table', table: text(call, 'old_table_name', 0), name: text(call, 'new_table_name', 1) },
      ]
    case 'add_column':
      return [
        { op: 'add_column', table, ...alchemyColumn(call.args.find(one => /Column\(/.test(one)) ?? '') },
      ]
    case 'drop_column':
      return [{ op: 'drop_column', table, name: text(call, 'column_name', first) }]
    case 'alter_column':
      return alteredColumn(call, table, text(call, 'column_name', first))
    case 'create_index':
      return [
        {
          op: 'create_index',
          table: indexed,
          unique: argument(call, 'unique') === 'True',
          concurrently: argument(call, 'postgresql_concurrently') === 'True',
        },
      ]
    case 'drop_index':
      return [{ op: 'drop_index', name: text(call, 'index_name', 0) }]
    case 'create_foreign_key':
      return [
        {
          op: 'add_constraint',
          table: batch ?? text(call, 'source_table', 1),
          type: 'foreign key',
          notValid: argument(call, 'postgresql_not_valid') === 'True',
          ...localColumn(call, batch === undefined ? 3 : 2),
        },
      ]
    case 'create_unique_constraint':
    case 'create_check_constraint':
    case 'create_primary_key':
      return [
        {
          op: 'add_constraint',
          table: indexed,
          type: call.name.replace(/create_|_constraint/g, '').replace('_', ' '),
        },
      ]
    case 'drop_constraint':
      return [{ op: 'drop_constraint', table: indexed }]
    case 'bulk_insert':
      return [{ op: 'insert' }]
    case 'execute':
      return sqlOrUnknown(call)
    case 'batch_alter_table':
    case 'get_bind':
    case 'get_context':
    case 'f':
    case 'create_table_comment':
    case 'autocommit_block':
      return []
    default:
      return [unknown(`op.${call.name}`)]
  }
}

function localColumn(call: Call, place: number): { name?: string } {
  const name = stringIn(argument(call, 'local_cols', place))
  return name ? { name } : {}
}

function alchemyColumn(source: string): Partial<Operation> {
  const open = source.indexOf('(')
  const args = divided(source.slice(open + 1, Math.max(open, closing(source, open))))
  const filled = argument({ args }, 'server_default')
  return {
    name: stringIn(args[0]) ?? '',
    nullable: argument({ args }, 'nullable') !== 'False',
    hasDefault: filled !== undefined && filled !== 'None',
    ...(argument({ args }, 'unique') === 'True' ? { unique: true, indexed: true } : {}),
  }
}

function alteredColumn(call: Call, table: string, name: string): Operation[] {
  const step = { table, name }
  const found: Operation[] = []
  const filled = argument(call, 'server_default')
  const nullable = argument(call, 'nullable')
  if (argument(call, 'new_column_name')) found.push({ op: 'rename_column', ...step })
  if (argument(call, 'type_'))
    found.push({
      op: 'change_type',
      ...step,
      type: (argument(call, 'type_') ?? '').replace(/^\w+\./, '').replace(/\(\)$/, ''),
    })
  if (nullable === 'False')
    found.push({ op: 'set_not_null', ...step, ...(filled && filled !== 'None' ? { hasDefault: true } : {}) })
  if (nullable === 'True') found.push({ op: 'drop_not_null', ...step })
  if (filled !== undefined && nullable === undefined)
    found.push({ op: filled === 'None' ? 'drop_default' : 'set_default', ...step })
  return found
}
