import { expect, test } from 'vitest'
import { changesOf } from '../../../src/plan/scope/commits.ts'
import type { DependencyChange } from '../../../src/plan/scope/dependencies.ts'
import { observation } from '../../../src/plan/scope/observation.ts'
import { digest, recommendedBump } from '../../../src/plan/scope/observe.ts'
import type { Commit, RangeReading } from '../../../src/plan/scope/repository.ts'
import { parseVersion } from '../../../src/plan/version.ts'

function commits(...subjects: string[]): Commit[] {
  return subjects.map((subject, i) => {
    const [author = '', text = ''] = subject.includes('|') ? subject.split('|') : ['Ada', subject]
    return {
      commit: i.toString(16).padStart(40, '0'),
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
    counts: { feature: 1, other: 1, unclassified: 1 },
    unclassified: 1,
    bots: 1,
    reverted: 2,
    authors: [{ name: 'Ada', commits: 4 }],
    files: { count: 2, top: [{ path: 'a.ts', lines: 3 }] },
    recommended_bump: 'minor',
  })
  expect(record.changes.map(change => change.subject)).toEqual([
    'feat: a',
    'x',
    'chore(deps): b',
    'fix: c',
    'Revert "fix: c"',
  ])
  expect(record.notes.join(' ')).toMatch(/2 commits left out.*shallow/)
  expect(observation.parse({ range: record }).range).toEqual(JSON.parse(JSON.stringify(record)))
})

test('long ranges are capped and say how much is missing', () => {
  const record = digest({
    ...asked,
    repository: { shallow: false },
    range: reading(commits(...Array.from({ length: 400 }, (_, i) => `fix: ${i}`)), { omitted: 7 }),
  })
  expect(record).toMatchObject({ commits: 407, omitted: 7, changes_omitted: 100, counts: { fix: 400 } })
  expect(record.changes).toHaveLength(300)
})

const peer: DependencyChange = {
  manifest: 'package.json',
  name: 'react',
  from: '^18',
  to: '^19',
  change: 'major',
  dev: false,
  peer: true,
}

test.each([
  [['fix: a'], [], undefined, 'patch'],
  [['feat: a', 'fix: b'], [], undefined, 'minor'],
  [['Add a'], [], undefined, 'minor'],
  [['feat!: a'], [], '1.2.3', 'major'],
  [['feat!: a'], [], '0.2.3', 'minor'],
  [['fix: a'], [peer], '1.2.3', 'major'],
  [['fix: a'], [{ ...peer, peer: undefined }], '1.2.3', 'patch'],
  [['Revert "feat!: a"', 'feat!: a'], [], '1.2.3', 'patch'],
  [[], [], undefined, 'patch'],
])('%j asks for the right step', (subjects, dependencies, previous, expected) => {
  const step = recommendedBump(
    changesOf(commits(...subjects)),
    dependencies,
    previous ? parseVersion(previous) : undefined,
  )
  expect(step.bump).toBe(expected)
  expect(step.why).not.toBe('')
})
