import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isKnown, knownValue } from '../../../src/plan/basis.ts'
import { isoWeek } from '../../../src/plan/calendar/date.ts'
import { minutesBetween } from '../../../src/plan/calendar/zones.ts'
import type { Derivation } from '../../../src/plan/derivation.ts'
import type { PlanInputs, ResourcesInputs } from '../../../src/plan/inputs.ts'
import type { Traits } from '../../../src/plan/kinds/profile.ts'
import { deriveResources } from '../../../src/plan/resources/resources.ts'
import { scheduleOf, strategyOf } from '../../support/schedule.ts'

interface Case {
  kind?: 'service' | 'library' | 'distributed'
  resources?: ResourcesInputs
  traits?: Partial<Traits>
  strategy?: { hourly_cost?: number }
  recommended?: string
  authors?: { name: string; commits: number }[]
  release?: Partial<PlanInputs['release']>
}

function resourcesOf({ kind, resources, traits, strategy: told, recommended, authors, release }: Case = {}) {
  const strategy = { ...strategyOf(), ...(recommended !== undefined && { recommended }) }
  const inputs: Partial<PlanInputs> = {
    resources: resources ?? {},
    strategy: told ?? {},
    ...(authors && { observed: { range: { authors } } as PlanInputs['observed'] }),
  }
  const { derivation, schedule } = scheduleOf(
    { kind: kind ?? 'service', inputs, traits: traits ?? {}, ...(release && { release }) },
    strategy,
  )
  const derived = deriveResources(derivation, { schedule, strategy })
  return { resources: derived, schedule, asked: askedOf(derivation), warnings: derivation.warnings }
}

/** What this room asks, without the questions of the release itself. */
function askedOf({ questions }: Derivation): string[] {
  const ids = questions.asked().map(({ id }) => id)
  return ids.filter(id => !['product', 'previous_version', 'countries', 'release_manager'].includes(id))
}

const card = (resources: ReturnType<typeof resourcesOf>['resources'], id: string) =>
  resources.roles.find(role => role.id === id)!

const team: NonNullable<ResourcesInputs['people']> = [
  { name: 'Ana', roles: ['devops'] },
  { name: 'Bo', roles: ['DevOps Engineer'], hours_per_week: 32 },
  { name: 'Cleo', roles: ['technical lead'] },
  { name: 'Dan', roles: ['Technical_Lead'], absences: [{ from: '2026-12-01', to: '2026-12-01' }] },
]

