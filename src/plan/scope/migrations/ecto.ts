import { columnOptions, commandOf, isFalse, isTrue, joinedLines } from './lines.ts'
import { type Operation, unknown } from './operation.ts'
import { namesIn, stringIn, withoutComments } from './source.ts'
import { sqlOperations } from './sql.ts'

const STRUCTURE = /^(?:end|defmodule|use|import|alias|require|@|else|if|unless|case|flush|:ok|timestamps)\b/

/** The steps of an Ecto migration: `change` and `up`. */
export function ectoOperations(source: string): Operation[] {
  const found: Operation[] = []
  let table: { name: string; isNew: boolean } | undefined
  let hidden = false
  const text = withoutComments(source, false)
    .replace(/^\s*#.*$/gm, '')
    .replace(/"""([\s\S]*?)"""/g, (_, body: string) => `"${body.replace(/["\n]/g, ' ')}"`)
  for (const line of joinedLines(text)) {
    if (/^defp? /.test(line)) {
      hidden = !/^def (?:change|up)\b/.test(line)
      continue
    }
    if (hidden) continue
    const block = /^(create(?:_if_not_exists)?|alter)\s*\(?table\(\s*[:"](\w+)/.exec(line)
    if (block) {
      table = { name: block[2] ?? '', isNew: block[1] !== 'alter' }
      if (table.isNew) found.push({ op: 'create_table', table: table.name })
    } else if (/^end\b/.test(line)) table = undefined
    else if (STRUCTURE.test(line)) continue
    else if (table?.isNew) continue
    else found.push(...(table ? columnStep(table.name, line) : statement(line)))
  }
  return found
}

function columnStep(table: string, line: string): Operation[] {
  const { name: verb = '', args = '' } = commandOf(line) ?? {}
  const [name = ''] = namesIn(args)
  const step = { table, name }
  if (verb === 'add' || verb === 'add_if_not_exists') {
    const added: Operation = { op: 'add_column', ...step, ...columnOptions(args) }
    return /references\(/.test(args)
      ? [added, { op: 'add_constraint', ...step, type: 'foreign key', notValid: isFalse(args, 'validate') }]
      : [added]
  }
  if (verb.startsWith('remove')) return [{ op: 'drop_column', ...step }]
  if (verb !== 'modify') return [{ ...unknown(line), table }]
  if (/\bnull:\s*false/.test(args) && /from:/.test(args)) return [{ op: 'set_not_null', ...step }]
  return [{ op: 'change_column', ...step }]
}

function statement(line: string): Operation[] {
  const verb = /^\w+/.exec(line)?.[0] ?? ''
  const call = /\b(table|index|unique_index|constraint)\(\s*[:"](\w+)/.exec(line)
  const table = call?.[2] ?? ''
  if (verb === 'execute') {
    const sql = stringIn(line)
    return sql === undefined ? [unknown(line)] : sqlOperations(sql)
  }
  if (verb.startsWith('drop')) {
    if (call?.[1] === 'table') return [{ op: 'drop_table', table }]
    if (call?.[1] === 'constraint') return [{ op: 'drop_constraint', table }]
    return call ? [{ op: 'drop_index', table, concurrently: isTrue(line, 'concurrently') }] : [unknown(line)]
  }
  if (verb === 'rename') {
    const to = /\bto:\s*(?:table\()?:(\w+)/.exec(line)?.[1] ?? ''
    const column = /table\([^)]*\)\s*,\s*:(\w+)/.exec(line)?.[1]
    return [column ? { op: 'rename_column', table, name: column } : { op: 'rename_table', table, name: to }]
  }
  if (verb.startsWith('create') && call?.[1] === 'constraint')
    return [
      {
        op: 'add_constraint',
        table,
        type: /exclude:/.test(line) ? 'exclusion' : 'check',
        notValid: isFalse(line, 'validate'),
      },
    ]
  if (verb.startsWith('create') && call) {
    const unique = call[1] === 'unique_index' || isTrue(line, 'unique')
    return [{ op: 'create_index', table, unique, concurrently: isTrue(line, 'concurrently') }]
  }
  return [unknown(line)]
}
