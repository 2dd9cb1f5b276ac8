import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { holidaysOf } from '../../../src/plan/calendar/holidays.ts'
import { workingCalendar } from '../../../src/plan/calendar/working-calendar.ts'
import { PlanError } from '../../../src/plan/errors.ts'
import { anyDate } from './dates.ts'

const workingDays = [1, 2, 3, 4, 5]
const yearEnd = { name: 'Year-end freeze', from: '2026-12-21', to: '2027-01-03', yearly: true }
const german = workingCalendar({
  workingDays,
  holidays: holidaysOf(['DE', 'US'], 2024, 2034),
  freezes: [yearEnd],
})

describe('a day off', () => {
  test.each([
    ['2026-11-28', 'Saturday'],
    ['2026-05-25', 'Whit Monday (DE); Memorial Day (US)'],
    ['2026-12-25', 'Christmas Day (DE, US); Year-end freeze'],
    ['2030-12-30', 'Year-end freeze'],
    ['2026-12-20', 'Sunday'],
  ])('%s has its reason: %s', (date, reason) => {
    expect(german.reasonOff(date)).toBe(reason)
    expect(german.isWorkingDay(date)).toBe(false)
  })

  test('is not the day after a freeze', () => {
    expect(german.reasonOff('2027-01-04')).toBeUndefined()
    expect(german.isWorkingDay('2026-12-18')).toBe(true)
  })

  test('of the caller needs no country', () => {
    const own = workingCalendar({ workingDays, holidays: [{ date: '2026-12-01', name: 'Company day' }] })
    expect(own.reasonOff('2026-12-01')).toBe('Company day')
  })

  test('of one year only is a working day in the next', () => {
    const once = workingCalendar({ workingDays, freezes: [{ ...yearEnd, yearly: false }] })
    expect(once.isWorkingDay('2026-12-29')).toBe(false)
    expect(once.isWorkingDay('2027-12-29')).toBe(true)
  })
})

describe('working days', () => {
  test('are counted from the first, included, to the last, not included', () => {
    const plain = workingCalendar({ workingDays })
    expect(plain.workingDaysBetween('2026-11-30', '2026-12-07')).toBe(5)
    expect(plain.workingDaysBetween('2026-12-07', '2026-11-30')).toBe(-5)
    expect(plain.workingDaysBetween('2026-12-05', '2026-12-07')).toBe(0)
    expect(plain.addWorkingDays('2026-12-05', 1)).toBe('2026-12-07')
    expect(plain.addWorkingDays('2026-12-05', -1)).toBe('2026-12-04')
    expect(plain.addWorkingDays('2026-12-05', 0)).toBe('2026-12-05')
  })

  test('that are added can be counted', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -150, max: 150 }), (date, n) => {
        const from = german.onOrAfter(date)
        const to = german.addWorkingDays(from, n)
        expect(german.isWorkingDay(to)).toBe(true)
        expect(german.workingDaysBetween(from, to)).toBe(n)
        expect(german.addWorkingDays(to, -n)).toBe(from)
      }),
    )
  })

  test('are never passed over by a move', () => {
    fc.assert(
      fc.property(anyDate, date => {
        const [before, after] = [german.onOrBefore(date), german.onOrAfter(date)]
        expect(german.isWorkingDay(before) && german.isWorkingDay(after)).toBe(true)
        expect(before <= date && date <= after).toBe(true)
        expect(german.workingDaysBetween(before, after)).toBe(before === after ? 0 : 1)
      }),
    )
  })
})

describe('a calendar', () => {
  test('without a working day gives up and says why', () => {
    const frozen = workingCalendar({
      workingDays,
      freezes: [{ name: 'Long freeze', from: '2026-01-01', to: '2028-01-01' }],
    })
    expect(() => frozen.onOrAfter('2026-01-05')).toThrow(/400 days after .*Long freeze/)
    const always = workingCalendar({
      workingDays,
      freezes: [{ name: 'Always', from: '2026-01-01', to: '2027-06-01', yearly: true }],
    })
    expect(() => always.addWorkingDays('2030-01-01', -3)).toThrow(PlanError)
  })

  test.each([[[]], [[0]], [[1, 8]], [[1.5]]])('needs weekdays: %j', days => {
    expect(() => workingCalendar({ workingDays: days })).toThrow(/1 \(Monday\) to 7 \(Sunday\)/)
  })

  test('refuses a freeze that ends before it begins', () => {
    const freeze = { name: 'Backwards', from: '2026-12-31', to: '2026-12-01' }
    expect(() => workingCalendar({ workingDays, freezes: [freeze] })).toThrow(
      /"Backwards" ends on 2026-12-01/,
    )
    expect(() => workingCalendar({ workingDays, freezes: [{ ...freeze, to: 'soon' }] })).toThrow(/YYYY-MM-DD/)
  })
})
