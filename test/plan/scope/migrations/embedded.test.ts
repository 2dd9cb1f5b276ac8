import { describe, expect, test } from 'vitest'
import {
  changesSchema,
  embeddedOperations,
  schemaPatterns,
} from '../../../../src/plan/scope/migrations/embedded.ts'
import { judgedMigrations } from '../../../../src/plan/scope/migrations/migrations.ts'

describe('steps as SQL in program text', () => {
  const go = (statement: string) => `package db

var steps = [...]func(tx *sql.Tx) error{
	func(tx *sql.Tx) (err error) {
		// it's only a comment: "DROP TABLE x"
		_, err = tx.Exec(\`
			-- first
			CREATE TABLE feeds (id serial not null);
		\`)
		return err
	},
${statement}
}
`
  const added = '	func(tx *sql.Tx) error { return exec(tx, `ALTER TABLE feeds ADD COLUMN language text;`) },'

  test.each([
    ['internal/database/migrations.go', go(added), ['create_table feeds', 'add_column feeds']],
    ['src/store/schema.py', 'STEP = """\nALTER TABLE a DROP COLUMN b\n"""  # it', ['drop_column a']],
    [
      'app/db/setup.rb',
      "execute <<~SQL\n  DROP TABLE old_a\nSQL\nselect 'ALTER TABLE'",
      ['drop_table old_a'],
    ],
    ['src/db/schema.rs', 'const UP: &str = "CREATE TABLE a (\n id int\n)";', ['create_table a']],
    ['src/db/Schema.java', 'run("ALTER TABLE a " +\n    "ADD COLUMN b int");', ['add_column a']],
    ['lib/db/schema.ts', "db.run('DROP TABLE a'); db.all(`SELECT 1 FROM a`)", ['drop_table a']],
    ['lib/db/schema.ts', "insert('INSERT INTO a VALUES (1)'); label('Create table')", []],
  ])('%s', (path, text, expected) => {
    expect(embeddedOperations(text, path).map(({ op, table }) => `${op} ${table}`)).toEqual(expected)
  })

  test('only what is new is judged, and that the file was there makes it no edited migration', () => {
    const path = 'internal/database/migrations.go'
    const programs = { before: new Map([[path, go('')]]), after: new Map([[path, go(added)]]) }
    const { migrations, edits, others } = judgedMigrations([], new Map(), new Map(), programs)
    expect(migrations).toMatchObject([
      { framework: 'SQL in Go code', total: 1, statements: [{ what: 'add column feeds.language' }] },
    ])
    expect({ edits, others }).toEqual({ edits: { changed: 0, same: 0 }, others: [] })
  })

  test('a file whose schema statements only moved is none', () => {
    const path = 'db/schema.go'
    const programs = {
      before: new Map([[path, go(added)]]),
      after: new Map([[path, `// moved\n${go(added)}`]]),
    }
    const { migrations, others } = judgedMigrations([], new Map(), new Map(), programs)
    expect({ migrations, others }).toEqual({ migrations: [], others: [path] })
  })
})

describe('which lines are looked at', () => {
  test.each([
    ['internal/database/migrations.go', '	ALTER TABLE feeds ADD COLUMN language text;', true],
    ['store/sqlite.go', 'CREATE TABLE IF NOT EXISTS users (', true],
    ['store/sqlite.go', '"CREATE UNIQUE INDEX by_name ON users (name)"', true],
    ['store/sqlite.go', 'DROP TABLE users;', true],
    // Prose, a placeholder, a test, a document, and code that is not about the product's own data.
    ['store/list.go', 'return "Create table first"', false],
    ['store/list.go', 'fmt.Sprintf("CREATE TABLE %s (id int)", name)', false],
    ['store/sqlite_test.go', 'CREATE TABLE a (', false],
    ['docs/database/setup.md', 'CREATE TABLE a (', false],
    ['parser/statements.go', 'CREATE TABLE a (', false],
  ])('%s: %s', (path, line, expected) => {
    expect(changesSchema([{ path, added: [line], removed: [] }])).toEqual(expected ? [path] : [])
    expect(schemaPatterns(path).some(pattern => pattern.test(line))).toBe(expected)
  })
})
