import { describe, expect, test } from 'vitest'
import { daysBetween } from '../../../src/plan/calendar/date.ts'
import { holidaysOf } from '../../../src/plan/calendar/holidays.ts'
import { resolveOffset } from '../../../src/plan/calendar/offsets.ts'
import { workingCalendar } from '../../../src/plan/calendar/working-calendar.ts'
import { publishedCalendars, publishedInstants } from './published-calendars.ts'

const calendarOf = ({ countries = [], holidays = [] }: (typeof publishedCalendars)[number]) =>
  workingCalendar({
    workingDays: [1, 2, 3, 4, 5],
    holidays: [...holidaysOf(countries, 2024, 2027), ...holidays],
  })

describe.each(publishedCalendars)('the calendar of $project', published => {
  const calendar = calendarOf(published)

  test.each(published.dates)('follows from its rule: $what, $date', ({ release, offset, move, date }) => {
    expect(resolveOffset(offset, release, calendar, move ?? 'keep').date).toBe(date)
  })

  test.each(published.contradictions ?? [])('contradicts its rule: $what, $published ($why)', entry => {
    const byRule = resolveOffset(entry.offset, entry.release, calendar, 'keep').date
    expect(byRule).toBe(entry.date)
    expect(entry.published).not.toBe(byRule)
  })
})

test.each(publishedInstants)('a freeze is an instant: $what', ({ from, zone, utc }) => {
  const freeze = { name: 'Freeze', from, to: '2026-12-31', timezone: zone }
  const calendar = workingCalendar({ workingDays: [1, 2, 3, 4, 5], freezes: [freeze] })
  expect(calendar.freezeAt(utc)?.from).toBe(utc)
  expect(
    calendar.freezeAt(
      utc.replace(/T(\d\d):00:00Z/, (_, h) => `T${String(Number(h) - 1).padStart(2, '0')}:59:00Z`),
    ),
  ).toBeUndefined()
})

// A month that begins on a Wednesday or a Thursday.
test.each([
  '2024-02',
  '2024-05',
  '2024-08',
  '2025-01',
  '2025-05',
  '2025-10',
  '2026-01',
  '2026-04',
  '2026-07',
  '2026-10',
])('in %s the third Tuesday comes after the third Thursday: two rules that read as one week are not', month => {
  const calendar = workingCalendar({ workingDays: [1, 2, 3, 4, 5] })
  const third = (day: string) => resolveOffset(`third ${day}`, `${month}-01`, calendar, 'keep').date
  expect(daysBetween(third('thursday'), third('tuesday'))).toBe(5)
})
