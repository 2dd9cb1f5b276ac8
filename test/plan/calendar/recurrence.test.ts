import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '../../../src/plan/calendar/date.ts'
import { recurrence } from '../../../src/plan/calendar/recurrence.ts'
import { PlanError } from '../../../src/plan/errors.ts'
import { anyDate } from './dates.ts'

const days = (rule: string, start: string, from = start, to = '2099-12-31') =>
  recurrence(rule, start, 'freezes[0].rrule').between(from, to)

describe('the days of an RRULE', () => {
  // The rules of RFC 5545 3.8.5.3 that name days, with its dates.
  test.each([
    ['FREQ=DAILY;COUNT=3', '1997-09-02', ['1997-09-02', '1997-09-03', '1997-09-04']],
    [
      'FREQ=DAILY;INTERVAL=10;COUNT=5',
      '1997-09-02',
      ['1997-09-02', '1997-09-12', '1997-09-22', '1997-10-02', '1997-10-12'],
    ],
    [
      'FREQ=WEEKLY;INTERVAL=2;WKST=SU;COUNT=4;BYDAY=TU,TH',
      '1997-09-02',
      ['1997-09-02', '1997-09-04', '1997-09-16', '1997-09-18'],
    ],
    [
      'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO',
      '1997-08-05',
      ['1997-08-05', '1997-08-10', '1997-08-19', '1997-08-24'],
    ],
    [
      'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU',
      '1997-08-05',
      ['1997-08-05', '1997-08-17', '1997-08-19', '1997-08-31'],
    ],
    [
      'FREQ=MONTHLY;COUNT=4;BYDAY=1FR',
      '1997-09-05',
      ['1997-09-05', '1997-10-03', '1997-11-07', '1997-12-05'],
    ],
    ['FREQ=MONTHLY;COUNT=3;BYDAY=-2MO', '1997-09-22', ['1997-09-22', '1997-10-20', '1997-11-17']],
    [
      'FREQ=MONTHLY;BYMONTHDAY=-3;COUNT=4',
      '1997-09-28',
      ['1997-09-28', '1997-10-29', '1997-11-28', '1997-12-29'],
    ],
    [
      'FREQ=MONTHLY;COUNT=4;BYMONTHDAY=1,-1',
      '1997-09-30',
      ['1997-09-30', '1997-10-01', '1997-10-31', '1997-11-01'],
    ],
    ['FREQ=YEARLY;COUNT=3;BYDAY=20MO', '1997-05-19', ['1997-05-19', '1998-05-18', '1999-05-17']],
    [
      'FREQ=YEARLY;COUNT=4;BYMONTH=6,7',
      '1997-06-10',
      ['1997-06-10', '1997-07-10', '1998-06-10', '1998-07-10'],
    ],
    [
      'FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;COUNT=3',
      '1996-11-05',
      ['1996-11-05', '2000-11-07', '2004-11-02'],
    ],
    ['RRULE:FREQ=DAILY;UNTIL=19970904T000000Z', '1997-09-02', ['1997-09-02', '1997-09-03', '1997-09-04']],
    ['freq=yearly;count=3', '2024-02-29', ['2024-02-29', '2028-02-29', '2032-02-29']],
    ['FREQ=MONTHLY;COUNT=3', '2026-01-31', ['2026-01-31', '2026-03-31', '2026-05-31']],
  ])('%s from %s', (rule, start, expected) => {
    expect(days(rule, start)).toEqual(expected)
  })

  test('hold the day it begins on, also one that the rule does not name', () => {
    expect(days('FREQ=WEEKLY;BYDAY=FR', '2026-12-16', '2026-12-01', '2026-12-31')).toEqual([
      '2026-12-16',
      '2026-12-18',
      '2026-12-25',
    ])
  })

  test('that never come do not hang', () => {
    expect(days('FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31', '2026-02-01', '2026-02-02')).toEqual([])
    expect(days('FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5', '2026-01-01', '2026-01-02')).toEqual([])
  })

  test('of a part are those of the whole that lie in it, with and without COUNT', () => {
    const rule = fc.constantFrom(
      'FREQ=DAILY;INTERVAL=3',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR',
      'FREQ=MONTHLY;BYDAY=-1FR;COUNT=40',
      'FREQ=YEARLY;BYMONTH=2,12;BYMONTHDAY=-1,1',
    )
    fc.assert(
      fc.property(rule, anyDate, fc.nat(400), fc.nat(200), (text, start, skip, length) => {
        const [from, to] = [addDays(start, skip), addDays(start, skip + length)]
        const whole = days(text, start, start, to)
        expect(days(text, start, from, to)).toEqual(whole.filter(day => day >= from))
      }),
      { numRuns: 40 },
    )
  })
})

test.each([
  ['', 'FREQ'],
  ['FREQ=HOURLY', 'FREQ'],
  ['FREQ=WEEKLY;BYSETPOS=1', 'BYSETPOS'],
  ['FREQ=WEEKLY;BYHOUR=8', 'BYHOUR'],
  ['FREQ=WEEKLY;BYDAY=XX', 'XX'],
  ['FREQ=WEEKLY;BYDAY=2FR', 'BYDAY'],
  ['FREQ=WEEKLY;BYMONTHDAY=3', 'BYMONTHDAY'],
  ['FREQ=MONTHLY;BYDAY=0FR', '0FR'],
  ['FREQ=MONTHLY;BYDAY=2FR;BYMONTHDAY=9', 'BYMONTHDAY'],
  ['FREQ=MONTHLY;BYMONTH=13', 'BYMONTH'],
  ['FREQ=DAILY;INTERVAL=0', 'INTERVAL'],
  ['FREQ=DAILY;COUNT=999999', 'COUNT'],
  ['FREQ=DAILY;COUNT=2;UNTIL=20271231', 'UNTIL'],
  ['FREQ=DAILY;UNTIL=soon', 'UNTIL'],
  ['FREQ=DAILY;UNTIL=20260101', 'UNTIL'],
  ['FREQ=DAILY;FREQ=WEEKLY', 'FREQ stands twice'],
  [`FREQ=DAILY;${'X'.repeat(9000)}=1`, 'XXX'],
])('an RRULE that is not understood names its part: %.40s', (rule, part) => {
  expect(() => recurrence(rule, '2026-12-01', 'freezes[0].rrule')).toThrow(PlanError)
  expect(() => recurrence(rule, '2026-12-01', 'freezes[0].rrule')).toThrow(part)
})
