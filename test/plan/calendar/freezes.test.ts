import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { addDays } from '../../../src/plan/calendar/date.ts'
import type { Freeze } from '../../../src/plan/calendar/freezes.ts'
import { workingCalendar } from '../../../src/plan/calendar/working-calendar.ts'
import { addMinutes } from '../../../src/plan/calendar/zones.ts'
import { PlanError } from '../../../src/plan/errors.ts'
import { anyDate } from './dates.ts'

const window = { from: '06:00', to: '12:00' }
const calendarOf = (freezes: Freeze[], zone = 'Europe/Berlin') =>
  workingCalendar({ workingDays: [1, 2, 3, 4, 5], freezes, zone, window })
const spansOf = (freeze: Partial<Freeze>, from: string, to: string, zone?: string) =>
  calendarOf([{ name: 'F', from: '2026-01-01', to: '2026-01-02', ...freeze }], zone)
    .freezesBetween(from, to)
    .map(span => [span.from, span.to])

const hostZone = process.env.TZ
afterEach(() => {
  if (hostZone === undefined) delete process.env.TZ
  else process.env.TZ = hostZone
})

describe('a freeze is an instant', () => {
  test('that begins with its first minute and ends before its last', () => {
    const yearEnd = { name: 'Year end', from: '2026-12-18T17:00', to: '2027-01-04T09:00' }
    const { freezeAt } = calendarOf([yearEnd])
    expect(freezeAt('2026-12-18T15:59:59Z')).toBeUndefined()
    expect(freezeAt('2026-12-18T16:00:00Z')).toEqual({
      name: 'Year end',
      from: '2026-12-18T16:00:00Z',
      to: '2027-01-04T08:00:00Z',
    })
    expect(freezeAt('2026-12-18T17:00:00+01:00')?.name).toBe('Year end')
    expect(freezeAt('2027-01-04T07:59:59Z')?.name).toBe('Year end')
    expect(freezeAt('2027-01-04T08:00:00Z')).toBeUndefined()
  })

  test('of days holds both days whole, in the zone it is given in', () => {
    const days = { from: '2026-12-24', to: '2026-12-26' }
    expect(spansOf(days, '2026-12-01T00:00Z', '2027-01-01T00:00Z')).toEqual([
      ['2026-12-23T23:00:00Z', '2026-12-26T23:00:00Z'],
    ])
    expect(
      spansOf({ ...days, timezone: 'America/New_York' }, '2026-12-01T00:00Z', '2027-01-01T00:00Z'),
    ).toEqual([['2026-12-24T05:00:00Z', '2026-12-27T05:00:00Z']])
  })

  test('that recurs keeps its clock times over the change of the clocks', () => {
    const weekend = { from: '2026-03-20T12:00', to: '2026-03-23T09:00', rrule: 'FREQ=WEEKLY' }
    expect(spansOf(weekend, '2026-03-20T00:00Z', '2026-04-04T00:00Z')).toEqual([
      ['2026-03-20T11:00:00Z', '2026-03-23T08:00:00Z'],
      ['2026-03-27T11:00:00Z', '2026-03-30T07:00:00Z'],
      ['2026-04-03T10:00:00Z', '2026-04-06T07:00:00Z'],
    ])
  })

  test('of every year covers the years before it and the turn of the year', () => {
    const yearly = calendarOf([{ name: 'Y', from: '2026-12-21T18:00', to: '2026-01-02T08:00', yearly: true }])
    expect(yearly.freezeAt('2025-12-25T12:00:00Z')?.to).toBe('2026-01-02T07:00:00Z')
    expect(yearly.freezeAt('2030-01-02T06:59:00Z')?.from).toBe('2029-12-21T17:00:00Z')
    expect(yearly.freezeAt('2030-06-01T00:00:00Z')).toBeUndefined()
  })

  test.each([
    // Clocks jump over midnight: the day begins at 01:00.
    [
      'America/Santiago',
      '2025-09-07',
      '2025-09-07',
      '2025-09-07T04:00:00Z',
      '2025-09-08T03:00:00Z',
      '00:00 on 2025-09-07',
    ],
    [
      'Europe/Berlin',
      '2026-03-29T02:30',
      '2026-03-29T04:00',
      '2026-03-29T01:30:00Z',
      '2026-03-29T02:00:00Z',
      'does not exist, moved to 03:30',
    ],
    [
      'Europe/Berlin',
      '2026-10-25T02:30',
      '2026-10-25T04:00',
      '2026-10-25T00:30:00Z',
      '2026-10-25T03:00:00Z',
      'exists twice, the earlier',
    ],
    // Half an hour: 02:00 becomes 02:30, and 02:00 becomes 01:30.
    [
      'Australia/Lord_Howe',
      '2026-10-04T02:15',
      '2026-10-04T05:00',
      '2026-10-03T15:45:00Z',
      '2026-10-03T18:00:00Z',
      'moved to 02:45',
    ],
    [
      'Australia/Lord_Howe',
      '2026-04-05T01:45',
      '2026-04-05T05:00',
      '2026-04-04T14:45:00Z',
      '2026-04-04T18:30:00Z',
      'exists twice',
    ],
    [
      'Pacific/Apia',
      '2011-12-30T08:00',
      '2011-12-31T12:00',
      '2011-12-30T18:00:00Z',
      '2011-12-30T22:00:00Z',
      'moved to 2011-12-31 08:00',
    ],
    // Summer time ends for Ramadan.
    [
      'Africa/Casablanca',
      '2026-02-15T02:30',
      '2026-02-15T06:00',
      '2026-02-15T01:30:00Z',
      '2026-02-15T06:00:00Z',
      'exists twice',
    ],
  ])('whose local end is skipped or doubled says so: %s %s', (zone, from, to, start, end, note) => {
    for (const host of ['UTC', 'America/Los_Angeles', 'Asia/Kolkata']) {
      process.env.TZ = host
      const found = calendarOf([{ name: 'F', from, to, timezone: zone }]).freezesBetween(start, end)
      expect(found).toHaveLength(1)
      expect(found[0]).toMatchObject({ from: start, to: end })
      expect(found[0]!.note).toContain(note)
    }
  })
})

