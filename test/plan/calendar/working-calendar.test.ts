import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '../../../src/plan/calendar/date.ts'
import { exchangedDays, holidaysOf, workingWeek } from '../../../src/plan/calendar/holidays.ts'
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

describe('a half day', () => {
  const calendar = workingCalendar({
    workingDays,
    holidays: [
      ...holidaysOf(['DE'], 2026, 2026),
      { date: '2026-12-23', name: 'Company party', from: '12:00' },
      { date: '2026-12-22', name: 'Move', from: '09:00' },
    ],
  })

  test('is worked until its hour', () => {
    expect(calendar.isWorkingDay('2026-12-24')).toBe(true)
    expect(calendar.halfDay('2026-12-24')).toEqual({ name: 'Christmas Eve (DE)', from: '14:00' })
    expect(calendar.shareWorked('2026-12-24')).toBe(0.625)
    expect(calendar.halfDay('2026-12-23')).toEqual({ name: 'Company party', from: '12:00' })
    expect([calendar.shareWorked('2026-12-21'), calendar.shareWorked('2026-12-25')]).toEqual([1, 0])
  })

  test('that ends before work begins is a whole one', () => {
    expect(calendar.reasonOff('2026-12-22')).toBe('Move')
  })
})

describe('a week', () => {
  test('from Sunday to Thursday counts its own days', () => {
    const israel = workingCalendar({
      workingDays: workingWeek(['IL']),
      holidays: holidaysOf(['IL'], 2026, 2026),
    })
    expect(israel.reasonOff('2026-11-13')).toBe('Friday')
    expect(israel.addWorkingDays('2026-11-12', 1)).toBe('2026-11-15')
    expect(israel.workingDaysBetween('2026-11-15', '2026-11-22')).toBe(5)
  })

  test('of a Chinese plan has the weekends that the notice puts to work', () => {
    const china = workingCalendar({
      workingDays,
      holidays: holidaysOf(['CN'], 2026, 2027),
      madeUp: exchangedDays(['CN']),
    })
    expect(china.isWorkingDay('2026-02-14')).toBe(true)
    expect(china.reasonOff('2026-02-23')).toBe('Spring Festival (CN)')
    // Sat 2026-10-10 is worked for the days off before it.
    expect(china.addWorkingDays('2026-09-30', 3)).toBe('2026-10-10')
    expect(exchangedDays(['CN', 'DE'])).toEqual([])
  })
})

test('one more holiday or freeze never makes a date earlier, nor the days between two dates more', () => {
  const holidays = holidaysOf(['US'], 2024, 2034)
  const before = workingCalendar({ workingDays, holidays })
  fc.assert(
    fc.property(anyDate, fc.nat(30), fc.nat(60), fc.boolean(), (date, n, gap, frozen) => {
      const day = addDays(date, gap)
      const more = frozen
        ? { freezes: [{ name: 'F', from: day, to: addDays(day, 2) }] }
        : { holidays: [...holidays, { date: day, name: 'One more' }] }
      const after = workingCalendar({ workingDays, holidays, ...more })
      expect(after.addWorkingDays(date, n) >= before.addWorkingDays(date, n)).toBe(true)
      expect(after.onOrAfter(date) >= before.onOrAfter(date)).toBe(true)
      const end = addDays(date, 90)
      expect(after.workingDaysBetween(date, end)).toBeLessThanOrEqual(before.workingDaysBetween(date, end))
    }),
    { numRuns: 40 },
  )
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
