import { type Operation, unknown } from './operation.ts'
import { argument, text } from './python-call.ts'
import { type Call, callsIn, closing, divided, stringIn, withoutComments } from './source.ts'
import { sqlOperations } from './sql.ts'

/** The steps of a Django migration; what only the state of the models sees is left out. */
export function djangoOperations(source: string): Operation[] {
  const clean = withoutComments(source, true)
  // a squashed one stands for others: a database that ran those does not run it
  if (/^\s*replaces\s*=\s*\[/m.test(clean)) return []
  const calls = callsIn(clean)
  const states = calls.filter(({ name }) => name === 'SeparateDatabaseAndState')
  const hidden = states.flatMap(({ at, end }) => stateRange(clean, at, end))
  const steps = calls
    .filter(({ at }) => !hidden.some(([from, to]) => at > from && at < to))
    .flatMap(call => djangoStep(call) ?? [])
  return [...steps, ...foreignSteps(clean)]
}

const DJANGO_STATE =
  /^(?:AlterModel(?:Options|Managers|TableComment)|AlterOrderWithRespectTo|SeparateDatabaseAndState)$/

/** Entries of `operations` that are none of Django's own. */
function foreignSteps(source: string): Operation[] {
  const list = /\boperations\s*(?::[^=\n]*)?=\s*\[/.exec(source)
  const open = list ? list.index + list[0].length - 1 : -1
  const end = list ? closing(source, open) : -1
  if (!list) return []
  if (end < 0) return [unknown('its list of operations')]
  return divided(source.slice(open + 1, end)).flatMap(entry => {
    const name = /^(?:\w+\.)*(\w+)\s*\(/.exec(entry)?.[1]
    const known =
      name !== undefined &&
      (DJANGO_STATE.test(name) || djangoStep({ on: '', name, args: [], at: 0, end: 0, tail: '' }))
    return known ? [] : [unknown(`operation ${name ?? entry.slice(0, 60)}`)]
  })
}

function stateRange(source: string, from: number, to: number): [number, number][] {
  const found = source.indexOf('state_operations', from)
  if (found < 0 || found > to) return []
  const open = source.indexOf('[', found)
  const end = open < 0 ? -1 : closing(source, open)
  return end < 0 ? [] : [[found, end]]
}

/** Only words that Django's operations have; undefined for every other call. */
function djangoStep(call: Call): Operation[] | undefined {
  const model = text(call, 'model_name', 0).toLowerCase()
  const step = { table: model, name: text(call, 'name', 1) }
  switch (call.name) {
    case 'CreateModel':
      return [{ op: 'create_table', table: text(call, 'name', 0).toLowerCase() }]
    case 'DeleteModel':
      return [{ op: 'drop_table', table: text(call, 'name', 0).toLowerCase() }]
    case 'RenameModel':
      return [
        {
          op: 'rename_table',
          table: text(call, 'old_name', 0).toLowerCase(),
          name: text(call, 'new_name', 1).toLowerCase(),
        },
      ]
    case 'AlterModelTable':
      return [
        { op: 'rename_table', table: text(call, 'name', 0).toLowerCase(), name: text(call, 'table', 1) },
      ]
    case 'AddField':
      return addedField(step.table, step.name, argument(call, 'field', 2) ?? '')
    case 'RemoveField':
      return [{ op: 'drop_column', ...step }]
    case 'AlterField':
      return [{ op: 'change_column', ...step }]
    case 'RenameField':
      return [{ op: 'rename_column', table: model, name: text(call, 'old_name', 1) }]
    case 'AddIndex':
    case 'AddIndexConcurrently':
      return [
        { op: 'create_index', table: model, unique: false, concurrently: call.name.endsWith('Concurrently') },
      ]
    case 'RemoveIndex':
    case 'RemoveIndexConcurrently':
      return [{ op: 'drop_index', table: model, name: text(call, 'name', 1) }]
    case 'AddConstraint':
    case 'AddConstraintNotValid':
      return [
        {
          op: 'add_constraint',
          table: model,
          type: /UniqueConstraint/.test(call.args.join()) ? 'unique' : 'check',
          notValid: call.name.endsWith('NotValid'),
        },
      ]
    case 'ValidateConstraint':
      return [{ op: 'validate_constraint', table: model }]
    case 'RemoveConstraint':
      return [{ op: 'drop_constraint', table: model }]
    case 'AlterUniqueTogether':
      return /(?:set\(\)|\[\]|None)\s*$/.test(call.args.at(-1) ?? '')
        ? [{ op: 'drop_constraint', table: text(call, 'name', 0).toLowerCase(), type: 'unique' }]
        : [{ op: 'add_constraint', table: text(call, 'name', 0).toLowerCase(), type: 'unique' }]
    case 'AlterIndexTogether':
      return [{ op: 'create_index', table: text(call, 'name', 0).toLowerCase(), unique: false }]
    case 'RunPython':
      return [unknown(`Python code: ${argument(call, 'code', 0) ?? ''}`)]
    case 'RunSQL': {
      const sql = argument(call, 'sql', 0) ?? ''
      const texts = sql.startsWith('[') ? divided(sql.slice(1, -1)).map(stringIn) : [stringIn(sql)]
      return texts.some(one => one === undefined)
        ? [unknown('RunSQL with a computed text')]
        : texts.flatMap(one => sqlOperations(one ?? ''))
    }
    default:
      return undefined
  }
}

/** Django drops a field's default once the rows have it: only `db_default` stays in the database. */
function addedField(table: string, name: string, field: string): Operation[] {
  if (/ManyToManyField\(/.test(field)) return [{ op: 'create_table', table: `${table}_${name}` }]
  if (/GenericRelation\(|GenericForeignKey\(/.test(field)) return []
  const has = (pattern: RegExp) => pattern.test(field)
  const key = has(/(?:ForeignKey|OneToOneField)\(/)
  return [
    {
      op: 'add_column',
      table,
      name,
      nullable: has(/\bnull\s*=\s*True/),
      hasDefault: has(/\bdb_default\s*=/),
      ...((key && !has(/db_index\s*=\s*False/)) ||
      has(/\b(?:unique|db_index)\s*=\s*True/) ||
      has(/SlugField\(/)
        ? { indexed: true }
        : {}),
    },
  ]
}
