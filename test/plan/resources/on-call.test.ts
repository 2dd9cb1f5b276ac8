import { describe, expect, test } from 'vitest'
import { isKnown, knownValue } from '../../../src/plan/basis.ts'
import { minutesBetween } from '../../../src/plan/calendar/zones.ts'
import type { OtherRelease } from '../../../src/plan/derivation.ts'
import type { PlanInputs, ResourcesInputs } from '../../../src/plan/inputs.ts'
import { figuresIn } from '../../../src/plan/resources/on-call/past.ts'
import { deriveResources } from '../../../src/plan/resources/resources.ts'
import { derivationOf, scheduleOf, strategyOf } from '../../support/schedule.ts'

type People = NonNullable<ResourcesInputs['people']>

function resourcesOf(
  people: People,
  given: { date?: string; release?: Partial<PlanInputs['release']>; others?: OtherRelease[] } = {},
) {
  const { derivation, schedule } = watched({ resources: { people } }, given)
  const other_releases = given.others ?? []
  const resources = deriveResources({ ...derivation, other_releases }, { schedule, strategy: strategyOf() })
  return { ...resources, schedule, warnings: derivation.warnings }
}

/** The days do not hang on who is on call: one schedule for all teams. */
const schedules = new Map<string, ReturnType<typeof scheduleOf>['schedule']>()

function watched(
  inputs: Partial<PlanInputs>,
  given: { date?: string; release?: Partial<PlanInputs['release']> } = {},
) {
  const { date, release = {} } = given
  const known = { ...(date && { date }), release }
  const key = JSON.stringify(known)
  const schedule = schedules.get(key) ?? scheduleOf(known).schedule
  schedules.set(key, schedule)
  return { derivation: derivationOf({ ...known, inputs }), schedule }
}

const onCall = (name: string, more: Partial<People[number]> = {}) => ({ name, on_call: true, ...more })
const hoursOf = ({ from, to }: { from: string; to: string }) => minutesBetween(from, to) / 60

