import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  commitFiles,
  fileActivity,
  filesAt,
  lineOf,
  observeRepository,
  pastTexts,
  readRange,
  recentAuthors,
  releaseSubjects,
} from '../../src/history/index.ts'
import { observedBase } from '../../src/tools/observe-base.ts'
import { importedHistory } from '../support/histories.ts'
import { scratchFolder } from '../support/scratch.ts'

/** Everything that reads a repository, over a diverged range. */
async function allReaders(root: string, ids: string[]): Promise<void> {
  const [, fork = '', side = '', tip = ''] = ids
  const repository = await observeRepository(root)
  await readRange(root, { from: side, to: 'main', packages: ['.', 'packages/a'] })
  await readRange(root, { from: fork, to: 'main', paths: ['packages'] })
  await filesAt(root, 'main', ['packages/a/package.json'])
  await recentAuthors(root, 'main', ['packages'])
  await commitFiles(root, [fork, side, tip])
  await releaseSubjects(root, 'main')
  await pastTexts(root, 'main', 'packages/a/package.json')
  await lineOf(root, { base: side, to: 'main', higher: [{ tag: 'x', commit: tip }], branches: ['1.0.x'] })
  await fileActivity(root, { from: fork, to: tip, toDate: '2024-02-01T00:00:00Z' }, () => true)
  if (repository) await observedBase(root, repository, { version: '1.0.1' })
}

const diverged = () =>
  importedHistory(h => {
    const fork = h.commit('feat: start', {
      files: {
        'packages/a/package.json': '{"version":"1.0.0"}\n',
        '.gitattributes': '*.json diff=evil filter=evil\n',
      },
    })
    h.branch('1.0.x', fork)
    h.commit('fix: picked', { on: '1.0.x', files: { 'packages/a/fix.txt': 'fixed\n' } })
    h.tag('v1.0.0')
    h.commit('fix: picked', { files: { 'packages/a/fix.txt': 'fixed\n' } })
    h.commit('Release 1.1.0', { files: { 'packages/a/package.json': '{"version":"1.1.0"}\n' } })
    h.tag('v1.1.0')
  })

describe('what a repository plants runs in none of the readers', () => {
  const programs = [
    'core.fsmonitor',
    'core.pager',
    'pager.log',
    'pager.for-each-ref',
    'core.editor',
    'core.askPass',
    'core.sshCommand',
    'core.gitProxy',
    'diff.external',
    'diff.evil.command',
    'diff.evil.textconv',
    'filter.evil.clean',
    'filter.evil.smudge',
    'filter.evil.process',
    'gpg.program',
    'gpg.ssh.program',
    'credential.helper',
    'uploadpack.packObjectsHook',
    'core.alternateRefsCommand',
    'sequence.editor',
    'interactive.diffFilter',
  ]

  test.each(['in its own configuration', 'in a file that it includes'])('%s', async where => {
    const { at, ids } = diverged()
    const proof = join(at, 'it-ran')
    const script = join(at, 'evil.sh')
    writeFileSync(script, `#!/bin/sh\ntouch ${proof}\ncat\n`)
    chmodSync(script, 0o755)
    const file = where === 'in its own configuration' ? join(at, 'config') : join(at, 'more')
    const set = (name: string, value: string) =>
      execFileSync('git', ['config', '--file', file, '--add', name, value])
    for (const name of programs) set(name, script)
    for (const name of ['log', 'diff-tree', 'rev-list', 'for-each-ref', 'cat-file'])
      set(`alias.${name}`, `!${script}`)
    set('log.showSignature', 'true')
    set('core.hooksPath', at)
    set('remote.origin.url', `ext::${script}`)
    set('remote.origin.promisor', 'true')
    set('extensions.partialClone', 'origin')
    set('protocol.ext.allow', 'always')
    if (file !== join(at, 'config')) {
      execFileSync('git', ['config', '--file', join(at, 'config'), 'include.path', file])
    }
    await allReaders(at, ids)
    expect(existsSync(proof)).toBe(false)
    execFileSync('git', ['-C', at, 'log', '-p', '--ext-diff', 'main'], { stdio: 'ignore' })
    expect(existsSync(proof)).toBe(true)
  })

  test('a partial clone asks no remote for what it lacks, and counts files without lines', async () => {
    const { at, ids } = diverged()
    execFileSync('git', ['-C', at, 'config', 'uploadpack.allowFilter', 'true'])
    const clone = join(scratchFolder(), 'clone')
    const how = ['clone', '-q', '--bare', '--filter=blob:none', `file://${at}`, clone]
    execFileSync('git', how, { stdio: 'ignore' })
    const proof = join(clone, 'it-ran')
    const script = join(clone, 'evil.sh')
    writeFileSync(script, `#!/bin/sh\ntouch ${proof}\n`)
    chmodSync(script, 0o755)
    execFileSync('git', ['-C', clone, 'config', 'remote.origin.url', 'ssh://host.example/x.git'])
    execFileSync('git', ['-C', clone, 'config', 'core.sshCommand', script])
    await allReaders(clone, ids)
    const range = await readRange(clone, { from: ids[1], to: 'main', packages: ['.', 'packages/a'] })
    expect(range).toMatchObject({ packages: [{ path: 'packages/a', commits: 2, files: 2 }], insertions: 0 })
    expect(range.files.every(file => file.insertions === undefined)).toBe(true)
    expect(range.notes.join()).toContain('without counts')
    expect(existsSync(proof)).toBe(false)
    expect(() => execFileSync('git', ['-C', clone, 'log', '-p', 'main'], { stdio: 'ignore' })).toThrow()
    expect(existsSync(proof)).toBe(true)
  })
})

