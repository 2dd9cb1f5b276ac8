import { expect, test } from 'vitest'
import { observedProduct, observedScope } from '../../src/tools/observe.ts'
import { exampleInputs } from '../support/example-inputs.ts'
import { scratchRepository } from '../support/scratch.ts'

const contextOf = (at: string) => ({ root: async () => at, now: () => '2026-11-21T09:00:00Z' })
const json = (fields: object) => JSON.stringify(fields)

test.each([
  [{ 'go.mod': 'module example.org/team/argo/v2\n', Dockerfile: 'FROM scratch\n' }, 'argo'],
  [{ 'Cargo.toml': '[package]\nname = "crab"\n', Dockerfile: 'FROM scratch\n' }, 'crab'],
  [{ 'package.json': json({ name: 'web', private: true }), 'go.mod': 'module example.org/api\n' }, 'api'],
  [{ 'package.json': json({ name: '@x/repository', private: true, workspaces: ['a'] }) }, 'from-remote'],
])('the product of %j is %s', async (files, name) => {
  const { at, commit, git } = scratchRepository()
  git('remote', 'add', 'origin', 'https://github.com/example/from-remote.git')
  commit('one', files)
  expect((await observedProduct(contextOf(at), '1.0.0')).product).toBe(name)
})

test('one reading shows base, branch, candidate, workflow, changelog and floor', async () => {
  const { at, commit, git } = scratchRepository()
  const workflow = 'on:\n  push:\n    tags: [v*]\njobs:\n  - run: npm publish\n'
  commit('one', {
    'package.json': json({ name: 'x', engines: { node: '>=18' } }),
    '.github/workflows/p.yml': workflow,
  })
  git('tag', 'v2.3.0')
  commit('fix: two')
  git('tag', 'v2.4.0')
  commit('feat: three', {
    'package.json': json({ name: 'x', engines: { node: '>=20' } }),
    'CHANGELOG.md': '## Unreleased\n\n- Drop the old flag\n\n## 2.4.0\n\n- two\n',
  })
  git('tag', 'v2.5.0-rc1')
  git('branch', 'release-2.5')
  const inputs = exampleInputs('library', { observed: undefined, scope: {} })
  const { observed } = await observedScope(contextOf(at), inputs)
  expect(observed).toMatchObject({
    base: { tag: 'v2.4.0', candidates: [{ tag: 'v2.5.0-rc1' }] },
    release_branches: ['release-2.5'],
    publishing: [{ file: '.github/workflows/p.yml', on: 'tag', does: ['npm publish'] }],
    range: {
      from: 'v2.4.0',
      changelog: { path: 'CHANGELOG.md', heading: 'Unreleased', entries: ['Drop the old flag'] },
      signals: expect.arrayContaining([
        expect.objectContaining({ kind: 'runtime_floor' }),
        expect.objectContaining({ kind: 'behaviour_change', example: 'Drop the old flag' }),
      ]),
    },
  })
})

test('a previous version that was given decides the base', async () => {
  const { at, commit, git } = scratchRepository()
  for (const version of ['2.3.0', '2.4.0']) {
    commit(version)
    git('tag', `v${version}`)
  }
  commit('feat: three')
  const inputs = exampleInputs('library', { observed: undefined, scope: {} })
  const release = { ...inputs.release, previous_version: '2.3.0' }
  const { observed } = await observedScope(contextOf(at), { ...inputs, release })
  expect(observed).toMatchObject({ base: { tag: 'v2.3.0' }, range: { from: 'v2.3.0', commits: 2 } })
})
