import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { addDays, weekday } from '../../../../src/plan/calendar/date.ts'
import { compiled } from '../../../../src/plan/schedule/rcpsp/compile.ts'
import {
  type StaffedActivity,
  type StaffedPerson,
  type StaffedProject,
  staffedSchedule,
} from '../../../../src/plan/schedule/rcpsp/staffed-schedule.ts'
import { violations } from '../../../../src/plan/schedule/rcpsp/verify.ts'
import { seededRandom } from '../../../../src/plan/statistics/random.ts'

const isWorkingDay = (date: string) => weekday(date) <= 5
const developer = (name: string, more: Partial<StaffedPerson> = {}): StaffedPerson => ({
  name,
  roles: ['developer'],
  ...more,
})
const task = (id: string, days: number, more: Partial<StaffedActivity> = {}): StaffedActivity => ({
  id,
  days,
  after: [],
  need: { people: 1, role: 'developer' },
  ...more,
})
/** From Monday 11 January 2027. */
const staffed = (
  activities: StaffedActivity[],
  people: StaffedPerson[],
  more: Partial<StaffedProject> = {},
) =>
  staffedSchedule(
    { start: '2027-01-11', zone: 'Europe/Berlin', isWorkingDay, activities, people, ...more },
    { schedules: 40 },
  )
const days = (...args: Parameters<typeof staffed>) =>
  Object.fromEntries(staffed(...args).activities.map(({ id, start, finish }) => [id, [start, finish]]))
const offFrom = (from: string, to: string) => (date: string) =>
  !isWorkingDay(date) || (from <= date && date <= to)

describe('people', () => {
  test('do one thing at a time, and the second says whom it waited for', () => {
    const { activities, finish, optimal, load } = staffed([task('a', 2), task('b', 3)], [developer('Ana')])
    const [first, second] = activities.toSorted((x, y) => x.start.localeCompare(y.start))
    expect([first!.start, finish, optimal]).toEqual(['2027-01-11', '2027-01-15', true])
    expect(first!.waits).toBeUndefined()
    expect(second!.waits).toMatchObject({ kind: 'person', name: 'Ana', busyWith: first!.id })
    expect(load).toEqual([{ name: 'Ana', busy: 5, available: 5 }])
  })

  test('work side by side where there are two', () => {
    const { days: length, activities } = staffed(
      [task('a', 2), task('b', 2)],
      [developer('Ana'), developer('Ben')],
    )
    expect(length).toBe(2)
    expect(activities.flatMap(({ people }) => people.map(({ name }) => name)).sort()).toEqual(['Ana', 'Ben'])
  })

  test('who can do less are taken first, so that the others stay free', () => {
    const all = { name: 'All', roles: ['developer', 'tester'] }
    const { days: length } = staffed(
      [task('code', 2), task('test', 2, { need: { people: 1, role: 'tester' } })],
      [all, developer('Dev')],
    )
    expect(length).toBe(2)
  })

  test('are away: work waits, or goes on after it', () => {
    const away = developer('Ana', { isOff: offFrom('2027-01-12', '2027-01-14') })
    expect(days([task('a', 2)], [away])).toEqual({ a: ['2027-01-11', '2027-01-15'] })
    const later = developer('Ana', { isOff: offFrom('2027-01-11', '2027-01-13') })
    const { activities } = staffed([task('a', 1)], [later])
    expect(activities[0]).toMatchObject({
      start: '2027-01-14',
      waits: { kind: 'person', name: 'Ana', days: 3 },
    })
  })

  test('of part time take longer: 20 hours a week are half days', () => {
    expect(days([task('a', 2)], [developer('Ana', { hoursPerWeek: 20 })])).toEqual({
      a: ['2027-01-11', '2027-01-14'],
    })
    expect(days([task('a', 2)], [developer('Ana', { hoursPerWeek: 38 })])).toEqual({
      a: ['2027-01-11', '2027-01-12'],
    })
  })

  test('hand over between zones: Tokyo is done before Berlin begins, Los Angeles begins after it', () => {
    const work = (after: string, before: string) => [
      task('first', 1, { need: { people: 1, names: [before] } }),
      task('second', 1, { after: [{ id: 'first' }], need: { people: 1, names: [after] } }),
    ]
    const people = [developer('Tokyo', { zone: 'Asia/Tokyo' }), developer('Berlin')]
    expect(days(work('Berlin', 'Tokyo'), people).second).toEqual(['2027-01-11', '2027-01-11'])
    expect(days(work('Tokyo', 'Berlin'), people).second).toEqual(['2027-01-12', '2027-01-12'])
  })

  test('come together where several are needed', () => {
    const both = task('both', 1, { need: { people: 2, role: 'developer' } })
    const people = [developer('Ana'), developer('Ben', { isOff: offFrom('2027-01-11', '2027-01-12') })]
    const { activities } = staffed([both], people)
    expect(activities[0]).toMatchObject({ start: '2027-01-13', finish: '2027-01-13' })
    expect(activities[0]!.people.map(({ name }) => name).sort()).toEqual(['Ana', 'Ben'])
  })

  test('come together although they share no working day', () => {
    const only = (day: number) => (date: string) => weekday(date) !== day
    const people = [developer('Mon', { isOff: only(1) }), developer('Thu', { isOff: only(4) })]
    const { activities } = staffed([task('both', 1, { need: { people: 2, role: 'developer' } })], people)
    expect(activities[0]).toMatchObject({ start: '2027-01-11', finish: '2027-01-14' })
  })

  test('who are missing are named, and the work is planned with those there are', () => {
    const { understaffed, activities } = staffed(
      [
        task('a', 1, { need: { people: 3, role: 'developer' } }),
        task('b', 1, { need: { people: 1, role: 'dba' } }),
      ],
      [developer('Ana')],
    )
    expect(understaffed).toEqual([
      { id: 'a', wanted: 3, known: 1 },
      { id: 'b', wanted: 1, known: 0 },
    ])
    expect(activities.map(({ people }) => people.length)).toEqual([1, 0])
  })

  test('need all skills asked for', () => {
    const people = [developer('Ana', { skills: ['sql'] }), developer('Ben', { skills: ['sql', 'go'] })]
    const { activities } = staffed(
      [task('a', 1, { need: { people: 1, role: 'developer', skills: ['go', 'sql'] } })],
      people,
    )
    expect(activities[0]!.people.map(({ name }) => name)).toEqual(['Ben'])
  })
})