describe('roles', () => {
  test('a service has the eight roles of a release team; the administrator only where the schema changes', () => {
    const ids = (traits: Partial<Traits>) => resourcesOf({ traits }).resources.roles.map(({ id }) => id)
    const seven = [
      'release_manager',
      'technical_lead',
      'devops',
      'qa_lead',
      'security',
      'support_lead',
      'product_manager',
    ]
    expect(ids({ database_change: 'no' })).toEqual(seven)
    expect(ids({ database_change: 'yes' })).toEqual([...seven.slice(0, 3), 'dba', ...seven.slice(3)])
  })

  test('a role that may not be needed is not asked for', () => {
    const { resources, asked } = resourcesOf({ traits: { database_change: 'unknown' } })
    expect(card(resources, 'dba')).toMatchObject({
      condition: 'if the database schema changes',
      assigned: [],
    })
    expect(asked).not.toContain('role_dba')
  })

  test('a library has a publisher and neither administrator nor status page people', () => {
    const { resources, asked } = resourcesOf({ kind: 'library', traits: { database_change: 'yes' } })
    expect(resources.roles.map(({ id }) => id)).toEqual([
      'release_manager',
      'technical_lead',
      'publisher',
      'qa_lead',
      'communications',
    ])
    expect(asked.length).toBeLessThanOrEqual(9)
  })

  test('without people each role is one question, backups only for those who act on the day', () => {
    const { asked } = resourcesOf()
    expect(asked.filter(id => id.startsWith('role_'))).toHaveLength(6)
    expect(asked.filter(id => id.startsWith('backup_'))).toEqual(['backup_release_manager', 'backup_devops'])
    expect(asked).toContain('backups_other')
    expect(asked.length).toBeLessThanOrEqual(16)
  })

  test('people take the roles they name; the backup is another person who is there', () => {
    const { resources } = resourcesOf({ resources: { people: team } })
    expect(card(resources, 'release_manager').assigned.map(knownValue)).toEqual(['Rhea Lund'])
    expect(card(resources, 'devops').assigned.map(knownValue)).toEqual(['Ana'])
    expect(knownValue(card(resources, 'devops').backup)).toBe('Bo')
    expect(card(resources, 'technical_lead').assigned.map(knownValue)).toEqual(['Cleo'])
    expect(knownValue(card(resources, 'technical_lead').backup)).not.toBe('Dan')
  })

  test('P2: every role has hours on the release day, or is not needed on it', () => {
    const { resources } = resourcesOf({ traits: { database_change: 'yes' } })
    for (const role of resources.roles) {
      expect(
        role.hours.planning_per_week + role.hours.testing_per_week + role.hours.release_per_day,
      ).toBeGreaterThan(0)
      expect(role.hours.release_per_day).toBeGreaterThan(0)
    }
    for (const level of resources.escalation) expect(level.minutes.value).toBeGreaterThan(0)
  })

  test('authors of the change are suggested, never assigned, bots not at all', () => {
    const authors = [
      { name: 'dependabot[bot]', commits: 40 },
      { name: 'Mia', commits: 12 },
    ]
    const { resources } = resourcesOf({ authors })
    expect(card(resources, 'technical_lead').suggestion).toMatch(
      /^Mia: most commits in this range \(12\); not asked$/,
    )
    expect(card(resources, 'technical_lead').assigned.some(isKnown)).toBe(false)
  })

  test('own hours and roles are carried', () => {
    const roles = [
      { id: 'QA lead', hours: { testing_per_week: 8 }, team_size: 1 },
      { id: 'translator', name: 'Translator' },
    ]
    const { resources } = resourcesOf({ resources: { roles } })
    expect(card(resources, 'qa_lead')).toMatchObject({
      team_size: 1,
      hours: { testing_per_week: 8, release_per_day: 8 },
      basis: { kind: 'given' },
    })
    expect(card(resources, 'translator').name).toBe('Translator')
  })
})

describe('load', () => {
  test('D4: hours follow the stages of the schedule, week by week', () => {
    const { resources } = resourcesOf({
      resources: { people: [{ name: 'Eve', roles: ['qa_lead'] }], roles: [{ id: 'qa_lead', team_size: 1 }] },
    })
    const hours = Object.fromEntries(
      resources.load.map(({ week, hours: needed, capacity }) => [week, [needed, capacity]]),
    )
    // Tue 11-10 to Mon 11-16 preparation 10 h a week, testing 40 h a week with what is booked in it, from Fri 11-27 8 h a day.
    expect(hours).toEqual({
      '2026-W46': [8, 40],
      '2026-W47': [34, 40],
      '2026-W48': [40, 40],
      '2026-W49': [40, 40],
    })
    expect(resources.overloads).toEqual([])
  })

  test('P3: an absence takes hours away and the overload names who could take them', () => {
    const people = [
      { name: 'Eve', roles: ['qa_lead'], absences: [{ from: '2026-12-02', to: '2026-12-04' }] },
      { name: 'Fay', roles: ['qa_lead'], hours_per_week: 20 },
    ]
    const { resources } = resourcesOf({ resources: { people, roles: [{ id: 'qa_lead', team_size: 1 }] } })
    expect(resources.overloads).toEqual([
      {
        name: 'Eve',
        week: '2026-W49',
        hours: 40,
        capacity: 16,
        fix: 'hand 24 h of QA lead to one more person',
      },
    ])
    expect(resources.constraints[0]).toMatchObject({
      what: expect.stringMatching(/^Eve is away/),
      mitigation: 'covered by Fay',
    })
  })
})

