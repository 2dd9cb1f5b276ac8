import { type Operation, unknown } from './operation.ts'
import { braced, type Call, callsIn, stringIn, withoutComments } from './source.ts'
import { sqlOperations } from './sql.ts'

const argument = ({ args }: Call, name: string): string | undefined =>
  args
    .find(one => one.startsWith(`${name}:`))
    ?.slice(name.length + 1)
    .trim()

/** The steps of an EF Core migration's `Up`. */
export function efCoreOperations(source: string): Operation[] {
  const body = braced(withoutComments(source, false), /void\s+Up\s*\(\s*MigrationBuilder[^)]*\)\s*\{/) ?? ''
  const builder = /void\s+Up\s*\(\s*MigrationBuilder\s+(\w+)/.exec(source)?.[1] ?? 'migrationBuilder'
  return callsIn(body).flatMap(call => (call.on === builder ? builderStep(call) : []))
}

function builderStep(call: Call): Operation[] {
  const of = (name: string, place = -1) =>
    stringIn(argument(call, name) ?? (place < 0 ? undefined : call.args[place])) ?? ''
  const [table, name] = [of('table', 1), of('name', 0)]
  switch (call.name) {
    case 'CreateTable':
      return [{ op: 'create_table', table: name }]
    case 'DropTable':
      return [{ op: 'drop_table', table: name }]
    case 'RenameTable':
      return [{ op: 'rename_table', table: name, name: of('newName') }]
    case 'AddColumn':
      return [
        {
          op: 'add_column',
          table,
          name,
          nullable: argument(call, 'nullable') === 'true',
          hasDefault: /\b(?:defaultValue|defaultValueSql|computedColumnSql)\s*:/.test(call.args.join()),
        },
      ]
    case 'DropColumn':
      return [{ op: 'drop_column', table, name }]
    case 'RenameColumn':
      return [{ op: 'rename_column', table, name }]
    case 'AlterColumn':
      return alteredColumn(call, table, name)
    case 'CreateIndex':
      return [
        {
          op: 'create_index',
          table,
          unique: argument(call, 'unique') === 'true',
          concurrently: /IsOnline|IsCreatedConcurrently/.test(call.tail),
        },
      ]
    case 'DropIndex':
      return [{ op: 'drop_index', table, name }]
    case 'AddForeignKey':
    case 'AddPrimaryKey':
    case 'AddUniqueConstraint':
    case 'AddCheckConstraint':
      return [
        {
          op: 'add_constraint',
          table,
          type: call.name
            .replace(/Add|Constraint/g, '')
            .replace('Key', ' key')
            .toLowerCase(),
          ...(argument(call, 'column') ? { name: of('column') } : {}),
        },
      ]
    case 'DropForeignKey':
    case 'DropPrimaryKey':
    case 'DropUniqueConstraint':
    case 'DropCheckConstraint':
      return [
        { op: 'drop_constraint', table, type: call.name === 'DropPrimaryKey' ? 'primary key' : 'constraint' },
      ]
    case 'InsertData':
      return [{ op: 'insert', table: of('table', 0) }]
    case 'UpdateData':
      return [{ op: 'update', table: of('table', 0), where: true }]
    case 'DeleteData':
      return [{ op: 'delete', table: of('table', 0), where: true }]
    case 'Sql': {
      const sql = stringIn(call.args[0])
      return sql === undefined ? [unknown('Sql with a computed text')] : sqlOperations(sql)
    }
    case 'CreateSequence':
    case 'EnsureSchema':
      return [{ op: 'create_object', type: call.name === 'EnsureSchema' ? 'schema' : 'sequence', name }]
    case 'RenameIndex':
    case 'AlterTable':
    case 'AlterDatabase':
      return []
    default:
      return [unknown(`${call.on}.${call.name}`)]
  }
}

/** EF Core writes the old definition beside the new one: both are compared. */
function alteredColumn(call: Call, table: string, name: string): Operation[] {
  const step = { table, name }
  const [type, oldType] = [argument(call, 'type'), argument(call, 'oldType')]
  const [nullable, oldNullable] = [
    argument(call, 'nullable') === 'true',
    argument(call, 'oldNullable') === 'true',
  ]
  const found: Operation[] = []
  if (type !== oldType && oldType) found.push({ op: 'change_type', ...step, type: stringIn(type) ?? '' })
  if (oldNullable && !nullable) found.push({ op: 'set_not_null', ...step })
  if (nullable && !oldNullable) found.push({ op: 'drop_not_null', ...step })
  return found.length > 0 ? found : [{ op: 'change_column', ...step }]
}
