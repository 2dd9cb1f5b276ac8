/** What a step of a migration does, whatever language it is written in. */
export type OperationName =
  | 'create_table'
  | 'drop_table'
  | 'rename_table'
  | 'rebuild_table'
  | 'add_column'
  | 'drop_column'
  | 'rename_column'
  | 'change_type'
  | 'change_column'
  | 'set_not_null'
  | 'drop_not_null'
  | 'set_default'
  | 'drop_default'
  | 'create_index'
  | 'drop_index'
  | 'add_constraint'
  | 'drop_constraint'
  | 'validate_constraint'
  | 'insert'
  | 'update'
  | 'delete'
  | 'truncate'
  | 'add_enum_value'
  | 'rename_enum_value'
  | 'create_object'
  | 'replace_object'
  | 'drop_object'
  | 'lock_table'
  | 'unknown'

/** Absent fields: the text does not say, or they do not apply. */
export type Operation = {
  op: OperationName
  table?: string
  /** The column, or the new name of a renamed table. */
  name?: string
  /** New type, kind of constraint (`foreign key`) or of object (`view`); the text of what was not understood. */
  type?: string
  nullable?: boolean
  hasDefault?: boolean
  /** A default that is computed row by row, a stored generated column: existing rows are written anew. */
  rewrites?: boolean
  unique?: boolean
  indexed?: boolean
  concurrently?: boolean
  notValid?: boolean
  /** `update`, `delete`: it has a condition. `update`: the columns it sets. */
  where?: boolean
  columns?: string[]
}

export type Dialect = 'postgresql' | 'mysql' | 'sqlite' | 'sqlserver' | 'oracle'

/** Something that was read and not understood, in its own words. */
export const unknown = (text: string): Operation => ({ op: 'unknown', type: text.slice(0, 200) })
