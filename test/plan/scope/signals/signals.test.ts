import { describe, expect, test } from 'vitest'
import { dependencyChanges, manifestPaths } from '../../../../src/plan/scope/dependencies/dependencies.ts'
import { withMoves } from '../../../../src/plan/scope/migrations/moves.ts'
import type { FileChange } from '../../../../src/plan/scope/repository.ts'
import { migrationSignal, signalsOf } from '../../../../src/plan/scope/signals/signals.ts'

const file = (path: string, insertions = 1): FileChange => ({
  path,
  status: 'modified',
  insertions,
  deletions: 0,
})
const kindsOf = (...paths: string[]) =>
  signalsOf(
    [...paths, 'test/x.test.ts'].map(path => file(path)),
    [],
    [],
  ).map(signal => signal.kind)

test.each([
  ['db/migrate/20260101_add.rb', ['database_migration']],
  ['src/main/resources/db/V12__add.sql', ['database_migration']],
  ['alembic/versions/abc.py', ['database_migration']],
  ['app/migrations/0002_auto.py', ['database_migration']],
  ['prisma/schema.prisma', ['database_migration']],
  ['db/knex_migrations/2026.js', ['database_migration']],
  ['docs/migrations/guide.md', []],
  ['test/migrations/0001.sql', []],
  ['api/openapi.yaml', ['api_description']],
  ['proto/user.proto', ['api_description']],
  ['manifests/crds/rollout-crd.yaml', ['api_description', 'infrastructure']],
  ['google/cloud/bigquery/migration/v2/bigquerymigration_v2.yaml', []],
  ['src/main/resources/db/migrations/2026-add.xml', ['database_migration']],
  ['.devcontainer/ubuntu/Dockerfile', []],
  ['its/core-it-support/src/main/java/x/SecretAuth.java', []],
  ['src/pip/_vendor/requests/auth.py', []],
  ['src/pip/_internal/network/session.py', []],
  ['src/queries/sql/sessions.ts', []],
  ['api/maven-api-core/src/main/java/org/x/Session.java', []],
  ['src/http/sessions.py', ['authentication']],
  ['Dockerfile', ['infrastructure']],
  ['deploy/k8s/app.yaml', ['infrastructure']],
  ['infra/main.tf', ['infrastructure']],
  ['.github/workflows/ci.yml', ['delivery']],
  ['Jenkinsfile', ['delivery']],
  ['.env.example', ['configuration']],
  ['config/production.yaml', ['configuration']],
  ['config/vite.config.js', []],
  ['config/cypress.config.js', []],
  ['config/next.config.js', ['configuration']],
  ['packages/config/package.json', []],
  ['packages/config/base.json', []],
  ['src/queries/sql/sessions/getStats.ts', []],
  ['app/controllers/sessions_controller.rb', ['authentication']],
  ['middleware/session.go', ['authentication']],
  ['t/t5563-http-auth.sh', []],
  ['redis.conf', ['configuration']],
  ['src/auth/login.ts', ['authentication']],
  ['src/sessionStore.ts', ['authentication']],
  ['src/author.ts', []],
  ['test/auth/login.test.ts', []],
  ['docs/auth.md', []],
  ['vendor/auth/auth.go', []],
  ['package-lock.json', []],
  ['src/plain.ts', []],
])('%s shows %j', (path, kinds) => {
  expect(kindsOf(path)).toEqual(kinds)
})

test('code without tests, a large change, reverts, dependencies', () => {
  const kinds = (files: FileChange[]) => signalsOf(files, [], []).map(signal => signal.kind)
  expect(kinds([file('src/a.ts')])).toEqual(['tests_untouched'])
  expect(kinds([file('README.md')])).toEqual([])
  expect(kinds([file('src/a.ts', 9000), file('test/a.test.ts', 9000)])).toEqual([])
  expect(kinds([file('src/a.ts', 10_001), file('test/a.test.ts')])).toEqual(['large_change'])
  const change = { manifest: 'package.json', dev: false }
  const major = { ...change, name: 'x', from: '^1.0.0', to: '^2.0.0', change: 'major' as const }
  const dev = { ...change, name: 'y', to: '1', change: 'added' as const, dev: true }
  expect(signalsOf([], [major, dev], [])).toEqual([
    { kind: 'dependency_major', files: ['package.json'], count: 1, example: 'x ^1.0.0 → ^2.0.0' },
  ])
})

