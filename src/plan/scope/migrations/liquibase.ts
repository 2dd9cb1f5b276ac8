import { parse } from 'yaml'
import { record } from '../product/manifests.ts'
import { type Operation, unknown } from './operation.ts'
import { sqlOperations } from './sql.ts'

/** The changes of a Liquibase changelog; includes of other files are theirs to tell. */
export function liquibaseOperations(path: string, text: string): Operation[] {
  return path.endsWith('.xml') ? xmlChanges(text) : objectChanges(text)
}

/** One change: its name, its attributes, the columns it names, a text inside it. */
type Change = {
  name: string
  attributes: Record<string, unknown>
  columns: Record<string, unknown>[]
  text?: string
}

const CONTAINERS =
  /^(?:databaseChangeLog|changeSet|include|includeAll|property|preConditions|comment|validCheckSum|column|constraints|rollback|tagDatabase|empty|output|and|or|not|param|where|\w+Exists|dbms|runningAs|sqlCheck|changeSetExecuted|primaryKeyExists|modifySql|\w*[rR]eplace|append|prepend)$/

function xmlChanges(source: string): Operation[] {
  const text = source
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<(rollback|preConditions)\b[^>]*(?:\/>|>[\s\S]*?<\/\1>)/g, '')
  const found: Operation[] = []
  for (const match of text.matchAll(/<([a-zA-Z]\w*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g)) {
    const [whole, name = '', attributes = '', empty] = match
    if (CONTAINERS.test(name)) continue
    const start = match.index + whole.length
    const end = empty ? start : text.indexOf(`</${name}>`, start)
    const inner = end < 0 ? '' : text.slice(start, end)
    const columns = [
      ...inner.matchAll(
        /<column\b((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(?:\/>|>([\s\S]*?)<\/column>)/g,
      ),
    ].map(([, of = '', within = '']) => ({
      ...attributesOf(of),
      ...attributesOf(/<constraints\b([^>]*)/.exec(within)?.[1] ?? ''),
    }))
    found.push(
      ...operations({
        name,
        attributes: attributesOf(attributes),
        columns,
        text: inner.replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, '$1'),
      }),
    )
  }
  return found
}

function attributesOf(text: string): Record<string, unknown> {
  return Object.fromEntries(
    [...text.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, name = '', double, single]) => [
      name,
      double ?? single,
    ]),
  )
}

function objectChanges(text: string): Operation[] {
  const log = record(parsed(text)).databaseChangeLog
  if (!Array.isArray(log)) return [unknown('a changelog that could not be read')]
  return log
    .flatMap(entry => record(record(entry).changeSet).changes)
    .flatMap(change =>
      Object.entries(record(change)).flatMap(([name, value]) => {
        const attributes = record(value)
        const list = Array.isArray(attributes.columns) ? attributes.columns : []
        const columns = list.map(entry => {
          const column = record(record(entry).column)
          return { ...column, ...record(column.constraints) }
        })
        return operations({
          name,
          attributes,
          columns,
          ...(typeof attributes.sql === 'string'
            ? { text: attributes.sql }
            : typeof value === 'string'
              ? { text: value }
              : {}),
        })
      }),
    )
}

function parsed(text: string): unknown {
  try {
    return parse(text, { logLevel: 'error' })
  } catch {
    return undefined
  }
}

function operations({ name, attributes, columns, text = '' }: Change): Operation[] {
  const of = (key: string) => String(attributes[key] ?? '')
  const step = { table: of('tableName'), name: of('columnName') }
  switch (name) {
    case 'createTable':
      return [{ op: 'create_table', table: step.table }]
    case 'dropTable':
      return [{ op: 'drop_table', table: step.table }]
    case 'renameTable':
      return [{ op: 'rename_table', table: of('oldTableName'), name: of('newTableName') }]
    case 'addColumn':
      return columns.map(column => addedColumn(step.table, column))
    case 'dropColumn':
      return [step.name, ...columns.map(column => String(column.name ?? ''))]
        .filter(Boolean)
        .map(one => ({ op: 'drop_column', table: step.table, name: one }))
    case 'renameColumn':
      return [{ op: 'rename_column', table: step.table, name: of('oldColumnName') }]
    case 'modifyDataType':
      return [{ op: 'change_type', ...step, type: of('newDataType') }]
    case 'addNotNullConstraint':
      return [{ op: 'set_not_null', ...step }]
    case 'dropNotNullConstraint':
      return [{ op: 'drop_not_null', ...step }]
    case 'addDefaultValue':
      return [{ op: 'set_default', ...step }]
    case 'dropDefaultValue':
      return [{ op: 'drop_default', ...step }]
    case 'createIndex':
      return [{ op: 'create_index', table: step.table, unique: of('unique') === 'true' }]
    case 'dropIndex':
      return [{ op: 'drop_index', table: step.table, name: of('indexName') }]
    case 'addForeignKeyConstraint':
      return [
        {
          op: 'add_constraint',
          table: of('baseTableName'),
          name: of('baseColumnNames'),
          type: 'foreign key',
        },
      ]
    case 'addUniqueConstraint':
    case 'addPrimaryKey':
      return [
        {
          op: 'add_constraint',
          table: step.table,
          type: name === 'addPrimaryKey' ? 'primary key' : 'unique',
        },
      ]
    case 'dropForeignKeyConstraint':
    case 'dropUniqueConstraint':
    case 'dropPrimaryKey':
      return [
        {
          op: 'drop_constraint',
          table: step.table || of('baseTableName'),
          type: name === 'dropPrimaryKey' ? 'primary key' : 'constraint',
        },
      ]
    case 'insert':
    case 'loadData':
    case 'loadUpdateData':
      return [{ op: 'insert', table: step.table }]
    case 'update':
      return [
        {
          op: 'update',
          table: step.table,
          where: /<where>|where/.test(text) || attributes.where !== undefined,
          columns: columns.map(column => String(column.name ?? '')),
        },
      ]
    case 'delete':
      return [
        { op: 'delete', table: step.table, where: /<where>/.test(text) || attributes.where !== undefined },
      ]
    case 'createView':
    case 'createProcedure':
      return [
        {
          op: of('replaceIfExists') === 'true' ? 'replace_object' : 'create_object',
          type: name.slice(6).toLowerCase(),
          name: of('viewName'),
        },
      ]
    case 'createSequence':
      return [{ op: 'create_object', type: 'sequence', name: of('sequenceName') }]
    case 'dropView':
    case 'dropSequence':
      return [
        { op: 'drop_object', type: name.slice(4).toLowerCase(), name: of('viewName') || of('sequenceName') },
      ]
    case 'sql':
      return sqlOperations(text)
    case 'setTableRemarks':
    case 'setColumnRemarks':
      return []
    default:
      return [unknown(`change ${name}`)]
  }
}

function addedColumn(table: string, column: Record<string, unknown>): Operation {
  const filled = Object.keys(column).some(key =>
    /^(?:defaultValue|valueComputed|value$|autoIncrement$)/.test(key),
  )
  const required = String(column.nullable ?? '') === 'false' || String(column.primaryKey ?? '') === 'true'
  return { op: 'add_column', table, name: String(column.name ?? ''), nullable: !required, hasDefault: filled }
}
