import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folderTexts, listFolder } from '../../src/history/folder.ts'
import { readRange } from '../../src/history/range.ts'
import { observeRepository, webUrlOf } from '../../src/history/repository.ts'
import { scratchFolder, scratchRepository } from '../support/scratch.ts'

test('a repository: head, branch, tags with the right dates, files', async () => {
  const { at, git, commit, later } = scratchRepository()
  const first = commit('one', { 'a.txt': 'a', 'dir/b.txt': 'b' })
  git('tag', 'v1.0.0')
  later(3)
  git('tag', '-a', 'v1.0.1', '-m', 'release')
  later(400)
  git('tag', '-a', 'v0.1.0', first, '-m', 'tagged long after')
  const head = commit('two')
  expect(await observeRepository(at)).toEqual({
    prefix: '',
    head: { commit: head, date: '2027-02-10T12:00:00+02:00', branch: 'main' },
    shallow: false,
    webUrl: undefined,
    tags: [
      {
        name: 'v0.1.0',
        commit: first,
        date: '2026-01-02T12:00:00+02:00',
        committed: '2026-01-02T12:00:00+02:00',
      },
      {
        name: 'v1.0.0',
        commit: first,
        date: '2026-01-02T12:00:00+02:00',
        committed: '2026-01-02T12:00:00+02:00',
      },
      {
        name: 'v1.0.1',
        commit: first,
        date: '2026-01-05T12:00:00+02:00',
        committed: '2026-01-02T12:00:00+02:00',
      },
    ],
    branches: ['main'],
    files: ['a.txt', 'dir/b.txt', 'log.txt'],
    filesTotal: 3,
  })
})

test('no repository, an empty one, a detached head, a shallow clone', async () => {
  const folder = scratchFolder()
  expect(await observeRepository(folder)).toBeUndefined()
  const empty = scratchRepository()
  expect(await observeRepository(empty.at)).toMatchObject({ head: undefined, tags: [], files: [] })
  const { at, git, commit } = scratchRepository()
  commit('one')
  commit('two')
  git('checkout', '-q', '--detach')
  expect((await observeRepository(at))?.head).toMatchObject({ branch: undefined })
  const clone = join(scratchFolder(), 'clone')
  execFileSync('git', ['clone', '-q', '--depth', '1', `file://${at}`, clone], { stdio: 'ignore' })
  expect(await observeRepository(clone)).toMatchObject({ shallow: true })
})

test('a folder inside a repository sees its own files, an untracked one sees none', async () => {
  const { at, commit } = scratchRepository()
  commit('feat: api', { 'packages/api/a.ts': '1', 'other.ts': '1' })
  const from = commit('fix: other', { 'other.ts': '2' })
  commit('feat: more', { 'packages/api/a.ts': '2\n', 'other.ts': '3' })
  const root = join(at, 'packages/api')
  expect((await observeRepository(root))?.files).toEqual(['a.ts'])
  expect((await readRange(root, { from, to: 'HEAD' })).files.map(file => file.path)).toEqual(['a.ts'])
  mkdirSync(join(at, 'untracked'))
  expect(await observeRepository(join(at, 'untracked'))).toBeUndefined()
})

test('a damaged repository is an error that says so', async () => {
  const { at } = scratchRepository()
  writeFileSync(join(at, '.git/HEAD'), 'nonsense')
  await expect(observeRepository(at)).rejects.toMatchObject({
    name: 'PlanError',
    code: 'unreadable_repository',
  })
})

test('a HEAD whose commit is missing is damage, not an empty repository', async () => {
  const { at, git, commit } = scratchRepository()
  const id = commit('one')
  unlinkSync(join(at, '.git/objects', id.slice(0, 2), id.slice(2)))
  git('symbolic-ref', 'HEAD', 'refs/heads/main')
  await expect(observeRepository(at)).rejects.toMatchObject({ code: 'unreadable_repository' })
})

test.runIf(process.getuid?.() === 0)('a folder of another owner is refused with the way out', async () => {
  const { at, commit } = scratchRepository()
  commit('one')
  chownSync(at, 12345, 12345)
  chownSync(join(at, '.git'), 12345, 12345)
  await expect(observeRepository(at)).rejects.toThrow(/safe\.directory/)
  const home = scratchFolder()
  const before = process.env.HOME
  process.env.HOME = home
  writeFileSync(join(home, '.gitconfig'), `[safe]\n\tdirectory = ${at}\n`)
  try {
    expect((await observeRepository(at))?.head).toBeDefined()
  } finally {
    process.env.HOME = before
  }
})

