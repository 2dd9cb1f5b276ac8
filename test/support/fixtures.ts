import { scratchRepository } from './scratch.ts'

const packageJson = (fields: object): string => `${JSON.stringify(fields, null, 2)}\n`

/**
 * A service in Node: container, database migrations, interface description; one release behind it, then features,
 * fixes, a breaking change, a dependency's new major, a bot and a commit without a convention. The same commits
 * with the same ids at every run.
 */
export function serviceRepository() {
  const repository = scratchRepository()
  const { commit, git } = repository
  const manifest = (fastify: string) =>
    packageJson({
      name: 'parcel-tracker',
      version: '2.4.0',
      private: true,
      scripts: { start: 'node src/server.js' },
      dependencies: { fastify, pg: '^8.11.0' },
    })
  git('remote', 'add', 'origin', 'https://github.com/example/parcel-tracker.git')
  commit('feat: first version', {
    'package.json': manifest('^4.28.0'),
    Dockerfile: 'FROM node:20\nCMD ["node", "src/server.js"]\n',
    'k8s/deployment.yaml': 'kind: Deployment\n',
    'src/server.js': 'listen(8080)\n',
    'src/parcels.js': 'export const find = id => id\n',
    'openapi.yaml': 'openapi: 3.1.0\npaths:\n  /parcels/{id}: {}\n',
    'migrations/001_parcels.sql': 'CREATE TABLE parcels (id int);\n',
    'test/parcels.test.js': 'test()\n',
  })
  git('tag', '-a', 'v2.3.0', '-m', 'v2.3.0')
  commit('fix: parcels of yesterday are found', { 'src/parcels.js': 'export const find = id => [id]\n' })
  git('tag', '-a', 'v2.4.0', '-m', 'v2.4.0')
  commit(
    'feat(search): find parcels by recipient (#41)',
    {
      'src/search.js': 'export const search = name => name\n'.repeat(40),
      'test/search.test.js': 'test()\n',
    },
    'Grace Sample',
  )
  commit(
    'feat(db): keep the recipient with the parcel (#42)',
    {
      'migrations/002_recipient.sql': 'ALTER TABLE parcels ADD COLUMN recipient text;\n',
    },
    'Grace Sample',
  )
  commit(
    'feat(api)!: parcel ids are strings (#44)\n\nBREAKING CHANGE: clients that compare ids as numbers must change.',
    {
      'openapi.yaml': 'openapi: 3.1.0\npaths:\n  /parcels/{id}:\n    get: {}\n',
      'src/parcels.js': 'export const find = id => String(id)\n',
    },
    'Ada Example',
  )
  commit(
    'fix(login): sessions end after eight hours, PT-77',
    { 'src/auth/session.js': 'export const hours = 8\n' },
    'Linus Instance',
  )
  commit(
    'build(deps): bump fastify from 4.28.0 to 5.1.0 (#45)',
    { 'package.json': manifest('^5.1.0') },
    'dependabot[bot]',
  )
  commit('Tidy the parcel page', { 'src/page.js': 'export const page = 1\n' }, 'Linus Instance')
  return repository
}

/** A small npm library with a changelog and a breaking change. */
export function libraryRepository() {
  const repository = scratchRepository()
  const { commit, git } = repository
  const manifest = (version: string) =>
    packageJson({
      name: '@example/durations',
      version,
      main: 'index.js',
      types: 'index.d.ts',
      exports: './index.js',
      files: ['index.js'],
    })
  git('remote', 'add', 'origin', 'git@github.com:example/durations.git')
  commit('feat: parse durations', {
    'package.json': manifest('1.0.0'),
    'index.js': 'export const parse = text => Number(text)\n',
    'CHANGELOG.md': '# Changelog\n\n## 1.0.0\n\n- first version\n',
    'test/index.test.js': 'test()\n',
  })
  git('tag', 'v1.0.0')
  commit('fix: negative durations', { 'index.js': 'export const parse = text => -Number(text)\n' })
  git('tag', 'v1.0.1')
  commit('feat: weeks (#12)', {
    'index.js': 'export const parse = text => 7 * Number(text)\n',
    'test/index.test.js': 'test(2)\n',
  })
  commit(
    'perf: no regular expression in the loop',
    { 'index.js': 'export const parse = text => 7 * +text\n' },
    'Grace Sample',
  )
  commit('docs: say how months are counted', { 'README.md': '# durations\n' })
  return repository
}
