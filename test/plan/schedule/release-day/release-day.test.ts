import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { minutesBetween } from '../../../../src/plan/calendar/zones.ts'
import type { PlanInputs } from '../../../../src/plan/inputs.ts'
import { dayClock } from '../../../../src/plan/schedule/release-day/day-clock.ts'
import { safeStartText } from '../../../../src/plan/schedule/release-day/release-day.ts'
import { rolloutStep, scheduleOf, strategyOf } from '../../../support/schedule.ts'

describe('the release day', () => {
  test('D12: the rollout begins at the release time, the check before it', () => {
    const { schedule } = scheduleOf()
    expect(schedule.release_day.map(({ id, at_local, part }) => [id, at_local, part])).toEqual([
      ['final_check', '06:45', 'before'],
      ['deploy', '07:00', 'rollout'],
      ['half', '07:10', 'rollout'],
      ['all', '07:30', 'rollout'],
      ['validate', '07:45', 'after'],
      ['announce', '08:30', 'after'],
    ])
  })

  test('D8: the rollout ends before validation starts, whatever the steps', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 8 }), minutes => {
        const steps = minutes.map((span, n) => rolloutStep(`step_${n}`, span))
        const { schedule } = scheduleOf({ traits: { database_change: 'yes' } }, strategyOf(steps))
        schedule.release_day.forEach((step, n) => {
          const next = schedule.release_day[n + 1]
          if (next) expect(minutesBetween(step.at_utc, next.at_utc)).toBe(step.minutes)
        })
      }),
      { numRuns: 30 },
    )
  })

  test('D9, D10: the migration stands once, before the rollout, which waits for its end', () => {
    const { schedule } = scheduleOf({ traits: { database_change: 'yes' } })
    const ids = schedule.release_day.map(({ id }) => id)
    expect(ids.slice(0, 4)).toEqual(['final_check', 'backup', 'migrate', 'deploy'])
    expect(schedule.release_day[3]!.at_local).toBe('07:00')
  })

  test('the backup is younger than an hour when the migration starts', () => {
    const { schedule } = scheduleOf({ traits: { database_change: 'yes' } })
    const at = (id: string) => schedule.release_day.find(step => step.id === id)!.at_utc
    expect(minutesBetween(at('backup'), at('migrate'))).toBeLessThan(60)
  })

  test('D13: the latest safe start leaves room for a failure at the last step', () => {
    const { schedule } = scheduleOf()
    // 12:00 - (45 rollout + 45 validation + 15 announcement) - 10 way back - 15 check of it
    expect(schedule.latest_safe_start).toBe('09:50')
    expect(schedule.latest_safe_start_basis.from).toMatch(/105 min of steps - 10 min way back - 15 min/)
  })

  test('D13: a window that is too short is a conflict with the minutes that are missing', () => {
    const { schedule, derivation } = scheduleOf({ release: { window: { from: '06:45', to: '08:30' } } })
    expect(schedule.latest_safe_start).toBeUndefined()
    expect(schedule.conflicts[0]!.what).toMatch(/40 minutes too short/)
    expect(derivation.warnings).toMatchObject([
      { code: 'window_too_short', fix: expect.stringMatching(/40 minutes later \(window\.to 09:10\)/) },
    ])
  })

  test('what is offered against a window that is too short makes it long enough', () => {
    const clock = (minutes: number) =>
      `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
    const offered = { window: /window\.to (\d\d:\d\d)/, release_time: /release_time (\d\d:\d\d)/ }
    const runs = fc.record({
      from: fc.integer({ min: 300, max: 1439 }),
      length: fc.integer({ min: 30, max: 240 }),
      time: fc.integer({ min: 0, max: 29 }),
      steps: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 4 }),
    })
    fc.assert(
      fc.property(runs, ({ from, length, time, steps }) => {
        const release = {
          window: { from: clock(from), to: clock(from + length) },
          release_time: clock(from + time),
        }
        const strategy = strategyOf(steps.map((minutes, n) => rolloutStep(`step_${n}`, minutes)))
        const fixOf = (more: object) =>
          scheduleOf({ release: { ...release, ...more } }, strategy).derivation.warnings.find(
            ({ code }) => code === 'window_too_short',
          )?.fix
        const fix = fixOf({})
        const to = fix && offered.window.exec(fix)?.[1]
        const earlier = fix && offered.release_time.exec(fix)?.[1]
        if (fix) expect(to).toBeDefined()
        if (to) expect(fixOf({ window: { ...release.window, to } })).toBeUndefined()
        if (earlier) expect(fixOf({ release_time: earlier })).toBeUndefined()
      }),
      { numRuns: 15 },
    )
  })

  test('a release time outside the window is called that', () => {
    const { schedule } = scheduleOf({ release: { release_time: '18:00' } })
    expect(schedule.conflicts[0]!.what).toMatch(/18:00 lies outside the window 06:00-12:00/)
  })

  test('steps before the rollout that do not fit before the release time delay it and say so', () => {
    const { schedule } = scheduleOf({ release: { release_time: '06:10' } })
    expect(schedule.release_day[0]!.at_local).toBe('06:00')
    expect(schedule.release_day[1]!.at_local).toBe('06:15')
    expect(schedule.conflicts[0]).toMatchObject({ fix: expect.stringMatching(/06:15/) })
  })

  test('D14: the first irreversible step is the point of no return', () => {
    const steps = [rolloutStep('tag', 10), rolloutStep('publish', 10, true), rolloutStep('promote', 10, true)]
    const { schedule } = scheduleOf({ kind: 'library' }, strategyOf(steps))
    expect(schedule.point_of_no_return).toMatchObject({
      step: 'publish',
      at_local: '07:15',
      why: expect.stringMatching(/version number/),
      decide: { at_local: '07:10', step: expect.stringMatching(/^Decide here/) },
    })
    expect(scheduleOf().schedule.point_of_no_return).toBeUndefined()
  })

  test('a migration that cannot be reversed is the point of no return', () => {
    const { schedule } = scheduleOf({
      traits: { database_change: 'yes' },
      inputs: { rollback: { database: { reversible: false } } },
    })
    expect(schedule.point_of_no_return!.step).toMatch(/migration/)
  })

  test('own steps merge by id, follow what they name, and say when that is unknown', () => {
    const { schedule } = scheduleOf({
      inputs: {
        schedule: {
          release_day: [
            { id: 'half', minutes: 60 },
            { id: 'call', step: 'Call the customer', minutes: 5, role: 'Support lead', after: ['half'] },
            { id: 'lost', minutes: 1, after: ['nowhere'] },
          ],
          remove: ['announce'],
        },
      },
    })
    expect(schedule.release_day.map(({ id }) => id)).toEqual([
      'final_check',
      'deploy',
      'half',
      'call',
      'all',
      'validate',
      'lost',
    ])
    expect(schedule.release_day[3]).toMatchObject({
      part: 'rollout',
      role: 'support_lead',
      at_local: '08:10',
    })
    expect(schedule.conflicts[0]!.what).toMatch(/"lost"/)
  })
})

describe('clocks', () => {
  test('New York, the day on which summer time ends', () => {
    const { schedule } = scheduleOf({
      date: '2026-11-01',
      release: { timezone: 'America/New_York' },
      started: '2026-09-01',
    })
    expect(schedule.release_day[1]).toMatchObject({ at_local: '07:00', at_utc: '2026-11-01T12:00:00Z' })
    expect(schedule.zone_note).toMatch(/Sun 2026-11-01 from UTC-04:00 to UTC-05:00/)
  })

  test('Berlin, a rollout at a time that does not exist', () => {
    const { schedule } = scheduleOf({
      date: '2026-03-29',
      started: '2026-02-01',
      release: { timezone: 'Europe/Berlin', release_time: '02:30', window: { from: '01:00', to: '06:00' } },
    })
    expect(schedule.zone_note).toMatch(/does not exist, moved to 03:30/)
    expect(schedule.release_day[1]).toMatchObject({ at_local: '03:30', at_utc: '2026-03-29T01:30:00Z' })
  })

  test('a window without length is refused, one over midnight is not', () => {
    expect(() => scheduleOf({ release: { window: { from: '22:00', to: '22:00' } } })).toThrow(/no length/)
    const { schedule } = scheduleOf({ release: { window: { from: '22:00', to: '04:00' } } })
    expect(schedule.conflicts).toEqual([])
    const dated = schedule.release_day.map(step => `${step.date} ${step.at_local}`)
    expect(dated.slice(0, 2)).toEqual(['2026-12-01 22:00', '2026-12-01 22:15'])
    expect(dated.at(-1)).toBe('2026-12-01 23:45')
    expect(schedule).toMatchObject({
      latest_safe_start: '01:50',
      latest_safe_start_at: '2026-12-02T01:50:00Z',
      worst_path: { fails: '2026-12-02T00:00:00Z', window_to: '2026-12-02T04:00:00Z' },
    })
  })

  test('a release time behind midnight belongs to the window that opened the evening before', () => {
    const { schedule, derivation } = scheduleOf({
      release: { release_time: '00:05', window: { from: '22:00', to: '04:00' } },
    })
    expect(schedule.release_day.map(step => `${step.date} ${step.at_local}`).slice(0, 2)).toEqual([
      '2026-11-30 23:50',
      '2026-12-01 00:05',
    ])
    expect(schedule.zone_note).toMatch(/over midnight, from Mon 2026-11-30 to Tue 2026-12-01/)
    expect(safeStartText(schedule, derivation.release)).toMatch(/no later than 01:50/)
    expect(schedule.conflicts).toEqual([])
  })

  test.each([
    ['spring', '2026-03-28', 300, '2026-03-28T23:50:00Z'],
    ['autumn', '2026-10-24', 420, '2026-10-25T00:50:00Z'],
  ])('%s: a change of the clocks inside the window counts in minutes', (_, date, minutes, safe) => {
    const { schedule } = scheduleOf({
      date,
      started: `${date.slice(0, 4)}-01-12`,
      release: { timezone: 'Europe/Berlin', window: { from: '22:00', to: '04:00' } },
    })
    const { window_from, window_to } = schedule.worst_path!
    expect(minutesBetween(window_from, window_to)).toBe(minutes)
    // 105 of steps from the rollout on, 10 way back, 15 check
    expect(minutesBetween(schedule.latest_safe_start_at!, window_to)).toBe(130)
    expect(schedule.latest_safe_start_at).toBe(safe)
  })

  test('times that come twice are told apart by their offset', () => {
    const { schedule, derivation } = scheduleOf({
      date: '2026-10-25',
      started: '2026-08-01',
      release: {
        timezone: 'Europe/Berlin',
        release_time: '02:30',
        window: { from: '01:00', to: '05:00' },
      },
    })
    const clock = dayClock(derivation.release, schedule)
    expect(schedule.release_day.map(step => clock(step.at_utc)).slice(1, 5)).toEqual([
      '02:30+02:00',
      '02:40+02:00',
      '02:00+01:00',
      '02:15+01:00',
    ])
  })
})

describe('the latest safe start', () => {
  const schemaOf = (database: NonNullable<PlanInputs['rollback']>['database']) =>
    scheduleOf({ traits: { database_change: 'yes' }, inputs: { rollback: { database } } })
  const schema = (database: NonNullable<PlanInputs['rollback']>['database']) => schemaOf(database).schedule

  test('leaves room for the restore where the schema changes, and names the first step as well', () => {
    const { schedule, derivation } = schemaOf({ restore_minutes: 35 })
    // 12:00 - 105 of steps - 20 dump - 35 restore - 15 check of it; 60 minutes of steps before the rollout
    expect(schedule.latest_safe_start).toBe('09:05')
    expect(schedule.latest_first_step).toBe('08:05')
    expect(schedule.latest_safe_start_basis.from).toMatch(
      /55 min database restore \(20 min emergency dump, assumed, \+ 35 min restore\)/,
    )
    expect(safeStartText(schedule, derivation.release)).toBe(
      'rollout (deploy) no later than 09:05, so Final go/no-go no later than 08:05',
    )
  })

  test('the worst path holds the dump that the restore begins with, as long as the backup', () => {
    const { worst_path } = schema({ backup_minutes: 18, restore_minutes: 55 })
    expect(minutesBetween(worst_path!.fails, worst_path!.back)).toBe(18 + 55 + 15)
  })

  test('minutes that were said of the whole restore are taken as they are', () => {
    const rollback = {
      methods: [{ name: 'restore_database', minutes: 90 }],
      database: { restore_minutes: 35 },
    }
    const { schedule } = scheduleOf({ traits: { database_change: 'yes' }, inputs: { rollback } })
    expect(schedule.latest_safe_start_basis.from).toMatch(/90 min database restore - /)
  })

  test('says that a restore of unknown length is not in it, and takes the answer', () => {
    expect(schema({}).latest_safe_start_basis.from).toMatch(/without a database restore/)
    expect(scheduleOf().schedule.latest_safe_start_basis.from).not.toMatch(/restore/)
    const answers = { restore_minutes: { value: '50', from: 'fill_in' } }
    const { schedule } = scheduleOf({ traits: { database_change: 'yes' }, inputs: { answers } })
    expect(schedule.latest_safe_start).toBe('08:50')
  })

  test('the minutes of the backup are the given ones', () => {
    const step = schema({ backup_minutes: 40 }).release_day.find(({ id }) => id === 'backup')
    expect(step).toMatchObject({ minutes: 40, basis: { kind: 'given', from: 'write_rollback_plan' } })
  })

  test('a conflict of the day is marked as one', () => {
    const { schedule } = scheduleOf({ release: { window: { from: '06:45', to: '08:30' } } })
    expect(schedule.conflicts[0]).toMatchObject({ release_day: true })
  })
})
