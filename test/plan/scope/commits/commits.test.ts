import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changeOf, changesOf } from '../../../../src/plan/scope/commits/commits.ts'
import type { Commit } from '../../../../src/plan/scope/repository.ts'

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
  ['Bumped v6.0.0-alpha.2', 'other', false, undefined],
  ['v1.2.3', 'other', false, undefined],
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

test.each([
  [
    'fix(api): scope icon lookup',
    'It let any authenticated user read icons of feeds owned by other users.',
    'security',
  ],
  [
    'fix(ui): reject schemes',
    'A source such as javascript://example.org/%0Aalert(1) was rendered.',
    'security',
  ],
  ['fix(server): socket permissions', 'The socket was created world-writable.', 'security'],
  ['fix: wrong total', 'Any user who signed in saw the wrong total.', 'fix'],
  ['feat: sign in', 'Unauthorized users are sent to the sign-in page.', 'feature'],
])('%s: what the body of a fix says of a hole', (subject, body, kind) => {
  expect(change(subject, body)).toMatchObject({ kind, sure: kind !== 'security' })
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
  ['feat(api)!: drop', 'BREAKING CHANGE: use v2\ninstead\n\nmore', 'use v2 instead more'],
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
  expect(performance.now() - start).toBeLessThan(5000)
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

describe('the files of a change decide where its words do not', () => {
  const touched = (subject: string, ...paths: string[]) => {
    const one = commit(subject)
    const files = new Map([[one.commit, paths.map(path => ({ path, added: false }))]])
    return changeOf({ ...one, members: [] }, { files })
  }

  test.each([
    ['fix create release action', ['.github/workflows/release.yml'], 'infrastructure'],
    ['add sqlite datetime converter', ['examples/tutorial/db.py'], 'other'],
    ['feat: more checks', ['test/a.test.ts'], 'other'],
    ['Translated using Weblate (Dutch)', ['src/lang/nl.json'], 'other'],
    ['add changeset', ['.changeset/a.md'], 'other'],
    ['Add `docs` command', ['src/cli.ts', 'docs/cli.md'], 'feature'],
    ['Support Prettier 3', ['src/format.ts'], 'feature'],
    ['Adapt HRANDFIELD to HFE', ['src/t_hash.c'], undefined],
  ])('%s in %j', (subject, paths, kind) => {
    expect(touched(subject, ...paths).kind).toBe(kind)
  })

  test('what a convention calls other stays so', () => {
    expect(touched('docs: x', 'src/a.ts')).toMatchObject({ kind: 'other', sure: true })
  })
})

test.each([
  ['Drop support for Python 3.8', 'api_change'],
  ['remove previously deprecated code', 'api_change'],
  ['Deprecate should_ignore_error', 'api_change'],
  ['Bump supported node version to ^22', 'api_change'],
  ['Add missing null check', 'fix'],
  ['Fix dict use-after-free', 'fix'],
  ['Minor optimization in rehashing', 'performance'],
  ['breaking: require Node 22', 'api_change'],
  ['Change license from BSD-3', undefined],
  ['chore(deps): bump x', 'other'],
])('%s is %s', (subject, kind) => {
  expect(change(subject).kind).toBe(kind)
})

test.each([
  ['x', 'Changelog: added', 'feature', undefined],
  ['x', 'Why.\n\nChangelog-Fixed: no crash any more', 'fix', 'no crash any more'],
  ['x', '```release-note\nThe flag is gone\n```\n/kind feature', 'feature', 'The flag is gone'],
  ['x', '```release-note\nNONE\n```\n/kind cleanup', 'other', undefined],
  ['x', 'Release-note: Faster start', undefined, 'Faster start'],
])('what a message tells users: %s, %j', (subject, body, kind, note) => {
  const { kind: found, note: text } = change(subject, body)
  expect([found, text]).toEqual([kind, note])
})

test('a squash without a conventional title is what its listed commits are', () => {
  expect(change('Rework login', '* fix: a\n\n* fix(x): b')).toMatchObject({ kind: 'fix', sure: true })
  expect(change('Rework login', '* fix: a\n* feat!: b').breaking).toBe('Rework login')
})

test('bots that carry the work of others are not told apart from them', () => {
  const authors = ['Copilot', 'argo-cherry-pick-bot[bot]', 'devin-ai-integration[bot]', 'Hosted Weblate']
  expect(authors.map(author => change('x', '', { author }).bot)).toEqual([false, false, false, true])
})

describe('reverts by other signs', () => {
  const reverted = (commits: Commit[]) => changesOf(commits).map(one => Boolean(one.reverted))

  test('the footer of a conventional revert, several ids in one sentence, a cherry-picked id', () => {
    const [a, b] = ['a', 'b'].map(name => commit(`feat: ${name}`, '', { commit: name.repeat(40) })) as [
      Commit,
      Commit,
    ]
    const footer = commit(
      'revert: let us forget it',
      `Refs: ${a.commit.slice(0, 10)}, ${b.commit.slice(0, 10)}`,
    )
    expect(reverted([footer, b, a])).toEqual([true, true, true])
    const both = commit('Back out two', `This reverts commits ${a.commit} and ${b.commit}.`)
    expect(reverted([both, b, a])).toEqual([true, true, true])
    const picked = commit('feat: c', `(cherry picked from commit ${'d'.repeat(40)})`)
    const gone = commit('Revert "feat: c"', `This reverts commit ${'d'.repeat(40)}.`)
    expect(reverted([gone, picked])).toEqual([true, true])
  })

  test('a subject with another number is another change', () => {
    expect(reverted([commit('Revert "Update x (#5)" (#9)'), commit('Update x (#7)')])).toEqual([false, false])
    expect(reverted([commit('Revert "Revert "y""'), commit('Revert "y"'), commit('y')])).toEqual([
      true,
      true,
      false,
    ])
  })

  test('a pull request that reverts something beside other work stays', () => {
    const bad = commit('feat: bad')
    const rework = commit(
      'Rework x (#3)',
      `* Revert "feat: bad"\n\nThis reverts commit ${bad.commit}.\n\n* do it well`,
    )
    expect(reverted([rework, bad])).toEqual([false, true])
    const back = commit(
      'Try (#4)',
      `* Revert "feat: bad"\n\nThis reverts commit ${bad.commit}.\n\n* Reapply "feat: bad"`,
    )
    expect(reverted([back, bad])).toEqual([false, false])
  })

  test('what a standing reapply brings back is of its kind', () => {
    expect(change('Reapply "feat: y" (#8)')).toMatchObject({ kind: 'feature', title: 'y' })
  })
})

describe('other merges', () => {
  const merged = (subject: string, body = '') => {
    const first = commit('base')
    const [one, two] = [commit('wip', '', { parents: [first.commit] }), '']
    const last = commit('more', two, { parents: [one.commit] })
    const merge = commit(subject, body, { parents: [first.commit, last.commit], merge: true })
    return changesOf([merge, last, one, first])[0]
  }

  test.each([
    ['Merged in feature/x (pull request #12)', 'Add the thing\n\nApproved-by: Ada', 'Add the thing', ['!12']],
    ['Merged PR 12: Add the thing', '', 'Add the thing', ['!12']],
    ["Merge pull request 'Add the thing' (#12) from x into main", '', 'Add the thing', ['#12']],
    ['chore: Translations (#12)', '', 'chore: Translations', ['#12']],
    ['Merge #12', '12: Add the thing r=ada a=grace', 'Add the thing', ['#12']],
  ])('%s', (subject, body, title, tickets) => {
    expect(merged(subject, body)).toMatchObject({ subject: title, tickets, commits: 2 })
  })

  test('a branch that collected pull requests gives way to them', () => {
    const first = commit('base')
    const list = [first]
    for (const number of [1, 2]) {
      const below = list[0]!
      const side = commit(`feat: part ${number}`, '', { parents: [below.commit] })
      const parents = [below.commit, side.commit]
      const merge = commit(`Merge pull request #${number} from x`, `feat: part ${number}`, {
        parents,
        merge: true,
      })
      list.unshift(merge, side)
    }
    const parents = [first.commit, list[0]!.commit]
    const release = commit('Merge pull request #9 from develop', 'Release 2.0', { parents, merge: true })
    const titles = changesOf([release, ...list]).map(({ subject }) => subject)
    expect(titles).toEqual(['feat: part 2', 'feat: part 1', 'base'])
  })
})
