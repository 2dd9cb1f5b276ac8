import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  daysBetween,
  isoWeek,
  longDate,
  plainDate,
  weekday,
  weekdayInFull,
} from '../../../src/plan/calendar/date.ts'
import { PlanError } from '../../../src/plan/errors.ts'
import { anyDate } from './dates.ts'

describe('a date that is given', () => {
  test('is taken as it stands', () => {
    expect(plainDate(' 2028-02-29 ', 'release_date')).toBe('2028-02-29')
  })

  test.each([
    '2025-02-29',
    'garbage',
    '15.2.2025',
    '2025-2-1',
    '2025-13-01',
    '',
    '2025-02-01T00:00',
    '0025-02-01',
  ])('is refused with the valid form: %j', text => {
    const refusal = fault(() => plainDate(text, 'release_date'))
    expect(refusal).toMatchObject({ code: 'invalid_date', field: 'release_date' })
    expect(refusal.message).toContain('YYYY-MM-DD')
  })

  test('that does not exist is named', () => {
    expect(fault(() => plainDate('2025-02-29', 'release_date')).message).toContain(
      '2025-02-29 does not exist',
    )
  })
})

test('weekdays and weeks are those of ISO 8601', () => {
  expect(weekday('2026-12-01')).toBe(2)
  expect(weekdayInFull('2026-12-06')).toBe('Sunday')
  expect(longDate('2026-12-01')).toBe('Tue 2026-12-01')
  expect(isoWeek('2027-01-01')).toBe('2026-W53')
  expect(isoWeek('2024-12-30')).toBe('2025-W01')
})

test('days that are added can be counted', () => {
  fc.assert(
    fc.property(anyDate, fc.integer({ min: -2000, max: 2000 }), (date, days) => {
      const other = addDays(date, days)
      expect(daysBetween(date, other)).toBe(days)
      expect(Math.abs(weekday(other) - weekday(date) - days) % 7).toBe(0)
      expect(plainDate(other, 'date')).toBe(other)
    }),
  )
})

function fault(call: () => unknown): PlanError {
  try {
    call()
  } catch (error) {
    if (error instanceof PlanError) return error
    throw error
  }
  throw new Error('Nothing was refused')
}