test('at most ten files, most lines first', () => {
  const [signal] = signalsOf(
    Array.from({ length: 30 }, (_, i) => file(`db/migrate/${i}.rb`, i)),
    [],
    [],
  )
  expect(signal).toMatchObject({ count: 30, example: 'db/migrate/29.rb' })
  expect(signal?.files).toHaveLength(10)
})

describe('dependencyChanges', () => {
  const changes = (path: string, before: string, after: string) =>
    dependencyChanges(new Map([[path, before]]), new Map([[path, after]])).map(
      ({ name, from, to, change, dev }) =>
        `${dev ? 'dev ' : ''}${name} ${from ?? '-'} ${to ?? '-'} ${change}`,
    )

  test.each([
    [
      'package.json',
      '{"dependencies":{"a":"^1.2.0","b":"1.0.0","gone":"1"},"devDependencies":{"d":"1.0.0"},"engines":{"node":">=18"}}',
      '{"dependencies":{"a":"^2.0.0","b":"1.0.1","new":"3"},"devDependencies":{"d":"2.0.0"},"engines":{"node":">=20"}}',
      [
        'a ^1.2.0 ^2.0.0 major',
        'node >=18 >=20 major',
        'new - 3 added',
        'gone 1 - removed',
        'b 1.0.0 1.0.1 patch',
        'dev d 1.0.0 2.0.0 major',
      ],
    ],
    [
      'go.mod',
      'module x\ngo 1.24\nrequire (\n\tgithub.com/a/b v1.2.3\n\tgithub.com/c/d/v2 v2.1.0\n\tgithub.com/i/n v1.0.0 // indirect\n)\n',
      'module x\ngo 1.25\nrequire (\n\tgithub.com/a/b v1.3.0\n\tgithub.com/c/d/v3 v3.0.0\n\tgithub.com/i/n v2.0.0 // indirect\n)\n',
      ['github.com/c/d v2.1.0 v3.0.0 major', 'go 1.24 1.25 minor', 'github.com/a/b v1.2.3 v1.3.0 minor'],
    ],
    [
      'requirements.txt',
      'A_b==1.0 # c\n-r x\n',
      'a-b==2.0\nnew[x]>=1 ; python_version<"4"\n',
      ['a-b ==1.0 ==2.0 major', 'new - >=1 added'],
    ],
    ['requirements-dev.txt', 'a==1.0\n', 'a==2.0\n', ['dev a ==1.0 ==2.0 major']],
    [
      'pyproject.toml',
      '[project]\nrequires-python = ">=3.9"\ndependencies = [\n  "werkzeug>=3.0.0",\n]\n[dependency-groups]\ndev = ["ruff"]\n',
      '[project]\nrequires-python = ">=3.10"\ndependencies = [\n  "werkzeug>=3.1.0", # why\n  "blinker>=1.9",\n]\n[dependency-groups]\ndev = ["ruff", "tox"]\n',
      [
        'blinker - >=1.9 added',
        'python >=3.9 >=3.10 minor',
        'werkzeug >=3.0.0 >=3.1.0 minor',
        'dev tox -  added',
      ],
    ],
    [
      'Cargo.toml',
      '[dependencies]\nserde = "1.0"\n[dev-dependencies]\ncriterion = "0.4"\n',
      '[dependencies]\nserde = { version = "2.0", features = ["x"] }\n[dependencies.tokio]\nversion = "1.2"\n[dev-dependencies]\ncriterion = "0.5"\n',
      ['serde 1.0 2.0 major', 'tokio - 1.2 added', 'dev criterion 0.4 0.5 minor'],
    ],
    [
      'Gemfile',
      "gem 'rails', '~> 7.0'\n",
      "gem 'rails', '~> 8.0'\ngroup :test do\n  gem 'rspec'\nend\n",
      ['rails ~> 7.0 ~> 8.0 major', 'dev rspec -  added'],
    ],
    [
      'pom.xml',
      `<project><properties><v>1.0</v></properties><dependency><groupId>g</groupId><artifactId>a</artifactId><version>\${v}</version></dependency></project>`,
      `<project><properties><v>2.0</v></properties><dependency><groupId>g</groupId><artifactId>a</artifactId><version>\${v}</version></dependency></project>`,
      ['g:a 1.0 2.0 major'],
    ],
    ['package.json', '{"dependencies":{"a":"1"}}', 'not json', ['a 1 - removed']],
  ])('%s', (path, before, after, expected) => {
    expect(changes(path, before, after)).toEqual(expected)
  })

  test('packages of the repository itself are no dependencies', () => {
    const after = new Map([
      ['package.json', '{"name":"root","dependencies":{"@x/a":"2"}}'],
      ['packages/a/package.json', '{"name":"@x/a"}'],
    ])
    expect(dependencyChanges(new Map(), after)).toEqual([])
  })

  test('manifestPaths: the nearest, no tests, no examples', () => {
    const files = [
      'packages/a/package.json',
      'package.json',
      'examples/x/package.json',
      'test/fixtures/package.json',
      'README.md',
      'go.mod',
    ]
    expect(manifestPaths(files)).toEqual(['go.mod', 'package.json', 'packages/a/package.json'])
  })
})

