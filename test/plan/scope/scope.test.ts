import { describe, expect, test } from 'vitest'
import { documents } from '../../../src/documents/index.ts'
import { derive } from '../../../src/plan/derive.ts'
import type { PlanInputs } from '../../../src/plan/inputs.ts'
import { releaseBranches, toldBase } from '../../../src/plan/scope/base/base.ts'
import { parseVersion } from '../../../src/plan/version.ts'
import { exampleInputs, exampleNow } from '../../support/example-inputs.ts'

type Observed = NonNullable<PlanInputs['observed']>
const example = exampleInputs('service')
const range = example.observed!.range!
const plan = (observed: Partial<Observed>, more: Partial<PlanInputs> = {}) =>
  derive(exampleInputs('service', { ...more, observed: { ...example.observed, ...observed } }), exampleNow)
const text = (made: ReturnType<typeof plan>, path: string) =>
  documents(made).find(document => document.path === path)!.text
const codes = (made: ReturnType<typeof plan>) => made.warnings.map(({ code }) => code)
const change = { subject: 'feat: a', author: 'Ada', date: '2026-10-01', sure: true, tickets: [], bot: false }
const from = (name: string, date: string) => ({
  range: { ...range, from: name, from_date: date, why: 'said with from' },
  base: { tag: 'v2.4.0', version: '2.4.0', why: 'v2.4.0 is the highest', alternatives: [] },
  releases: [
    { version: '2.3.0', date: '2026-01-01T00:00:00Z', tag: 'v2.3.0' },
    { version: '2.4.0', date: '2026-06-01T00:00:00Z', tag: 'v2.4.0' },
  ],
})

describe('one base', () => {
  test('README prints the base that the scope used', () => {
    const made = plan(from('v2.3.0', '2026-01-01T00:00:00Z'), { scope: { from: 'v2.3.0' } })
    expect(text(made, 'README.md')).toMatch(/Base of the scope \| `v2.3.0` _\(given: gather_scope from\)_/)
  })

  test.each([
    ['v2.3.0', '2026-01-01T00:00:00Z', true],
    ['abcdef1', '2026-02-01T00:00:00Z', true],
    ['abcdef1', '2026-07-01T00:00:00Z', false],
    ['v2.4.0', '2026-06-01T00:00:00Z', false],
  ])('a scope from %s of %s starts before the previous version: %s', (name, date, expected) => {
    const made = plan(from(name, date), { scope: { from: name } })
    expect(codes(made).includes('scope_starts_before_previous')).toBe(expected)
  })

  test('the previous version that was given is the base where it is tagged', () => {
    const tag = (name: string) => ({
      name,
      commit: name,
      date: '2026-01-01T00:00:00Z',
      committed: '2026-01-01T00:00:00Z',
    })
    const base = {
      tag: 'v2.4.0',
      version: '2.4.0',
      commit: 'v2.4.0',
      why: 'highest',
      alternatives: ['v2.3.0'],
    }
    expect(toldBase(base, [tag('v2.4.0'), tag('v2.3.0')], '2.3.0')).toMatchObject({
      tag: 'v2.3.0',
      version: '2.3.0',
      commit: 'v2.3.0',
      alternatives: ['v2.4.0'],
    })
    expect(toldBase(base, [tag('v2.4.0')], '2.2.0')).toEqual({
      ...base,
      why: 'no tag names 2.2.0, the previous version that was given; highest',
    })
  })
})

test('the counts are those of the whole range', () => {
  const many = { ...range, commits: 1259, merges: 169, bots: 73, authors_total: 293 }
  const made = plan({
    range: { ...many, signals: [{ kind: 'large_change', files: ['a'], count: 400, example: 'x' }] },
  })
  expect(text(made, 'scope.md')).toContain(
    '1259 commits, 169 of them merges, 73 by bots, 293 authors; 12 files',
  )
  expect(made.risks.register.find(({ id }) => id === 'size')?.description).toContain(
    '73 by bots, 293 authors',
  )
})

