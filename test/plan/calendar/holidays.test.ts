import Holidays from 'date-holidays'
import { describe, expect, test } from 'vitest'
import { weekday } from '../../../src/plan/calendar/date.ts'
import {
  countryCode,
  countryName,
  coveredYears,
  exchangedDays,
  holidayDoubts,
  holidaysOf,
  workingWeek,
  yearsWithoutHolidays,
} from '../../../src/plan/calendar/holidays.ts'
import { PlanError } from '../../../src/plan/errors.ts'

describe('public holidays', () => {
  test('keep the day itself and its substitute', () => {
    const july = holidaysOf(['us'], 2026, 2026).filter(({ date }) => date.startsWith('2026-07'))
    expect(july).toEqual([
      { date: '2026-07-03', name: 'Independence Day (substitute day)', country: 'US' },
      { date: '2026-07-04', name: 'Independence Day', country: 'US' },
    ])
    expect(holidaysOf(['GB'], 2026, 2026).map(({ date }) => date)).toContain('2026-12-28')
    expect(holidaysOf(['JP'], 2026, 2026).map(({ date }) => date)).toContain('2026-05-06')
  })

  test('of a substitute before New Year belong to the old year', () => {
    const dates = holidaysOf(['US'], 2027, 2027).map(({ date }) => date)
    expect(dates).toContain('2027-12-31')
  })

  test('of a state are those of its country and its own, less what it does not keep', () => {
    const bavaria = holidaysOf(['de-by'], 2026, 2026).map(({ date }) => date)
    expect(bavaria).toEqual(expect.arrayContaining(['2026-01-06', '2026-10-03', '2026-12-25']))
    expect(bavaria).not.toContain('2026-08-15')
    expect(holidaysOf(['DE-BY-KATH'], 2026, 2026).map(({ date }) => date)).toContain('2026-08-15')
    const easterMonday = '2026-04-06'
    expect(holidaysOf(['GB'], 2026, 2026).map(({ date }) => date)).toContain(easterMonday)
    expect(holidaysOf(['GB-SCT'], 2026, 2026).map(({ date }) => date)).not.toContain(easterMonday)
  })

  test('that last several days are several, and by the moon they are estimated', () => {
    const eid = holidaysOf(['SA'], 2026, 2026).filter(({ name }) => name.includes('Fitr'))
    expect(eid.map(({ date }) => date)).toEqual(['2026-03-19', '2026-03-20', '2026-03-21', '2026-03-22'])
    expect(eid.every(({ estimated }) => estimated)).toBe(true)
  })

  test('have half days with their hour, but not those of some of the people', () => {
    const halves = holidaysOf(['DE', 'CN', 'NO'], 2026, 2026).filter(({ from }) => from !== undefined)
    expect(halves.map(({ date, country, from }) => [date, country, from])).toEqual([
      ['2026-12-24', 'DE', '14:00'],
      ['2026-12-31', 'DE', '14:00'],
      ['2026-12-31', 'NO', '14:00'],
    ])
  })

  test.each([
    // Days off of the State Council's notices, by their number and ends.
    [2024, 28, '2024-01-01', '2024-10-07'],
    [2025, 28, '2025-01-01', '2025-10-08'],
    [2026, 33, '2026-01-01', '2026-10-07'],
  ])('of China in %i are those of the notice', (year, count, first, last) => {
    const days = holidaysOf(['CN'], year, year).map(({ date }) => date)
    expect([days.length, days[0], days.at(-1)]).toEqual([count, first, last])
    const worked = exchangedDays(['CN']).filter(day => day.startsWith(String(year)))
    expect(worked.every(day => [6, 7].includes(weekday(day)) && !days.includes(day))).toBe(true)
  })

  test('of several countries stand together by date', () => {
    const christmas = holidaysOf(['FR', 'DE', 'de'], 2026, 2026).filter(({ date }) => date === '2026-12-25')
    expect(christmas.map(({ country }) => country)).toEqual(['DE', 'FR'])
  })

  test.each([
    ['DE', 'BY'],
    ['US', 'CA'],
    ['ES', 'CT'],
    ['GB', 'SCT'],
    ['SA'],
    ['JP'],
    ['AU', 'VIC'],
    ['CH', 'ZH'],
  ])('are those of the source: %s %s', (...codes) => {
    const source = new Holidays(...(codes as [string]))
    const expected = [2025, 2029, 2033]
      .flatMap(year => source.getHolidays(year, 'en'))
      .filter(day => day.type === 'public' && Number(day.end) - Number(day.start) === 86_400_000)
      .map(day => day.date.slice(0, 10))
    const known = holidaysOf([codes.join('-')], 2025, 2034).map(({ date }) => date)
    expect(known).toEqual(expect.arrayContaining(expected))
  })
})

describe('a code', () => {
  test('is known in any case', () => {
    expect(countryCode(' us-ca ')).toBe('US-CA')
    expect(countryName('fr')).toBe('France')
  })

  test.each([
    ['UK', 'GB (United Kingdom)'],
    ['Germany', 'DE (Germany)'],
    ['DEU', 'DE (Germany)'],
    ['DE-BYY', 'DE-BY (Bayern)'],
    ['UK-ENG', 'GB (United Kingdom)'],
    ['JP-13', 'JP (Japan)'],
  ])('that is none is refused with the nearest: %s', (code, hint) => {
    expect(() => holidaysOf(['DE', code], 2026, 2026)).toThrow(PlanError)
    expect(() => holidaysOf(['DE', code], 2026, 2026)).toThrow(`"${code}"`)
    expect(() => holidaysOf(['DE', code], 2026, 2026)).toThrow(hint)
  })

  test.each(['', 'toString', '__proto__', 'x'.repeat(10_000)])('that is hostile is refused: %j', code => {
    expect(() => countryCode(code)).toThrow(PlanError)
  })
})

test.each([
  [
    ['SA', 'EG'],
    [1, 2, 3, 4, 7],
  ],
  [
    ['IL', 'US'],
    [1, 2, 3, 4],
  ],
  [['DE-BY'], [1, 2, 3, 4, 5]],
  [[], [1, 2, 3, 4, 5]],
])('the working week of %j is what all of them work', (codes, week) => {
  expect(workingWeek(codes)).toEqual(week)
})

describe('what is not sure', () => {
  test('are days by the moon, years without a notice and years outside the table', () => {
    expect(holidayDoubts(['SA'], '2026-03-19', '2026-03-21')).toEqual([
      'End of Ramadan (Eid al-Fitr) (SA) from 2026-03-19 follows the moon and may be off by a day',
    ])
    expect(holidayDoubts(['CN'], '2026-12-01', '2027-02-01').join()).toMatch(/^CN 2027: statutory days only/)
    expect(holidayDoubts(['DE'], '2034-12-01', '2035-01-31').join()).toMatch(
      /^2035: .*from 2024 to 2034 only/,
    )
    expect(holidayDoubts(['DE'], '2026-12-01', '2027-01-31')).toEqual([])
    expect(holidayDoubts([], '2035-01-01', '2035-01-31')).toEqual([])
  })
})

test('years outside the table are told', () => {
  const { from, to } = coveredYears
  expect(yearsWithoutHolidays(from, to)).toEqual([])
  expect(yearsWithoutHolidays(from - 2, from)).toEqual([from - 2, from - 1])
  expect(yearsWithoutHolidays(to, to + 1)).toEqual([to + 1])
  expect(holidaysOf(['DE'], to + 1, to + 3)).toEqual([])
})
