import { describe, expect, test } from 'vitest'
import { judged } from '../../../../src/plan/scope/migrations/judge.ts'
import { sqlOperations } from '../../../../src/plan/scope/migrations/sql.ts'
import { statementsOf } from '../../../../src/plan/scope/migrations/sql-lexer.ts'

const nothing = { tables: new Set<string>(), columns: new Set<string>() }
const sign = (value: boolean | undefined) => (value === undefined ? '?' : value ? 'y' : 'n')
/** `what`, then compatible, reversible, locking as y, n or ?. */
const read = (sql: string, around: Parameters<typeof judged>[1] = nothing) =>
  sqlOperations(sql)
    .map(step => judged(step, around))
    .map(
      ({ what, compatible, reversible, locking }) =>
        `${what}: ${sign(compatible)}${sign(reversible)}${sign(locking)}`,
    )

test.each([
  ['CREATE TABLE users (id int)', ['create table users: yyn']],
  ['CREATE TABLE IF NOT EXISTS public.users (id int)', ['create table users: yyn']],
  ['DROP TABLE IF EXISTS a, "b c"', ['drop table a: nnn', 'drop table b c: nnn']],
  ['ALTER TABLE users DROP COLUMN email', ['drop column users.email: nnn']],
  ['ALTER TABLE users DROP email', ['drop column users.email: nnn']],
  ['ALTER TABLE a RENAME TO b', ['rename table a to b: nyn']],
  ['RENAME TABLE a TO b, c TO d', ['rename table a to b: nyn', 'rename table c to d: nyn']],
  ['ALTER TABLE a RENAME COLUMN x TO y', ['rename column a.x: nyn']],
  ['ALTER TABLE a RENAME x TO y', ['rename column a.x: nyn']],
  ['ALTER TABLE `a` CHANGE `x` `y` int', ['rename column a.x: nyn', 'change column a.y: ???']],
  ['ALTER TABLE a ADD COLUMN b text', ['add column a.b: yyn']],
  ['ALTER TABLE a ADD b text NOT NULL', ['add column a.b not null without a default: nyn']],
  ["ALTER TABLE a ADD COLUMN b text NOT NULL DEFAULT 'x'", ['add column a.b not null with a default: yyn']],
  [
    'ALTER TABLE a ADD b uuid NOT NULL DEFAULT gen_random_uuid()',
    ['add column a.b not null with a default: yyy'],
  ],
  ['ALTER TABLE a ADD COLUMN b text, DROP COLUMN c', ['add column a.b: yyn', 'drop column a.c: nnn']],
  ['ALTER TABLE a ALTER COLUMN b TYPE integer USING b::integer', ['change type of a.b to integer: n?y']],
  ['ALTER TABLE a ALTER b SET DATA TYPE bigint', ['change type of a.b to bigint: y?y']],
  ['ALTER TABLE a ALTER b TYPE varchar(20)', ['change type of a.b to varchar(20): ??y']],
  ['ALTER TABLE a MODIFY b varchar(20) NOT NULL', ['change column a.b: ???']],
  ['ALTER TABLE a ALTER COLUMN b SET NOT NULL', ['set not null on a.b: nyy']],
  ['ALTER TABLE a ALTER COLUMN b DROP NOT NULL', ['drop not null on a.b: ?yn']],
  ['ALTER TABLE a ALTER COLUMN b SET DEFAULT 1', ['set default on a.b: yyn']],
  ['CREATE INDEX i ON a (b)', ['create index on a: yyy']],
  ['CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON a (b)', ['create index on a concurrently: yyn']],
  ['CREATE UNIQUE INDEX i ON a (b)', ['create unique index on a: ?yy']],
  ['DROP INDEX CONCURRENTLY i', ['drop index i: yyn']],
  [
    'ALTER TABLE a ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES c (id)',
    ['add foreign key constraint on a: ?yy'],
  ],
  [
    'ALTER TABLE a ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES c (id) NOT VALID',
    ['add foreign key constraint on a: ?yn'],
  ],
  ['ALTER TABLE a VALIDATE CONSTRAINT f', ['validate constraint a: yyn']],
  ['ALTER TABLE a DROP CONSTRAINT f', ['drop constraint on a: yyn']],
  ['TRUNCATE TABLE a', ['truncate a: nny']],
  ['DELETE FROM a', ['delete a: ?ny']],
  ['DELETE FROM a WHERE b = 1', ['delete a: ?n?']],
  ['UPDATE a SET b = 1', ['update a: ?ny']],
  ["INSERT INTO a (b) VALUES ('x;y')", ['insert a: yyn']],
  ['WITH x AS (SELECT 1) UPDATE a SET b = 1 WHERE id IN (SELECT * FROM x)', ['update a: ?n?']],
  ["ALTER TYPE mood ADD VALUE 'glad'", ['add enum value of mood: ynn']],
  [
    'CREATE OR REPLACE FUNCTION f() RETURNS int AS $$ SELECT 1; DROP TABLE a; $$ LANGUAGE sql',
    ['replace function f: ??n'],
  ],
  ['DROP VIEW v', ['drop view v: nyn']],
  ["EXEC sp_rename 'dbo.Users.Old', 'New', 'COLUMN'", ['rename column Users.Old: nyn']],
  [
    "IF COL_LENGTH('[dbo].[A]', 'B') IS NULL BEGIN ALTER TABLE [dbo].[A] ADD [B] INT NULL END",
    ['add column A.B: yyn'],
  ],
  ['SET lock_timeout = 1; BEGIN; COMMIT; COMMENT ON TABLE a IS NULL', []],
  ['SELECT setval(1)', ['SELECT setval ( 1 ): ???']],
  ['-- DROP TABLE a\n/* DROP TABLE b; */ # x\n', ['# x: ???']],
])('%s', (sql, expected) => {
  expect(read(sql)).toEqual(expected)
})

