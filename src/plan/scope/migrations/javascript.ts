import { builderStep, rowStep } from './blocks.ts'
import { type Operation, unknown } from './operation.ts'
import { braced, type Call, callsIn, closing, namesIn, stringIn, withoutComments } from './source.ts'
import { sqlOperations } from './sql.ts'

/** The text of `up` in any of the ways to write it; the whole text where it is not found. */
function upBody(source: string): string {
  const clean = withoutComments(source, false)
  const body = braced(
    clean,
    /\b(?:exports\.up|up)\b\s*(?:=|:)?\s*(?:async\s+)?(?:function\s*)?\w*\s*\([^)]{0,200}\)[^{;]{0,80}\{/,
  )
  if (body !== undefined) return body
  const down = clean.search(/\b(?:exports\.down|(?:const|function|async)\s+down|down\s*[:(=])/)
  return down > 0 ? clean.slice(0, down) : clean
}

const sqlOrUnknown = (call: Call): Operation[] => {
  const text = stringIn(call.args[0])
  return text && !text.includes('${') ? sqlOperations(text) : [unknown(`${call.name} with a computed text`)]
}

/** The steps of a Knex migration. */
export function knexOperations(source: string): Operation[] {
  const body = upBody(source)
  const found: Operation[] = []
  let open: { table: string; isNew: boolean; by: string; end: number } | undefined
  for (const call of callsIn(body)) {
    if (open && call.at > open.end) open = undefined
    const table = stringIn(call.args[0]) ?? ''
    if (
      /^(?:createTable\w*|alterTable|table|createTableLike)$/.test(call.name) &&
      call.args.length > 1 &&
      !open
    ) {
      const by =
        /(?:^\(?\s*|function\s*\w*\s*\(\s*)(\w+)/.exec(call.args[1]?.replace(/^async\s+/, '') ?? '')?.[1] ??
        't'
      open = {
        table,
        isNew: call.name.startsWith('create'),
        by: by === 'function' ? 'table' : by,
        end: call.end,
      }
      if (open.isNew) found.push({ op: 'create_table', table })
    } else if (/^dropTable/.test(call.name)) found.push({ op: 'drop_table', table })
    else if (call.name === 'renameTable')
      found.push({ op: 'rename_table', table, name: stringIn(call.args[1]) ?? '' })
    else if (call.name === 'raw' && !open) found.push(...sqlOrUnknown(call))
    else if (/View(?:OrReplace)?$/.test(call.name))
      found.push({
        op: call.name.startsWith('drop') ? 'drop_object' : 'replace_object',
        type: 'view',
        name: table,
      })
    else if (open && call.on === open.by)
      found.push(...(open.isNew ? [] : builderStep(open.table, optionalByDefault(call))))
    else if (/^(?:knex|trx|db)$/.test(call.name) && table) found.push(...rowStep(table, call.tail))
    else if (/^(?:batchInsert)$/.test(call.name)) found.push({ op: 'insert', table })
  }
  return found
}

/** Knex' columns may be NULL unless said otherwise, Laravel's the other way round. */
function optionalByDefault(call: Call): Call {
  const required = /\bnotNullable\(|\.primary\(/.test(call.tail)
  return required || /\bnullable\(/.test(call.tail) ? call : { ...call, tail: `${call.tail}.nullable()` }
}

/** The steps of a Sequelize migration. */
export function sequelizeOperations(source: string): Operation[] {
  return callsIn(upBody(source)).flatMap(call => {
    if (call.name === 'query') return sqlOrUnknown(call)
    return /^(?:queryInterface|qi|context|query)$/i.test(call.on) || SEQUELIZE.test(call.name)
      ? sequelizeStep(call)
      : []
  })
}

const SEQUELIZE = /^(?:bulk(?:Insert|Update|Delete)|addColumn|removeColumn|changeColumn)$/

function sequelizeStep({ name, args }: Call): Operation[] {
  const table = stringIn(args[0]?.replace(/^\{[^}]*tableName:/, '')) ?? ''
  const column = stringIn(args[1]) ?? ''
  const options = args.slice(2).join()
  const step = { table, name: column }
  if (name === 'createTable') return [{ op: 'create_table', table }]
  if (name === 'dropTable') return [{ op: 'drop_table', table }]
  if (name === 'renameTable') return [{ op: 'rename_table', ...step }]
  if (name === 'addColumn')
    return [
      {
        op: 'add_column',
        ...step,
        nullable: !/allowNull:\s*false/.test(options),
        hasDefault: /defaultValue:/.test(options),
        ...(/unique:\s*true/.test(options) ? { indexed: true } : {}),
      },
    ]
  if (name === 'removeColumn') return [{ op: 'drop_column', ...step }]
  if (name === 'renameColumn') return [{ op: 'rename_column', ...step }]
  if (name === 'changeColumn') return [{ op: 'change_column', ...step }]
  if (name === 'addIndex')
    return [
      {
        op: 'create_index',
        table,
        unique: /unique:\s*true|type:\s*['"]UNIQUE/i.test(args.join()),
        concurrently: /concurrently:\s*true/.test(args.join()),
      },
    ]
  if (name === 'removeIndex') return [{ op: 'drop_index', table }]
  if (name === 'addConstraint')
    return [
      {
        op: 'add_constraint',
        table,
        type: stringIn(/type:\s*(["'][^"']+["'])/.exec(args.join())?.[1])?.toLowerCase() ?? '',
      },
    ]
  if (name === 'removeConstraint') return [{ op: 'drop_constraint', table }]
  if (name === 'bulkInsert') return [{ op: 'insert', table }]
  if (name === 'bulkUpdate') return [{ op: 'update', table, where: args.length > 2 }]
  if (name === 'bulkDelete') return [{ op: 'delete', table, where: (args[1] ?? '{}').length > 2 }]
  return []
}

/** The steps of a TypeORM or MikroORM migration: SQL texts, and calls on the query runner. */
export function typeormOperations(source: string): Operation[] {
  return callsIn(upBody(source)).flatMap((call): Operation[] => {
    if (call.name === 'query' || call.name === 'addSql' || call.name === 'execute') return sqlOrUnknown(call)
    return /runner/i.test(call.on) ? runnerStep(call) : []
  })
}

function runnerStep({ name, args }: Call): Operation[] {
  const rest = args.slice(1).join()
  const table = stringIn(args[0]) ?? ''
  const column = stringIn(/name:\s*(["'`][^"'`]+["'`])/.exec(rest)?.[1]) ?? stringIn(args[1]) ?? ''
  const step = { table, name: column }
  if (name === 'createTable')
    return [
      { op: 'create_table', table: stringIn(/name:\s*(["'`][^"'`]+["'`])/.exec(args[0] ?? '')?.[1]) ?? '' },
    ]
  if (name === 'dropTable') return [{ op: 'drop_table', table }]
  if (name === 'renameTable') return [{ op: 'rename_table', ...step }]
  if (name === 'addColumn' || name === 'addColumns')
    return definitions(rest).map(one => ({
      op: 'add_column',
      table,
      name: stringIn(/name:\s*(["'`][^"'`]+["'`])/.exec(one)?.[1]) ?? '',
      nullable: /isNullable:\s*true/.test(one),
      hasDefault: /default:/.test(one),
    }))
  if (name === 'dropColumn' || name === 'dropColumns')
    return namesIn(rest).map(one => ({ op: 'drop_column', table, name: one }))
  if (name === 'renameColumn') return [{ op: 'rename_column', ...step }]
  if (name === 'changeColumn' || name === 'changeColumns') return [{ op: 'change_column', ...step }]
  if (/^create(?:Index|Indices|UniqueConstraint)/.test(name))
    return [{ op: 'create_index', table, unique: /isUnique:\s*true/.test(rest) || name.includes('Unique') }]
  if (/^drop(?:Index|Indices)/.test(name)) return [{ op: 'drop_index', table }]
  if (/^create(?:ForeignKey|CheckConstraint|PrimaryKey)/.test(name))
    return [
      {
        op: 'add_constraint',
        table,
        type: name
          .replace(/create|Constraint|s$/g, '')
          .replace(/(?<=[a-z])[A-Z]/, letter => ` ${letter}`)
          .toLowerCase(),
      },
    ]
  if (/^drop(?:ForeignKey|UniqueConstraint|CheckConstraint|PrimaryKey)/.test(name))
    return [{ op: 'drop_constraint', table }]
  if (name === 'clearTable') return [{ op: 'truncate', table }]
  return []
}

/** `new TableColumn({ … })`, one text each. */
function definitions(text: string): string[] {
  return [...text.matchAll(/TableColumn\(/g)].map(match => {
    const open = match.index + match[0].length - 1
    return text.slice(open, Math.max(open, closing(text, open)))
  })
}