describe('a frozen day', () => {
  test('leaves no minute of window and working hours free', () => {
    const calendar = calendarOf([
      { name: 'Year end', from: '2026-12-18T12:00', to: '2027-01-04T09:00' },
      { name: 'Night', from: '2026-11-01T18:00', to: '2026-11-02T06:00', rrule: 'FREQ=DAILY' },
    ])
    expect(calendar.isWorkingDay('2026-11-03')).toBe(true)
    expect(calendar.isWorkingDay('2026-12-18')).toBe(true)
    expect(calendar.reasonOff('2026-12-21')).toBe('Year end')
    expect(calendar.isWorkingDay('2027-01-04')).toBe(true)
    expect(calendar.withoutFreezes().isWorkingDay('2026-12-21')).toBe(true)
  })

  test('may be frozen by two freezes together', () => {
    const [am, pm] = [
      { name: 'Morning', from: '2026-11-03T00:00', to: '2026-11-03T12:00' },
      { name: 'Afternoon', from: '2026-11-03T12:00', to: '2026-11-03T23:00' },
    ]
    expect(calendarOf([am, pm]).reasonOff('2026-11-03')).toBe('Morning; Afternoon')
    expect(calendarOf([am]).isWorkingDay('2026-11-03')).toBe(true)
  })

  test('is another day in another zone', () => {
    const tokyo = calendarOf(
      [{ name: 'US', from: '2026-11-26', to: '2026-11-26', timezone: 'America/New_York' }],
      'Asia/Tokyo',
    )
    expect(tokyo.isWorkingDay('2026-11-26')).toBe(true)
    expect(tokyo.isWorkingDay('2026-11-27')).toBe(true)
    expect(tokyo.freezeAt('2026-11-26T14:00:00+09:00')?.name).toBe('US')
    const berlin = calendarOf([
      { name: 'US', from: '2026-11-26', to: '2026-11-26', timezone: 'America/New_York' },
    ])
    expect(berlin.freezeAt('2026-11-26T05:59:00+01:00')).toBeUndefined()
    expect(berlin.reasonOff('2026-11-26')).toBe('US')
  })
})

test.each([
  [{ from: '2026-12-18', to: '2026-12-17' }, 'before it begins'],
  [{ from: '2026-12-18T17:00', to: '2026-12-18T17:00' }, 'before it begins'],
  [{ from: '2026-12-18T25:00', to: '2026-12-19' }, 'HH:MM'],
  [{ from: '2026-02-30', to: '2026-03-01' }, 'does not exist'],
  [{ from: '2026-12-18', to: '2026-12-19', timezone: 'PST' }, 'freezes[0].timezone'],
  [{ from: '2026-12-18', to: '2026-12-19', rrule: 'FREQ=SOON' }, 'freezes[0].rrule: FREQ'],
  [{ from: '2026-12-18', to: '2026-12-19', rrule: 'FREQ=DAILY', yearly: true }, 'both yearly and rrule'],
])('a freeze that makes no sense is refused: %j', (freeze, message) => {
  expect(() => calendarOf([{ name: 'F', ...freeze }])).toThrow(PlanError)
  expect(() => calendarOf([{ name: 'F', ...freeze }])).toThrow(message)
})

test('a minute is frozen exactly if it lies in one of the stretches', () => {
  const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/Santiago', 'Australia/Lord_Howe')
  const rrule = fc.constantFrom(
    undefined,
    'FREQ=DAILY;INTERVAL=2',
    'FREQ=WEEKLY;BYDAY=FR',
    'FREQ=MONTHLY;BYMONTHDAY=-1',
  )
  fc.assert(
    fc.property(anyDate, zone, rrule, fc.nat(40 * 1440), (date, timezone, rule, minute) => {
      const freeze = {
        name: 'F',
        from: `${date}T22:15`,
        to: `${addDays(date, 1)}T02:30`,
        timezone,
        ...(rule && { rrule: rule }),
      }
      const calendar = calendarOf([freeze])
      const instant = addMinutes(`${date}T00:00:00Z`, minute)
      const spans = calendar.freezesBetween(`${date}T00:00:00Z`, `${addDays(date, 60)}T00:00:00Z`)
      const inside = spans.some(span => span.from <= instant && instant < span.to)
      expect(calendar.freezeAt(instant) !== undefined).toBe(inside)
    }),
    { numRuns: 60 },
  )
})
