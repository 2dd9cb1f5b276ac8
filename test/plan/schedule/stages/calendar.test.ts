import { afterEach, describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { PlanInputs } from '../../../../src/plan/inputs.ts'
import { scheduleInputs } from '../../../../src/plan/inputs.ts'
import type { Schedule } from '../../../../src/plan/plan.ts'
import { calendarRules } from '../../../../src/plan/schedule/stages/calendar-rules.ts'
import { derivationOf, scheduleOf } from '../../../support/schedule.ts'

type Freezes = NonNullable<NonNullable<PlanInputs['schedule']>['freezes']>
const milestone = (schedule: Schedule, id: string) => schedule.milestones.find(entry => entry.id === id)!
const frozen = (date: string, freezes: Freezes, release = {}) =>
  scheduleOf({ date, release: { timezone: 'Europe/Berlin', ...release }, inputs: { schedule: { freezes } } })

const hostZone = process.env.TZ
afterEach(() => {
  if (hostZone === undefined) delete process.env.TZ
  else process.env.TZ = hostZone
})

describe('a moved date', () => {
  test('says from where, why, by which rule, and what its offset counts', () => {
    const { schedule } = scheduleOf({
      date: '2026-12-01',
      release: { country: ['US'] },
      inputs: {
        schedule: {
          milestones: [
            { id: 'board', offset: 'T-5', move: 'after' },
            { id: 'stays', offset: 'T-5', move: 'keep' },
            { id: 'working', offset: 'WD-3' },
            { id: 'month', offset: 'last friday of the month before' },
          ],
        },
      },
    })
    expect(milestone(schedule, 'board')).toMatchObject({
      date: '2026-11-27',
      moved_from: '2026-11-26',
      because: 'Thanksgiving Day (US)',
      rule: 'after',
      offset_kind: 'calendar days',
    })
    expect(milestone(schedule, 'stays')).toMatchObject({ date: '2026-11-26', rule: 'keep' })
    expect(milestone(schedule, 'working')).toMatchObject({ date: '2026-11-25', offset_kind: 'working days' })
    expect(milestone(schedule, 'month')).toMatchObject({
      date: '2026-11-27',
      offset_kind: 'nth weekday of a month',
    })
    expect(milestone(schedule, 'go_no_go')).toMatchObject({ moved_from: '2026-11-28', rule: 'before' })
    expect(schedule.calendar_rules![0]).toBe(
      'T counts calendar days, WD working days, an nth weekday the weekdays of its month',
    )
  })

  test('always has a rule, also where too little time or the order of the stages moved it', () => {
    const { schedule } = scheduleOf({ date: '2026-11-03', started: '2026-10-26' })
    const moved = schedule.milestones.filter(entry => entry.moved_from !== undefined)
    expect(moved.length).toBeGreaterThan(2)
    expect(moved.map(({ id, rule, because }) => [id, rule !== undefined && because !== undefined])).toEqual(
      moved.map(({ id }) => [id, true]),
    )
  })
})

describe('a freeze by the minute', () => {
  test('speaks against a release whose steps lie in it, and not against the hours before it', () => {
    const evening = { name: 'Sale', from: '2026-12-01T07:30', to: '2026-12-02T09:00' }
    const hit = frozen('2026-12-01', [evening])
    expect(hit.derivation.warnings.map(({ code }) => code)).toContain('release_in_freeze')
    expect(hit.derivation.warnings.map(({ message }) => message).join()).toMatch(
      /Sale, 07:30 to Wed 2026-12-02 09:00 Europe\/Berlin/,
    )
    const clear = frozen('2026-12-01', [{ ...evening, from: '2026-12-01T12:00' }])
    expect(clear.derivation.warnings.map(({ code }) => code)).not.toContain('release_in_freeze')
    expect(clear.schedule.milestones.find(({ id }) => id === 'release')).toMatchObject({ date: '2026-12-01' })
  })

  test('in another zone is where its clocks are', () => {
    const inZone = (timezone: string) =>
      frozen('2026-12-01', [{ name: 'F', from: '2026-12-01T00:00', to: '2026-12-01T06:00', timezone }])
    const codes = (zone: string) => inZone(zone).derivation.warnings.map(({ code }) => code)
    expect(codes('Europe/Berlin')).not.toContain('release_in_freeze')
    expect(codes('America/New_York')).toContain('release_in_freeze')
  })

  test('is listed with its clock times; one that comes often is one entry', () => {
    const { schedule } = frozen('2026-12-01', [
      { name: 'Sale', from: '2026-11-27T18:00', to: '2026-11-30T06:00' },
      { name: 'Fridays', from: '2026-10-23T12:00', to: '2026-10-26T09:00', rrule: 'FREQ=WEEKLY' },
    ])
    const listed = schedule.off_days.map(({ date, to, why }) => [date, to, why])
    expect(listed).toContainEqual(['2026-11-27', '2026-11-30', 'Sale (18:00 to 06:00)'])
    const fridays = listed.filter(([, , why]) => why!.startsWith('Fridays'))
    expect(fridays).toHaveLength(1)
    expect(fridays[0]![2]).toMatch(/^Fridays, \d+ times, each over 4 days \(12:00 to 09:00\)$/)
  })

  test('does not stop the count of working days, but moves what it hits', () => {
    const { schedule } = scheduleOf({
      date: '2026-12-01',
      inputs: {
        schedule: {
          freezes: [{ name: 'Stocktaking', from: '2026-11-24', to: '2026-11-25' }],
          milestones: [
            { id: 'far', offset: 'WD-5' },
            { id: 'hit', offset: 'WD-4' },
          ],
        },
      },
    })
    expect(milestone(schedule, 'far')).toMatchObject({ date: '2026-11-23', moved_from: '2026-11-24' })
    expect(milestone(schedule, 'hit')).toMatchObject({
      date: '2026-11-23',
      because: 'Stocktaking',
      rule: 'before',
    })
  })

  test('is the same whatever the zone of the process', () => {
    const dates = ['UTC', 'America/Los_Angeles', 'Pacific/Auckland'].map(host => {
      process.env.TZ = host
      const { schedule } = frozen(
        '2026-10-27',
        [
          {
            name: 'N',
            from: '2026-10-01T22:00',
            to: '2026-10-02T02:30',
            rrule: 'FREQ=DAILY',
            timezone: 'America/Santiago',
          },
        ],
        { timezone: 'Australia/Lord_Howe' },
      )
      return JSON.stringify(schedule)
    })
    expect(new Set(dates).size).toBe(1)
  })
})

describe('days off', () => {
  test('a half day is listed, and a release on it is warned of', () => {
    const { schedule, derivation } = scheduleOf({ date: '2026-12-24', release: { country: 'DE' } })
    expect(schedule.off_days).toContainEqual({
      date: '2026-12-24',
      why: 'Christmas Eve (DE), off from 14:00',
    })
    expect(derivation.warnings.map(({ message }) => message).join()).toMatch(/half day, off from 14:00/)
  })

  test('the week of the countries counts where none was given', () => {
    const saudi = derivationOf({ release: { country: ['SA'] } })
    expect(saudi.release.working_days.value).toEqual([1, 2, 3, 4, 7])
    expect(saudi.release.working_days.basis.from).toBe('worked in SA (Unicode CLDR)')
    const told = derivationOf({ release: { country: ['SA'], working_days: [1, 2, 3, 4, 5] } })
    expect(told.release.working_days.value).toEqual([1, 2, 3, 4, 5])
    const { schedule } = scheduleOf({ date: '2026-12-01', release: { country: ['SA'] } })
    // The watch runs every day.
    const worked = schedule.milestones.filter(({ id }) => !id.startsWith('monitoring'))
    expect(worked.every(({ weekday }) => weekday !== 'Fri' && weekday !== 'Sat')).toBe(true)
    expect(schedule.calendar_rules).toContain('working days: Sun to Thu')
  })

  test('whose days count and what is not sure about them is said once', () => {
    const derivation = derivationOf({
      release: { country: ['CN', 'DE'] },
      inputs: { resources: { people: [{ name: 'Ana', country: 'IL' }] } },
    })
    expect(calendarRules(derivation, ['T-1'], '2026-12-15', '2027-01-15')).toEqual([
      'T counts calendar days',
      'a day off in any of CN, DE is off for the plan',
      'people with a country of their own have its days off',
      'CN 2027: statutory days only, for the notice with bridge days and worked weekends is not in the table',
    ])
    expect(calendarRules(derivationOf(), ['R-1w'], '2026-12-15', '2027-01-15')).toEqual([
      'R ISO weeks (Monday to Sunday)',
    ])
  })
})

describe('what a caller gives', () => {
  const inputs = z.strictObject(scheduleInputs)

  test('a freeze takes days or local date-times', () => {
    const freezes = [
      { name: 'F', from: '2026-12-18', to: '2027-01-04T09:00', timezone: 'Europe/Berlin' },
      { name: 'G', from: '2026-12-18T17:00', to: '2026-12-19', rrule: 'FREQ=WEEKLY' },
    ]
    expect(inputs.safeParse({ freezes }).success).toBe(true)
  })

  test.each([
    '2026-12-18T24:00',
    '2026-12-18T17',
    '2026-12-18 17:00',
    '2026-02-30T10:00',
    '2026-12-18T17:00Z',
    'soon',
  ])('but not %s', from => {
    const { error } = inputs.safeParse({ freezes: [{ name: 'F', from, to: '2026-12-31' }] })
    expect(error?.issues[0]?.message).toMatch(/2026-12-18T17:00/)
  })
})
