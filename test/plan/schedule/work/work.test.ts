import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '../../../../src/plan/calendar/date.ts'
import type { Schedule, ScheduledActivity } from '../../../../src/plan/plan.ts'
import { workCalendar } from '../../../../src/plan/schedule/stages/stage-calendars.ts'
import { scheduleOf } from '../../../support/schedule.ts'

type Case = NonNullable<Parameters<typeof scheduleOf>[0]>
type Own = NonNullable<NonNullable<NonNullable<Case['inputs']>['schedule']>['activities']>[number]
type Someone = NonNullable<NonNullable<NonNullable<Case['inputs']>['resources']>['people']>[number]

const work = (schedule: Schedule): ScheduledActivity[] =>
  schedule.stages.filter(({ phase }) => phase !== 'after').flatMap(stage => stage.activities)
const find = (schedule: Schedule, id: string) => work(schedule).find(activity => activity.id === id)!

const team: Someone[] = [
  { name: 'Ana Ruiz', roles: ['qa_lead'] },
  { name: 'Bo Lind', roles: ['devops', 'technical_lead'] },
  { name: 'Rhea Lund', roles: ['release_manager', 'product_manager'] },
]
const withTeam = (people = team, activities: Own[] = []): Case => ({
  inputs: { resources: { people }, schedule: { activities } },
})

describe('when the work is done', () => {
  const { schedule } = scheduleOf()

  test('is a spread of days behind the freeze, and the date has a chance with its error', () => {
    const { p50, p80, p95, on_time_percent: chance, error_points, week_more_percent: more } = schedule.finish
    expect('2026-11-17' < p50 && p50 <= p80 && p80 <= p95 && p50 < p95).toBe(true)
    expect(chance).toBeGreaterThan(95)
    expect(error_points).toBeLessThan(1)
    expect(more).toBeGreaterThanOrEqual(chance)
    expect(schedule.finish.basis.from).toMatch(/^10000 simulated runs of 13 activities, PERT, .* 15 %$/)
  })

  test('names the first day of a release after it where a freeze allows none before', () => {
    expect(schedule.finish.after_freeze).toBeUndefined()
    const freezes = [{ name: 'Year end', from: schedule.finish.p80, to: '2026-12-31' }]
    const { p80, after_freeze } = scheduleOf({ inputs: { schedule: { freezes } } }).schedule.finish
    expect(p80 < '2026-12-31').toBe(true)
    expect(after_freeze).toMatchObject({ p80: '2027-01-04', p95: '2027-01-04' })
  })

  test('says what decides: the chain from the freeze on, not the meeting at its end', () => {
    expect(schedule.critical_path.slice(0, 3)).toEqual(['regression', 'blocker_fixes', 'staging_rollout'])
    expect(schedule.finish.drivers![0]).toMatchObject({ id: 'blocker_fixes', percent: 100 })
    expect(schedule.slack_days).toBeGreaterThan(3)
  })

  test('is the same again, and later where estimates are off together', () => {
    expect(scheduleOf().schedule.finish).toEqual(schedule.finish)
    expect(schedule.finish.p80 >= schedule.finish.p80_independent!).toBe(true)
  })

  test('waits for a go/no-go whose date leaves too little behind it', () => {
    const late = scheduleOf({ inputs: { schedule: { milestones: [{ id: 'go_no_go', offset: 'WD-1' }] } } })
    const { p50, p80, on_time_percent: chance, gate_binds } = late.schedule.finish
    expect(chance).toBeLessThan(70)
    expect([gate_binds, schedule.finish.gate_binds]).toEqual([true, undefined])
    // The days and the chance are of the same runs: 80 of 100 are not done before a release on which fewer than 80 are.
    expect(p80 >= '2026-12-01').toBe(true)
    expect(p50 >= '2026-12-01').toBe(chance < 50)
  })

  test('does not count what is over, and what has not begun begins no earlier than today', () => {
    const { finish } = scheduleOf({ today: '2026-11-26' }).schedule
    expect(finish.basis.from).toMatch(/of 6 activities/)
    expect(finish.p50 >= '2026-11-26').toBe(true)
    expect(scheduleOf({ today: '2026-12-01' }).schedule.finish.on_time_percent).toBe(100)
  })
})