describe('load and the schedule agree', () => {
  test('who is away and works part time has no more booked than own hours', () => {
    const people = [
      { name: 'Eve', roles: ['qa_lead'], absences: [{ from: '2026-11-18', to: '2026-11-20' }] },
      { name: 'Fay', roles: ['qa_lead'], hours_per_week: 12 },
      { name: 'Gus', roles: ['technical_lead'], hours_per_week: 36 },
    ]
    const roles = [{ id: 'qa_lead', hours: { planning_per_week: 10, testing_per_week: 0 } }]
    const { resources, schedule } = resourcesOf({ resources: { people, roles } })
    const before = resources.load.filter(({ week }) => week < '2026-W48')
    for (const { hours, capacity } of before) expect(hours).toBeLessThan(capacity + 1)
    const booked = schedule.stages
      .flatMap(stage => stage.activities.flatMap(({ who = [] }) => who))
      .filter(({ name }) => name === 'Eve')
    const [inWeek] = before.filter(({ name, week }) => name === 'Eve' && week === '2026-W47')
    const days = booked.flatMap(({ hours = {} }) => Object.entries(hours))
    const sum = days.reduce((total, [date, count]) => total + (isoWeek(date) === '2026-W47' ? count : 0), 0)
    // With the Monday of the preparation, whose 4 h of a team of two nobody is booked for: 16 of 28 parts.
    expect([inWeek!.hours, inWeek!.capacity]).toEqual([sum + 2.3, 16])
  })

  test('who is booked for the go/no-go still has the hours of the release day and the watch', () => {
    const people = [{ name: 'Rhea Lund', roles: ['release_manager'] }]
    const { resources } = resourcesOf({ resources: { people } })
    const [last] = resources.load.filter(({ week }) => week === '2026-W49')
    // 8 h on each day between the go/no-go and the end of monitoring, what is booked included: Mon the hold, Tue the release, then the watch.
    expect(last!.hours).toBe(40)
  })

  test('a week of six days is as long as the hours given', () => {
    const people = [{ name: 'Eve', roles: ['qa_lead'] }]
    const { resources } = resourcesOf({
      resources: { people },
      release: { working_days: [1, 2, 3, 4, 5, 6] },
    })
    const before = resources.load.filter(({ week }) => week < '2026-W48')
    expect(Math.max(...before.map(({ hours }) => hours))).toBeGreaterThan(20)
    for (const { hours, capacity } of before) expect(hours).toBeLessThan(capacity + 1)
  })
})

test('P3: who is away for a whole week hands over every role', () => {
  const people = [
    {
      name: 'Cleo',
      roles: ['technical_lead', 'devops'],
      absences: [{ from: '2026-11-16', to: '2026-11-20' }],
    },
    { name: 'Dan', roles: ['technical_lead', 'devops'] },
  ]
  const { resources } = resourcesOf({ resources: { people } })
  expect(resources.overloads.find(({ week }) => week === '2026-W47')).toMatchObject({
    capacity: 0,
    fix: 'hand 10 h of DevOps engineer to Dan',
  })
})