describe('relations', () => {
  const free = (id: string, length: number, more: Partial<StaffedActivity> = {}) =>
    task(id, length, { need: undefined, ...more })
  const joined = (type: 'FS' | 'SS' | 'FF', lag: number) => {
    const b = free('b', 2, { after: [{ id: 'a', type, lag }] })
    return days([free('a', 3), b], []).b
  }

  test('finish to start, with lag over the weekend and with overlap', () => {
    expect(joined('FS', 0)).toEqual(['2027-01-14', '2027-01-15'])
    expect(joined('FS', 2)).toEqual(['2027-01-18', '2027-01-19'])
    expect(joined('FS', -1)).toEqual(['2027-01-13', '2027-01-14'])
  })

  test('start to start and finish to finish', () => {
    expect(joined('SS', 1)).toEqual(['2027-01-12', '2027-01-13'])
    expect(joined('FF', 0)).toEqual(['2027-01-12', '2027-01-13'])
    expect(joined('FF', 1)).toEqual(['2027-01-13', '2027-01-14'])
  })

  test('a milestone is on the working day that begins then', () => {
    const end = free('end', 0, { after: [{ id: 'a' }] })
    expect(days([free('a', 5), end], []).end).toEqual(['2027-01-18', '2027-01-18'])
  })

  test('not_before holds and is the reason', () => {
    const { activities } = staffed([free('a', 1, { notBefore: '2027-01-20' })], [])
    expect(activities[0]).toMatchObject({ start: '2027-01-20', waits: { kind: 'date', date: '2027-01-20' } })
  })
})

