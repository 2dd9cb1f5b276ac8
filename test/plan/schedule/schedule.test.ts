import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, daysBetween } from '../../../src/plan/calendar/date.ts'
import type { Schedule } from '../../../src/plan/plan.ts'
import { scheduleOf } from '../../support/schedule.ts'

const dates = (schedule: Schedule) =>
  Object.fromEntries(schedule.milestones.map(milestone => [milestone.id, milestone.date]))

const spans = (schedule: Schedule) =>
  Object.fromEntries(schedule.stages.map(stage => [stage.id, [stage.from, stage.to]]))

describe('stages of a service released on Tue 2026-12-01', () => {
  const { schedule } = scheduleOf()

  test('milestones stand at their offsets, before a weekend what leads up, after it what follows', () => {
    expect(dates(schedule)).toEqual({
      development: '2026-11-10',
      freeze: '2026-11-17',
      staging: '2026-11-24',
      go_no_go: '2026-11-27',
      release: '2026-12-01',
      monitoring: '2026-12-02',
      monitoring_ends: '2026-12-04',
      follow_up: '2026-12-07',
      retrospective: '2026-12-08',
      close: '2026-12-15',
    })
    expect(schedule.milestones.find(({ id }) => id === 'go_no_go')).toMatchObject({
      offset: 'T-3',
      moved_from: '2026-11-28',
      because: 'Saturday',
      weekday: 'Fri',
    })
    expect(schedule.lead_scale).toBe(1)
    expect(schedule.conflicts).toEqual([])
  })

  test('D1, D2: stages do not overlap and leave no working day out', () => {
    expect(spans(schedule)).toMatchObject({
      development: ['2026-11-10', '2026-11-16'],
      freeze: ['2026-11-17', '2026-11-23'],
      staging: ['2026-11-24', '2026-11-26'],
      go_no_go: ['2026-11-27', '2026-11-30'],
      release: ['2026-12-01', '2026-12-01'],
      monitoring: ['2026-12-02', '2026-12-04'],
    })
  })

  test('D3: completing features and reviews ends before the freeze', () => {
    const development = schedule.stages.find(stage => stage.id === 'development')!
    expect(development.activities.map(activity => activity.id)).toContain('feature_complete')
    expect(development.to < dates(schedule).freeze!).toBe(true)
    for (const activity of development.activities)
      expect(activity.earliest_finish <= development.to).toBe(true)
  })

  test('D7: the tests have slack, and it is said', () => {
    expect(schedule.slack_days).toBeGreaterThan(0)
    expect(schedule.critical_path.length).toBeGreaterThan(0)
    expect(schedule.finish.on_time_percent).toBeGreaterThan(90)
  })

  test('D15: three days of monitoring are three days', () => {
    const watch = schedule.stages.find(stage => stage.every_day)!
    expect(daysBetween(watch.from, watch.to) + 1).toBe(3)
    expect(
      watch.activities.map(({ earliest_start, earliest_finish }) => [earliest_start, earliest_finish]),
    ).toEqual([
      ['2026-12-02', '2026-12-02'],
      ['2026-12-03', '2026-12-04'],
    ])
  })

  test('D16: the rehearsal of the way back and the clean-up are on the timeline', () => {
    const ids = schedule.stages.flatMap(stage => stage.activities.map(activity => activity.id))
    expect(ids).toEqual(expect.arrayContaining(['rollback_rehearsal', 'cleanup']))
  })

  test('D17: a no at the go/no-go leaves a working day before the release', () => {
    expect(dates(schedule).go_no_go! < '2026-11-30').toBe(true)
  })
})

describe('days off', () => {
  test('D5: Thanksgiving and a weekend move dates, of the United States and Berlin', () => {
    const { schedule } = scheduleOf({ date: '2026-12-03', release: { country: ['US', 'DE-BE'] } })
    expect(schedule.milestones.find(({ id }) => id === 'staging')).toMatchObject({
      date: '2026-11-25',
      moved_from: '2026-11-26',
      because: 'Thanksgiving Day (US)',
    })
    expect(schedule.off_days).toContainEqual({ date: '2026-11-26', why: 'Thanksgiving Day (US)' })
  })

  test('D5: a release on a Saturday stays, is warned of, and the rest avoids weekends', () => {
    const { schedule, derivation } = scheduleOf({ date: '2026-12-05' })
    expect(dates(schedule)).toMatchObject({
      freeze: '2026-11-20',
      staging: '2026-11-27',
      release: '2026-12-05',
      retrospective: '2026-12-14',
    })
    expect(derivation.warnings).toMatchObject([
      {
        code: 'release_on_weekend',
        fix: expect.stringMatching(/move_release to Mon 2026-12-07 \(a working day\)/),
      },
    ])
  })

  test('D6: a holiday on the release day is known when planning, not on the day', () => {
    const { derivation } = scheduleOf({ date: '2026-11-26', release: { country: 'US' } })
    expect(derivation.warnings.map(warning => warning.code)).toEqual(['release_on_holiday'])
  })

  test('a release before days off names better dates', () => {
    const { derivation } = scheduleOf({ date: '2026-12-04' })
    expect(derivation.warnings).toMatchObject([
      {
        code: 'release_before_days_off',
        fix: expect.stringMatching(/move_release to Mon 2026-12-07 \(a working day follows.*\) or /),
      },
    ])
  })

  test('a warning that another room gave is not repeated', () => {
    const { derivation } = scheduleOf({ date: '2026-12-04' })
    expect(new Set(derivation.warnings.map(({ code }) => code)).size).toBe(derivation.warnings.length)
  })

  test('a week from Sunday to Thursday has Friday and Saturday off', () => {
    const { schedule, derivation } = scheduleOf({
      date: '2026-12-06',
      release: { working_days: [7, 1, 2, 3, 4] },
    })
    expect(derivation.warnings).toEqual([])
    expect(dates(schedule)).toMatchObject({
      freeze: '2026-11-22',
      go_no_go: '2026-12-03',
      retrospective: '2026-12-13',
    })
  })
})

