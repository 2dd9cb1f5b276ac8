import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, daysBetween, weekday } from '../../../src/plan/calendar/date.ts'
import { holidaysOf } from '../../../src/plan/calendar/holidays.ts'
import { type Move, offsetKind, resolveOffset } from '../../../src/plan/calendar/offsets.ts'
import { workingCalendar } from '../../../src/plan/calendar/working-calendar.ts'
import { PlanError } from '../../../src/plan/errors.ts'
import { anyDate } from './dates.ts'

const calendar = workingCalendar({
  workingDays: [1, 2, 3, 4, 5],
  holidays: holidaysOf(['US'], 2024, 2034),
})
const release = '2026-12-01'

describe('an offset', () => {
  test.each([
    ['T-14', '2026-11-17', 'calendar_days'],
    ['t+7', '2026-12-08', 'calendar_days'],
    ['T', '2026-12-01', 'calendar_days'],
    ['T-0', '2026-12-01', 'calendar_days'],
    ['T\u22121', '2026-11-30', 'calendar_days'],
    ['WD-10', '2026-11-16', 'working_days'],
    ['WD+1', '2026-12-02', 'working_days'],
    ['R-5w', '2026-10-27', 'weeks'],
    ['R-5w thursday', '2026-10-29', 'weeks'],
    ['R+1w Mon', '2026-12-07', 'weeks'],
    ['R friday', '2026-12-04', 'weeks'],
    ['third tuesday', '2026-12-15', 'nth_weekday'],
    ['2nd Thu', '2026-12-10', 'nth_weekday'],
    ['last thursday', '2026-12-31', 'nth_weekday'],
    ['last business day on or before the 16th', '2026-12-16', 'business_day'],
    ['first working day on or after the 19th', '2026-12-21', 'business_day'],
    ['first business day on or after the 1st', '2026-12-01', 'business_day'],
    ['third tuesday of march', '2027-03-16', 'nth_weekday'],
    ['last friday of the month before', '2026-11-27', 'nth_weekday'],
    ['second monday of next month', '2027-01-11', 'nth_weekday'],
    ['third tuesday of sept 2027', '2027-09-21', 'nth_weekday'],
    ['last business day on or before the 31st of october', '2026-10-30', 'business_day'],
    ['first business day on or after the 1st of the month after', '2027-01-04', 'business_day'],
    ['2026-11-20', '2026-11-20', 'date'],
  ])('%s is %s', (text, date, kind) => {
    expect(resolveOffset(text, release, calendar, 'before')).toEqual({ date, kind })
    expect(offsetKind(text)).toBe(kind)
  })

  test('of a third Tuesday may come after the third Thursday', () => {
    expect(resolveOffset('third tuesday', '2026-01-05', calendar, 'keep').date).toBe('2026-01-20')
    expect(resolveOffset('third thursday', '2026-01-05', calendar, 'keep').date).toBe('2026-01-15')
  })

  test('on a day off moves with the reason', () => {
    const thanksgiving = 'T-5'
    const off = { kind: 'calendar_days', because: 'Thanksgiving Day (US)' }
    const moved = { ...off, movedFrom: '2026-11-26' }
    const resolved = (rule: Move) => resolveOffset(thanksgiving, release, calendar, rule)
    expect(resolved('before')).toEqual({ ...moved, date: '2026-11-25', rule: 'before' })
    expect(resolved('after')).toEqual({ ...moved, date: '2026-11-27', rule: 'after' })
    expect(resolved('keep')).toEqual({ ...off, date: '2026-11-26', rule: 'keep' })
  })

  test('of the release day itself stays', () => {
    const saturday = '2025-02-15'
    const kept = { date: saturday, because: 'Saturday', rule: 'keep' }
    expect(resolveOffset('T-0', saturday, calendar, 'before')).toEqual({ ...kept, kind: 'calendar_days' })
    expect(resolveOffset('WD-0', saturday, calendar, 'after')).toEqual({ ...kept, kind: 'working_days' })
    expect(resolveOffset('WD-1', saturday, calendar, 'after').date).toBe('2025-02-14')
  })

  test('of the last business day stays in a short month', () => {
    const text = 'last business day on or before the 31st'
    expect(resolveOffset(text, '2026-02-10', calendar, 'keep').date).toBe('2026-02-27')
  })

  test.each([
    'T-',
    'T-14d',
    'T-1.5',
    'WD10',
    'R-5',
    'R-5w someday',
    'sixth tuesday',
    'third tuesday of smarch',
    'T-14 of march',
    'third foo',
    'fifth friday',
    'last business day on or before the 32nd',
    '',
    'x'.repeat(5000),
  ])('that is not understood is refused with the forms: %j', text => {
    const resolve = () => resolveOffset(text, '2026-12-01', calendar, 'before')
    expect(resolve).toThrow(PlanError)
    expect(resolve).toThrow(/T-14.*WD-10.*R-5w.*third tuesday.*last business day/)
  })

  test('that names a day which does not exist is refused', () => {
    expect(() => resolveOffset('2026-02-30', release, calendar, 'before')).toThrow(/does not exist/)
  })
})

describe('for any release', () => {
  const move = fc.constantFrom('before' as const, 'after' as const)
  const days = fc.integer({ min: -200, max: 200 }).filter(n => n !== 0)
  const sign = (n: number) => (n < 0 ? '-' : '+')

  test('calendar days count back', () => {
    fc.assert(
      fc.property(anyDate, days, (date, n) => {
        const text = `T${sign(n)}${Math.abs(n)}`
        const named = resolveOffset(text, date, calendar, 'keep').date
        expect(daysBetween(date, named)).toBe(n)
        expect(addDays(named, -n)).toBe(date)
      }),
    )
  })

  test('a moved day is never off, lies on the right side and says where it was', () => {
    fc.assert(
      fc.property(anyDate, days, move, (date, n, direction) => {
        const moved = resolveOffset(`T${sign(n)}${Math.abs(n)}`, date, calendar, direction)
        expect(calendar.isWorkingDay(moved.date)).toBe(true)
        const named = moved.movedFrom ?? moved.date
        expect(named).toBe(addDays(date, n))
        expect(direction === 'before' ? moved.date <= named : moved.date >= named).toBe(true)
        expect(moved.because === undefined).toBe(moved.movedFrom === undefined)
      }),
    )
  })

  test('a week holds the weekday asked for', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 0, max: 30 }), (date, weeks) => {
        const thursday = resolveOffset(`R-${weeks}w thursday`, date, calendar, 'keep').date
        expect(weekday(thursday)).toBe(4)
        expect(Math.abs(daysBetween(addDays(date, -7 * weeks), thursday))).toBeLessThan(7)
      }),
    )
  })
})
