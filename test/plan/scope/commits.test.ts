import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changeOf, changesOf } from '../../../src/plan/scope/commits.ts'
import type { Commit } from '../../../src/plan/scope/repository.ts'

let id = 0
function commit(subject: string, body = '', more: Partial<Commit> = {}): Commit {
  id += 1
  const hash = id.toString(16).padStart(40, '0')
  return {
    commit: hash,
    parents: [],
    date: '2026-01-01T00:00:00Z',
    author: 'Ada',
    subject,
    body,
    merge: false,
    ...more,
  }
}
const change = (subject: string, body = '', more: Partial<Commit> = {}) =>
  changeOf({ ...commit(subject, body, more), members: [] })

test.each([
  ['feat: add x', 'feature', true, undefined],
  ['FEAT(api): add x', 'feature', true, 'api'],
  ['fix(core)!: drop y', 'fix', true, 'core'],
  ['perf: faster', 'performance', true, undefined],
  ['ci: cache', 'infrastructure', true, undefined],
  ['build(deps): bump x', 'infrastructure', true, 'deps'],
  ['chore: x', 'other', true, undefined],
  ['docs: fix crash', 'other', true, undefined],
  ['refactor: x', 'other', true, undefined],
  ['fix(security): x', 'security', true, 'security'],
  ['fix:  two blanks', 'fix', true, undefined],
  ['[fix] x', 'fix', true, undefined],
  ['✨ feat: x', 'feature', true, undefined],
  ['✨ x', 'feature', false, undefined],
  [':bug: x', 'fix', false, undefined],
  ['⚡️ x', 'performance', false, undefined],
  ['net/http: handle closed body', undefined, false, 'net/http'],
  ['reverseproxy: fix sampling', 'fix', false, 'reverseproxy'],
  ['[parser] Add lookahead', 'feature', false, 'parser'],
  ['HFE - Fix key', 'fix', false, 'HFE'],
  ['RED-12, Fix TOUCH', 'fix', false, undefined],
  ['Fix crash', 'fix', false, undefined],
  ['Fixed typo in README', 'other', false, undefined],
  ['Add tests for x', 'other', false, undefined],
  ['Bump lodash from 1 to 2', 'other', false, undefined],
  ['docs/testing.rst: fix sample', 'other', false, 'docs/testing.rst'],
  ['fix mypy findings', 'other', false, undefined],
  ['Update server.rst', 'other', false, undefined],
  ['Remove flag', 'other', false, undefined],
  ['Release 1.2.3', 'other', false, undefined],
  ['Optimize lookup', 'performance', false, undefined],
  ['Fix stored XSS in comments', 'security', false, undefined],
  ['Allow more', 'feature', false, undefined],
  ['redirect defaults to 303', undefined, false, undefined],
  ['http://example.org/ is down', undefined, false, undefined],
  ['Merge commit from fork', 'security', false, undefined],
  ['', undefined, false, undefined],
])('%s', (subject, kind, sure, scope) => {
  expect(change(subject)).toMatchObject({ sure })
  expect([change(subject).kind, change(subject).scope]).toEqual([kind, scope])
})

test('advisories make a change a security change, but not in what a bot quotes', () => {
  expect(change('chore: update', 'Fixes CVE-2026-12345')).toMatchObject({ kind: 'security', sure: true })
  expect(change('fix: GHSA-abcd-ef12-3456')).toMatchObject({ kind: 'security', sure: true })
  const quoted = change('chore(deps): bump x', 'Notes: CVE-2026-12345\nBREAKING CHANGE: theirs', {
    author: 'dependabot[bot]',
  })
  expect(quoted).toMatchObject({ kind: 'other', bot: true })
  expect(quoted.breaking).toBeUndefined()
})

test.each([
  ['feat!: drop Node 18', '', 'drop Node 18'],
  ['feat(api)!: drop', 'BREAKING CHANGE: use v2\ninstead\n\nmore', 'use v2 instead'],
  ['fix: x', 'text\n\nBREAKING-CHANGE: other name\nRefs: #1', 'other name'],
  ['fix: x', 'breaking change: lower case is none', undefined],
  ['fix: x', 'no BREAKING CHANGE: inside a line', undefined],
  ['💥 new config', '', 'new config'],
])('breaking: %s', (subject, body, text) => {
  expect(change(subject, body).breaking).toBe(text)
})

test.each([
  ['fix: x (#12)', '', ['#12']],
  ['fix: ABC-123 x', 'Closes: #7\nFixes owner/repo#8\nunrelated #9', ['ABC-123', '#7', 'owner/repo#8']],
  ['Use UTF-8, SHA-256 and RFC-3339', '', []],
  ['Merged !44', '', ['!44']],
  ['color &#39; and a/b#c', '', []],
])('tickets: %s', (subject, body, tickets) => {
  expect(change(subject, body).tickets).toEqual(tickets)
})

test.each([
  ['dependabot[bot]', true],
  ['renovate', true],
  ['github-actions', true],
  ['k8s-ci-robot', true],
  ['release-bot', true],
  ['Abbot', false],
  ['Robotnik', false],
])('%s is a program: %s', (author, bot) => {
  expect(change('x', '', { author }).bot).toBe(bot)
})