describe('too little time', () => {
  test('tomorrow: the three stages share today, what is given up is said with the earliest date that fits', () => {
    const { schedule, derivation } = scheduleOf({ started: '2026-11-30' })
    expect(spans(schedule)).toMatchObject({
      freeze: ['2026-11-30', '2026-11-30'],
      staging: ['2026-11-30', '2026-11-30'],
      go_no_go: ['2026-11-30', '2026-11-30'],
    })
    expect(spans(schedule)).not.toHaveProperty('development')
    expect(schedule.lead_scale).toBe(0.1)
    expect(schedule.finish.on_time_percent).toBe(0)
    const warning = derivation.warnings.find(({ code }) => code === 'too_little_time')!
    expect(warning.message).toMatch(/Working days left: 1;.*wants 10.*Verification 5 to 1/)
    expect(warning.fix).toMatch(/Mon 2026-12-14/)
    expect(schedule.conflicts.map(({ what }) => what)).toEqual([
      expect.stringMatching(/^the work before the release needs/),
      expect.stringMatching(/cannot be done before Go\/no-go/),
      expect.stringMatching(/cannot be done before Release day/),
    ])
  })

  test('half the lead halves the stages and keeps each its own days', () => {
    const { schedule } = scheduleOf({ started: '2026-11-24' })
    expect(schedule.lead_scale).toBe(0.5)
    expect(spans(schedule)).toMatchObject({
      freeze: ['2026-11-24', '2026-11-25'],
      staging: ['2026-11-26', '2026-11-27'],
      go_no_go: ['2026-11-30', '2026-11-30'],
    })
    expect(schedule.milestones.find(({ id }) => id === 'freeze')).toMatchObject({
      moved_from: '2026-11-17',
      because: '5 of 10 working days left',
    })
  })

  test('days that pass do not shrink a plan that had time when it was made', () => {
    const late = scheduleOf({ started: '2026-10-20', today: '2026-11-30' })
    expect(dates(late.schedule)).toEqual(dates(scheduleOf().schedule))
    expect(late.derivation.warnings).toEqual([])
  })

  test('a postponed release keeps what has happened, one brought forward is planned from the move', () => {
    const move = (from: string, to: string) => ({ moves: [{ at: '2026-11-26T10:00:00Z', from, to }] })
    expect(scheduleOf({ inputs: move('2026-11-24', '2026-12-01') }).schedule.lead_scale).toBe(1)
    expect(scheduleOf({ inputs: move('2026-12-08', '2026-12-01') }).schedule.lead_scale).toBe(0.3)
  })

  test('a date in the past keeps the standard offsets', () => {
    const { schedule, derivation } = scheduleOf({ started: '2027-01-04' })
    expect(derivation.warnings.map(({ code }) => code)).toEqual(['date_in_past'])
    expect(dates(schedule).freeze).toBe('2026-11-17')
  })
})