test('kinds are counted over the whole range, not over the changes kept', () => {
  const kept = { ...change, commit: '1'.repeat(40), kind: 'feature' }
  const counts = { feature: 320, fix: 200, unclassified: 50 }
  const made = plan({ range: { ...range, changes: [kept], changes_omitted: 569, counts } }, { scope: {} })
  expect(made.scope.counts).toMatchObject({ feature: 320, fix: 200 })
  expect(made.scope.unclassified_count).toBe(50)
  expect(made.scope.bump_because).toBe('320 features, nothing marked as breaking; 50 changes of unknown kind')
  expect(text(made, 'scope.md')).toContain('And 319 more, in the commits.')
})

describe('a release under way', () => {
  const base = {
    why: '',
    alternatives: [],
    candidates: [{ tag: 'v2.5.0-rc1', date: '2026-06-30T10:00:00Z' }],
  }

  test('its candidate and its branch are warnings', () => {
    const made = plan({ base, release_branches: ['release-2.5', 'origin/release-2.5'] })
    const message = (code: string) => made.warnings.find(warning => warning.code === code)
    expect(message('candidate_exists')?.message).toBe(
      '2.5.0-rc1 of 2026-06-30 is tagged; the next candidate is rc2.',
    )
    expect(message('release_branch')?.fix).toContain('to: "origin/release-2.5"')
    expect(made.scope.under_way).toMatchObject({ branch: 'origin/release-2.5', candidate: { next: 'rc2' } })
  })

  test('none where the scope ends at that branch', () => {
    const made = plan({ release_branches: ['origin/release-2.5'] }, { scope: { to: 'origin/release-2.5' } })
    expect(codes(made)).not.toContain('release_branch')
    expect(codes(made)).not.toContain('candidate_exists')
  })

  test('branches by their names', () => {
    const yes = [
      'release-1.10',
      '1.10.x',
      'v1.10',
      'releases/1.10',
      'origin/release-1.10',
      'origin/1.10.X',
      'release/1.10.0',
      'origin/release_1_10',
      'stable/1.10',
    ]
    const no = [
      'release-1.1',
      'release-1.100',
      'cherry-pick-4900-to-release-1.10',
      '11.10.x',
      'release-1.10.1',
      'docs/a/1.10',
    ]
    const named = (branches: string[]) =>
      branches.filter(one => releaseBranches([one], parseVersion('1.10.0')).length > 0)
    expect(named(yes)).toEqual(yes)
    expect(named(no)).toEqual([])
  })
})

test('changelog and publishing are shown as observed', () => {
  const entries = [...Array.from({ length: 14 }, (_, i) => `entry ${i}`), 'Drop the old flag']
  const changelog = { path: 'CHANGES.rst', heading: 'Version 2.5.0', entries }
  const publishing = [{ file: '.github/workflows/p.yml', on: 'tag' as const, does: ['npm publish'] }]
  const made = plan({ range: { ...range, changelog }, publishing })
  const scope = text(made, 'scope.md')
  expect(scope).toMatch(
    /CHANGES.rst, section "Version 2.5.0"[\s\S]*- Drop the old flag\n- entry 0\n[\s\S]*And 3 more there/,
  )
  expect(scope).not.toContain('entry 11')
  expect(scope).toContain('`.github/workflows/p.yml` on a pushed tag: npm publish')
  expect(made.scope.publishing).toEqual(publishing)
})

test('a raised floor is listed under breaking changes with its basis', () => {
  const floor = {
    manifest: 'package.json',
    name: 'node',
    from: '>=18',
    to: '>=20',
    change: 'major' as const,
    dev: false,
    peer: true,
  }
  const made = plan({ range: { ...range, dependencies: [floor] } })
  expect(text(made, 'scope.md')).toContain(
    '- may break: who runs it needs node \\>=20 (was \\>=18) _(observed: package.json)_',
  )
})

test('the section about breaking changes and the reason of the bump name the same', () => {
  const made = plan({})
  expect(made.scope.breaking.map(({ title }) => title)).toEqual(['Remove /v1/users'])
  expect(made.scope).toMatchObject({
    recommended_bump: 'major',
    bump_because: '1 breaking change: Remove /v1/users',
  })
})