describe('on call', () => {
  const four = ['Ana', 'Bo', 'Cleo', 'Dan'].map(name => ({ name, on_call: true }))

  test('P1: nobody has the whole watch: 12-hour shifts rotate, with a handover', () => {
    const { resources } = resourcesOf({ resources: { people: four } })
    expect(resources.on_call.length).toBeGreaterThanOrEqual(6)
    for (const { from, to } of resources.on_call)
      expect(minutesBetween(from, to)).toBeLessThanOrEqual(12 * 60 + 15)
    expect(Math.max(...Object.values(resources.fairness!.hours_by_person))).toBeLessThanOrEqual(60)
    expect(resources.fairness!.balance_percent).toBeGreaterThanOrEqual(70)
  })

  test.each([2000, 72_233])('a rollout of %i minutes has shifts too, and the watch after it', minutes => {
    const inputs = { resources: { people: four }, schedule: { release_day: [{ id: 'long', minutes }] } }
    const { derivation, schedule } = scheduleOf({ inputs })
    const { on_call, on_call_basis } = deriveResources(derivation, { schedule, strategy: strategyOf() })
    const end = schedule.release_day.at(-1)!
    expect(end.minutes).toBe(minutes)
    for (const { from, to } of on_call) expect(minutesBetween(from, to)).toBeLessThanOrEqual(24 * 60 + 60)
    expect(minutesBetween(end.at_utc, on_call.at(-1)!.to)).toBeGreaterThanOrEqual(minutes + 3 * 1440)
    expect(on_call_basis.from).not.toContain('never inside the rollout')
  })

  test('nobody is primary and secondary at once or primary twice running; shifts join; none changes in the rollout', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 7 }), fc.integer({ min: 0, max: 20 }), (count, start) => {
        const time = `${String(start).padStart(2, '0')}:30`
        const people = Array.from({ length: count }, (_, n) => ({ name: `P${n}`, on_call: true }))
        const { derivation, schedule } = scheduleOf({
          inputs: { resources: { people } },
          release: { release_time: time, window: { from: '00:00', to: '23:59' } },
        })
        const { on_call } = deriveResources(derivation, { schedule, strategy: strategyOf() })
        const end = schedule.release_day.at(-1)!
        on_call.forEach((shift, n) => {
          expect(knownValue(shift.primary)).not.toBe(knownValue(shift.secondary))
          const next = on_call[n + 1]
          if (!next) return
          expect(next.from).toBe(shift.to)
          expect(knownValue(next.primary)).not.toBe(knownValue(shift.primary))
          expect(minutesBetween(end.at_utc, shift.to)).toBeGreaterThanOrEqual(end.minutes)
        })
        expect(minutesBetween(end.at_utc, on_call.at(-1)!.to)).toBeGreaterThanOrEqual(3 * 1440)
      }),
      { numRuns: 40 },
    )
  })

  test('one person alone has 24-hour shifts, the plan says so and asks for a second', () => {
    const { resources, asked } = resourcesOf({ resources: { people: four.slice(0, 1) } })
    expect(resources.on_call_basis.from).toMatch(/only one person/)
    expect(asked).toContain('secondary_on_call')
    expect(asked).not.toContain('primary_on_call')
  })

  test('who is away has no shift, who declined has none', () => {
    const away = [{ from: '2026-12-01', to: '2026-12-10' }]
    const people = [
      { ...four[0]!, absences: away },
      ...four.slice(1),
      { name: 'Fay', on_call: true },
      { name: 'Eve', roles: ['devops'], on_call: false },
    ]
    const { resources } = resourcesOf({ resources: { people } })
    const names = resources.on_call.flatMap(({ primary, secondary }) => [
      knownValue(primary),
      knownValue(secondary),
    ])
    expect(new Set(names)).toEqual(new Set(['Bo', 'Cleo', 'Dan', 'Fay']))
  })

  test('nights go to those whose clock says day', () => {
    const people = ['A', 'B'].map(name => ({ name, on_call: true, timezone: 'America/New_York' }))
    const east = ['C', 'D'].map(name => ({ name, on_call: true, timezone: 'Europe/Berlin' }))
    const { resources } = resourcesOf({ resources: { people: [...people, ...east] } })
    const night = resources.on_call.filter(({ from }) => Number(from.slice(11, 13)) >= 17)
    const west = night.filter(({ primary }) => ['A', 'B'].includes(knownValue(primary)!))
    expect(night.length).toBeGreaterThan(2)
    expect(west).toEqual(night)
  })
})

describe('money, help and limits', () => {
  test('the second environment of blue-green is priced by its hourly cost', () => {
    const { budget } = resourcesOf({ recommended: 'blue_green', strategy: { hourly_cost: 3 } }).resources
    expect(budget.items[0]).toMatchObject({ item: 'second environment, 72 h', amount: { value: 216 } })
    expect(budget).toMatchObject({ totals: [{ currency: '', amount: 216 }], unknown: 1 })
  })

  test('a price that nobody gave is a question, never 0', () => {
    const { resources, asked } = resourcesOf({
      recommended: 'blue_green',
      resources: {
        costs: [
          { item: 'Load generator', amount: 50, currency: 'eur' },
          { item: 'Consultant', amount: 900, currency: 'eur', per: 'day' },
        ],
      },
    })
    expect(asked).toContain('cost_second_environment')
    expect(resources.budget).toMatchObject({ totals: [{ currency: 'EUR', amount: 50 }], unknown: 3 })
    // A rate of 900 a day is worth nothing before somebody says how many days.
    expect(asked).toContain('quantity_consultant')
  })

  test('a library costs nothing but time', () => {
    expect(resourcesOf({ kind: 'library' }).resources.budget).toEqual({ items: [], totals: [], unknown: 0 })
  })

  test('R8: the first level answers in time for an immediate rollback; own levels replace the standard', () => {
    expect(resourcesOf().resources.escalation[0]!.minutes.value).toBeLessThanOrEqual(5)
    const own = resourcesOf({
      resources: { escalation: [{ level: 'L1', who: 'pager', minutes: 2 }] },
    }).resources
    expect(own.escalation).toMatchObject([{ level: 'L1', who: { value: 'pager' }, minutes: { value: 2 } }])
  })

  test('gaps are to be closed by the gate that they block', () => {
    const { resources, schedule } = resourcesOf({ resources: { people: team } })
    const freeze = schedule.milestones.find(({ gate }) => gate === 'freeze')!.date
    expect(resources.gaps).toContainEqual(
      expect.objectContaining({ role: 'QA lead', why: 'nobody assigned', close_by: freeze }),
    )
  })
})