describe('what the caller adds', () => {
  test('own phases, activities and milestones merge by id and move with the date', () => {
    const inputs = {
      schedule: {
        phases: [
          { id: 'pilot', name: 'Pilot', offset: 'T-10', role: 'QA lead', criteria: ['pilot is happy'] },
        ],
        activities: [
          { id: 'pilot_run', name: 'Pilot run', phase: 'Pilot', duration_days: 2, people: 3 },
          {
            id: 'regression',
            duration_days: { optimistic: 1, likely: 2, pessimistic: 3 },
            checklist: ['own case'],
          },
        ],
        milestones: [
          { id: 'board', name: 'Board meeting', offset: 'third tuesday' },
          { id: 'go_no_go', offset: 'WD-4' },
        ],
        remove: ['performance', 'follow_up'],
      },
    }
    const { schedule } = scheduleOf({ inputs })
    const moved = scheduleOf({ date: '2026-12-08', inputs }).schedule
    expect(dates(schedule)).toMatchObject({
      pilot: '2026-11-20',
      go_no_go: '2026-11-25',
      board: '2026-12-15',
    })
    expect(dates(moved)).toMatchObject({ pilot: '2026-11-27', go_no_go: '2026-12-02' })
    expect(dates(schedule)).not.toHaveProperty('follow_up')
    const all = schedule.stages.flatMap(stage => stage.activities)
    expect(all.find(({ id }) => id === 'pilot_run')).toMatchObject({
      stage: 'pilot',
      role: 'qa_lead',
      people: 3,
      basis: { kind: 'given' },
    })
    expect(all.find(({ id }) => id === 'regression')!.checklist).toContain('own case')
    expect(all.map(({ id }) => id)).not.toContain('performance')
    expect(schedule.stages.find(({ id }) => id === 'pilot')!.exit_criteria).toEqual(['pilot is happy'])
  })

  test('a gate cannot be removed and the release date cannot be given as a milestone', () => {
    expect(() => scheduleOf({ inputs: { schedule: { remove: ['freeze'] } } })).toThrow(/gate/)
    const milestones = [{ id: 'release', offset: 'T-1' }]
    expect(() => scheduleOf({ inputs: { schedule: { milestones } } })).toThrow(/move_release/)
  })

  test('stages out of order and limits that cannot be kept are conflicts', () => {
    const { schedule } = scheduleOf({
      inputs: {
        schedule: {
          milestones: [
            { id: 'freeze', offset: 'T-14' },
            { id: 'staging', offset: 'T-20' },
          ],
          activities: [{ id: 'regression', not_after: '2026-11-17' }],
        },
      },
    })
    expect(schedule.conflicts.map(({ what }) => what)).toEqual([
      expect.stringMatching(/^Code freeze .* begins after Staging deployment/),
      expect.stringMatching(/^Regression .* after its limit Tue 2026-11-17/),
    ])
  })

  test('an activity after one that a trait switched off still has its place', () => {
    const activities = [{ id: 'sign_off', phase: 'Verification', after: ['migration_rehearsal'] }]
    const { schedule } = scheduleOf({ inputs: { schedule: { activities } } })
    expect(schedule.stages.find(({ id }) => id === 'freeze')!.activities.map(({ id }) => id)).toContain(
      'sign_off',
    )
  })

  test('an activity after one of a later stage is a conflict, not a circle', () => {
    const activities = [{ id: 'sign_off', phase: 'Verification', after: ['uat'] }]
    const { schedule } = scheduleOf({ inputs: { schedule: { activities } } })
    expect(schedule.conflicts[0]!.what).toMatch(/"sign_off" is to come after "uat"/)
  })

  test('an activity after an unknown one is an error', () => {
    const activities = [{ id: 'sign_off', phase: 'Verification', after: ['regresion'] }]
    expect(() => scheduleOf({ inputs: { schedule: { activities } } })).toThrow(/regresion/)
  })
})

test('I6, conditional parts stay with their condition while a trait is unknown', () => {
  const find = (database_change: 'yes' | 'no' | 'unknown') =>
    scheduleOf({ traits: { database_change } })
      .schedule.stages.flatMap(stage => stage.activities)
      .find(({ id }) => id === 'migration_rehearsal')
  expect(find('unknown')!.condition).toBe('if the database schema changes')
  expect(find('yes')!.condition).toBeUndefined()
  expect(find('no')).toBeUndefined()
})

test('a candidate that a day off brings onto the day of the freeze begins after it instead', () => {
  const { schedule } = scheduleOf({
    kind: 'library',
    date: '2027-01-29',
    started: '2027-01-15',
    release: { country: ['US', 'DE-BE'] },
  })
  const [freeze, candidate] = schedule.stages
  expect([freeze!.id, freeze!.from, candidate!.id]).toEqual(['freeze', '2027-01-15', 'release_candidate'])
  expect(candidate!.from > freeze!.from).toBe(true)
})

describe('any date, kind and lead', () => {
  const kinds = ['service', 'library', 'distributed', 'mobile', 'desktop', 'data', 'infrastructure'] as const
  test('D1, D2, D17: gates are in order, stages contiguous, nothing is off by accident', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.integer({ min: 0, max: 400 }),
        fc.integer({ min: 0, max: 45 }),
        fc.constantFrom<string[]>([], ['US', 'DE-BE'], ['AE']),
        (kind, day, lead, country) => {
          const date = addDays('2026-02-01', day)
          const { schedule, derivation } = scheduleOf({
            kind,
            date,
            started: addDays(date, -lead),
            release: { country },
          })
          const gates = ['freeze', 'go_no_go', 'release', 'close'].map(
            gate => schedule.milestones.find(m => m.gate === gate)!.date,
          )
          expect(gates).toEqual(gates.toSorted())
          expect(schedule.milestones.find(({ id }) => id === 'release')!.date).toBe(date)
          for (const [n, stage] of schedule.stages.entries()) {
            expect(stage.from <= stage.to).toBe(true)
            const next = schedule.stages[n + 1]
            if (!next) continue
            if (stage.from > date) {
              expect(stage.to < next.from).toBe(true)
              continue
            }
            const shared = schedule.lead_scale < 1
            expect(shared ? stage.to <= next.from : stage.to < next.from).toBe(true)
            for (let off = addDays(stage.to, 1); off < next.from; off = addDays(off, 1)) {
              expect(derivation.calendar.isWorkingDay(off)).toBe(false)
            }
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})