test('settings that change what git prints change nothing that is read', async () => {
  const { at, ids } = diverged()
  const asked = { from: ids[2] ?? '', to: 'main', packages: ['.', 'packages/a'] }
  const plain = [await observeRepository(at), await readRange(at, asked)]
  const odd = {
    'color.ui': 'always',
    'log.showRoot': 'false',
    'log.diffMerges': 'first-parent',
    'log.decorate': 'full',
    'log.follow': 'true',
    'log.date': 'relative',
    'format.pretty': 'email',
    'diff.relative': 'true',
    'diff.renames': 'copies',
    'diff.ignoreSubmodules': 'all',
    'core.abbrev': '4',
    'core.quotePath': 'true',
    'i18n.logOutputEncoding': 'ISO-8859-1',
    'column.ui': 'always',
    'notes.displayRef': 'refs/notes/*',
    'status.short': 'true',
  }
  for (const [name, value] of Object.entries(odd)) execFileSync('git', ['-C', at, 'config', name, value])
  expect([await observeRepository(at), await readRange(at, asked)]).toEqual(plain)
})

test('refs and files that look like options, lines or the other direction are names', async () => {
  const names = [
    '--output=written',
    'line\nbreak.txt',
    '\u202egnp.exe',
    '-rf',
    'packages/a/\ttab\u0007.txt',
    "'; rm -rf x",
  ]
  const { at, ids } = importedHistory(h => {
    h.commit('one')
    h.tag('v1.0.0')
    h.tag('--output=written')
    h.tag('-v1.9.0')
    h.branch('--all', 1)
    h.branch('-1.0.x', 1)
    h.commit('--upload-pack=written\n\n\u001e\u001f\u0001\u0002', {
      files: Object.fromEntries(names.map(name => [name, 'x\n'])),
    })
  })
  const repository = await observeRepository(at)
  expect(repository?.tags.map(({ name }) => name)).toContain('--output=written')
  if (!repository) return
  const { base } = await observedBase(at, repository, { version: '2.0.0' })
  expect(base).toMatchObject({ tag: 'v1.0.0', alternatives: [] })
  const range = await readRange(at, { from: 'v1.0.0', to: 'HEAD', packages: ['.', 'packages/a'] })
  expect(range.files.map(({ path }) => path).sort()).toEqual([...names].sort())
  expect(range.packages).toEqual([
    { path: '.', commits: 1, files: 5 },
    { path: 'packages/a', commits: 1, files: 1 },
  ])
  expect(range.commits.map(({ subject }) => subject)).toEqual(['--upload-pack=written'])
  for (const to of ['--output=written', '-v1.9.0', '--all', '-1.0.x'])
    await expect(readRange(at, { to })).rejects.toMatchObject({ code: 'unknown_ref' })
  expect((await readRange(at, { to: 'refs/tags/--output=written' })).to_commit).toBe(ids[1])
  expect(existsSync(join(at, 'written'))).toBe(false)
})

test('messages of 10 MB are cut as they come (a body to 4,000 characters); dates that are none are no error', async () => {
  const { at } = importedHistory(h => {
    h.commit('small')
    h.commit(`subject ${'x'.repeat(10_000_000)}`, { files: { 'a.txt': '1\n' } })
    h.commit(`second\n\n${'body \u00fc\n'.repeat(1_500_000)}`, { files: { 'b.txt': '1\n' } })
    h.commit('last', { files: { 'c.txt': '1\n' } })
    h.later(30_000_000)
    h.commit('in the far future', { files: { 'd.txt': '1\n' } })
    h.tag('v1.0.0')
  })
  const range = await readRange(at, { to: 'HEAD' })
  expect(
    range.commits.map(({ subject, body }) => [subject.slice(0, 9), subject.length, body.length > 4000]),
  ).toEqual([
    ['in the fa', 17, false],
    ['last', 4, false],
    ['second', 6, false],
    ['subject x', 16_000, false],
    ['small', 5, false],
  ])
  const repository = await observeRepository(at)
  expect(repository?.tags[0]?.date).toMatch(/^\d{4}-/)
  if (repository) expect((await observedBase(at, repository, { version: '1.1.0' })).base?.tag).toBe('v1.0.0')
})

test('a range above the cap: the newest commits, the others counted, and notes while reading', async () => {
  const { at } = importedHistory(h => {
    for (let i = 0; i < 20_010; i++)
      h.commit(`c${i}`, { files: i % 1000 === 0 ? { 'a.txt': `${i}` } : {}, days: 0 })
  })
  const told: string[] = []
  const range = await readRange(at, { to: 'HEAD', progress: message => told.push(message) })
  expect(range.commits).toHaveLength(20_000)
  expect(range.commits[0]?.subject).toBe('c20009')
  expect(range.omitted).toBe(10)
  expect(range.insertions).toBe(1)
  expect(told.at(-1)).toBe('counting the commits that are not read')
})
