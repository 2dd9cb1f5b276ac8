import { describe, expect, test } from 'vitest'
import { isInside } from '../../../src/plan/communications/audience.ts'
import { isLegalOrder } from '../../../src/plan/communications/status-page.ts'
import { announcedTitle, titleInPart } from '../../../src/plan/communications/titles.ts'
import { candidateOf, upgradeOf } from '../../../src/plan/communications/upgrade.ts'
import { derive } from '../../../src/plan/derive.ts'
import type { PlanInputs } from '../../../src/plan/inputs.ts'
import type { Plan } from '../../../src/plan/plan.ts'
import { exampleInputs, exampleNow } from '../../support/example-inputs.ts'

describe('titles as users read them', () => {
  test.each([
    ['feat(api)!: drop the old route (#123)', 'Drop the old route'],
    ['fix: crash on start, closes #9', 'Crash on start'],
    ['[core] Faster parser.', 'Faster parser'],
    ['Add support for YAML: lists and maps', 'Add support for YAML: lists and maps'],
    ['fix:\u202e evil', 'Evil'],
    ['feat: add basic authentication. Fixes #4385 (#4401)', 'Add basic authentication'],
    ['fix: deepcopy status. Fixes: #3673, acme/web#4184', 'Deepcopy status'],
    ['add a cache (closes GH-12)', 'Add a cache'],
    ['fix: newContext returns nil', 'newContext returns nil'],
    ['fix provide_automatic_options override', 'Fix provide_automatic_options override'],
    ['provide_automatic_options is kept', 'provide_automatic_options is kept'],
    ['fix: sync during abort scale-… (#4919)', 'Sync during abort scale-…'],
    ['Support HTTP 2', 'Support HTTP 2'],
  ])('%s', (subject, title) => {
    expect(announcedTitle(subject).replace(/,$/, '')).toBe(title)
  })
})

describe('the part of the product that a subject names', () => {
  test.each([
    [
      'fix(googlereader): raise item IDs limit to 10000 (#12)',
      'Raise item IDs limit to 10000 (googlereader)',
    ],
    ['googlereader: raise item IDs limit', 'Raise item IDs limit (googlereader)'],
    ['feat(search): find parcels by search word', 'Find parcels by search word'],
    ['refactor(types)!: remove ResSerializerReply type', 'Remove ResSerializerReply type'],
    ['fix(core): crash on start', 'Crash on start'],
    ['fix: crash on start', 'Crash on start'],
    ['feat(ring): shift traffic before scale-do…', 'Shift traffic before scale-do…'],
  ])('%s', (subject, line) => {
    expect(titleInPart(subject)).toBe(line)
  })
})

/** A service whose range shows these commits: id, kind, subject. */
function seenPlan(
  subjects: readonly (readonly [id: string, kind: string, subject: string])[],
  items: NonNullable<PlanInputs['scope']>['items'] = [],
): Plan {
  const { observed } = exampleInputs('service')
  const changes = subjects.map(([id, kind, subject]) => ({
    commit: id.padStart(40, '0'),
    subject,
    author: 'Bo',
    date: '2026-10-01T00:00:00+00:00',
    kind,
    sure: true,
    tickets: [],
    bot: false,
  }))
  const range = { ...observed!.range!, changes }
  return derive(exampleInputs('service', { scope: { items }, observed: { ...observed, range } }), exampleNow)
}