describe('teams', () => {
  const units = (id: string, length: number, count: number) =>
    task(id, length, { need: { team: 'web', units: count } })

  test('are never asked for more than they have', () => {
    const work = [units('a', 2, 2), units('b', 2, 2), units('c', 2, 1)]
    const { days: length, optimal, activities } = staffed(work, [], { teams: [{ id: 'web', capacity: 3 }] })
    expect([length, optimal]).toEqual([4, true])
    expect(activities.some(({ waits }) => waits?.kind === 'team' && waits.team === 'web')).toBe(true)
  })

  test('that are not there, or too small, are refused', () => {
    expect(() => staffed([units('a', 1, 1)], [])).toThrow(/no team "web"\. Known: none/)
    const small = { teams: [{ id: 'web', capacity: 1 }] }
    expect(() => staffed([units('a', 1, 2)], [], small)).toThrow(/2 of web, which has 1/)
  })
})

describe('a whole project', () => {
  test('of any kind keeps its rules, beats no bound and repeats itself', () => {
    for (let seed = 1; seed <= 15; seed += 1) {
      const project = randomProject(seed)
      const schedule = staffedSchedule(project, { schedules: 40, seed })
      expect(schedule.days).toBeGreaterThanOrEqual(schedule.lowerBound.days - 1e-9)
      expect(schedule.optimal).toBe(schedule.gap.days === 0)
      if (seed <= 3) expect(staffedSchedule(project, { schedules: 40, seed })).toEqual(schedule)
      for (const { name, from, to } of schedule.activities.flatMap(({ people }) => people)) {
        const { isOff } = project.people.find(person => person.name === name)!
        expect([isOff!(from), isOff!(to), from < project.start]).toEqual([false, false, false])
      }
    }
  })

  test('a week later is the same a week later', () => {
    const project = randomProject(5, 'UTC')
    const shift = (date: string, by: number) => addDays(date, by)
    const later = {
      ...project,
      start: shift(project.start, 7),
      isWorkingDay: (date: string) => project.isWorkingDay(shift(date, -7)),
      people: project.people.map(person => ({
        ...person,
        isOff: (date: string) => person.isOff!(shift(date, -7)),
      })),
    }
    const plain = (of: StaffedProject, by: number) =>
      staffedSchedule(of, { schedules: 40 }).activities.map(({ id, start, finish }) => [
        id,
        shift(start, by),
        shift(finish, by),
      ])
    expect(plain(later, -7)).toEqual(plain(project, 0))
  })

  test('works by the clocks of its people, summer time or not', () => {
    const project = { ...randomProject(8), start: '2027-03-22' }
    const { people, axis } = compiled(project, 21)
    people.forEach(({ hours, days: own }, n) => {
      hours.forEach((hour, at) => {
        const instant = Temporal.PlainDate.from(project.start)
          .subtract({ days: 1 })
          .toZonedDateTime('UTC')
          .add({ hours: hour })
        const local = instant.withTimeZone(project.people[n]!.zone!)
        expect(local.toPlainDate().toString()).toBe(axis.date(own[at]!))
        expect(local.hour).toBeGreaterThanOrEqual(8)
        expect(local.hour).toBeLessThan(17)
      })
    })
  })

  test('that never ends says which activity and who', () => {
    const gone = developer('Ana', { isOff: () => true })
    expect(() => staffed([task('a', 1)], [gone])).toThrow(
      /"a" does not end within ten years\. Only Ana can do it/,
    )
  })

  test('twice the same name is refused', () => {
    expect(() => staffed([], [developer('Ana'), developer('Ana')])).toThrow(/"Ana" stands twice/)
  })

  test('of nothing ends on its first day', () => {
    expect(staffed([], [])).toMatchObject({ days: 0, optimal: true, activities: [], finish: '2027-01-11' })
  })
})

