import fc from 'fast-check'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  addMinutes,
  clockTime,
  instantOf,
  localTime,
  minutesBetween,
  validZone,
} from '../../../src/plan/calendar/zones.ts'
import { PlanError } from '../../../src/plan/errors.ts'
import { anyDate } from './dates.ts'

const hostZone = process.env.TZ

afterEach(() => {
  if (hostZone === undefined) delete process.env.TZ
  else process.env.TZ = hostZone
})

describe.each([
  'UTC',
  'America/Los_Angeles',
  'Pacific/Auckland',
  'Asia/Kolkata',
])('in a process in %s', host => {
  // Anew, since what was found in another process's zone is remembered.
  let fresh: typeof import('../../../src/plan/calendar/zones.ts')
  beforeAll(async () => {
    process.env.TZ = host
    vi.resetModules()
    fresh = await import('../../../src/plan/calendar/zones.ts')
  })

  test.each([
    ['2026-12-01', '08:00', 'Europe/Berlin', '2026-12-01T07:00:00Z', '2026-12-01T08:00:00+01:00', undefined],
    ['2026-12-01', '07:00', 'UTC', '2026-12-01T07:00:00Z', '2026-12-01T07:00:00+00:00', undefined],
    ['2026-10-25', '02:30', 'Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-25T02:30:00+02:00', 'twice'],
    ['2026-03-29', '02:30', 'Europe/Berlin', '2026-03-29T01:30:00Z', '2026-03-29T03:30:00+02:00', '03:30'],
    ['2025-09-07', '00:00', 'America/Santiago', '2025-09-07T04:00:00Z', '2025-09-07T01:00:00-03:00', '01:00'],
    [
      '2011-12-30',
      '12:00',
      'Pacific/Apia',
      '2011-12-30T22:00:00Z',
      '2011-12-31T12:00:00+14:00',
      '2011-12-31 12:00',
    ],
  ])('%s %s in %s', (date, time, zone, instant, local, note) => {
    process.env.TZ = host
    const found = fresh.instantOf(date, time, zone)
    expect(found).toMatchObject({ instant, local })
    if (note === undefined) expect(found.note).toBeUndefined()
    else expect(found.note).toContain(note)
  })
})

test('what is remembered is given as a copy', () => {
  const first = localTime('2026-12-01T07:00:00Z', 'Europe/Berlin')
  first.date = '2000-01-01'
  expect(localTime('2026-12-01T07:00:00Z', 'Europe/Berlin').date).toBe('2026-12-01')
})

test('a clock time comes back from its instant', () => {
  const zone = fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'Asia/Kathmandu',
    'America/St_Johns',
    'Pacific/Chatham',
  )
  fc.assert(
    fc.property(anyDate, fc.integer({ min: 0, max: 1439 }), zone, (date, minute, timeZone) => {
      const time = `${`${Math.floor(minute / 60)}`.padStart(2, '0')}:${`${minute % 60}`.padStart(2, '0')}`
      const { instant, local, note } = instantOf(date, time, timeZone)
      const shown = localTime(instant, timeZone)
      expect(shown.local).toBe(local)
      if (!note?.includes('does not exist')) expect(shown).toMatchObject({ date, time })
    }),
  )
})

test('minutes are added to the instant, not to the clock', () => {
  expect(addMinutes('2026-03-29T01:30:00+01:00', 60)).toBe('2026-03-29T01:30:00Z')
  expect(addMinutes('2026-12-01T07:00:00Z', -90)).toBe('2026-12-01T05:30:00Z')
  expect(minutesBetween('2026-12-01T07:00:00Z', '2026-12-01T09:30:00+01:00')).toBe(90)
})

describe('a zone', () => {
  test('is spelled as usual', () => {
    expect(validZone('europe/berlin', 'timezone')).toBe('Europe/Berlin')
    expect(validZone('utc', 'timezone')).toBe('UTC')
  })

  test.each([
    ['Berlin', 'Europe/Berlin'],
    ['Europe/Berlinn', 'Europe/Berlin'],
    ['new york', 'America/New_York'],
    ['PST', 'Europe/Berlin'],
    ['+02:00', 'Europe/Berlin'],
    ['', 'Europe/Berlin'],
  ])('that is none is refused with an example: %j', (zone, example) => {
    expect(() => validZone(zone, 'timezone')).toThrow(PlanError)
    expect(() => validZone(zone, 'timezone')).toThrow(`for example ${example}`)
  })
})

test.each(['24:00', '7:00', '07:60', 'noon', ''])('a clock time is HH:MM: %j is refused', time => {
  expect(() => clockTime(time, 'release_time')).toThrow(/release_time: .*07:00/)
})