describe('what is known around a statement', () => {
  test('indexes and constraints of a table that the release creates touch no data in use', () => {
    const around = { ...nothing, tables: new Set(['a']) }
    expect(read('CREATE UNIQUE INDEX i ON A (b); ALTER TABLE a ADD CHECK (b > 0)', around)).toEqual([
      'create unique index on A: yyn',
      'add check constraint on a: yyn',
    ])
  })

  test('filling a column of the same release can be taken back', () => {
    const around = { ...nothing, columns: new Set(['a.b']) }
    expect(read('UPDATE a SET b = 1 WHERE b IS NULL', around)).toEqual(['update a: yy?'])
  })

  test('MySQL builds an index while writes go on', () => {
    expect(read('CREATE INDEX i ON a (b)', { ...nothing, dialect: 'mysql' })).toEqual([
      'create index on a: yyn',
    ])
  })
})

describe('the lexer', () => {
  test('bodies of routines and triggers are one statement', () => {
    const trigger =
      'CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = CASE WHEN 1 THEN 2 END; DELETE FROM d; END; DROP TABLE e;'
    expect(statementsOf(trigger)).toHaveLength(2)
    expect(statementsOf('CREATE PROCEDURE p() BEGIN IF 1 THEN SELECT 1; END IF; END; SELECT 2')).toHaveLength(
      2,
    )
  })

  test('quotes of all dialects, escapes, GO', () => {
    expect(
      statementsOf(`SELECT 'it''s; one', 'b\\' c', "x;y", \`z;\`, $tag$ ; $tag$;SELECT 2\nGO\nSELECT 3`),
    ).toHaveLength(3)
    expect(statementsOf("SELECT 'C:\\'; SELECT 2")).toHaveLength(2)
  })

  test('hostile texts end in time', () => {
    const start = performance.now()
    for (const text of [
      "'".repeat(99_999),
      '$a$'.repeat(30_001),
      '/*'.repeat(50_000),
      '('.repeat(100_000),
      'ALTER TABLE a ADD '.repeat(10_000),
    ])
      sqlOperations(text)
    expect(performance.now() - start).toBeLessThan(2_000)
  })
})
