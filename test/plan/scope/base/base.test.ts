import { describe, expect, test } from 'vitest'
import { chooseBase, lineBranches, releaseHistory } from '../../../../src/plan/scope/base/base.ts'
import type { Tag } from '../../../../src/plan/scope/repository.ts'
import { parseVersion } from '../../../../src/plan/version.ts'

/** Tags a week apart in the order given, each on a commit of its own unless `name=commit` says which. */
function tags(...names: string[]): Tag[] {
  return names.map((text, i) => {
    const [name = '', commit = `c${i}`] = text.split('=')
    const date = new Date(Date.UTC(2024, 0, 1 + 7 * i)).toISOString()
    return { name, commit, date, committed: date }
  })
}

const at = (headDate?: string) => (headDate ? { headDate } : {})

describe('chooseBase', () => {
  test.each([
    ['the highest below', '2.5.0', ['v2.4.0', 'v2.4.1', 'v1.9.9'], 'v2.4.1'],
    ['an older line', '5.2.2', ['v5.2.0', 'v5.2.1', 'v6.0.0', 'v5.1.9'], 'v5.2.1'],
    ['v and bare are one track', '5.1.0', ['4.18.0', 'v5.0.0', '4.18.1', 'v5.0.1'], 'v5.0.1'],
    ['pre-releases are left aside', '8.1.0', ['v8.0.0', 'v8.1.0.beta1', 'v8.1.0.rc1', '8.1.0-M2'], 'v8.0.0'],
    [
      'a pre-release builds on the one before',
      '8.1.0-rc.2',
      ['v8.0.0', 'v8.1.0-beta.1', 'v8.1.0-rc.1'],
      'v8.1.0-rc.1',
    ],
    ['never a nightly', '8.1.0-rc.2', ['v8.0.0', 'v8.1.0-nightly.3'], 'v8.0.0'],
    ['numbers, not texts', '1.11.0', ['v1.9.0', 'v1.10.0', 'v1.2.0'], 'v1.10.0'],
    ['one commit, two names: the higher', '3.0.0', ['v0.49.0=x', 'v2.49.0=x', 'v2.48.0'], 'v2.49.0'],
    ['calendar versions', '2026.11', ['2026.7', '2026.7.1', '2026.10', '2025.12'], '2026.10'],
    ['two numbers in old tags', '1.1.0', ['0.9', '1.0', '0.10'], '1.0'],
    [
      'the root track, though packages have tags',
      '2.1.0',
      ['v2.0.0', 'v1.0.0', 'pkg@9.0.0', 'pkg@2.0.5'],
      'v2.0.0',
    ],
    [
      'days are releases where most tags are',
      '2026.09.07',
      ['2026-08-24', '2026-08-31', '2026-08-31.1', 'nightly'],
      '2026-08-31.1',
    ],
    ['days are marks where they are few', '2.1.0', ['v2.0.0', '2026-01-05', 'v1.0.0'], 'v2.0.0'],
    [
      'the package that the version continues',
      '3.0.2',
      ['a@1.0.0', 'a@1.1.0', 'b@3.0.0', 'b@3.0.1'],
      'b@3.0.1',
    ],
    ['nothing below', '0.1.0', ['v1.0.0'], undefined],
    ['words and moving tags name no release', '2.0.0', ['stable', 'v1', '1.x', 'latest'], undefined],
    ['no tags', '2.0.0', [], undefined],
  ])('%s', (_, version, names, expected) => {
    const base = chooseBase(tags(...names), parseVersion(version))
    expect(base.tag).toBe(expected)
    expect(base.why).not.toBe('')
    expect(base.alternatives).not.toContain(expected)
  })

  test('tags younger than HEAD do not count, a tag made later on an old commit does', () => {
    const all = tags('v1.0.0', 'v1.1.0', 'v1.2.0')
    expect(chooseBase(all, parseVersion('2.0.0'), at(all[1]?.date)).tag).toBe('v1.1.0')
    const late = all.map(tag => (tag.name === 'v1.1.0' ? { ...tag, date: '2025-06-01T00:00:00+02:00' } : tag))
    expect(chooseBase(late, parseVersion('2.0.0'), at(all[1]?.date)).tag).toBe('v1.1.0')
  })

  test('an old release tagged long after later majors is dropped', () => {
    const imported = {
      name: 'v0.6.0',
      commit: 'old',
      date: '2030-01-01T00:00:00Z',
      committed: '2030-01-01T00:00:00Z',
    }
    const history = [...tags('v1.0.0', 'v2.0.0', 'v3.0.0'), imported]
    expect(chooseBase(history, parseVersion('0.7.0')).tag).toBeUndefined()
    expect(releaseHistory(history).map(release => release.tag)).toEqual(['v1.0.0', 'v2.0.0', 'v3.0.0'])
  })

  test('the reason names what was left out and what exists already; a higher line is told', () => {
    const base = chooseBase(tags('v1.0.0', 'v1.1.0-rc.1', 'v1.1.0', 'v2.0.0'), parseVersion('1.1.0'))
    expect(base).toMatchObject({ tag: 'v1.0.0', version: '1.0.0', commit: 'c0', existing: 'v1.1.0' })
    expect(base.why).toContain('1 pre-release tag left aside')
    expect(base.why).toContain('v1.1.0 is tagged already')
    expect(base.higher).toEqual([{ tag: 'v2.0.0', commit: 'c3' }])
  })

  test('the caller names the track', () => {
    const all = tags('v2.0.0', 'v1.0.0', 'pkg@1.0.0', 'pkg@1.4.0')
    expect(chooseBase(all, parseVersion('1.5.0'), { track: 'pkg@' }).tag).toBe('pkg@1.4.0')
  })
})