describe('the announcement', () => {
  const announcement = (kind: 'service' | 'library', changes = {}) =>
    derive(exampleInputs(kind, changes), exampleNow).communications.announcement

  test('tells features, fixes, speed and security, and no infrastructure', () => {
    const { groups } = announcement('library')
    expect(groups.map(({ heading }) => heading)).toEqual(['New', 'Fixed', 'Faster', 'Security'])
    expect(groups.flatMap(({ entries }) => entries)).toEqual([
      'Export as CSV (being switched on after the release): less copying',
      'Crash on an empty list',
      'Index the search',
      'Refuse weak ciphers',
    ])
  })

  test('tells a breaking change once, with its migration', () => {
    expect(announcement('library').breaking).toEqual([
      { title: 'Remove /v1/users', migration: 'Call /v2/users instead', deprecated_until: '2027-06-30' },
    ])
  })

  test.each([
    ['100 % with the release', 'Export as CSV: less copying'],
    ['on by default', 'Export as CSV: less copying'],
    ['after the rollout 5 - 100 %', 'Export as CSV (being switched on after the release): less copying'],
  ])('a feature whose flag goes %s', (rollout, line) => {
    const strategy = { flags: [{ feature: 'F-1', name: 'csv', rollout }] }
    expect(announcement('service', { strategy }).groups[0]!.entries).toEqual([line])
  })

  test('tells nothing of merges, build machines, tests and spelling, and doubles once, as the messages do', () => {
    const subjects = [
      ['1', 'fix', 'fix: crash on start (#1)'],
      ['2', 'fix', 'fix: Crash on start (#2)'],
      ['3', 'security', 'Merge commit from fork'],
      ['4', 'fix', 'fix(ci): wait longer'],
      ['5', 'fix', 'fix: flaky test of the parser'],
      ['6', 'fix', 'fix: typo in the description'],
      ['7', 'fix', 'fix: update broken yarn.lock file'],
      ['8', 'feature', 'feat: shift traffic before canary scale-do…'],
    ] as const
    const plan = seenPlan(subjects)
    expect(plan.communications.announcement.groups).toEqual([
      { heading: 'New', entries: ['Shift traffic before canary scale-do…'] },
      { heading: 'Fixed', entries: ['Crash on start'] },
    ])
    expect(plan.communications.announcement.cut).toBe(1)
    const notice = plan.communications.messages.find(({ id }) => id === 'customer_notice')!
    expect(notice.body[0]).toMatch(/Among its changes: Crash on start\.$/)
  })

  test('a message names three entries, those of the caller first, and does not count the rest', () => {
    const many = Array.from(
      { length: 30 },
      (_, n) => [`${n}`, 'feature', `feat: part ${'abc'[n % 3]}${n}`] as const,
    )
    const items = [{ id: 'G-1', kind: 'fix' as const, title: 'Given fix' }]
    const notice = seenPlan(many, items).communications.messages.find(({ id }) => id === 'customer_notice')!
    expect(notice.body[0]).toMatch(/Among its changes: Given fix; Part a0; Part b1\.$/)
    expect(notice.body.join(' ')).not.toMatch(/more/)
  })

  const breaks = (n: number, title: (at: number) => string = at => `Gone ${at}`) =>
    Array.from({ length: n }, (_, at) => ({
      id: `B-${at}`,
      kind: 'api_change' as const,
      title: title(at),
      breaking: true,
    }))

  test('leaves out no breaking change; a message names three and says how many more there are', () => {
    const plan = derive(exampleInputs('library', { scope: { items: breaks(14) } }), exampleNow)
    expect(plan.communications.announcement.breaking).toHaveLength(14)
    const call = plan.communications.messages.find(({ id }) => id === 'call_for_testing')!
    expect(call.body.join(' ')).toContain('Look first at: Gone 0; Gone 1; Gone 2; 11 more, listed in ____.')
  })

  test('a message explains a breaking change where that has room, and cuts no explanation', () => {
    const items = breaks(1, () => 'Remove the reply type').map(item => ({
      ...item,
      migration: 'The type of a reply is no longer exported from the logger.',
    }))
    const plan = derive(exampleInputs('library', { scope: { items } }), exampleNow)
    const call = plan.communications.messages.find(({ id }) => id === 'call_for_testing')!
    expect(call.body.join(' ')).toContain('Look first at: Remove the reply type. Report')
  })

  test('the step of a dependency for development is no news for users, and its absence is told', () => {
    const { observed } = exampleInputs('library')
    const marked = (commit: string, subject: string, breaking = '') => ({
      commit,
      subject,
      author: 'Bo',
      date: '2026-10-01',
      kind: 'other',
      breaking,
    })
    const range = {
      ...observed!.range!,
      changes: [
        marked('a1', 'chore(deps)!: upgrade undici v8 (#6921)'),
        marked('a2', 'chore(deps)!: bump pino from 9 to 10'),
        marked('a3', 'chore(deps)!: upgrade tap v20', 'tests of plugins need tap 20'),
      ],
      dependencies: [
        { manifest: 'package.json', name: 'undici', change: 'major' as const, dev: true },
        { manifest: 'package.json', name: 'tap', change: 'major' as const, dev: true },
        { manifest: 'package.json', name: 'pino', change: 'major' as const, dev: false },
      ],
    }
    const own = announcement('library', { scope: {}, observed: { ...observed, range } })
    expect(own.breaking.map(({ title }) => title)).toEqual(['Bump pino from 9 to 10', 'Upgrade tap v20'])
    expect(own.for_development).toEqual(['Upgrade undici v8'])
  })

  test('asks for its text where the scope shows nothing', () => {
    const inputs = { scope: {}, observed: {} }
    expect(announcement('library', inputs).text).toMatchObject({ unknown: { id: 'announcement_text' } })
    expect(announcement('library').text).toBeUndefined()
  })

  test.each([
    ['npm', 'acme', 'npm install acme@2.5.0'],
    ['pypi', 'acme', 'python -m pip install "acme==2.5.0"'],
    ['go', 'example.org/acme', 'go get example.org/acme@v2.5.0'],
    ['crates', 'acme', 'cargo update -p acme --precise 2.5.0'],
  ])('the upgrade command fits %s', (registry, name, command) => {
    const { release } = derive(
      exampleInputs('library', { observed: { ecosystem: { registry, name } } }),
      exampleNow,
    )
    expect(upgradeOf(release, '2.5.0')?.command).toBe(command)
  })

  test.each([
    ['npm', 'npm install acme@2.5.0-rc.____ (or acme@next)'],
    ['pypi', 'python -m pip install "acme==2.5.0rc____"'],
    ['crates', 'cargo add acme@=2.5.0-rc.____'],
    ['rubygems', 'gem install acme -v 2.5.0.rc____'],
    ['go', 'go get acme@v2.5.0-rc.____'],
  ])('a candidate has the number that %s gives it', (registry, command) => {
    const ecosystem = { registry, name: 'acme' }
    const { release } = derive(exampleInputs('library', { observed: { ecosystem } }), exampleNow)
    expect(candidateOf(release, '2.5.0')).toBe(command)
  })

  test.each([
    ['npm', 'v2.5.0-alpha.2', 'npm install acme@2.5.0-alpha.____ (or acme@next)'],
    ['npm', 'v2.5.0-beta1', 'npm install acme@2.5.0-beta____ (or acme@next)'],
    ['pypi', '2.5.0-alpha.2', 'python -m pip install "acme==2.5.0a____"'],
    ['go', 'v2.5.0-next', 'go get acme@v2.5.0-rc.____'],
  ])('a candidate on %s follows the tag %s', (registry, tag, command) => {
    const base = { why: 'latest', alternatives: [], candidates: [{ tag, date: '2026-10-20T00:00:00Z' }] }
    const observed = { ecosystem: { registry, name: 'acme' }, base }
    const plan = derive(exampleInputs('library', { observed }), exampleNow)
    expect(candidateOf(plan.release, '2.5.0')).toBe(command)
    if (tag.includes('alpha.') && registry === 'npm')
      expect(plan.strategy.description).toContain('2.5.0-alpha.N under the dist-tag next')
  })

  test('a service has no upgrade command, and no command is invented for an unknown registry', () => {
    expect(announcement('service').upgrade).toBeUndefined()
    expect(
      announcement('library', { observed: { ecosystem: { registry: 'other', name: 'acme' } } }).upgrade,
    ).toBeUndefined()
  })
})

test.each([
  ['support team', true],
  ['engineering', true],
  ['executives and stakeholders', true],
  ['customers', false],
  ['partner companies', false],
  ['support and customers', false],
  ['friends', false],
])('%s is inside: %s', (audience, inside) => {
  expect(isInside(audience)).toBe(inside)
})

test.each([
  [['investigating: a', 'identified: b', 'monitoring: c', 'resolved: d'], true],
  [['scheduled: a', 'in_progress: b', 'verifying: c', 'completed: d'], true],
  [['scheduled: a', 'resolved: b'], false],
  [['investigating: a', 'resolved: b'], false],
  [['no state at all'], true],
])('states %j in legal order: %s', (body, legal) => {
  expect(isLegalOrder(body)).toBe(legal)
})
