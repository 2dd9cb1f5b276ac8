import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commitsTouching, trialReverts } from '../../src/history/index.ts'
import { importedHistory } from '../support/histories.ts'
import { scratchFolder } from '../support/scratch.ts'

const lines = (changed: Record<number, string> = {}): string =>
  Array.from({ length: 12 }, (_, n) => `${changed[n] ?? `line ${n}`}\n`).join('')

/** Commits that can be taken back, one that a later one builds on, one that was taken back already. */
const history = () =>
  importedHistory(({ commit, branch }) => {
    commit('start', { files: { 'a.txt': lines(), 'b.txt': 'b\n' } })
    commit('top', { files: { 'a.txt': lines({ 1: 'top' }) } })
    commit('bottom', { files: { 'a.txt': lines({ 1: 'top', 10: 'bottom' }) } })
    commit('bottom again', { files: { 'a.txt': lines({ 1: 'top', 10: 'lower' }) } })
    commit('new file', { files: { 'c/ü "x".txt': 'c\n' } })
    commit('b changed', { files: { 'b.txt': 'bb\n' } })
    commit('b back', { files: { 'b.txt': 'b\n' } })
    const side = commit('side start', { files: { 'd.txt': 'd\n' } })
    branch('side', side)
    const tip = commit('on side', { on: 'side', files: { 'e.txt': 'e\n' } })
    commit('merge', { merge: tip, files: { 'e.txt': 'e\n' } })
    commit('new file longer', { files: { 'c/ü "x".txt': 'c\nc\n' } })
  })

/** Every file with what it holds. */
const entries = (at: string): string[] =>
  readdirSync(at, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath}/${name} ${readFileSync(join(parentPath, name), 'base64')}`)

test('each commit is taken back as git revert would, and nothing is written to the repository', async () => {
  const { at, ids } = history()
  const before = entries(at)
  const commits = ids.slice(2)
  const told = await trialReverts(at, 'HEAD', commits)
  expect(entries(at)).toEqual(before)
  expect(told?.left).toBeUndefined()
  const clone = scratchFolder()
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', clone, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
      stdio: ['ignore', 'pipe', 'ignore'],
      encoding: 'utf8',
    })
  git('clone', '-q', at, '.')
  for (const { commit, result, files } of told!.tried) {
    const parents = git('rev-list', '--parents', '-1', commit).trim().split(' ').length - 1
    let expected: string = 'clean'
    try {
      git('revert', '--no-commit', ...(parents > 1 ? ['-m', '1'] : []), commit)
      if (git('status', '--porcelain') === '') expected = 'nothing'
    } catch {
      expected = 'conflict'
    }
    const conflicting = git('diff', '--name-only', '-z', '--diff-filter=U').split('\0').filter(Boolean)
    git('reset', '-q', '--hard', 'HEAD')
    expect([commit, result, files]).toEqual([commit, expected, conflicting])
  }
  expect(told!.tried.map(({ result }) => result)).toEqual([
    'clean',
    'conflict',
    'clean',
    'conflict',
    'nothing',
    'clean',
    'clean',
    'clean',
    'clean',
    'clean',
  ])
})

test('what the clone lacks is unknown, and a folder without git has no answer', async () => {
  const { at, ids } = history()
  const missing = 'f'.repeat(40)
  const told = await trialReverts(at, 'HEAD', [missing, ids[1]!])
  expect(told?.tried.map(({ result }) => result)).toEqual(['unknown', 'unknown'])
  expect(await trialReverts(scratchFolder(), 'HEAD', [])).toBeUndefined()
})

test('commits of a range that touched a path, newest first', async () => {
  const { at, ids } = history()
  expect(await commitsTouching(at, { from: ids[1]!, to: 'HEAD' }, ['a.txt'], 2)).toEqual([ids[4], ids[3]])
  expect(await commitsTouching(at, { to: 'HEAD' }, ['c/ü "x".txt'], 9)).toEqual([ids[11], ids[5]])
})