describe('words for roles', () => {
  test.each([
    ['devops_primary', 'devops'],
    ['DevOps secondary', 'devops'],
    ['SRE', 'devops'],
    ['ops', 'devops'],
    ['tl', 'technical_lead'],
    ['QA', 'qa_lead'],
    ['pm', 'product_manager'],
    ['dba', 'dba'],
  ])('%s is %s', (word, id) => {
    const { resources, warnings } = resourcesOf({
      resources: { people: [{ name: 'Ana', roles: [word] }] },
      traits: { database_change: 'yes' },
    })
    expect(card(resources, id).assigned.map(knownValue)).toContain('Ana')
    expect(warnings.map(({ code }) => code)).not.toContain('unknown_role')
  })

  test('an unknown one is a warning that lists the roles of this plan', () => {
    const people = [{ name: 'Ana', roles: ['wizard', 'qa'] }]
    const { warnings } = resourcesOf({ resources: { people } })
    expect(warnings).toContainEqual({
      code: 'unknown_role',
      message: 'people[].roles: "wizard" (Ana) is no role of this plan.',
      fix: expect.stringMatching(/release_manager, technical_lead, devops, qa_lead/),
    })
  })
})

describe('backups', () => {
  test('P2: roles that the day needs are one question, others have none named', () => {
    const { resources, asked } = resourcesOf({ resources: { people: team } })
    expect(asked.filter(id => id === 'backups_other')).toHaveLength(1)
    expect(card(resources, 'product_manager').backup).toMatchObject({ unknown: { id: 'backups_other' } })
    expect(card(resources, 'security').backup).toMatchObject({ value: 'none named' })
    expect(JSON.stringify(resources.roles)).not.toContain('none needed')
  })

  test('a team that lacks people says how many', () => {
    const people = [{ name: 'Eve', roles: ['qa_lead'] }]
    expect(resourcesOf({ resources: { people } }).resources.gaps).toContainEqual(
      expect.objectContaining({ role: 'QA lead', why: '2 of 3 people missing' }),
    )
  })
})