test('releaseHistory: stable releases of the track, lowest first', () => {
  const all = tags('v1.0.0', 'v2.0.0', 'v1.0.1', 'v2.1.0-rc.1', 'pkg@7.0.0', 'nightly')
  expect(releaseHistory(all).map(({ version, tag }) => [version, tag])).toEqual([
    ['1.0.0', 'v1.0.0'],
    ['1.0.1', 'v1.0.1'],
    ['2.0.0', 'v2.0.0'],
  ])
  expect(releaseHistory([])).toEqual([])
})

test('thousands of tags are quick', () => {
  const many = tags(...Array.from({ length: 7000 }, (_, i) => `v${Math.floor(i / 100)}.${i % 100}.0`))
  const start = performance.now()
  expect(chooseBase(many, parseVersion('70.0.0')).tag).toBe('v69.99.0')
  expect(performance.now() - start).toBeLessThan(2000)
})

test.each([
  ['1.x', true],
  ['v1', true],
  ['1-10-stable', true],
  ['origin/release/1.10.x', true],
  ['stable-1.10', true],
  ['REL_1_10_STABLE', true],
  ['main', false],
  ['2.x', false],
  ['1.9.x', false],
  ['feature/1.10-fix', false],
  ['fix-110', false],
])('whether a patch of 1.10 could come from the branch %s: %s', (branch, expected) => {
  expect(lineBranches([branch], parseVersion('1.10.4')).length > 0).toBe(expected)
})

describe('a root track that packages went past', () => {
  const root = ['v5.88.0', 'v5.89.0', 'v5.90.0', 'v5.90.3']
  const weeks = (count: number) => Array.from({ length: count }, (_, n) => `mark-${n}`)
  const packages = ['@x/core@5.91.0', '@x/core@5.102.0']

  test('half a year ago: the package is the base', () => {
    const base = chooseBase(tags(...root, ...weeks(30), ...packages), parseVersion('5.103.0'))
    expect(base.tag).toBe('@x/core@5.102.0')
  })

  test('lately: the root is, and the reason names the package', () => {
    const base = chooseBase(tags(...root, ...packages), parseVersion('5.103.0'))
    expect(base.tag).toBe('v5.90.3')
    expect(base.why).toContain('from: "@x/core@5.102.0" instead if that package is meant')
  })
})