describe('reverts', () => {
  const reverted = (commits: Commit[]) => changesOf(commits).map(one => Boolean(one.reverted))

  test('a revert and what it reverts cancel each other', () => {
    const bad = commit('feat: bad')
    const revert = commit('Revert "feat: bad"', `This reverts commit ${bad.commit}.`)
    expect(reverted([commit('fix: x'), revert, bad])).toEqual([false, true, true])
  })

  test('a revert of a revert leaves the original', () => {
    const good = commit('feat: good')
    const revert = commit('Revert "feat: good"', `This reverts commit ${good.commit}.`)
    const again = commit('Reapply "feat: good"', `This reverts commit ${revert.commit}.`)
    expect(reverted([again, revert, good])).toEqual([true, true, false])
  })

  test('by the quoted subject, or by the number of the pull request', () => {
    expect(reverted([commit('Revert "feat: x (#1)" (#2)'), commit('feat: x (#1)')])).toEqual([true, true])
    expect(reverted([commit('Back out (#2)', 'Reverts owner/repo#1'), commit('feat: x (#1)')])).toEqual([
      true,
      true,
    ])
  })

  test('a revert of something older stands', () => {
    expect(
      reverted([commit('Revert "old"', `This reverts commit ${'a'.repeat(40)}.`), commit('fix: y')]),
    ).toEqual([false, false])
  })
})

describe('merges', () => {
  test('a pull request with a title takes the place of its commits', () => {
    const first = commit('base')
    const one = commit('wip', '', { parents: [first.commit], author: 'Grace' })
    const two = commit('more wip', 'BREAKING CHANGE: renamed', { parents: [one.commit], author: 'Grace' })
    const merge = commit('Merge pull request #12 from grace/x', 'feat: add the thing\n', {
      parents: [first.commit, two.commit],
      merge: true,
    })
    expect(changesOf([merge, two, one, first])).toMatchObject([
      {
        commit: merge.commit,
        subject: 'feat: add the thing',
        kind: 'feature',
        author: 'Grace',
        tickets: ['#12'],
        commits: 2,
        breaking: 'renamed',
      },
      { subject: 'base' },
    ])
  })

  test('a merge without a title leaves, its commits stay', () => {
    const first = commit('base')
    const side = commit('fix: side', '', { parents: [first.commit] })
    const merge = commit("Merge branch 'stable'", '', { parents: [first.commit, side.commit], merge: true })
    expect(changesOf([merge, side, first]).map(one => one.subject)).toEqual(['fix: side', 'base'])
  })

  test('a merge request of GitLab', () => {
    const first = commit('base')
    const side = commit('fix: side', '', { parents: [first.commit] })
    const body = 'Repair the side\n\nSee merge request group/project!34'
    const merge = commit("Merge branch 'x' into 'main'", body, {
      parents: [first.commit, side.commit],
      merge: true,
    })
    expect(changesOf([merge, side, first])[0]).toMatchObject({ subject: 'fix: side', tickets: ['!34'] })
  })
})

test('hostile text is cleaned, cut, and never slow', () => {
  const seen = change(`feat: a\u202eb\u200b\u0007\u{e0041}${'x'.repeat(500)}`, '', { author: 'A\u001bda' })
  expect(seen.subject).toHaveLength(200)
  expect(seen.subject).toMatch(/^feat: ab x/)
  expect(seen.author).toBe('A da')
  const long = [
    'a'.repeat(4000),
    '('.repeat(4000),
    '#1'.repeat(2000),
    'A-'.repeat(2000),
    'BREAKING CHANGE: x\n'.repeat(200),
    'a/'.repeat(2000),
  ]
  const start = performance.now()
  for (const text of long) change(text, text)
  expect(performance.now() - start).toBeLessThan(500)
})

test('no text makes it throw, and nothing unseen is left', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (subject, body) => {
      expect(change(subject, body).subject).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u)
    }),
  )
})

test.each([
  ['fix: Typo in the deployment text', 'other'],
  ['fix(ci): cache', 'infrastructure'],
  ['feat(tests): faster', 'other'],
  ['fix: npm dependency update GitHub workflow', 'infrastructure'],
  ['fix: flaky upload test', 'other'],
  ['Merge branch stable', 'other'],
])('%s is no feature and no fix', (subject, kind) => {
  expect(change(subject).kind).toBe(kind)
})

test.each([
  [
    'fix(x): sync the annotation during abort scale-… (#4919)',
    '* fix(x): sync the annotation during abort scale-down delay\n\n* review',
    'sync the annotation during abort scale-down delay',
  ],
  [
    'feat: enhance monitor dele… (#6314)',
    '…tion by adding child deletion\n\nmore',
    'enhance monitor deletion by adding child deletion',
  ],
  ['Maybe do not helptext all the things...', 'Because.', 'Maybe do not helptext all the things...'],
  ['fix: loud metrics. Fixes #4535 (#4770)', '', 'loud metrics'],
  ['fix: deepcopy. Fixes #3673, #4184 (#4780)', '', 'deepcopy'],
  ['feat: fallback (#4842) (#4855)', '', 'fallback'],
  ['Fixes #12', '', 'Fixes #12'],
])('%s is shown whole and without its tickets', (subject, body, title) => {
  expect(change(subject, body).title).toBe(title)
})
