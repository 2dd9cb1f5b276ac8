import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { recentAuthors } from '../../src/history/authors.ts'
import { fileAt, filesAt } from '../../src/history/contents.ts'
import { readRange } from '../../src/history/range.ts'
import { scratchFolder, scratchRepository } from '../support/scratch.ts'

test('a straight range: commits newest first, files with counts, renames, binary files', async () => {
  const { at, git, commit } = scratchRepository()
  const from = commit('one', { 'old.txt': 'a\nb\nc\nd\n', 'gone.txt': 'x\n' })
  git('mv', 'old.txt', 'new.txt')
  git('rm', '-q', 'gone.txt')
  commit('two', { 'new.txt': 'a\nb\nc\nd\ne\n', 'image.bin': '\0\u0001\0' }, 'Grace Example')
  const head = commit('three\n\nbody line', { 'c.txt': '1\n2\n' })
  const range = await readRange(at, { from, to: 'HEAD' })
  expect(range).toMatchObject({
    base_commit: from,
    to_commit: head,
    to_date: '2026-01-04T12:00:00+02:00',
    commits: [
      { commit: head, author: 'Ada Example', subject: 'three', body: 'body line\n', merge: false },
      { author: 'Grace Example', subject: 'two', body: '' },
    ],
    omitted: 0,
    insertions: 3,
    deletions: 1,
    authors: [
      { name: 'Ada Example', commits: 1 },
      { name: 'Grace Example', commits: 1 },
    ],
    cherryPicked: 0,
    notes: [],
  })
  expect(range.files).toEqual([
    { path: 'c.txt', status: 'added', insertions: 2, deletions: 0 },
    { path: 'gone.txt', status: 'deleted', insertions: 0, deletions: 1 },
    { path: 'image.bin', status: 'added', binary: true },
    { path: 'new.txt', from: 'old.txt', status: 'renamed', insertions: 1, deletions: 0 },
  ])
})

test('without a start the whole history is the range; paths limit it', async () => {
  const { at, commit } = scratchRepository()
  commit('one', { 'a/x.txt': '1\n' })
  commit('two', { 'b/y.txt': '1\n' })
  const whole = await readRange(at, { to: 'main' })
  expect(whole.base_commit).toBeUndefined()
  expect(whole.files.map(file => file.path)).toEqual(['a/x.txt', 'b/y.txt'])
  const limited = await readRange(at, { to: 'main', paths: ['b'] })
  expect(limited.commits.map(commit => commit.subject)).toEqual(['two'])
  expect(limited.files.map(file => file.path)).toEqual(['b/y.txt'])
})

test('a diverged base: cherry-picks are left out and counted', async () => {
  const { at, git, commit } = scratchRepository()
  const fork = commit('base', { 'a.txt': '1\n' })
  const picked = commit('fix: shared', { 'b.txt': 'fix\n' })
  commit('feat: new', { 'c.txt': '1\n' })
  git('checkout', '-q', '-b', 'release-1', fork)
  git('cherry-pick', picked)
  commit('release 1.0.1', { VERSION: '1.0.1\n' })
  git('tag', 'v1.0.1')
  git('checkout', '-q', 'main')
  const range = await readRange(at, { from: 'v1.0.1', to: 'HEAD' })
  expect(range.base_commit).toBe(fork)
  expect(range.commits.map(commit => commit.subject)).toEqual(['feat: new'])
  expect(range.cherryPicked).toBe(1)
})

test('a pick whose patch differs is known by author, time and subject, and said', async () => {
  const { at, git, commit, write } = scratchRepository()
  const fork = commit('base', { 'a.txt': '1\n' })
  const picked = commit('fix: shared', { 'b.txt': 'fix\n' })
  commit('fix: other', { 'c.txt': '1\n' })
  git('checkout', '-q', '-b', 'release-1', fork)
  git('cherry-pick', picked)
  write({ 'b.txt': 'fix, as it was done there\n' })
  git('add', '-A')
  git('commit', '-q', '--amend', '--no-edit')
  commit('fix: other', { 'c.txt': 'of another day\n' })
  git('checkout', '-q', 'main')
  const range = await readRange(at, { from: 'release-1', to: 'HEAD' })
  expect(range.commits.map(({ subject }) => subject)).toEqual(['fix: other'])
  expect(range.cherryPicked).toBe(1)
  expect(range.notes).toEqual([
    expect.stringContaining("Of the commits left out 1 stands on the base's line"),
  ])
})

