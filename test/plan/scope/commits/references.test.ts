import { expect, test } from 'vitest'
import { checkPaths, placesOf, resolved } from '../../../../src/plan/scope/commits/references.ts'
import type { Commit } from '../../../../src/plan/scope/repository.ts'

const commit = (id: string, subject: string, parents: string[] = []): Commit => ({
  commit: id.padEnd(40, '0'),
  parents: parents.map(parent => parent.padEnd(40, '0')),
  date: '2026-01-01T00:00:00Z',
  author: 'Ada',
  subject,
  body: '',
  merge: parents.length > 1,
})
const merge = {
  ...commit('aaaa4', 'Merge pull request #1 from x', ['aaaa1', 'aaaa3']),
  body: 'feat: all of it',
}
const places = placesOf([
  commit('bbbb2', "Merge branch 'x'", ['aaaa4', 'cccc1']),
  merge,
  commit('aaaa3', 'more', ['aaaa2']),
  commit('aaaa2', 'wip', ['aaaa1']),
  commit('aaaa1', 'fix: first'),
])
const find = (name: string) => () => resolved(name, places, 'reclassify', 'v1..HEAD')

test('a commit of a pull request leads to its change', () => {
  expect(find('aaaa2')()).toBe(merge.commit)
  expect(find('AAAA1')()).toBe('aaaa1'.padEnd(40, '0'))
})

test.each([
  ['ffff', /no change of v1..HEAD begins with "ffff".*four characters or more.*"\*"/],
  ['aaaa9', /Meant is perhaps aaaa4000 \(feat: all of it\) or/],
  ['aaaa', /begins 2 changes of the range: .*aaaa10000000 \(fix: first\).*more characters/],
  ['bbbb2', /is the merge "Merge branch 'x'", whose commits stand on their own/],
  ['fix: first', /is no commit id/],
])('%s is refused and what is valid is named', (name, message) => {
  expect(find(name)).toThrow(message)
})

test('a path that nothing has is refused with the folders there', () => {
  const files = ['packages/api/a.ts', 'packages/web/b.ts', 'README.md']
  expect(() => checkPaths(['packages/api', './packages/web/'], files, [])).not.toThrow()
  expect(() => checkPaths(['gone'], files, ['gone/a.ts'])).not.toThrow()
  expect(() => checkPaths(['packages/apo'], files, [])).toThrow(
    /no "packages\/apo". Valid here: packages\/api, packages\/web/,
  )
})