describe('what a repository plants does not run', () => {
  test('monitors, hooks, external diffs, text conversion, signatures', async () => {
    const { at, git, commit, write } = scratchRepository()
    commit('one', { 'a.txt': 'one\n', '.gitattributes': '*.txt diff=evil filter=evil\n' })
    const script = join(at, 'evil.sh')
    const proof = join(at, 'it-ran')
    write({
      'evil.sh': `#!/bin/sh\ntouch ${proof}\n`,
      '.git/hooks/post-index-change': `#!/bin/sh\ntouch ${proof}\n`,
    })
    chmodSync(script, 0o755)
    chmodSync(join(at, '.git/hooks/post-index-change'), 0o755)
    const from = git('rev-parse', 'HEAD')
    commit('two', { 'a.txt': 'two\n' })
    const planted = [
      'core.fsmonitor',
      'diff.external',
      'diff.evil.command',
      'diff.evil.textconv',
      'gpg.program',
      'core.sshCommand',
    ]
    for (const name of [...planted, 'filter.evil.clean', 'core.pager', 'pager.log', 'core.askPass'])
      git('config', name, script)
    git('config', 'log.showSignature', 'true')
    execFileSync('rm', ['-f', proof])
    await observeRepository(at)
    expect(await readRange(at, { from, to: 'HEAD' })).toMatchObject({
      files: [{ path: 'a.txt' }, { path: 'evil.sh' }],
    })
    expect(existsSync(proof)).toBe(false)
    git('status')
    expect(existsSync(proof)).toBe(true)
  })

  test('refs that look like options are refused, and write nothing', async () => {
    const { at, commit } = scratchRepository()
    commit('one')
    const target = join(at, 'written')
    for (const to of [
      `--output=${target}`,
      '-O',
      '',
      'HEAD\n',
      'HEAD\u0000',
      'no-such',
      '--all',
      'x'.repeat(300),
    ]) {
      await expect(readRange(at, { to })).rejects.toMatchObject({ code: 'unknown_ref', field: 'to' })
    }
    await expect(readRange(at, { from: '--not', to: 'HEAD' })).rejects.toMatchObject({ field: 'from' })
    for (const path of ['../x', '/etc', 'a/../../b', 'C:\\x', '', 'a\0b']) {
      await expect(readRange(at, { to: 'HEAD', paths: [path] })).rejects.toMatchObject({
        code: 'invalid_path',
      })
    }
    expect(existsSync(target)).toBe(false)
  })
})

test('a folder without git is listed two levels deep, links not followed', async () => {
  const folder = scratchFolder()
  mkdirSync(join(folder, 'a/b/c'), { recursive: true })
  mkdirSync(join(folder, 'node_modules'))
  for (const path of ['x.txt', 'a/y.txt', 'a/b/z.txt', 'a/b/c/deep.txt', 'node_modules/n.js'])
    writeFileSync(join(folder, path), '')
  symlinkSync('/etc', join(folder, 'link'))
  expect(await listFolder(folder)).toEqual(['a/b/z.txt', 'a/y.txt', 'x.txt'])
  expect([
    ...(await folderTexts(folder, ['x.txt', 'link', 'link/passwd', '../x', 'a', '/etc/passwd'])).keys(),
  ]).toEqual(['x.txt'])
  expect(await folderTexts(join(folder, 'a'), ['../x.txt', 'y.txt'])).toEqual(new Map([['y.txt', '']]))
})

test.each([
  ['git@github.com:owner/name.git', 'https://github.com/owner/name'],
  ['https://user:secret@github.com/owner/name.git', 'https://github.com/owner/name'],
  ['https://token@host.example:8443/a/b/c/', 'https://host.example/a/b/c'],
  ['ssh://git@host.example:2222/owner/name.git', 'https://host.example/owner/name'],
  ['/srv/git/name.git', undefined],
  ['file:///srv/git/name', undefined],
  ['../name', undefined],
  ['', undefined],
  ['https://host/a"onclick=x', undefined],
])('the remote %s is seen at %s', (remote, url) => {
  expect(webUrlOf(remote)).toBe(url)
})

test('branches: local ones and those of remotes, by their short names', async () => {
  const { at, commit, git } = scratchRepository()
  const head = commit('one')
  git('branch', 'release-1.10')
  git('update-ref', 'refs/remotes/origin/release-1.9', head)
  expect((await observeRepository(at))?.branches).toEqual(['main', 'release-1.10', 'origin/release-1.9'])
})
