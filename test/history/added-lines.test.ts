import { expect, test } from 'vitest'
import { changedLines, wordsAt } from '../../src/history/added-lines.ts'
import { authorsUpTo, linesBetween } from '../../src/history/change-facts.ts'
import { boundedTexts } from '../../src/history/contents.ts'
import { scratchFolder, scratchRepository } from '../support/scratch.ts'

test('lines, words, authors and sizes between two commits', async () => {
  const { at, commit, git } = scratchRepository()
  const base = commit('one', { 'src/a.ts': 'old()\nkeep()\n', '-x.ts': 'one\n', 'b c.txt': 'x\n' })
  git('rm', '-q', 'b c.txt')
  const head = commit(
    'two',
    { 'src/a.ts': 'keep()\n++added()\n-- dashes\n', '-x.ts': 'one\ntwo PAY_KEY\n', 'é.ts': 'ü\n' },
    'Grace Sample',
  )
  const { lines, unread } = await changedLines(at, base, head, [
    'src/a.ts',
    '-x.ts',
    'b c.txt',
    'é.ts',
    'not\nasked',
  ])
  expect(unread).toBe(0)
  expect(lines).toEqual([
    { path: '-x.ts', added: ['two PAY_KEY'], removed: [] },
    { path: 'b c.txt', added: [], removed: ['x'] },
    { path: 'src/a.ts', added: ['++added()', '-- dashes'], removed: ['old()'] },
    { path: 'é.ts', added: ['ü'], removed: [] },
  ])
  const some = await changedLines(
    at,
    base,
    head,
    ['src/a.ts', '-x.ts'],
    path => line => path === 'src/a.ts' && line.includes('added'),
  )
  expect(some.lines).toEqual([{ path: 'src/a.ts', added: ['++added()'], removed: [] }])
  expect(
    [...((await wordsAt(at, head, ['PAY_KEY', 'PAY', 'keep', '-x y', '$(id)'])) ?? [])]
      .filter(Boolean)
      .sort(),
  ).toEqual(['PAY_KEY', 'keep'])
  expect(await wordsAt(at, base, ['PAY_KEY'])).toEqual(new Set())
  expect(await authorsUpTo(at, base)).toEqual(new Set(['Ada Example']))
  expect(await linesBetween(at, base, head)).toBe(6)
})

test('a program that the repository names is not run, and a root inside it sees only its part', async () => {
  const { at, commit, git } = scratchRepository()
  const base = commit('one', { 'p/a.txt': 'a\n', 'q.txt': 'PAY_KEY\n', '.gitattributes': '*.txt diff=x\n' })
  const head = commit('two', { 'p/a.txt': 'b\n' })
  git('config', 'diff.x.textconv', `touch ${at}/ran;`)
  git('config', 'diff.x.command', `touch ${at}/ran;`)
  const { lines } = await changedLines(`${at}/p`, base, head, ['a.txt'])
  expect(lines).toEqual([{ path: 'a.txt', added: ['b'], removed: ['a'] }])
  expect(await wordsAt(`${at}/p`, head, ['PAY_KEY'])).toEqual(new Set())
  expect(git('status', '--short')).toBe('')
})

test('bounds: bytes, and folders without git', async () => {
  const { at, commit } = scratchRepository()
  const texts = Object.fromEntries(
    Array.from({ length: 70 }, (_, i) => [`f${String(i).padStart(2, '0')}.txt`, 'x'.repeat(20_000)]),
  )
  const head = commit('one', texts)
  const read = await boundedTexts(at, head, Object.keys(texts), 1)
  expect([read.texts.size, read.unread]).toEqual([52, 18])
  expect(await changedLines(scratchFolder(), 'a', 'b', ['x'])).toEqual({ lines: [], unread: 1 })
})