test('new migrations and edits of shipped ones are told apart; the example is a new one', () => {
  const at = (path: string, status: FileChange['status'], insertions: number): FileChange => ({
    ...file(path, insertions),
    status,
  })
  const files = [
    at('db/knex_migrations/1-old.js', 'modified', 90),
    at('db/knex_migrations/2-old.js', 'renamed', 80),
    at('db/knex_migrations/3-new.js', 'added', 5),
    at('db/schema.rb', 'modified', 500),
  ]
  expect(signalsOf(files, [], [])[0]).toMatchObject({
    kind: 'database_migration',
    count: 4,
    example: 'db/knex_migrations/3-new.js',
    detail: '1 new migration, 2 edited after they shipped, 1 schema file',
    edited: 2,
  })
})

test('a description that is new breaks no caller', () => {
  const fresh: FileChange = { path: 'api/v2.proto', status: 'added', insertions: 3, deletions: 0 }
  expect(signalsOf([fresh], [], []).map(({ kind }) => kind)).not.toContain('api_description')
})

test('a large change whose lines nobody could count tells files only', () => {
  const uncounted = Array.from(
    { length: 301 },
    (_, n): FileChange => ({ path: `src/a${n}.ts`, status: 'modified' }),
  )
  const large = signalsOf(uncounted, [], []).find(({ kind }) => kind === 'large_change')
  expect(large?.example).toBe('301 files of code')
})

test('a migration that moved is no new and no removed one', () => {
  const moved: FileChange[] = [
    { path: 'app/DoctrineMigrations/Version20160401000000.php', status: 'deleted' },
    { path: 'migrations/Version20160401000000.php', status: 'added' },
    { path: 'migrations/Version20260401000000.php', status: 'added' },
  ]
  expect(migrationSignal(moved)?.detail).toBe('1 new migration, 1 edited after it shipped')
  expect(withMoves(moved)[0]).toMatchObject({ status: 'renamed', from: moved[0]!.path })
})

test("a Maven project's own modules are no dependencies", () => {
  const pom = (range: string) =>
    `<project><dependencies><dependency><groupId>org.x</groupId><artifactId>part</artifactId><version>${range}</version></dependency></dependencies></project>`
  const added = (range: string) =>
    dependencyChanges(new Map([['pom.xml', '<project></project>']]), new Map([['pom.xml', pom(range)]]))
  expect(added('1.2.3')).toHaveLength(1)
  for (const own of ['project.version', 'project.parent.version', 'revision'].map(name => `$\{${name}}`))
    expect(added(own)).toEqual([])
})
