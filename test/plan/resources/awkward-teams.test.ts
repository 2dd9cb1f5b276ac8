import { describe, expect, test } from 'vitest'
import { knownValue } from '../../../src/plan/basis.ts'
import type { ResourcesInputs } from '../../../src/plan/inputs.ts'
import { checkNames } from '../../../src/plan/resources/people.ts'
import { deriveResources } from '../../../src/plan/resources/resources.ts'
import { scheduleOf, strategyOf } from '../../support/schedule.ts'

type People = NonNullable<ResourcesInputs['people']>

const allRoles = [
  'release_manager',
  'technical_lead',
  'devops',
  'qa_lead',
  'security',
  'support_lead',
  'product_manager',
]
const day = '2026-12-01'

function team(people: People, more: { skills?: string[] } = {}) {
  const { derivation, schedule } = scheduleOf({
    inputs: {
      resources: {
        people,
        roles: [
          { id: 'qa_lead', team_size: 1 },
          { id: 'support_lead', team_size: 1 },
        ],
      },
      ...(more.skills && {
        schedule: { activities: [{ id: 'tune', phase: 'testing', role: 'devops', skills: more.skills }] },
      }),
    },
    release: { release_manager: people[0]!.name },
  })
  const resources = deriveResources(derivation, { schedule, strategy: strategyOf() })
  const card = (id: string) => resources.roles.find(role => role.id === id)!
  return {
    resources,
    card,
    who: (id: string) => card(id).assigned.map(knownValue),
    backup: (id: string) => knownValue(card(id).backup),
  }
}

describe('awkward teams', () => {
  test('one person has every role, no backup anywhere, and more hours than there are, said so', () => {
    const { resources, who } = team([{ name: 'Solo', roles: allRoles }])
    for (const role of allRoles) expect(who(role)).toEqual(['Solo'])
    expect(resources.gaps.every(({ why }) => why === 'no backup')).toBe(true)
    expect(resources.gaps[0]!.closes).toBe('one more there on Tue 2026-12-01')
    expect(resources.overloads.length).toBeGreaterThan(0)
    for (const { fix } of resources.overloads)
      expect(fix).toMatch(/^(for example )?hand .* to one more person/)
  })

  test('two people of one name are refused with names that would do', () => {
    const kims = [
      { name: 'Kim Lee', roles: ['devops'], timezone: 'Asia/Seoul' },
      { name: 'kim  lee', roles: ['qa_lead'], timezone: 'Europe/Berlin' },
    ]
    expect(() => checkNames(kims)).toThrow(
      /people\[0\]\.name and people\[1\]\.name are both kim lee.*"kim lee \(Berlin\)"/,
    )
    expect(() => checkNames(kims.map((kim, n) => ({ ...kim, name: `${kim.name} ${n}` })))).not.toThrow()
  })

  test('in a plan that was edited by hand the second one gets a number, so that nobody has two shifts at once', () => {
    const { resources, who, backup } = team([
      { name: 'Kim Lee', roles: ['release_manager', 'devops'] },
      { name: 'Kim Lee', roles: ['devops'] },
    ])
    expect(resources.people!.map(({ name }) => name)).toEqual(['Kim Lee', 'Kim Lee (2)'])
    expect([...who('devops'), backup('devops')].toSorted()).toEqual(['Kim Lee', 'Kim Lee (2)'])
  })

  test('a name in Arabic stays as it is', () => {
    const { who, backup } = team([
      { name: 'ليلى حداد', roles: ['release_manager', 'devops'] },
      { name: 'Bo', roles: ['devops'] },
    ])
    expect([...who('devops'), backup('devops')].toSorted()).toEqual(['Bo', 'ليلى حداد'])
  })

  test('everyone away on the day: the roles keep their people, the day is a gap and nobody away is a backup', () => {
    const absences = [{ from: day, to: day }]
    const { resources, who, backup } = team([
      { name: 'Ana', roles: ['release_manager', 'devops'], absences },
      { name: 'Bo', roles: ['devops', 'qa_lead'], absences },
    ])
    expect(who('devops')).toHaveLength(1)
    expect(backup('devops')).toBeUndefined()
    const gap = resources.gaps.find(({ role, why }) => role === 'DevOps engineer' && why.includes('away'))!
    expect(gap.closes).toBe('one more there on Tue 2026-12-01')
  })

  test('who is there goes before who works more hours; the one away that day is no backup', () => {
    const { who, backup, card } = team([
      { name: 'Ana', roles: ['release_manager'] },
      { name: 'Bo', roles: ['devops'], absences: [{ from: day, to: day }] },
      { name: 'Cleo', roles: ['devops'], hours_per_week: 20 },
    ])
    expect([who('devops'), backup('devops'), card('devops').why]).toEqual([
      ['Cleo'],
      undefined,
      'there that day',
    ])
  })

  test('three continents: who is awake at the steps takes them, the next awake one stands in', () => {
    const zones = { Ana: 'Europe/Berlin', Bo: 'America/Los_Angeles', Cy: 'Asia/Tokyo' }
    const { who, backup, card } = team(
      Object.entries(zones).map(([name, timezone]) => ({
        name,
        timezone,
        roles: [...(name === 'Ana' ? ['release_manager'] : []), 'devops'],
      })),
    )
    // 07:45 UTC: 08:45 in Berlin, 16:45 in Tokyo, 23:45 in Los Angeles.
    expect(who('devops')).not.toEqual(['Bo'])
    expect(backup('devops')).not.toBe('Bo')
    expect(card('devops').there!.clock).toMatch(/^\d\d:\d\d-\d\d:\d\d$/)
  })

  test('words for first and second and skills that the work asks for decide before anything else', () => {
    const people = (second: string, skills: string[] = []): People => [
      { name: 'Ana', roles: ['release_manager'] },
      { name: 'Bo', roles: [second] },
      { name: 'Cy', roles: ['devops'], skills },
    ]
    expect(team(people('devops_primary')).who('devops')).toEqual(['Bo'])
    expect(team(people('devops backup')).who('devops')).toEqual(['Cy'])
    const skilled = team(people('devops', ['sql']), { skills: ['sql'] })
    expect([skilled.who('devops'), skilled.card('devops').why]).toEqual([['Cy'], 'has the skills'])
  })

  test('hours decide between equals: nobody takes a second role while somebody has time', () => {
    const { who, resources } = team([
      { name: 'Ana', roles: ['release_manager'] },
      { name: 'Bo', roles: ['devops', 'qa_lead', 'technical_lead'] },
      { name: 'Cy', roles: ['devops', 'qa_lead', 'technical_lead'] },
      { name: 'Di', roles: ['devops', 'qa_lead', 'technical_lead'] },
    ])
    const holders = ['devops', 'qa_lead', 'technical_lead'].flatMap(who)
    expect(holders.toSorted()).toEqual(['Bo', 'Cy', 'Di'])
    expect(resources.assignment).toEqual({ optimal: true, gap_hours: 0 })
  })

  test('approvals say who decides and who stands in, on the day of the go/no-go too', () => {
    const { resources } = team([
      { name: 'Ana', roles: ['release_manager'] },
      { name: 'Bo', roles: ['devops'], absences: [{ from: '2026-11-20', to: '2026-11-30' }] },
      { name: 'Cy', roles: ['devops backup', 'technical_lead'] },
    ])
    const approvals = Object.fromEntries(resources.approvals!.map(({ who, ...rest }) => [who, rest]))
    expect(approvals.Operations).toEqual({ by: 'Bo', deputy: 'Cy', away: true })
    expect(approvals['Engineering manager']).toEqual({ deputy: 'Cy (technical lead)' })
  })
})
