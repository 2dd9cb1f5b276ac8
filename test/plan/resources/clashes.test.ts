import { describe, expect, test } from 'vitest'
import type { PlanInputs, ResourcesInputs } from '../../../src/plan/inputs.ts'
import type { Kind } from '../../../src/plan/kinds/profile.ts'
import { otherRelease } from '../../../src/plan/resources/other-plans/occupied.ts'
import { deriveResources } from '../../../src/plan/resources/resources.ts'
import { scheduleOf, strategyOf } from '../../support/schedule.ts'

type People = NonNullable<ResourcesInputs['people']>

interface Case {
  date?: string
  kind?: Kind
  people?: People
  others?: (ReturnType<typeof otherRelease> & object)[]
  today?: string
  release?: Partial<PlanInputs['release']>
}

function planOf({ date, kind, people = [], others = [], today, release = {} }: Case) {
  const { derivation, schedule } = scheduleOf({
    ...(date !== undefined && { date }),
    ...(kind && { kind }),
    ...(today !== undefined && { today }),
    inputs: { resources: { people } },
    release,
  })
  derivation.other_releases = others
  const resources = deriveResources(derivation, { schedule, strategy: strategyOf() })
  const metadata = JSON.stringify({
    release_date: derivation.release.release_date.value,
    product: release.product ?? 'TBD',
    occupied: resources.occupied,
  })
  return { resources, warnings: derivation.warnings, metadata }
}

const eve: People = [{ name: 'Eve Ray', roles: ['qa_lead'] }]
const seenBy = (version: string, metadata: string) => [otherRelease(version, metadata)!]

describe('two plans of a workspace', () => {
  test('the same person, staging and window are found from both sides, with the same days', () => {
    const one = planOf({ people: eve })
    const two = planOf({ people: [{ name: 'eve  RAY', roles: ['qa_lead'], hours_per_week: 20 }] })
    const clashes = [
      planOf({ people: eve, others: seenBy('3.1.0', two.metadata) }),
      planOf({
        people: [{ name: 'eve  RAY', roles: ['qa_lead'], hours_per_week: 20 }],
        others: seenBy('3.0.0', one.metadata),
      }),
    ].map(({ resources }) => resources.clashes!.map(({ kind, when }) => `${kind} ${when}`))
    expect(clashes[0]).toEqual(clashes[1])
    expect(clashes[0]!.map(text => text.split(' ')[0])).toEqual(['person', 'staging', 'window'])
    expect(clashes[0]![2]).toBe('window Tue 2026-12-01 06:00 to 12:00')
  })

  test('the document names days and what can be done, one warning names all and says how the other plan hears of it', () => {
    const { metadata } = planOf({ people: eve })
    const { resources, warnings } = planOf({ people: eve, others: seenBy('3.1.0', metadata) })
    expect(resources.constraints).toContainEqual(
      expect.objectContaining({
        what: 'Eve Ray is booked by 3.1.0 too',
        effect: expect.stringMatching(/^Tue 2026-11-17 to .*68 of 40 h in 2026-W47/),
      }),
    )
    const warning = warnings.find(({ code }) => code === 'plan_conflict')!
    expect(warning.message).toMatch(/3\.1\.0 \(Eve Ray, staging, the window of the production change\)\.$/)
    expect(warning.fix).toMatch(/the other plans name it from their next call on/)
  })

  test('other people, other weeks, another product and days that have passed are no conflict', () => {
    const other = planOf({ people: [{ name: 'Fay', roles: ['qa_lead'] }], date: '2026-12-29' })
    expect(planOf({ people: eve, others: seenBy('3.1.0', other.metadata) }).resources.clashes).toBeUndefined()
    const alone = planOf({ release: { product: 'app' } })
    const site = planOf({ release: { product: 'site' }, others: seenBy('1.0.0', alone.metadata) })
    expect(site.resources.clashes).toBeUndefined()
    const later = planOf({
      people: eve,
      others: seenBy('3.1.0', planOf({ people: eve }).metadata),
      today: '2026-12-20',
    })
    expect(later.resources.clashes).toBeUndefined()
  })

  test('half a day each is no conflict, two full days are', () => {
    const day = (hours: number, week: [number, number]) => ({
      production: ['2026-01-01T00:00Z', '2026-01-01T01:00Z'],
      people: [
        { name: 'Eve Ray', day: 8, weeks: { '2026-W47': week }, days: [['2026-11-17', '2026-11-17', hours]] },
      ],
    })
    const seen = (hours: number) =>
      planOf({
        people: eve,
        others: seenBy(
          '3.1.0',
          JSON.stringify({ release_date: '2026-11-17', occupied: day(hours, [0, 40]) }),
        ),
      }).resources.clashes
    expect(seen(0)).toBeUndefined()
    expect(seen(8)).toMatchObject([{ who: 'Eve Ray', when: 'Tue 2026-11-17' }])
  })
})

