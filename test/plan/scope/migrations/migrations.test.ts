import { describe, expect, test } from 'vitest'
import { observedDatabaseChange } from '../../../../src/plan/scope/migrations/database-change.ts'
import { judgedMigrations } from '../../../../src/plan/scope/migrations/migrations.ts'
import type { FileChange } from '../../../../src/plan/scope/repository.ts'

const at = (path: string, status: FileChange['status'] = 'added'): FileChange => ({ path, status })
const judge = (files: FileChange[], after: Record<string, string>, before: Record<string, string> = {}) =>
  judgedMigrations(files, new Map(Object.entries(before)), new Map(Object.entries(after)))
const change = (after: Record<string, string>) => {
  const { migrations } = judge(
    Object.keys(after).map(path => at(path)),
    after,
  )
  return observedDatabaseChange({ migrations, signals: [] })
}

test('one statement that breaks old code makes the change breaking, and is named', () => {
  expect(
    change({ 'migrations/1.sql': 'ALTER TABLE a ADD b int;', 'migrations/2.sql': 'ALTER TABLE a DROP c;' }),
  ).toEqual({
    value: 'breaking',
    why: 'drop column a.c in migrations/2.sql: its data go, and old code still reads or writes it',
  })
})

test('compatible only where all were judged', () => {
  expect(change({ 'migrations/1.sql': 'ALTER TABLE a ADD b int;' })).toMatchObject({
    value: 'backward_compatible',
  })
  expect(change({ 'migrations/1.sql': 'ALTER TABLE a ADD b int; DO $$ BEGIN END $$;' })).toBeUndefined()
  expect(change({})).toBeUndefined()
})

test('tables of the release are nothing that old code uses', () => {
  expect(
    change({
      'migrations/1.sql': 'CREATE TABLE n (id int);',
      'migrations/2.sql': 'CREATE UNIQUE INDEX i ON n (id); ALTER TABLE n ALTER id TYPE uuid; DROP TABLE n;',
    }),
  ).toMatchObject({ value: 'backward_compatible' })
})

test('a column that is renamed in SQLite by a new table is not judged', () => {
  const { migrations } = judge([at('migrations/1.sql')], {
    'migrations/1.sql':
      'CREATE TABLE new_a (id int); INSERT INTO new_a SELECT id FROM a; DROP TABLE a; ALTER TABLE new_a RENAME TO a;',
  })
  expect(migrations[0]?.statements).toMatchObject([{ what: 'rebuild table a' }])
  expect(migrations[0]?.not_judged).toBe(1)
})

describe('edits', () => {
  const path = 'migrations/1.sql'
  test('only what is new of a file counts; a changelog grows', () => {
    const { migrations, edits } = judge(
      [at(path, 'modified')],
      { [path]: 'DROP TABLE a; DROP TABLE b;' },
      { [path]: 'drop table a;' },
    )
    expect(migrations[0]?.statements.map(({ what }) => what)).toEqual(['drop table b'])
    expect(edits).toEqual({ changed: 1, same: 0 })
  })

  test('the same steps written otherwise are no edit', () => {
    const { migrations, edits } = judge(
      [at(path, 'modified')],
      { [path]: 'DROP  TABLE a; -- x' },
      { [path]: 'DROP TABLE a' },
    )
    expect(migrations).toEqual([])
    expect(edits).toEqual({ changed: 0, same: 1 })
  })
})

test('ways back, snapshots and unread files', () => {
  const files = [
    'migrations/1.down.sql',
    'Migrations/1.Designer.cs',
    'drizzle/meta/_journal.json',
    'prisma/schema.prisma',
    'app/migrations/__init__.py',
  ]
  expect(
    judge(
      files.map(path => at(path)),
      Object.fromEntries(files.map(path => [path, 'DROP TABLE a;'])),
    ).migrations,
  ).toEqual([])
  expect(judge([at('migrations/9.sql')], {}).migrations).toMatchObject([
    { framework: 'not read', not_judged: 1 },
  ])
})

test('at most twenty files, what breaks and what was not judged first', () => {
  const after = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [
      `migrations/${i}.sql`,
      i === 39 ? 'DROP TABLE x;' : `ALTER TABLE a ADD b${i} int;`,
    ]),
  )
  const { migrations, omitted } = judge(
    Object.keys(after).map(path => at(path)),
    after,
  )
  expect([migrations.length, omitted, migrations[0]?.file]).toEqual([20, 20, 'migrations/39.sql'])
})
