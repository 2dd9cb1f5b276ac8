import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fileActivity } from '../../src/history/file-activity.ts'
import { releaseChurn } from '../../src/history/release-sizes.ts'
import { scratchFolder } from '../support/scratch.ts'

type Made = { at: string; ids: Record<string, string> }

/**
 * A history by one `git fast-import`: `old.js` is changed two years before the end, `core.js` five times in the last
 * year, and after tag v1.1.0 once each: `core.js`, `big.js`, a rename and `version.js`; a merge that is not counted.
 */
function history(): Made {
  const at = scratchFolder()
  execFileSync('git', ['init', '-q', '-b', 'main', at])
  // One who commits under two addresses is one person by .mailmap; the latest commit is by somebody else.
  const who = (n: number) =>
    n < 415 ? 'A. <old@example.org>' : n < 500 ? 'Ada <ada@example.org>' : 'Bo <b@c>'
  const day = (n: number) => `${who(n)} ${1_700_000_000 + n * 86_400} +0000`
  let mark = 0
  const commit = (n: number, files: Record<string, string>, more = '', ref = 'refs/heads/main') => {
    mark += 1
    const changes = Object.entries(files).map(
      ([path, text]) => `M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`,
    )
    return `commit ${ref}\nmark :${mark}\ncommitter ${day(n)}\ndata 1\nx\n${more}${changes.join('')}\n`
  }
  const lines = (count: number, word = 'a') => `${word}\n`.repeat(count)
  const stream = [
    commit(0, {
      'old.js': lines(5),
      'core.js': lines(1),
      'moved.js': lines(40),
      'version.js': '1\n',
    }),
    commit(1, { 'old.js': lines(6) }),
    ...[400, 410, 420, 430].map((n, i) => commit(n, { 'core.js': lines(2 + i) })),
    commit(440, { 'version.js': '1.1\n' }),
    'reset refs/tags/v1.1.0\nfrom :7\n\n',
    commit(500, { 'core.js': lines(8) }),
    commit(510, { 'big.js': lines(300), 'old.js': lines(7) }, 'from :8\n', 'refs/heads/side'),
    commit(520, { 'side-free.js': lines(1) }, 'from :8\n'),
    commit(530, {}, `merge :9\nM 100644 inline big.js\ndata 600\n${lines(300)}\n`),
    commit(731, { 'renamed.js': lines(40), 'version.js': '1.2\n' }, 'D moved.js\n'),
  ]
  execFileSync('git', ['-C', at, 'fast-import', '--quiet'], { input: stream.join('') })
  writeFileSync(join(at, '.mailmap'), 'Ada <ada@example.org> <old@example.org>\n')
  const id = (name: string) => execFileSync('git', ['-C', at, 'rev-parse', name], { encoding: 'utf8' }).trim()
  return { at, ids: { tag: id('v1.1.0'), first: id('v1.1.0~6'), head: id('main') } }
}

const { at, ids } = history()
const toDate = new Date((1_700_000_000 + 731 * 86_400) * 1000).toISOString()

const bo = { name: 'Bo', commits: 1 }
const authors = [{ name: 'Ada', commits: 4 }, bo]

test('lines commit by commit, bytes at the end, commits of the last 365 days, no merges', async () => {
  const found = await fileActivity(at, { from: ids.tag!, to: 'main', toDate }, path => path.endsWith('.js'))
  expect(found?.since).toBe(new Date((1_700_000_000 + 366 * 86_400) * 1000).toISOString())
  const byPath = Object.fromEntries(found!.files.map(({ path, ...rest }) => [path, rest]))
  expect(byPath['core.js']).toEqual({ lines: 3, commits: 1, bytes: 16, year: 5, authors })
  expect(byPath['big.js']).toEqual({ lines: 300, commits: 1, bytes: 600, year: 1, authors: [bo] })
  // On the merged branch: counted once, where it was made; its change of two years ago is not.
  expect(byPath['old.js']).toEqual({ lines: 1, commits: 1, bytes: 12, year: 1, authors: [bo] })
  expect(byPath['renamed.js']).toBeUndefined()
  expect(byPath['version.js']).toMatchObject({ lines: 2, commits: 1, year: 2 })
  expect(found!.files[0]!.path).toBe('big.js')
})

test('only what is wanted is a candidate', async () => {
  const found = await fileActivity(at, { from: ids.tag!, to: 'main', toDate }, path => path === 'core.js')
  expect(found!.files.map(({ path }) => path)).toEqual(['core.js'])
})

test('a partial clone without file contents: commits still count, lines and sizes are absent', async () => {
  const partial = scratchFolder()
  execFileSync('git', ['-C', at, 'config', 'uploadpack.allowFilter', 'true'])
  const clone = ['clone', '-q', '--no-checkout', '--filter=blob:none', `file://${at}`, partial]
  execFileSync('git', clone)
  const range = { from: ids.tag!, to: ids.head!, toDate }
  const found = await fileActivity(partial, range, path => path === 'core.js')
  expect(found).toEqual({
    since: expect.any(String),
    whole_year: true,
    files: [{ path: 'core.js', commits: 1, year: 5, authors: expect.any(Array) }],
  })
  expect(await releaseChurn(partial, [{ tag: 'v1.1.0', from: ids.first!, to: ids.tag! }])).toEqual([])
})

test('past ranges by their commits; what is no commit id is never handed to git', async () => {
  const ranges = [
    { tag: 'v1.1.0', from: ids.first!, to: ids.tag! },
    { tag: 'evil', from: '--output=/dev/null', to: ids.tag! },
  ]
  const found = await releaseChurn(at, ranges)
  expect(found.map(({ tag }) => tag)).toEqual(['v1.1.0'])
  expect(found[0]!.churn.get('core.js')).toEqual({ lines: 4, commits: 4 })
  expect(found[0]!.churn.get('old.js')).toEqual({ lines: 1, commits: 1 })
})

test('past ranges as far as a thousand commits reach, three in any case', async () => {
  const large = scratchFolder()
  execFileSync('git', ['init', '-q', '-b', 'main', large])
  const commit = (n: number) =>
    `commit refs/heads/main\ncommitter A <a@example.org> ${1_700_000_000 + n} +0000\ndata 1\nx\n\n`
  const stream = Array.from({ length: 2_001 }, (_, n) => commit(n)).join('')
  execFileSync('git', ['-C', large, 'fast-import', '--quiet'], { input: stream })
  const log = ['-C', large, 'log', '--format=%H', 'main']
  const all = execFileSync('git', log, { encoding: 'utf8', maxBuffer: 1e7 }).trim().split('\n')
  const ranges = (size: number) =>
    [0, 1, 2, 3, 4].map(n => ({ tag: `v${n}`, from: all[(n + 1) * size]!, to: all[n * size]! }))
  const tags = async (size: number) => (await releaseChurn(large, ranges(size))).map(({ tag }) => tag)
  expect(await tags(240)).toEqual(['v0', 'v1', 'v2', 'v3'])
  expect(await tags(400)).toEqual(['v0', 'v1', 'v2'])
})

test('a folder in no repository has no sizes and no activity', async () => {
  const plain = scratchFolder()
  expect(await releaseChurn(plain, [{ tag: 'v1', from: ids.first!, to: ids.tag! }])).toEqual([])
  expect(await fileActivity(plain, { to: 'HEAD', toDate }, () => true)).toBeUndefined()
})