describe('relations', () => {
  test('overlap a stage only as far as they say', () => {
    const plain = scheduleOf().schedule
    const activities = [{ id: 'staging_rollout', after: ['blocker_fixes-1d'] }]
    const { schedule } = scheduleOf({ inputs: { schedule: { activities } } })
    expect(schedule.slack_days).toBeCloseTo(plain.slack_days + 1, 1)
    expect(find(schedule, 'staging_rollout').earliest_start).toBe(
      find(plain, 'staging_rollout').earliest_start,
    )
  })

  test('are shown with float and the latest days', () => {
    const activities = [
      { id: 'report', phase: 'freeze', duration_days: 1, after: ['regression SS+1d', 'performance FF'] },
    ]
    const report = find(scheduleOf({ inputs: { schedule: { activities } } }).schedule, 'report')
    expect(report.after).toEqual([
      { id: 'regression', type: 'SS', lag: 1 },
      { id: 'performance', type: 'FF', lag: 0 },
    ])
    expect(report.earliest_start).toBe('2026-11-18')
    expect(report.free_float_days).toBeLessThanOrEqual(report.float_days)
    expect(report.latest_finish! > report.earliest_finish).toBe(true)
  })
})

describe('work that does not fit', () => {
  const long = { optimistic: 6, likely: 9, pessimistic: 12 }
  const of = (activities: Own[], more: Case = {}) =>
    scheduleOf({ ...more, inputs: { ...more.inputs, schedule: { activities } } })

  test('says what is missing and each way to make it fit, in conflict, warning and model', () => {
    const { schedule, derivation } = of([{ id: 'regression', duration_days: long }])
    const { shortfall, conflicts } = schedule
    expect(shortfall!.days).toBeGreaterThan(2)
    expect(conflicts[0]!.what).toBe(
      `the work before the release needs ${shortfall!.days} working days more than there are`,
    )
    expect(conflicts[0]!.fix).toMatch(
      /^shorten regression by \d.*; or release on .* at the earliest.*move_release/,
    )
    expect(derivation.warnings.map(({ code }) => code)).toContain('work_does_not_fit')
    expect(find(schedule, 'regression').days).toEqual(long)
  })

  test('fits when it is shortened as said', () => {
    const before = of([{ id: 'regression', duration_days: long }]).schedule
    const mended = before.shortfall!.shorten.map(({ id, by_days }) => {
      const { optimistic, likely, pessimistic } = find(before, id).days
      return { id, duration_days: (optimistic + 4 * likely + pessimistic) / 6 - by_days }
    })
    expect(of(mended).schedule.shortfall).toBeUndefined()
  })

  test('fits when it overlaps as said', () => {
    const activities = [{ id: 'regression', duration_days: { optimistic: 7, likely: 7, pessimistic: 7 } }]
    const before = of(activities).schedule
    const [first] = before.shortfall!.overlap
    const loose = { id: first!.id, after: [first!.after] }
    expect(of([...activities, loose]).schedule.shortfall).toBeUndefined()
  })

  test('fits with an earlier freeze where there is time, and on the date said', () => {
    const activities = [{ id: 'regression', duration_days: long }]
    const { begin_by, earliest_date } = of(activities).schedule.shortfall!
    const milestones = begin_by!.map(({ id, date }) => ({ id, offset: date }))
    expect(milestones.map(({ id }) => id)).toEqual(['development', 'freeze'])
    const earlier = scheduleOf({ inputs: { schedule: { activities, milestones } } })
    expect(earlier.schedule.shortfall).toBeUndefined()
    const kept = [
      { id: 'development', offset: '2026-11-10' },
      { id: 'freeze', offset: '2026-11-17' },
    ]
    const moved = scheduleOf({
      date: earliest_date!,
      inputs: { schedule: { activities, milestones: kept } },
    })
    expect(moved.schedule.shortfall).toBeUndefined()
  })

  test('is missing on the first day of a release that was planned for the same day, not on that of one planned before', () => {
    const given = { started: '2026-12-01', today: '2026-12-01' }
    expect(of([], given).schedule.shortfall).toMatchObject({ earliest_date: expect.any(String) })
    expect(of([], { today: '2026-12-01' }).schedule.shortfall).toBeUndefined()
  })

  test('a no-go comes when the work is done, and the day to fall back to behind it', () => {
    const { stages, fallback_after_fix } = of([{ id: 'regression', duration_days: 15 }]).schedule
    const held = stages.find(({ gate }) => gate === 'go_no_go')!.activities[0]!.earliest_start
    expect(held > '2026-12-01').toBe(true)
    expect(fallback_after_fix!.date > held).toBe(true)
  })

  test('names what is given up when the standard lead is not there', () => {
    const { derivation } = scheduleOf({ started: '2026-11-30' })
    const { message } = derivation.warnings.find(({ code }) => code === 'too_little_time')!
    expect(message).toMatch(
      /Development completion \(no day before the freeze: Finish and review the change, .* not planned\)/,
    )
  })
})

