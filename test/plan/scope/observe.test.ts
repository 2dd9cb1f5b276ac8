import { expect, test } from 'vitest'
import { observation } from '../../../src/plan/scope/observation.ts'
import { digest } from '../../../src/plan/scope/observe.ts'
import type { Commit, RangeReading } from '../../../src/plan/scope/repository.ts'

function commits(...subjects: string[]): Commit[] {
  return subjects.map((subject, i) => {
    const [author = '', text = ''] = subject.includes('|') ? subject.split('|') : ['Ada', subject]
    return {
      commit: i.toString(16).padStart(4, '0').padEnd(40, '0'),
      parents: [],
      date: '2026-01-01T00:00:00Z',
      author,
      subject: text,
      body: '',
      merge: false,
    }
  })
}

function reading(list: Commit[], more: Partial<RangeReading> = {}): RangeReading {
  const counts = { omitted: 0, insertions: 0, deletions: 0, cherryPicked: 0 }
  return {
    base_commit: 'b',
    to_commit: 'h',
    to_date: '2026-01-02T00:00:00Z',
    commits: list,
    files: [],
    authors: [],
    notes: [],
    ...counts,
    ...more,
  }
}
const asked = { dependencies: [], from: 'v1.0.0', to: 'HEAD', why: 'because' }

test('the record counts kinds, keeps people first, and is what plan.json takes', () => {
  const list = commits('x', 'feat: a', 'renovate[bot]|chore(deps): b', 'fix: c', 'Revert "fix: c"')
  const range = reading(list.reverse(), {
    authors: [
      { name: 'Ada', commits: 4 },
      { name: 'renovate[bot]', commits: 1 },
    ],
    files: [
      { path: 'a\u202e.ts', status: 'modified', insertions: 2, deletions: 1 },
      { path: 'yarn.lock', status: 'modified', insertions: 900, deletions: 0 },
    ],
    cherryPicked: 2,
  })
  const record = digest({ ...asked, repository: { shallow: true }, range })
  expect(record).toMatchObject({
    from: 'v1.0.0',
    head_commit: 'h',
    head_date: '2026-01-02T00:00:00Z',
    commits: 5,
    counts: { feature: 1, unclassified: 1 },
    unclassified: 1,
    bots: 1,
    reverted: 2,
    authors: [{ name: 'Ada', commits: 4 }],
    files: { count: 2, top: [{ path: 'a.ts', lines: 3 }] },
    authors_total: 1,
  })
  expect(record.changes.map(change => change.subject)).toEqual(['feat: a', 'x'])
  expect(record.notes.join(' ')).toMatch(/2 commits left out.*shallow/)
  expect(observation.parse({ range: record }).range).toEqual(JSON.parse(JSON.stringify(record)))
})

test('commits that hide text are told', () => {
  const [first, second, third] = commits('feat: a\u202e\u{e0041}', 'fix: b ✨', 'x')
  const list = [first!, second!, { ...third!, body: 'see\u200b' }]
  const { notes, changes } = digest({ ...asked, repository: { shallow: false }, range: reading(list) })
  expect(notes.join(' ')).toMatch(/^2 commits \(\w+\) with characters that nobody sees/)
  expect(changes[0]!.subject).toBe('feat: a')
})

test('long ranges are capped and say how much is missing', () => {
  const record = digest({
    ...asked,
    repository: { shallow: false },
    range: reading(commits(...Array.from({ length: 400 }, (_, i) => `fix: ${i}`)), { omitted: 7 }),
  })
  expect(record).toMatchObject({ commits: 407, omitted: 7, changes_omitted: 300, counts: { fix: 400 } })
  expect(record.changes).toHaveLength(100)
})