describe('one person on call for two releases', () => {
  const crew: People = [
    { name: 'Eve Ray', roles: ['devops'] },
    { name: 'Bo', roles: ['devops'] },
  ]
  const duty = (...on_call: [string, string][]) =>
    JSON.stringify({
      release_date: '2026-12-01',
      product: 'site',
      occupied: {
        production: ['2026-01-01T00:00Z', '2026-01-01T01:00Z'],
        people: [{ name: 'eve ray', day: 8, weeks: {}, days: [], on_call }],
      },
    })
  const seen = (...on_call: [string, string][]) =>
    planOf({ people: crew, release: { product: 'app' }, others: seenBy('3.1.0', duty(...on_call)) }).resources

  test('is told with the hours, and what to do', () => {
    const mine = planOf({ people: crew }).resources.occupied!.people.find(({ name }) => name === 'Eve Ray')!
    const [[from, to] = ['', '']] = mine.on_call!
    const { clashes, constraints } = seen([from, to])
    expect(clashes).toMatchObject([{ kind: 'on_call', who: 'Eve Ray', version: '3.1.0' }])
    expect(clashes![0]!.when).toMatch(/^Tue 2026-12-01 \d\d:\d\d to /)
    expect(constraints.map(({ what }) => what)).toContain('Eve Ray is on call for 3.1.0 too')
    // The next one begins when this one ends.
    const ends = mine.on_call!.find(([, end], n) => mine.on_call![n + 1]?.[0] !== end)![1]
    expect(seen([ends, ends]).clashes).toBeUndefined()
  })

  test('is none on other days, and none in a library, whose signals are read by day', () => {
    expect(seen(['2026-10-01T00:00:00Z', '2026-10-02T00:00:00Z']).clashes).toBeUndefined()
    const library = planOf({ people: crew, kind: 'library' }).resources
    expect(library.occupied!.people.flatMap(({ on_call = [] }) => on_call)).toEqual([])
  })
})

describe('metadata that somebody broke', () => {
  test.each([
    ['no JSON', '{"release_date": "2026-12-01", oops', { version: '3.1.0', date: '2026-12-01' }],
    ['a list', '[]', undefined],
    ['a day that is none', '{"release_date": "2026-13-41"}', undefined],
    [
      'people that are none',
      '{"release_date": "2026-12-01", "occupied": {"people": "x"}}',
      { version: '3.1.0', date: '2026-12-01' },
    ],
  ])('%s says what it can', (_, text, expected) => {
    expect(otherRelease('3.1.0', text)).toEqual(expected)
  })

  test('a range of a hundred years costs nothing', () => {
    const occupied = {
      production: ['2026-12-01T05:00Z', '2026-12-01T06:00Z'],
      people: [{ name: 'Eve Ray', day: 8, weeks: {}, days: [['2000-01-01', '2099-12-31', 8]] }],
    }
    const others = seenBy('3.1.0', JSON.stringify({ release_date: '2026-12-01', occupied }))
    expect(planOf({ people: eve, others }).resources.clashes?.map(({ kind }) => kind)).toEqual(['window'])
  })
})
