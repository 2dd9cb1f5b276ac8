import { columnOptions, commandOf, isFalse, isTrue, joinedLines, leadingNames } from './lines.ts'
import { type Operation, unknown } from './operation.ts'
import { stringIn, withoutComments } from './source.ts'
import { sqlOperations } from './sql.ts'

/** Lines that hold the others together. */
const STRUCTURE =
  /^(?:end|class|module|def|do|if|unless|else|elsif|return|reversible|up_only|dir\.|safety_assured|disable_ddl_transaction!|disable_statement_timeout|include|extend|require\w*|set_\w+|self\.|private|begin|rescue|ensure|raise|say\w*|puts|with_lock_retries|[A-Z]\w*\s*=|restrict_\w+|milestone|down\b|up\b|[})\]])/

/** The steps of an ActiveRecord migration: `change` and `up`, never `down`. */
export function railsOperations(source: string): Operation[] {
  const found: Operation[] = []
  let block: { table: string; isNew: boolean; by: string } | undefined
  // what stands before the method are settings and models
  let hidden = true
  for (const line of joinedLines(heredocs(withoutDown(withoutComments(source, true))))) {
    const bare = line
      .replace(/^(?:safety_assured|up_only|dir\.up|direction\.up)\s*(?:do|\{)\s*/, '')
      .replace(/^\{\s*/, '')
    if (/^def (?!change|up\b|self\.up)/.test(bare)) hidden = true
    else if (/^def /.test(bare)) hidden = false
    if (hidden) continue
    const command = commandOf(bare)
    if (STRUCTURE.test(bare)) continue
    if (!command) {
      if (/^[A-Z@$].*[.(=]/.test(bare)) found.push(unknown(bare))
      continue
    }
    const { on, name, args } = command
    const table = leadingNames(args)[0] ?? ''
    const by = /\bdo\s*\|\s*(\w+)/.exec(bare)?.[1] ?? ''
    if (name === 'create_table' || name === 'create_join_table' || name === 'create_partitioned_table') {
      found.push({
        op: 'create_table',
        table: name === 'create_join_table' ? leadingNames(args).sort().join('_') : table,
      })
      if (by) block = { table, isNew: true, by }
    } else if (name === 'change_table') block = { table, isNew: false, by }
    else if (block && on === block.by) found.push(...(block.isNew ? [] : inTable(block.table, name, args)))
    else
      found.push(
        ...((on === '' || on === 'connection' ? tableOperations(name, args) : undefined) ?? [unknown(bare)]),
      )
  }
  return found
}

/** `<<~SQL` texts as one string on their line. */
function heredocs(text: string): string {
  return text.replace(
    /<<[~-]?["']?(\w+)["']?([^\n]*)\n([\s\S]*?)\n\s*\1\b/g,
    (_, __, rest: string, body: string) => {
      return `"${body.replace(/["\n\\]/g, ' ').replaceAll('"', "'")}"${rest}`
    },
  )
}

/** Without the blocks that only undo: `dir.down do … end`. */
function withoutDown(text: string): string {
  return text
    .replace(/^(\s*)\w+\.down do\s*\n[\s\S]*?\n\1end\b/gm, '')
    .replace(/^(\s*)def (?:self\.)?down\b[\s\S]*?\n\1end\b/gm, '')
    .replace(/\w+\.down\s*\{[^}\n]*\}/g, '')
}

function tableOperations(name: string, args: string): Operation[] | undefined {
  const [table = '', second = '', ...others] = leadingNames(args)
  const columns = columnOptions(args)
  switch (name.replace(/_concurrently$|_with_lock_retries$/, '')) {
    case 'drop_table':
      return leadingNames(args).map(one => ({ op: 'drop_table', table: one }))
    case 'drop_join_table':
      return [{ op: 'drop_table', table: [table, second].sort().join('_') }]
    case 'rename_table':
      return [{ op: 'rename_table', table, name: second }]
    case 'add_column':
      return [{ op: 'add_column', table, name: second, ...columns }]
    case 'add_timestamps':
      return [{ op: 'add_column', table, name: 'created_at', ...columns, nullable: isTrue(args, 'null') }]
    case 'add_reference':
    case 'add_belongs_to':
      return reference(table, second, args)
    case 'remove_column':
    case 'remove_columns':
      return (name === 'remove_columns' ? [second, ...others] : [second]).map(one => ({
        op: 'drop_column',
        table,
        name: one,
      }))
    case 'remove_reference':
    case 'remove_belongs_to':
      return [{ op: 'drop_column', table, name: `${second}_id` }]
    case 'remove_timestamps':
      return [{ op: 'drop_column', table, name: 'created_at' }]
    case 'rename_column':
      return [{ op: 'rename_column', table, name: second }]
    case 'change_column':
      return [{ op: 'change_type', table, name: second, type: others[0] ?? '' }]
    case 'change_column_null':
      return [{ op: /,\s*false/.test(args) ? 'set_not_null' : 'drop_not_null', table, name: second }]
    case 'change_column_default':
      return [{ op: 'set_default', table, name: second }]
    case 'change_column_comment':
    case 'change_table_comment':
    case 'rename_index':
    case 'enable_extension':
    case 'execute_if_not_exists':
      return []
    case 'add_index':
      return [
        { op: 'create_index', table, unique: isTrue(args, 'unique'), concurrently: isConcurrent(name, args) },
      ]
    case 'remove_index':
    case 'remove_index_by_name':
      return [{ op: 'drop_index', table, concurrently: isConcurrent(name, args) }]
    case 'add_foreign_key':
      return [
        {
          op: 'add_constraint',
          table,
          name: `${second.replace(/s$/, '')}_id`,
          type: 'foreign key',
          notValid: isFalse(args, 'validate'),
        },
      ]
    case 'add_check_constraint':
      return [{ op: 'add_constraint', table, type: 'check', notValid: isFalse(args, 'validate') }]
    case 'add_unique_constraint':
    case 'add_exclusion_constraint':
      return [{ op: 'add_constraint', table, type: 'unique' }]
    case 'remove_foreign_key':
    case 'remove_check_constraint':
    case 'remove_unique_constraint':
      return [
        {
          op: 'drop_constraint',
          table,
          type: name.replace('remove_', '').replace('_constraint', '').replace('_', ' '),
        },
      ]
    case 'validate_foreign_key':
    case 'validate_check_constraint':
    case 'validate_constraint':
      return [{ op: 'validate_constraint', table }]
    case 'create_enum':
      return [{ op: 'create_object', type: 'type', name: table }]
    case 'add_enum_value':
      return [{ op: 'add_enum_value', name: table }]
    case 'create_view':
    case 'create_function':
    case 'create_trigger':
    case 'create_schema':
      return [{ op: 'create_object', type: name.replace('create_', ''), name: table }]
    case 'update_view':
    case 'replace_view':
      return [{ op: 'replace_object', type: 'view', name: table }]
    case 'drop_view':
    case 'drop_enum':
    case 'drop_function':
      return [{ op: 'drop_object', type: name.replace('drop_', ''), name: table }]
    case 'execute': {
      const sql = stringIn(args)
      return sql === undefined ? undefined : sqlOperations(sql)
    }
    default:
      return undefined
  }
}

const isConcurrent = (name: string, args: string): boolean =>
  /concurrent/.test(name) || /algorithm:\s*:concurrently/.test(args)

function reference(table: string, name: string, args: string): Operation[] {
  const column = `${name}_id`
  const indexed = !isFalse(args, 'index') && !/index:\s*\{[^}]*concurrently/.test(args)
  const key = /foreign_key:\s*(?:true|\{)/.test(args)
  return [
    { op: 'add_column', table, name: column, ...columnOptions(args), indexed },
    ...(key ? [{ op: 'add_constraint' as const, table, name: column, type: 'foreign key' }] : []),
  ]
}

/** A line in the block of `change_table`. */
function inTable(table: string, name: string, args: string): Operation[] {
  const names = leadingNames(args)
  const [first = '', second = ''] = names
  if (name === 'remove') return names.map(one => ({ op: 'drop_column', table, name: one }))
  if (name === 'rename') return [{ op: 'rename_column', table, name: first }]
  if (name === 'change') return [{ op: 'change_type', table, name: first, type: second }]
  if (name === 'change_default') return [{ op: 'set_default', table, name: first }]
  if (name === 'change_null')
    return [{ op: /false/.test(args) ? 'set_not_null' : 'drop_not_null', table, name: first }]
  if (name === 'index') return [{ op: 'create_index', table, unique: isTrue(args, 'unique') }]
  if (name === 'remove_index') return [{ op: 'drop_index', table }]
  if (name === 'references' || name === 'belongs_to') return reference(table, first, args)
  if (name === 'timestamps')
    return [
      { op: 'add_column', table, name: 'created_at', ...columnOptions(args), nullable: isTrue(args, 'null') },
    ]
  if (name === 'column') return [{ op: 'add_column', table, name: first, ...columnOptions(args) }]
  return names.map(one => ({ op: 'add_column', table, name: one, ...columnOptions(args) }))
}