test('totals count every commit and person, whatever is kept', () => {
  const people = Array.from({ length: 293 }, (_, i) => ({ name: `P${i}`, commits: 1 }))
  const list = commits(
    ...Array.from({ length: 400 }, (_, i) => (i < 73 ? `renovate[bot]|fix: ${i}` : `fix: ${i}`)),
  )
  const merges = list.map((commit, i) => (i >= 390 ? { ...commit, merge: true } : commit))
  const range = reading(merges, { authors: [...people, { name: 'renovate[bot]', commits: 73 }] })
  const record = digest({ ...asked, repository: { shallow: false }, range })
  expect(record).toMatchObject({ commits: 400, merges: 10, bots: 73, authors_total: 293 })
  expect(record.authors).toHaveLength(30)
  expect(record.counts).toEqual({ fix: 390 - 73 })
})

test('a breaking change is kept however long the range, the largest files are source', () => {
  const subjects = [...Array.from({ length: 400 }, (_, i) => `feat: ${i}`), 'fix!: last']
  const files = [
    'src/lang/de.json',
    'docs/x.md',
    'test/a.test.ts',
    'CHANGELOG.md',
    'deploy/all.yaml',
    'src/a.ts',
  ]
  const range = reading(commits(...subjects), {
    files: files.map((path, i) => ({ path, status: 'modified' as const, insertions: 100 - i, deletions: 0 })),
  })
  const record = digest({ ...asked, repository: { shallow: false }, range })
  expect(record.changes[0]).toMatchObject({ subject: 'fix!: last' })
  expect(record.files.top.map(({ path }) => path)).toEqual(['src/a.ts', 'deploy/all.yaml'])
})

test('a change is kept in few bytes, and what a call names is kept whatever it is', () => {
  const list = commits('feat(api): find parcels (#41)', 'fix!: x', 'fix: c', 'Revert "fix: c"')
  const wanted = new Set([list[2]!.commit])
  const record = digest({ ...asked, repository: { shallow: false }, range: reading(list.reverse()), wanted })
  expect(record.changes).toEqual([
    {
      commit: '000200000000',
      subject: 'fix: c',
      author: 'Ada',
      date: '2026-01-01',
      kind: 'fix',
      reverted: true,
    },
    {
      commit: '000100000000',
      subject: 'fix!: x',
      author: 'Ada',
      date: '2026-01-01',
      kind: 'fix',
      breaking: '',
    },
    {
      commit: '000000000000',
      subject: 'feat(api): find parcels (#41)',
      author: 'Ada',
      date: '2026-01-01',
      kind: 'feature',
    },
  ])
})

test('300 changes take less than 60 kB of plan.json', () => {
  const subjects = Array.from(
    { length: 300 },
    (_, i) => `${['feat', 'fix', 'perf'][i % 3]}(part): a change of usual length, number ${i} (#${i})`,
  )
  const record = digest({ ...asked, repository: { shallow: false }, range: reading(commits(...subjects)) })
  expect(record.changes).toHaveLength(300)
  expect(JSON.stringify(record.changes, null, 2).length).toBeLessThan(60_000)
})

test('teams by CODEOWNERS for each change and for the range', () => {
  const list = commits('feat: a', 'docs: b')
  const files = new Map([
    [
      list[0]!.commit,
      [
        { path: 'src/api/a.ts', added: true },
        { path: 'docs/a.md', added: true },
      ],
    ],
    [list[1]!.commit, [{ path: 'docs/b.md', added: false }]],
  ])
  const rules = [
    { pattern: '*', owners: ['@org/all'] },
    { pattern: '/src/api/', owners: ['@org/api'] },
  ]
  const owners = { source: 'CODEOWNERS', rules }
  const range = reading(list, {
    files: ['src/api/a.ts', 'docs/a.md', 'docs/b.md'].map(path => ({ path, status: 'modified' as const })),
  })
  const record = digest({ ...asked, repository: { shallow: false }, range, files, owners })
  expect(record.changes.map(({ team }) => team)).toEqual(['@org/api', '@org/all'])
  expect(record.owners).toEqual({
    source: 'CODEOWNERS',
    areas: [
      { team: '@org/all', files: 2, example: 'docs/a.md' },
      { team: '@org/api', files: 1, example: 'src/api/a.ts' },
    ],
  })
})