test('ends that share nothing, and ends the wrong way round, are noted', async () => {
  const { at, git, commit } = scratchRepository()
  const old = commit('one')
  const head = commit('two')
  git('checkout', '-q', '--orphan', 'other')
  commit('fresh start')
  expect((await readRange(at, { from: head, to: 'other' })).notes.join()).toContain('share no history')
  expect(await readRange(at, { from: head, to: old })).toMatchObject({
    commits: [],
    notes: [expect.stringContaining('before its start')],
  })
})

test('hostile names and messages arrive as they are', async () => {
  const { at, git, commit } = scratchRepository()
  const from = commit('one')
  const names = ['line\nbreak.txt', 'tab\tname.txt', ':colon.txt', '-rf', '\u202egnp.exe', '1\t1\tcount.txt']
  commit(
    'subject \u001e\u001f\u0001 \u0002\n\nbody\u001e',
    Object.fromEntries(names.map(name => [name, 'x\n'])),
  )
  git('mv', '-rf'.replace(/^/, './'), '--', 'moved').toString()
  git('commit', '-q', '-m', '--output=x')
  const range = await readRange(at, { from, to: 'HEAD' })
  expect(range.commits).toHaveLength(2)
  expect(range.commits[1]?.subject).toBe('subject \u001e\u001f\u0001 \u0002')
  expect(range.files.map(file => file.path).sort()).toEqual(
    [...names.filter(name => name !== '-rf'), 'moved'].sort(),
  )
  expect(range.insertions).toBe(6)
  expect(existsSync(join(at, 'x'))).toBe(false)
  const texts = await filesAt(at, 'HEAD', [...names, 'moved'])
  expect([...texts.keys()].sort()).toEqual(
    names
      .filter(name => name !== '-rf' && !name.includes('\n'))
      .concat('moved')
      .sort(),
  )
})

test('a partial clone lists files without counts, fetches nothing, and says so', async () => {
  const { at, git, commit } = scratchRepository()
  git('config', 'uploadpack.allowFilter', 'true')
  const from = commit('one', { 'a.txt': 'a\n', 'b.txt': 'b\n' })
  commit('two', { 'a.txt': 'a2\n' })
  commit('three', { 'b.txt': 'b3\n' })
  const clone = join(scratchFolder(), 'clone')
  execFileSync('git', ['clone', '-q', '--no-checkout', '--filter=blob:none', `file://${at}`, clone], {
    stdio: 'ignore',
  })
  const range = await readRange(clone, { from, to: 'HEAD' })
  expect(range.commits).toHaveLength(2)
  expect(range.files).toEqual([
    { path: 'a.txt', status: 'modified' },
    { path: 'b.txt', status: 'modified' },
  ])
  expect(range.notes.join()).toContain('without counts')
  expect(await fileAt(clone, 'HEAD', 'a.txt')).toBeUndefined()
})

test('texts at a commit; folders, absent and large files have none', async () => {
  const { at, commit } = scratchRepository()
  const old = commit('one', {
    'a.txt': 'old ü\n',
    'dir/b.txt': 'b',
    'empty.txt': '',
    'large.txt': 'x'.repeat(2_200_000),
  })
  commit('two', { 'a.txt': 'new\n' })
  const texts = await filesAt(at, old, [
    'a.txt',
    'dir/b.txt',
    'empty.txt',
    'dir',
    'absent',
    'large.txt',
    'a.txt missing',
  ])
  expect([...texts]).toEqual([
    ['a.txt', 'old ü\n'],
    ['dir/b.txt', 'b'],
    ['empty.txt', ''],
  ])
  expect(await fileAt(at, 'HEAD', 'a.txt')).toBe('new\n')
})

test('recent authors of some paths, by the mailmap', async () => {
  const { at, commit } = scratchRepository()
  commit('one', { 'src/a.ts': '1' }, 'Grace Example')
  commit('two', { 'src/a.ts': '2' }, 'grace')
  commit('three', { 'src/b.ts': '1', '.mailmap': 'Grace Example <x@example.org>\n' })
  commit('four', { 'doc.md': '1' })
  expect(await recentAuthors(at, 'HEAD', ['src'])).toEqual([
    { name: 'Grace Example', commits: 2 },
    { name: 'Ada Example', commits: 1 },
  ])
})
