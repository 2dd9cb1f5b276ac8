import { describe, expect, test } from 'vitest'
import { recommendedBump, type Shipped } from '../../../src/plan/scope/bump.ts'
import { behaviourChanges } from '../../../src/plan/scope/commits/behaviour.ts'
import { changeOf } from '../../../src/plan/scope/commits/commits.ts'
import { dependencyChanges } from '../../../src/plan/scope/dependencies/dependencies.ts'
import { mayBreak, raisedFloors } from '../../../src/plan/scope/product/runtime-floors.ts'
import { signalsOf } from '../../../src/plan/scope/signals/signals.ts'
import { parseVersion } from '../../../src/plan/version.ts'

const none: Shipped = { changes: [], breaking: [], dependencies: [], kind: 'library' }
const fix = { kind: 'fix', sure: true }
const feature = { kind: 'feature', sure: true }
const peer = {
  manifest: 'package.json',
  name: 'react',
  from: '^18',
  to: '^19',
  change: 'major' as const,
  dev: false,
  peer: true,
}

test.each([
  [{ changes: [fix] }, 'patch'],
  [{ changes: [feature, fix] }, 'minor'],
  [{ changes: [{ ...feature, sure: false }] }, 'minor'],
  [{ breaking: ['a'], previous: parseVersion('1.2.3') }, 'major'],
  [{ breaking: ['a'], previous: parseVersion('0.2.3') }, 'minor'],
  [{ changes: [fix], dependencies: [peer] }, 'major'],
  [{ changes: [fix], dependencies: [{ ...peer, peer: undefined }] }, 'patch'],
  [{}, 'patch'],
  [{ changes: [feature], stated: { bump: 'patch', changesets: 2 } }, 'patch'],
  [{ changes: [fix], stated: { bump: 'major', changesets: 2 } }, 'major'],
  [{ breaking: ['a'], stated: { bump: 'patch', changesets: 2 } }, 'major'],
] as [Partial<Shipped>, string][])('%j asks for the right step', (shipped, expected) => {
  const step = recommendedBump({ ...none, ...shipped })
  expect(step.bump).toBe(expected)
  expect(step.why).not.toBe('')
})

test('the reason names the breaking changes', () => {
  expect(recommendedBump({ ...none, breaking: ['no /v1', 'ids are strings'] }).why).toBe(
    '2 breaking changes: no /v1; ids are strings',
  )
})

describe('a raised floor of the runtime', () => {
  const changes = (path: string, before: string, after: string) =>
    dependencyChanges(new Map([[path, before]]), new Map([[path, after]]))
  const node = changes('package.json', '{"engines":{"node":">=18"}}', '{"engines":{"node":">=20"}}')

  test.each([
    [
      'pyproject.toml',
      '[project]\nrequires-python = ">=3.9"',
      '[project]\nrequires-python = ">=3.10"',
      ['python'],
    ],
    ['go.mod', 'module x\n\ngo 1.24.9\n', 'module x\n\ngo 1.26.1\n', ['go']],
    [
      'Cargo.toml',
      '[package]\nname = "x"\nrust-version = "1.70"',
      '[package]\nname = "x"\nrust-version = "1.75"',
      ['rust'],
    ],
    ['package.json', '{"engines":{"node":">=18"}}', '{"engines":{"node":">=20"}}', ['node']],
    ['package.json', '{"engines":{"node":">=20"}}', '{"engines":{"node":">=18"}}', []],
    ['package.json', '{}', '{"engines":{"node":">=18"}}', []],
    ['go.mod', 'module x\ngo 1.24.1\n', 'module x\ngo 1.24.2\n', []],
  ])('%s: %j to %j', (path, before, after, names) => {
    expect(raisedFloors(changes(path, before, after)).map(({ name }) => name)).toEqual(names)
  })

  test('is a signal of its own, at least a minor step, and may break', () => {
    expect(signalsOf([], node, [])).toEqual([
      { kind: 'runtime_floor', files: ['package.json'], count: 1, example: 'node >=18 → >=20' },
    ])
    expect(recommendedBump({ ...none, changes: [fix], dependencies: node })).toEqual({
      bump: 'minor',
      why: 'its users need node >=20 (was >=18), nothing marked as breaking',
    })
    expect(mayBreak(node, 'service')).toMatchObject([
      { title: 'who runs it needs node >=20 (was >=18)', basis: { kind: 'observed', from: 'package.json' } },
    ])
  })
})

describe('changes of behaviour', () => {
  const change = (subject: string, author = 'Ada') =>
    changeOf({ commit: 'c', date: '2026-01-01', author, subject, body: '', members: [] })

  test('entries of the changelog first, then commits that none of them covers', () => {
    const changelog = {
      path: 'CHANGES',
      heading: 'Unreleased',
      entries: ['Drop Python 3.9. #5', 'Faster start'],
    }
    const commits = [
      change('drop python 3.9 (#5)'),
      change('feat: rename the flag (#6)'),
      change('feat: faster'),
    ]
    expect(behaviourChanges(commits, changelog)).toEqual({
      count: 2,
      examples: ['Drop Python 3.9. #5', 'rename the flag'],
    })
    expect(signalsOf([], [], commits, changelog)).toMatchObject([
      { kind: 'behaviour_change', count: 2, examples: ['Drop Python 3.9. #5', 'rename the flag'] },
    ])
  })

  test.each([
    'feat!: remove /v1',
    'chore: remove the old job',
    'ci: require Node 20',
    'remove werkzeug host tests',
    'fix: remove unused variable',
    'fix typo in default',
    'remove two spaces',
    'drop the static advertise_sid variable',
    'drop stale comment about advancing o->pos',
    'name both source and destination when rename fails',
    'Require `active_support/rails` in `rails/railtie`',
    'Remove trailing whitespace from the guide',
  ])('%s is none', subject => {
    expect(behaviourChanges([change(subject)]).count).toBe(0)
  })

  test.each([
    'remove the --legacy option',
    'Drop support for PHP 7',
    'The cache is no longer shared',
    'Deprecate `uniq!`',
    'change the default of retries',
    'require an API token setting',
  ])('%s is one', subject => {
    expect(behaviourChanges([change(subject)]).count).toBe(1)
  })

  test('a bot tells none', () => {
    expect(behaviourChanges([change('Remove x', 'renovate[bot]')]).count).toBe(0)
  })
})