describe('awkward teams', () => {
  const continents = ['Europe/Berlin', 'America/New_York', 'Asia/Singapore']
  const cases: [string, People, { date?: string; release?: Partial<PlanInputs['release']> }][] = [
    ['one person', [onCall('Ana')], {}],
    ['two people of one zone', [onCall('Ana'), onCall('Bo')], {}],
    ['three people', [onCall('Ana'), onCall('Bo'), onCall('Cem')], {}],
    [
      'three continents',
      continents.flatMap(timezone => ['A', 'B'].map(n => onCall(`${n} ${timezone}`, { timezone }))),
      {},
    ],
    [
      'everybody away on the day',
      [onCall('Ana'), onCall('Bo')].map(person => ({
        ...person,
        absences: [{ from: '2026-12-01', to: '2026-12-01' }],
      })),
      {},
    ],
    [
      'clocks that go back',
      ['Ana', 'Bo', 'Cem', 'Dag'].map(name => onCall(name)),
      { date: '2026-10-23', release: { timezone: 'Europe/Berlin' } },
    ],
    [
      'clocks that go forward',
      ['Ana', 'Bo', 'Cem', 'Dag'].map(name => onCall(name)),
      { date: '2027-03-26', release: { timezone: 'Europe/Berlin' } },
    ],
    ['a name in Arabic', [onCall('ليلى حداد'), onCall('Bo')], {}],
    [
      'two people with one name',
      [onCall('Ana Li', { email: 'a@example.org' }), onCall('Ana Li'), onCall('Bo')],
      {},
    ],
  ]

  test.each(cases)('%s: joined shifts, rest, nobody twice, and what is open is named', (_, people, given) => {
    const { on_call, on_call_gaps = [], fairness, schedule } = resourcesOf(people, given)
    const steps = schedule.release_day
    const rolled = Date.parse(steps.at(-1)!.at_utc) + steps.at(-1)!.minutes * 60_000
    const left = new Map<string, string>()
    on_call.forEach((shift, n) => {
      const alone = people.length === 1
      expect(hoursOf(shift)).toBeLessThanOrEqual(alone ? 24 : 12)
      expect(hoursOf(shift)).toBeGreaterThan(0)
      if (n > 0) {
        expect(shift.from).toBe(on_call[n - 1]!.to)
        expect(Date.parse(shift.from)).toBeGreaterThanOrEqual(rolled)
      }
      const names = [shift.primary, shift.secondary].filter(isKnown).map(({ value }) => value)
      expect(new Set(names).size).toBe(names.length)
      for (const name of names) {
        const before = left.get(name)
        if (before && !alone) expect(minutesBetween(before, shift.from)).toBeGreaterThanOrEqual(11 * 60)
        left.set(name, shift.to)
      }
      if (!isKnown(shift.primary))
        expect(on_call_gaps).toContainEqual(expect.objectContaining({ role: 'primary', from: shift.from }))
    })
    const open = on_call.filter(({ primary, secondary }) => isKnown(primary) && !isKnown(secondary))
    const told = on_call_gaps.find(({ role }) => role === 'secondary')?.hours ?? 0
    expect(told).toBeCloseTo(
      open.reduce((sum, shift) => sum + hoursOf(shift), 0),
      1,
    )
    expect(Date.parse(on_call.at(-1)!.to) - rolled).toBeGreaterThanOrEqual(3 * 86_400_000)
    expect(Object.keys(fairness!.hours_by_person)).toHaveLength(people.length)
  })

  test('three continents watch by day', () => {
    const { fairness, on_call } = resourcesOf(cases[3]![1])
    expect(fairness!.by_person!.map(person => person.night_hours)).toEqual([0, 0, 0, 0, 0, 0])
    expect(on_call.every(({ secondary }) => isKnown(secondary))).toBe(true)
    expect(fairness!.balance_percent).toBeGreaterThan(80)
  })

  test('the night on which the clocks go back lasts twelve hours, and its clock times are right', () => {
    const { on_call } = resourcesOf(cases[5]![1], cases[5]![2])
    const offsets = on_call.map(({ from, to }) => [from.slice(-6), to.slice(-6)])
    const change = offsets.findIndex(([from, to]) => from !== to)
    expect(offsets[change]).toEqual(['+02:00', '+01:00'])
    expect(hoursOf(on_call[change]!)).toBe(12)
    const [from, to] = [on_call[change]!.from.slice(11, 13), on_call[change]!.to.slice(11, 13)]
    expect((Number(to) - Number(from) + 24) % 24).toBe(11)
  })

  test('with everybody away the day is a gap and no promise is kept in it', () => {
    const { on_call_gaps, on_call } = resourcesOf(cases[4]![1])
    expect(on_call_gaps![0]).toMatchObject({
      role: 'primary',
      from: on_call[0]!.from,
      why: expect.stringMatching(/nobody/),
    })
  })

  test('namesakes are told apart, and each rests', () => {
    const { fairness } = resourcesOf(cases[8]![1])
    expect(fairness!.by_person!.map(({ name }) => name)).toEqual(['Ana Li', 'Ana Li (2)', 'Bo'])
  })

  test('one person has 24 hours at a stretch, which each shift says', () => {
    const { on_call, on_call_gaps } = resourcesOf([onCall('Ana')])
    expect(on_call.filter(({ why }) => why === '24 h: nobody else is there').length).toBeGreaterThan(1)
    expect(on_call_gaps).toMatchObject([{ role: 'secondary', why: expect.stringContaining('3 more people') }])
  })
})