describe('rest and levels', () => {
  const named = (count: number) => Array.from({ length: count }, (_, n) => ({ name: `P${n}`, on_call: true }))

  test.each([
    [2, 12],
    [3, 12],
    [4, 12],
    [6, 12],
  ])('P1: of %d people nobody is on call longer than %d h in either role', (count, longest) => {
    const { on_call } = resourcesOf({ resources: { people: named(count) } }).resources
    for (const { name } of named(count)) {
      let hours = 0
      for (const shift of on_call) {
        const onDuty = [shift.primary, shift.secondary].some(who => knownValue(who) === name)
        hours = onDuty ? hours + minutesBetween(shift.from, shift.to) / 60 : 0
        expect(hours).toBeLessThanOrEqual(longest)
      }
    }
    for (const shift of on_call) expect(isKnown(shift.primary)).toBe(true)
    const open = on_call.filter(shift => !isKnown(shift.secondary)).length
    // Three people fill three places of every two shifts.
    expect(open).toBe(count === 2 ? on_call.length : count === 3 ? Math.floor(on_call.length / 2) : 0)
  })

  test('nobody is the first and the second level at once', () => {
    const people = [
      { name: 'Grace', roles: ['technical_lead', 'devops'] },
      { name: 'Linus', roles: ['devops'] },
    ]
    const level = (list: ResourcesInputs['people']) =>
      knownValue(resourcesOf({ resources: { people: list } }).resources.escalation[1]!.who)
    expect(level(people)).toBe('Grace; Linus while Grace is primary')
    const more = ['Ana', 'Bo', 'Cem'].map(name => ({ name, roles: ['devops'] }))
    expect(level([...people, ...more])).toBe('Grace')
  })

  test('a second level that nobody is left for is asked for where there is none above it', () => {
    const team = [
      { name: 'Tom Becker', roles: ['technical_lead', 'publisher'], on_call: true },
      { name: 'Ana Ruiz', roles: ['release_manager'], on_call: true },
    ]
    const second = (kind: 'library') =>
      resourcesOf({ kind, resources: { people: team } }).resources.escalation[1]!.who
    expect(second('library')).toMatchObject({
      unknown: { question: 'who is called while Tom Becker is primary, somebody else' },
    })
    const alone = [{ name: 'Tom Becker', roles: ['technical_lead', 'devops'], on_call: true }]
    expect(knownValue(resourcesOf({ resources: { people: alone } }).resources.escalation[1]!.who)).toBe(
      'nobody (go on to the next level), for Tom Becker is primary throughout',
    )
  })

  test('phones of people on call are one question', () => {
    const people = [
      { name: 'Ana', on_call: true, phone: '+49 30 1' },
      { name: 'Bo', on_call: true },
      { name: 'Cleo', on_call: true },
    ]
    const { resources, asked } = resourcesOf({ resources: { people } })
    expect(asked).toContain('on_call_phones')
    expect(resources.on_call_phones).toMatchObject({
      unknown: { question: 'phones for on call of Bo, Cleo' },
    })
  })

  test('steps at night of somebody in another zone are a warning', () => {
    const person = (timezone: string) => [{ name: 'Linus', roles: ['qa_lead'], timezone }]
    const codes = (timezone: string) => resourcesOf({ resources: { people: person(timezone) } }).warnings
    expect(codes('America/New_York')).toContainEqual(
      expect.objectContaining({
        code: 'release_day_at_night',
        message: expect.stringMatching(/Linus at 02:45 America\/New_York \(Validate/),
      }),
    )
    expect(codes('Europe/Berlin')).toEqual([])
  })

  test('so are steps at night at which a role has to be there without a step of its own', () => {
    const people = [{ name: 'Tom', roles: ['technical_lead'], timezone: 'America/Los_Angeles' }]
    const { warnings, schedule } = resourcesOf({ kind: 'library', resources: { people } })
    expect(schedule.release_day.some(({ role }) => role === 'technical_lead')).toBe(false)
    expect(warnings).toContainEqual(
      expect.objectContaining({
        code: 'release_day_at_night',
        message: expect.stringMatching(/Tom at 2\d:\d\d America\/Los_Angeles/),
      }),
    )
  })

  test('a library is watched by its cadence, in one row, and answers as its severities say', () => {
    const people = [
      { name: 'Ana', roles: ['publisher'] },
      { name: 'Bo', roles: ['publisher'] },
    ]
    const { resources } = resourcesOf({ kind: 'library', resources: { people } })
    expect(resources.on_call).toHaveLength(1)
    expect(resources.on_call[0]).toMatchObject({ primary: { value: 'Ana' }, secondary: { value: 'Bo' } })
    expect(resources.escalation[0]!.minutes.value).toBe(60)
    expect(resourcesOf({ kind: 'distributed' }).resources.escalation[0]!.minutes.value).toBe(60)
  })

  test('a publisher is not suggested from commits', () => {
    const authors = [
      { name: 'renovate', commits: 40 },
      { name: 'Lee', commits: 2 },
      { name: 'Mia', commits: 12 },
    ]
    const { resources } = resourcesOf({ kind: 'library', authors })
    expect(card(resources, 'publisher').suggestion).toBeUndefined()
    expect(card(resources, 'technical_lead').suggestion).toMatch(/^Mia/)
  })
})

test('role names are small inside a sentence', () => {
  const { derivation } = scheduleOf({ kind: 'distributed', inputs: { resources: {} } })
  deriveResources(derivation, scheduleOf({ kind: 'distributed' }))
  const question = derivation.questions.asked().find(({ id }) => id === 'role_product_manager')
  expect(question!.question).toBe('name of the early-adopter contact')
})