test('the verifier finds what is broken', () => {
  const activities = [
    task('a', 1),
    task('b', 1, { after: [{ id: 'a' }] }),
    task('c', 1, { need: { team: 't', units: 2 } }),
  ]
  const ana = developer('Ana', { isOff: offFrom('2027-01-12', '2027-01-12') })
  const project: StaffedProject = {
    start: '2027-01-11',
    zone: 'UTC',
    isWorkingDay,
    activities,
    people: [ana, { name: 'Tim', roles: ['tester'] }],
    teams: [{ id: 't', capacity: 2 }],
  }
  const model = compiled(project, 30)
  const nobody = { people: [], places: [] }
  const order = [...model.given].map(place => activities[place]!.id)
  const of = (crew: { a: number[]; b: number[] }, times: { a: number; b: number }) => {
    const start = order.map(id => (id === 'b' ? times.b : times.a))
    const crews = order.map(id => (id === 'c' ? nobody : id === 'a' ? one(crew.a) : one(crew.b)))
    return violations(project, model, {
      starts: Int32Array.from(start),
      finishes: Int32Array.from(start, at => at + 8),
      crews,
    })
  }
  const one = ([person, place]: number[]) => ({ people: [person!], places: [place!] })
  const [monday, wednesday] = [33, 81]
  expect(of({ a: [0, 0], b: [0, 8] }, { a: monday, b: wednesday })).toEqual([])
  expect(of({ a: [0, 0], b: [0, 0] }, { a: monday, b: monday }).join()).toMatch(
    /FS to "a".*two things at once/,
  )
  expect(of({ a: [0, 0], b: [1, 16] }, { a: monday, b: wednesday }).join()).toMatch(
    /"b" has 0 fit people, not 1/,
  )
  expect(of({ a: [0, 4], b: [0, 8] }, { a: monday, b: wednesday }).join()).toMatch(/works outside "a"/)
  expect(
    violations({ ...project, teams: [{ id: 't', capacity: 1 }] }, model, {
      starts: Int32Array.from(order, id => (id === 'b' ? wednesday : monday)),
      finishes: Int32Array.from(order, id => (id === 'b' ? wednesday : monday) + 8),
      crews: order.map(id => (id === 'c' ? nobody : one(id === 'a' ? [0, 0] : [0, 8]))),
    }).join(),
  ).toMatch(/t does more than its 1 can/)
  const away = { ...project, people: [{ ...ana, isOff: () => true }, project.people[1]!] }
  expect(
    violations(away, model, {
      starts: Int32Array.from(order, id => (id === 'b' ? wednesday : monday)),
      finishes: Int32Array.from(order, id => (id === 'b' ? wednesday : monday) + 8),
      crews: order.map(id => (id === 'c' ? nobody : one(id === 'a' ? [0, 0] : [0, 8]))),
    }).join(),
  ).toMatch(/Ana works on a day off/)
})

function randomProject(
  seed: number,
  onlyZone?: string,
): StaffedProject & { people: (StaffedPerson & { zone: string })[] } {
  const random = seededRandom(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const zones = ['Europe/Berlin', 'America/Los_Angeles', 'Asia/Tokyo', 'Asia/Kolkata', 'Pacific/Auckland']
  const people = Array.from({ length: 2 + below(5) }, (_, n) => {
    const from = addDays('2027-01-11', below(30))
    const to = addDays(from, below(12))
    return {
      name: `person ${n}`,
      roles: [`role ${n % 2}`, `role ${below(2)}`],
      zone: onlyZone ?? zones[below(zones.length)]!,
      hoursPerWeek: [40, 38, 20, 30, 12][below(5)]!,
      isOff: offFrom(from, to),
    }
  })
  const relation = (n: number) => ({
    id: `a${below(n)}`,
    type: (['FS', 'FS', 'SS', 'FF'] as const)[below(4)]!,
    lag: below(4) - 1,
  })
  return {
    start: '2027-01-11',
    zone: onlyZone ?? 'Europe/Berlin',
    isWorkingDay,
    people,
    teams: [{ id: 'team', capacity: 3 }],
    activities: Array.from({ length: 4 + below(20) }, (_, n) => ({
      id: `a${n}`,
      days: below(8) / 2,
      after: n > 1 && below(3) > 0 ? [relation(n)] : [],
      ...(below(8) === 0 && { notBefore: addDays('2027-01-11', below(20)) }),
      ...(below(6) > 0 && {
        need:
          below(5) > 0
            ? { people: 1 + below(2), role: `role ${below(2)}` }
            : { team: 'team', units: 1 + below(3) },
      }),
    })),
  }
}