describe('the bump against the version that is asked for', () => {
  const breaking = {
    ...change,
    commit: '1'.repeat(12),
    subject: 'feat!: no /v1',
    kind: 'feature',
    breaking: '',
  }
  const asked = (version: string, previous: string) => {
    const observed = { ...example.observed, range: { ...range, changes: [breaking], fragments: [] } }
    const release = { ...example.release, previous_version: previous }
    return derive({ ...example, version, release, scope: {}, observed }, exampleNow)
  }

  test.each([
    ['1.5.0', '1.4.0', true],
    ['2.0.0', '1.4.0', false],
    ['0.5.1', '0.5.0', true],
    ['0.6.0', '0.5.0', false],
    ['1.5.0-rc.1', '1.4.0', true],
    ['2.0.0-rc.1', '1.4.0', false],
    ['2.0.0-rc.2', '2.0.0-rc.1', false],
    ['2026.11.1', '2026.11.0', false],
  ])('%s after %s is too small: %s', (version, previous, expected) => {
    expect(codes(asked(version, previous)).includes('bump_too_small')).toBe(expected)
  })

  test('a calendar version is said to promise nothing', () => {
    expect(text(asked('2026.11.1', '2026.11.0'), 'scope.md')).toContain('A calendar version promises nothing')
  })
})

test('a description that breaks is listed once a file and counts, exports only of what is imported', () => {
  const gone = ['operation GET /a', 'operation GET /b', 'field x', 'field y', 'field z'].map(what => ({
    file: 'openapi.yaml',
    kind: 'openapi' as const,
    what: `${what} removed`,
    breaking: true,
  }))
  const exported = {
    file: 'package.json',
    kind: 'exports' as const,
    what: 'export parse removed',
    breaking: true,
  }
  const made = plan({ range: { ...range, changes: [], api: [...gone, exported] } }, { scope: {} })
  expect(made.scope.breaking.map(({ title }) => title)).toEqual([
    'operation GET /a removed; operation GET /b removed; field x removed; field y removed and 1 more',
  ])
  expect(made.scope.recommended_bump).toBe('major')
  expect(made.scope.may_break?.map(({ title }) => title)).toContain('export parse removed')
})

test('an export that is gone counts once where a breaking commit names it', () => {
  const gone = ['parse', 'format', 'config'].map(name => ({
    file: 'package.json',
    kind: 'exports' as const,
    what: `export ${name} removed`,
    breaking: true,
  }))
  const told = ['remove deprecated parse()', 'rework config'].map((title, n) => ({
    ...change,
    commit: `${n}b`.repeat(6),
    subject: `refactor!: ${title}`,
    breaking: '',
  }))
  const release = { ...example.release, kind: 'library' as const }
  const made = plan({ range: { ...range, changes: told, api: gone } }, { scope: {}, release })
  expect(made.scope.breaking.map(({ title }) => title)).toEqual([
    'remove deprecated parse()',
    'rework config',
    'export format removed; export config removed',
  ])
})

test('a changeset of another package breaks, but not what is released', () => {
  const fragments = [{ path: '.changeset/a.md', text: 'Other names', breaking: true, packages: ['@x/other'] }]
  const steps = [
    { name: '@x/other', bump: 'major' as const, changesets: 1 },
    { name: '@x/mine', bump: 'minor' as const, changesets: 2 },
  ]
  const release = { ...example.release, product: 'mine' }
  const made = plan({ range: { ...range, changes: [], fragments, steps } }, { scope: {}, release })
  expect(made.scope.breaking).toMatchObject([{ title: 'Other names', others: true }])
  expect(made.scope).toMatchObject({
    recommended_bump: 'minor',
    bump_because: '2 changesets, the highest asks for minor',
  })
  expect(text(made, 'scope.md')).toContain('| @x/mine |  |  |  | minor |')
})

test('plans of before, with whole ids and all fields, still open', () => {
  const before = {
    ...change,
    commit: 'ab'.repeat(20),
    subject: 'feat(api): b (#3)',
    title: 'b',
    scope: 'api',
    kind: 'feature',
  }
  const made = plan(
    { range: { ...range, changes: [before] } },
    { scope: { exclude: [], reclassify: [{ commit: 'abab', kind: 'fix' }] } },
  )
  expect(made.scope.items).toMatchObject([{ title: 'api: b', kind: 'fix', ticket: '#3' }])
})
