import { expect, test } from 'vitest'
import { observedScope } from '../../src/tools/observe.ts'
import { scratchRepository } from '../support/scratch.ts'

const context = (at: string) => ({ root: async () => at, now: () => '2026-06-01T00:00:00Z' }) as never

test('what the changed files say becomes part of the range, with its signals', async () => {
  const { at, commit, git } = scratchRepository()
  const manifest = (dependencies: object) => JSON.stringify({ name: 'x', private: true, dependencies })
  const lock = (version: string) =>
    JSON.stringify({
      packages: {
        '': { dependencies: { a: '*' } },
        'node_modules/a': { version },
        'node_modules/t': { version },
      },
    })
  commit('one', {
    'package.json': manifest({ a: '*', 'unleash-client': '6.0.0' }),
    'package-lock.json': lock('1.0.0'),
    'src/a.js': 'process.env.OLD_KEY\n',
    'api/openapi.json': JSON.stringify({ openapi: '3.1.0', paths: { '/a': { get: {} }, '/b': { get: {} } } }),
    Dockerfile: 'FROM node:20\n',
    'migrations/1.sql': 'CREATE TABLE a (id int);\n',
  })
  git('tag', 'v1.0.0')
  commit(
    'two',
    {
      'package-lock.json': lock('2.0.0'),
      'src/a.js': 'process.env.OLD_KEY\n',
      'src/b.js': "process.env.NEW_KEY; process.env.OLD_KEY; unleash.isEnabled('new-cart')\n",
      'api/openapi.json': JSON.stringify({ openapi: '3.1.0', paths: { '/a': { get: {} } } }),
      Dockerfile: 'FROM node:22\n',
      'migrations/2.sql': 'ALTER TABLE a DROP COLUMN b;\n',
      'config/prod.key': 'x\n',
    },
    'Grace Sample',
  )
  const inputs = { version: '2.0.0', release: {}, observed: {} }
  const { observed } = await observedScope(context(at), inputs as never)
  const range = observed?.range
  expect(range).toMatchObject({
    migrations: [{ file: 'migrations/2.sql', framework: 'SQL', breaking: 1 }],
    api: [{ file: 'api/openapi.json', kind: 'openapi', what: 'path /b removed', breaking: true }],
    locks: [{ file: 'package-lock.json', alone: true, majors: 2, direct: 1 }],
    environment: [{ name: 'NEW_KEY', file: 'src/b.js' }],
    flags: { added: [{ name: 'new-cart', by: 'Unleash' }], removed: [] },
    credentials: [{ file: 'config/prod.key', what: 'private key' }],
    shape: { newcomers: 1 },
    dependencies: [{ name: 'a', from: '1.0.0', to: '2.0.0', change: 'major', manifest: 'package-lock.json' }],
  })
  const signals = new Map(range?.signals.map(signal => [signal.kind, signal]))
  expect([...signals.keys()]).toEqual(
    expect.arrayContaining([
      'database_migration',
      'api_breaking',
      'transitive_dependencies',
      'environment_variables',
      'feature_flags',
      'credential_added',
      'change_shape',
      'dependency_major',
    ]),
  )
  expect(signals.get('database_migration')?.detail).toContain('1 old code cannot live with')
  expect(signals.get('infrastructure')?.detail).toContain('base image node:20 → node:22')
})