describe('who is asked', () => {
  const four = ['Ana', 'Bo', 'Cem', 'Dag'].map(name => onCall(name))

  test('a holiday of their country is kept where others are there', () => {
    // Wed 2026-11-26 is Thanksgiving in the United States.
    const people = [onCall('Ann', { country: 'US' }), ...four]
    const { on_call, fairness } = resourcesOf(people, { date: '2026-11-25' })
    expect(fairness!.by_person!.every(person => person.holiday_hours === 0)).toBe(true)
    const thanksgiving = on_call.filter(
      ({ from, to }) => from.slice(0, 10) <= '2026-11-26' && to.slice(0, 10) >= '2026-11-26',
    )
    for (const { primary, secondary } of thanksgiving)
      expect([knownValue(primary), knownValue(secondary)]).not.toContain('Ann')
  })

  test('a holiday that nobody else can take is counted and named', () => {
    const people = [onCall('Ann', { country: 'US' }), onCall('Bo', { country: 'US' })]
    const { on_call, fairness } = resourcesOf(people, { date: '2026-11-25' })
    expect(fairness!.by_person!.reduce((sum, person) => sum + person.holiday_hours, 0)).toBe(24)
    expect(on_call.some(({ why }) => /Thanksgiving/.test(why ?? ''))).toBe(true)
  })

  test('who cannot act on the platform comes last, with a warning; a skill says who can', () => {
    const people = [
      ...four,
      onCall('Pia', { roles: ['product_manager'] }),
      onCall('Sam', { roles: ['product_manager'], skills: ['Kubernetes'] }),
    ]
    const { fairness, warnings } = resourcesOf(people)
    expect(fairness!.hours_by_person).not.toHaveProperty('Pia')
    expect(fairness!.hours_by_person.Sam).toBeGreaterThan(0)
    expect(warnings).toContainEqual(
      expect.objectContaining({ code: 'on_call_cannot_act', message: expect.stringContaining('Pia') }),
    )
  })

  test('who cannot act fills what would be open, and the shift says so', () => {
    const away = { absences: [{ from: '2026-12-02', to: '2026-12-02' }] }
    const people = [onCall('Ana', away), onCall('Bo', away), onCall('Pia', { roles: ['product_manager'] })]
    const { on_call } = resourcesOf(people)
    expect(on_call.every(({ primary }) => isKnown(primary))).toBe(true)
    expect(on_call.some(({ why }) => why?.includes('Pia cannot act alone'))).toBe(true)
  })

  test('the lead is the second level while others fill both places, and helps where one is away', () => {
    const devops = ['Ana', 'Bo', 'Cem', 'Dag'].map(name => ({ name, roles: ['devops'] }))
    const lead = { name: 'Grace', roles: ['technical_lead'] }
    const away = { absences: [{ from: '2026-12-01', to: '2026-12-01' }] }
    expect(resourcesOf([lead, ...devops]).fairness!.hours_by_person).not.toHaveProperty('Grace')
    const short = resourcesOf([lead, { ...devops[0]!, ...away }, ...devops.slice(1)])
    expect(short.fairness!.hours_by_person.Grace).toBeGreaterThan(0)
    expect(short.on_call_gaps).toBeUndefined()
  })

  test('somebody away all the time makes nobody else do more', () => {
    const away = { absences: [{ from: '2026-11-30', to: '2026-12-10' }] }
    const { fairness } = resourcesOf([onCall('Eve', away), ...four, onCall('Gus')])
    const hours = Object.entries(fairness!.hours_by_person).filter(([name]) => name !== 'Eve')
    const own = hours.map(([, sum]) => sum)
    expect(Math.max(...own) - Math.min(...own)).toBeLessThanOrEqual(12)
  })

  test('who was on call for earlier plans has less now; a plan long ago and a later one do not count', () => {
    const duty = (name: string, hours: number) => ({
      name,
      hours,
      night_hours: 0,
      weekend_hours: 0,
      holiday_hours: 0,
    })
    const others = [
      { version: '2.4.0', date: '2026-11-10', on_call: [duty('ana', 36)] },
      { version: '2.0.0', date: '2026-01-10', on_call: [duty('Bo', 500)] },
      { version: '2.6.0', date: '2027-01-12', on_call: [duty('Cem', 500)] },
    ]
    const { fairness } = resourcesOf([...four, onCall('Eve'), onCall('Fay')], { others })
    const hours = fairness!.hours_by_person
    expect(fairness!.past_plans).toBe(1)
    expect(fairness!.by_person![0]).toMatchObject({ name: 'Ana', past_hours: 36 })
    for (const name of ['Bo', 'Cem', 'Dag', 'Eve', 'Fay']) expect(hours.Ana!).toBeLessThan(hours[name]!)
  })

  test.each([
    '',
    '{',
    '{"on_call": 7}',
    '{"on_call": [{"name": "Ana", "hours": -1}]}',
    'null',
  ])('figures of a broken plan are none: %s', text => expect(figuresIn(text)).toEqual([]))
})

describe('levels', () => {
  const escalationOf = (people: People, escalation?: ResourcesInputs['escalation']) => {
    const { derivation, schedule } = watched({ resources: { people, ...(escalation && { escalation }) } })
    const { escalation: levels } = deriveResources(derivation, { schedule, strategy: strategyOf() })
    return { levels, warnings: derivation.warnings }
  }

  test('the second level is never somebody who has just been called as the secondary', () => {
    const people = ['Grace', 'Ana', 'Bo'].map(name => ({
      name,
      roles: name === 'Grace' ? ['technical_lead'] : ['devops'],
    }))
    const { levels } = escalationOf(people)
    expect(knownValue(levels[1]!.who)).toMatch(/^Grace; .+ while Grace is (on call|primary|secondary)$/)
  })

  test('own levels that call somebody again, or give less time, are a warning', () => {
    const { warnings } = escalationOf(
      [onCall('Ana'), onCall('Bo')],
      [
        { level: 'L1', who: 'pager', minutes: 10 },
        { level: 'L2', who: 'Ana', minutes: 5 },
        { level: 'L3', who: 'ana', minutes: 30 },
      ],
    )
    const told = warnings.find(({ code }) => code === 'escalation_repeats')!.message
    expect(told).toContain('L2 calls Ana, who is on call')
    expect(told).toContain('L3 calls ana again, as L2 did')
    expect(told).toContain('L2 has 5 min, L1 before it 10')
  })
})
