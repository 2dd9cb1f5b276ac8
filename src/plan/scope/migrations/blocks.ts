import { type Operation, unknown } from './operation.ts'
import { type Call, namesIn, stringIn } from './source.ts'

/** The names of a schema builder's calls about the table at hand, in the spellings of Laravel and Knex. */
const DROPS =
  /^drop(?:Columns?|SoftDeletes(?:Tz)?|Timestamps(?:Tz)?|RememberToken|Morphs|ConstrainedForeignId|ForeignIdFor)$/
const DROPS_CONSTRAINT = /^drop(?:Foreign|Primary|Unique|Checks)$/
const CONSTRAINTS = /^(?:foreign|primary|check|checkPositive)$/
const INDEXES = /^(?:index|unique|fullText|spatialIndex|rawIndex)$/
const SILENT =
  /^(?:after|first|comment|engine|charset|collation|collate|notNullable|nullable|default|defaultTo|unsigned|references|on|onDelete|onUpdate|inTable|constrained|cascadeOnDelete|cascadeOnUpdate|nullOnDelete|restrictOnDelete|useCurrent|useCurrentOnUpdate|change|alter|change|storedAs|virtualAs|dropIndex|renameIndex|setNullable|dropNullable|deferrable|withKeyName|increments|temporary|queryContext|generatedAs|always|invisible|autoIncrement|primary|cascade)$/

/** One call on a table's builder (`$table->string('x')->nullable()`); nothing for what a chain repeats. */
export function builderStep(table: string, { name, args, tail }: Call): Operation[] {
  const column = stringIn(args[0]) ?? ''
  const step = { table, name: column }
  if (DROPS.test(name))
    return (namesIn(args.join()).length > 0 ? namesIn(args.join()) : [name.slice(4)]).map(one => ({
      op: 'drop_column',
      table,
      name: one,
    }))
  if (name === 'renameColumn') return [{ op: 'rename_column', ...step }]
  if (name === 'rename') return [{ op: 'rename_table', ...step }]
  if (name === 'setNullable') return [{ op: 'drop_not_null', ...step }]
  if (name === 'dropNullable') return [{ op: 'set_not_null', ...step }]
  if (DROPS_CONSTRAINT.test(name))
    return [{ op: 'drop_constraint', table, type: name.slice(4).toLowerCase() }]
  if (name === 'dropIndex' || name === 'dropFullText' || name === 'dropSpatialIndex')
    return [{ op: 'drop_index', table }]
  if (CONSTRAINTS.test(name))
    return [
      {
        op: 'add_constraint',
        ...step,
        type: name === 'foreign' ? 'foreign key' : name === 'primary' ? 'primary key' : 'check',
      },
    ]
  if (INDEXES.test(name)) return [{ op: 'create_index', table, unique: name === 'unique' }]
  if (
    SILENT.test(name) ||
    (args.length === 0 && !/^(?:timestamps|softDeletes|rememberToken|id|increments)/i.test(name))
  )
    return []
  if (/(?:->|\.)\s*(?:change|alter)\(/.test(tail)) return [{ op: 'change_column', ...step }]
  return [
    { op: 'add_column', table, name: column || name, ...builderColumn(name, tail) },
    ...keyOf(table, column, tail),
  ]
}

function builderColumn(type: string, tail: string): Partial<Operation> {
  const said = (pattern: RegExp) => pattern.test(tail)
  const optional = /^(?:timestamps|softDeletes|rememberToken|nullable|timestampsTz|softDeletesTz)/.test(type)
  return {
    nullable: optional || said(/\bnullable\(\s*(?!false)/),
    hasDefault: said(/\b(?:default|defaultTo|useCurrent|storedAs|virtualAs|autoIncrement|generatedAs)\(/),
    ...(said(/\bunique\(/)
      ? { unique: true, indexed: true }
      : said(/\b(?:index|constrained)\(/)
        ? { indexed: true }
        : {}),
  }
}

function keyOf(table: string, name: string, tail: string): Operation[] {
  return /\b(?:constrained|references)\(/.test(tail)
    ? [{ op: 'add_constraint', table, name, type: 'foreign key' }]
    : []
}

/** A query builder's change of rows: `DB::table('x')->update(…)`, `knex('x').del()`. */
export function rowStep(table: string, tail: string): Operation[] {
  const where = /\bwhere\w*\(/i.test(tail)
  if (/\b(?:update|increment|decrement)\(/.test(tail)) return [{ op: 'update', table, where }]
  if (/\b(?:delete|del)\(/.test(tail)) return [{ op: 'delete', table, where }]
  if (/\btruncate\(/.test(tail)) return [{ op: 'truncate', table }]
  if (/\b(?:insert\w*|upsert)\(/.test(tail)) return [{ op: 'insert', table }]
  return /\b(?:chunk|each|lazy|cursor)\w*\(/.test(tail) ? [unknown(`rows of ${table} changed by code`)] : []
}
