import { describe, expect, test } from 'vitest'
import { profileOf } from '../../../src/plan/kinds/index.ts'
import { kinds } from '../../../src/plan/kinds/profile.ts'

const gates = ['freeze', 'go_no_go', 'release', 'close']
const facts = [
  'product',
  'version',
  'previous',
  'release_day',
  'release_time',
  'go_no_go_day',
  'close_day',
  'summary',
  'breaking',
  'limitations',
  'way_back',
  'contact',
  'upgrade_candidate',
  'back',
  'rollback_minutes',
  'owner',
  'everybody_day',
  'review_day',
  'on_call',
  'upgrade',
  'places',
  'reports',
]

describe.each(kinds)('the %s profile', kind => {
  const profile = profileOf(kind)
  const roles = profile.roles.map(role => role.id)
  const repeated = (ids: string[]) => ids.filter((id, at) => ids.indexOf(id) !== at)

  test('is complete', () => {
    expect(profile.kind).toBe(kind)
    for (const list of [
      'stages',
      'roles',
      'strategies',
      'release_day',
      'ways_back',
      'triggers',
      'messages',
      'baseline',
      'test_scenarios',
    ] as const) {
      expect(profile[list].length, list).toBeGreaterThan(0)
    }
    expect(profile.monitoring.cadence.length).toBeGreaterThan(0)
    expect(profile.strategies.map(({ id }) => id)).toContain(profile.default_strategy.id)
  })

  test('names every id once', () => {
    const activities = profile.stages.flatMap(stage => stage.activities.map(({ id }) => id))
    for (const ids of [
      activities,
      ...[profile.stages, profile.strategies, profile.release_day, profile.ways_back, profile.messages].map(
        list => list.map(({ id }) => id),
      ),
    ]) {
      expect(repeated(ids)).toEqual([])
    }
  })

  test('gives work only to roles it has', () => {
    const used = [
      ...profile.stages.flatMap(stage => [stage.role, ...stage.activities.map(({ role }) => role)]),
      ...profile.release_day.map(({ role }) => role),
      ...profile.strategies.flatMap(strategy => strategy.steps.map(({ role }) => role)),
      ...profile.messages.map(({ role }) => role),
    ]
    expect([...new Set(used)].filter(role => !roles.includes(role))).toEqual([])
  })

  test('has each gate once, in order', () => {
    expect(profile.stages.flatMap(stage => (stage.gate ? [stage.gate] : []))).toEqual(gates)
  })

  test('has stages in the order of their offsets, the release at 0', () => {
    const offsets = profile.stages.map(({ offset }) => offset)
    expect(offsets).toEqual(offsets.toSorted((a, b) => a - b))
    expect(profile.stages.find(({ gate }) => gate === 'release')?.offset).toBe(0)
  })

  test('lets activities follow only activities that exist', () => {
    const ids = profile.stages.flatMap(stage => stage.activities.map(({ id }) => id))
    const after = profile.stages.flatMap(stage => stage.activities.flatMap(activity => activity.after ?? []))
    expect(after.filter(id => !ids.includes(id))).toEqual([])
  })

  test('has one place for the rollout and a way back for each strategy', () => {
    expect(profile.release_day.filter(({ part }) => part === 'rollout')).toHaveLength(1)
    for (const { id } of profile.strategies.filter(({ complement }) => !complement)) {
      expect(
        profile.ways_back.some(way => !way.strategies || way.strategies.includes(id)),
        id,
      ).toBe(true)
    }
    const strategies = profile.strategies.map(({ id }) => id)
    expect(
      profile.ways_back.flatMap(way => way.strategies ?? []).filter(id => !strategies.includes(id)),
    ).toEqual([])
  })

  test('P4: every public message has a gate, and what tells of the release a counterpart that exists', () => {
    const ids = profile.messages.map(({ id }) => id)
    for (const message of profile.messages.filter(({ audience }) => audience === 'external')) {
      expect(message.gate, message.id).toBeDefined()
      if (message.gate === 'freeze') expect(message.candidate, message.id).toBe(true)
      if (message.on === undefined) expect(ids, message.id).toContain(message.taken_back_by)
    }
  })

  test('messages name only facts that there are, and leave blanks that Markdown does not read as bold', () => {
    for (const { id, subject, body, precondition = '' } of profile.messages) {
      const texts = [subject, precondition, ...body]
      const names = texts.flatMap(text => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(match => match[1]))
      expect(
        names.filter(name => !facts.includes(name!)),
        id,
      ).toEqual([])
      for (const text of texts) expect(text, id).not.toMatch(/[^\s]____(?=\s)/)
    }
  })

  test('has the four severities, worse ones answered sooner', () => {
    const severities = profile.severities ?? []
    expect(severities.map(({ id }) => id)).toEqual(['SEV1', 'SEV2', 'SEV3', 'SEV4'])
    const minutes = severities.map(({ respond_minutes }) => respond_minutes)
    expect(minutes).toEqual(minutes.toSorted((a, b) => a - b))
  })
})

test('P5: a status page belongs to a service, a library has none', () => {
  const channels = (kind: 'service' | 'library') => profileOf(kind).messages.map(({ channel }) => channel)
  expect(channels('service')).toContain('status_page')
  expect(channels('library')).not.toContain('status_page')
})