describe('with people known', () => {
  test('one person does one thing after the other, and the wait is named', () => {
    const { schedule } = scheduleOf(withTeam())
    expect(find(schedule, 'regression').who).toMatchObject([{ name: 'Ana Ruiz' }])
    const waits = ['regression', 'performance'].flatMap(id => find(schedule, id).waits ?? [])
    expect(waits).toEqual([expect.stringMatching(/^waits \d(\.\d)? working days? for Ana Ruiz, busy with "/)])
    expect(schedule.staffing).toMatchObject({ roles_open: ['security'] })
    expect(schedule.staffing!.gap_days).toBeLessThan(1)
  })

  test('an absence is waited for and told with its end', () => {
    const away = [{ ...team[0]!, absences: [{ from: '2026-11-16', to: '2026-11-18' }] }, ...team.slice(1)]
    const { schedule } = scheduleOf(withTeam(away))
    const first = ['regression', 'performance']
      .map(id => find(schedule, id))
      .toSorted((a, b) => (a.earliest_start < b.earliest_start ? -1 : 1))[0]!
    expect(first.earliest_start).toBe('2026-11-19')
    expect(first.waits).toBe('waits 2 working days for Ana Ruiz, away until Wed 2026-11-18')
    expect(schedule.finish.p50 > scheduleOf(withTeam()).schedule.finish.p50).toBe(true)
  })

  test('what they cannot do before its gate is a conflict with its fix, and so is a gate that is held late', () => {
    const away = (from: string, to: string) =>
      team.map(person => (person.name === 'Ana Ruiz' ? { ...person, absences: [{ from, to }] } : person))
    const late = scheduleOf(withTeam(away('2026-11-17', '2026-11-25'))).schedule
    const whats = late.conflicts.map(({ what }) => what)
    expect(whats[0]).toMatch(/^the work before .* more than there are; ".*" waits .* for Ana Ruiz/)
    expect(whats).toContainEqual(
      expect.stringMatching(
        /^"Regression.*" and \d more cannot be done before Go\/no-go \(Fri 2026-11-27\): .*"Go\/no-go meeting" begins on/,
      ),
    )
    expect(whats.some(what => what.includes('cannot be done before Release day (Tue 2026-12-01)'))).toBe(
      work(late).some(({ earliest_finish }) => earliest_finish >= '2026-12-01'),
    )
    const rhea = { ...team[2]!, absences: [{ from: '2026-11-27', to: '2026-11-27' }] }
    const held = scheduleOf(withTeam([team[0]!, team[1]!, rhea])).schedule
    expect(held.conflicts).toContainEqual({
      what: 'Go/no-go cannot be held on Fri 2026-11-27: "Go/no-go meeting" begins on Mon 2026-11-30, waits 1 working day for Rhea Lund, away until Fri 2026-11-27',
      fix: '"go_no_go" later (milestones[].offset)',
    })
  })

  test('one more person is offered where that makes it fit', () => {
    const activities = [
      { id: 'regression', duration_days: 4 },
      { id: 'performance', duration_days: 4 },
    ]
    const { shortfall } = scheduleOf(withTeam(team, activities)).schedule
    expect(shortfall!.add_people).toContainEqual({ role: 'qa_lead', count: 1 })
    const more = [...team, { name: 'Cy Moe', roles: ['qa_lead'] }]
    expect(scheduleOf(withTeam(more, activities)).schedule.shortfall).toBeUndefined()
  })

  test('an earlier freeze is offered with which these people are done in time', () => {
    const activities = [
      { id: 'regression', duration_days: 5 },
      { id: 'performance', duration_days: 5 },
    ]
    const { shortfall } = scheduleOf(withTeam(team, activities)).schedule
    expect(shortfall!.begin_by!.map(({ id }) => id)).toEqual(['development', 'freeze'])
    const milestones = shortfall!.begin_by!.map(({ id, date }) => ({ id, offset: date }))
    const earlier = { inputs: { resources: { people: team }, schedule: { activities, milestones } } }
    expect(scheduleOf(earlier).schedule.shortfall).toBeUndefined()
  })

  test('whom a role is busy with is said for the last three', () => {
    const activities = Array.from({ length: 12 }, (_, n) => ({
      id: `case_${n}`,
      phase: 'freeze',
      role: 'qa_lead',
      duration_days: 1,
    }))
    const people = [...team, { name: 'Cy Moe', roles: ['qa_lead'] }]
    const waits = work(scheduleOf(withTeam(people, activities)).schedule).flatMap(
      activity => activity.waits ?? [],
    )
    expect(waits).toContainEqual(expect.stringMatching(/ and \d+ more$/))
    for (const text of waits) expect(text.match(/"/g)?.length ?? 0).toBeLessThanOrEqual(6)
  })

  test('half the hours take twice the days; a skill nobody has is said', () => {
    const half = [{ ...team[0]!, hours_per_week: 20 }, ...team.slice(1)]
    const activities = [
      { id: 'audit', phase: 'freeze', role: 'qa_lead', duration_days: 1, skills: ['forensics'] },
    ]
    const { schedule } = scheduleOf(withTeam(half, activities))
    const days = (one: Schedule) => find(one, 'regression').latest_start
    expect(days(schedule) < days(scheduleOf(withTeam()).schedule)).toBe(true)
    expect(schedule.staffing!.understaffed).toEqual([{ id: 'audit', wanted: 1, known: 0 }])
  })
})

/** Own activities with relations of every kind, and people who are away. */
const cases = fc.record({
  date: fc.integer({ min: 0, max: 200 }).map(day => addDays('2026-06-01', day)),
  activities: fc.array(
    fc.record({
      phase: fc.constantFrom('development', 'freeze', 'staging'),
      role: fc.constantFrom('qa_lead', 'devops', 'technical_lead'),
      duration_days: fc.constantFrom(0, 0.5, 1, { optimistic: 0.5, likely: 1, pessimistic: 3 }),
      relation: fc.constantFrom('', '+1d', ' SS', ' SS+1d', ' FF'),
    }),
    { maxLength: 6 },
  ),
  away: fc.option(fc.integer({ min: -25, max: 0 }), { nil: undefined }),
  holiday: fc.integer({ min: -9, max: -1 }),
})
type Drawn = typeof cases extends fc.Arbitrary<infer T> ? T : never

function given({ date, activities, away }: Drawn, people: boolean): Case {
  const own = activities
    .toSorted((a, b) => (a.phase < b.phase ? -1 : 1))
    .map(({ relation, ...activity }, n, all) => {
      const before = all[n - 1]?.phase === activity.phase
      return { id: `own${n}`, ...activity, ...(before && { after: [`own${n - 1}${relation}`] }) }
    })
  const from = addDays(date, away ?? 0)
  const absences = away === undefined ? [] : [{ from, to: addDays(from, 3) }]
  return {
    date,
    started: addDays(date, -60),
    inputs: {
      schedule: { activities: own },
      ...(people && { resources: { people: [{ ...team[0]!, absences }, ...team.slice(1)] } }),
    },
  }
}

const seed = { seed: 20_261_121 }

describe('whatever is planned', () => {
  test('nothing stands before what it waits for or on a day off, and nobody is in two places', () => {
    fc.assert(
      fc.property(cases, fc.boolean(), (drawn, people) => {
        const { schedule, derivation } = scheduleOf(given(drawn, people))
        const calendar = workCalendar(derivation)
        const before = work(schedule).filter(({ latest_finish }) => latest_finish !== undefined)
        const byId = new Map(before.map(activity => [activity.id, activity]))
        for (const { after = [], earliest_start: from, earliest_finish: to, who = [] } of before) {
          for (const { id, type } of after) {
            const other = byId.get(id)
            if (!other) continue
            if (type === 'FS') expect(from >= other.earliest_finish).toBe(true)
            if (type === 'SS') expect(from >= other.earliest_start).toBe(true)
            if (type === 'FF') expect(to >= other.earliest_finish).toBe(true)
          }
          for (const day of [from, to, ...who.flatMap(own => [own.from, own.to])])
            expect(calendar.isWorkingDay(day)).toBe(true)
        }
        for (const { name } of team) {
          const booked = before
            .flatMap(({ who = [] }) => who.filter(own => own.name === name))
            .toSorted((a, b) => (a.from + a.to < b.from + b.to ? -1 : 1))
          for (const [n, next] of booked.slice(1).entries()) expect(next.from >= booked[n]!.to).toBe(true)
        }
      }),
      { ...seed, numRuns: 8 },
    )
  })

  test('moving the date by a week and back is the identity', () => {
    fc.assert(
      fc.property(cases, fc.boolean(), (drawn, people) => {
        const one = given(drawn, people)
        const at = `${one.started}T09:30:00Z`
        const later = addDays(drawn.date, 7)
        const moves = [
          { at, from: drawn.date, to: later },
          { at, from: later, to: drawn.date },
        ]
        const back = scheduleOf({ ...one, inputs: { ...one.inputs, moves } }).schedule
        expect(back).toEqual(scheduleOf(one).schedule)
      }),
      { ...seed, numRuns: 4 },
    )
  })

  test('a holiday behind the freeze never lets the work end earlier', () => {
    fc.assert(
      fc.property(cases, drawn => {
        const one = given(drawn, false)
        const day = addDays(drawn.date, drawn.holiday)
        const schedule = { ...one.inputs!.schedule, holidays: [{ date: day, name: 'Town day' }] }
        const plain = scheduleOf(one).schedule.finish
        const less = scheduleOf({ ...one, inputs: { ...one.inputs, schedule } }).schedule.finish
        for (const share of ['p50', 'p80', 'p95'] as const) expect(less[share] >= plain[share]).toBe(true)
        expect(less.on_time_percent).toBeLessThanOrEqual(plain.on_time_percent)
      }),
      { ...seed, numRuns: 8 },
    )
  })
})
