import { PlanError } from '../errors.ts'
import { nearest } from '../nearest.ts'
import { chineseHoliday, hasNotice, workedWeekends } from './china.ts'
import { addDays, type PlainDate } from './date.ts'
import { CALENDARS, FIRST_YEAR, LABELS, LAST_YEAR, NAMES, PATTERNS } from './holidays.generated.ts'

/** A day off. `country` is the code it was asked for; `estimated`: it follows the moon and may be off by a day. */
export interface Holiday {
  date: PlainDate
  name: string
  country?: string
  estimated?: boolean
  /** Clock time from which the day is off; absent where all of it is. */
  from?: string
}

/** The years the table holds; outside them nothing is known about public holidays. */
export const coveredYears = { from: FIRST_YEAR, to: LAST_YEAR } as const

/** Codes that people write for another one. */
const ALIASES: Readonly<Record<string, string>> = { UK: 'GB', EL: 'GR', EN: 'GB-ENG' }

const MONDAY_TO_FRIDAY = [1, 2, 3, 4, 5]
const SUNDAY_TO_THURSDAY = [1, 2, 3, 4, 7]
const WEEKS: Readonly<Record<string, readonly number[]>> = {
  ...Object.fromEntries(['BH', 'DZ', 'EG', 'IL', 'LY', 'SA', 'SD'].map(code => [code, SUNDAY_TO_THURSDAY])),
  IR: [1, 2, 3, 4, 6, 7],
}

const parsed = new Map<string, Holiday[]>()

/**
 * Public holidays, substitute days included, of ISO 3166-1 or 3166-2 codes (`DE`, `us-ca`, and regions such as `DE-BY-KATH`), by
 * date, and the half days on which offices or banks close at an hour (`from`). Days of banks or schools only are not part of it. China's
 * are those of the State Council's notice where it is known ({@link exchangedDays}). Years outside `coveredYears` give nothing.
 * @throws PlanError `unknown_country`
 */
export function holidaysOf(codes: readonly string[], fromYear: number, toYear: number): Holiday[] {
  const from = `${fromYear}-01-01`
  const to = `${toYear}-12-31`
  const known = [...new Set(codes.map(code => countryCode(code)))]
  return known
    .flatMap(code => calendarOf(code))
    .filter(holiday => holiday.date >= from && holiday.date <= to)
    .sort((a, b) => compare(a.date, b.date) || compare(a.country ?? '', b.country ?? ''))
}

/** Days of the weekend that all of the countries work in exchange for days off: nobody else's weekend ends by China's rule. */
export function exchangedDays(codes: readonly string[]): PlainDate[] {
  return codes.length > 0 && codes.every(code => countryCode(code) === 'CN') ? workedWeekends() : []
}

/** ISO weekdays worked in all of the countries: Monday to Friday, Sunday to Thursday where Friday and Saturday are off (Unicode CLDR 48). */
export function workingWeek(codes: readonly string[]): number[] {
  const weeks = codes.map(code => WEEKS[countryCode(code).slice(0, 2)] ?? MONDAY_TO_FRIDAY)
  return [1, 2, 3, 4, 5, 6, 7].filter(day =>
    (weeks.length > 0 ? weeks : [MONDAY_TO_FRIDAY]).every(week => week.includes(day)),
  )
}

/** What is not sure about the public holidays from `from` to `to`, in words; empty where all is known. */
export function holidayDoubts(codes: readonly string[], from: PlainDate, to: PlainDate): string[] {
  const [first, last] = [Number(from.slice(0, 4)), Number(to.slice(0, 4))]
  const unknown = codes.length > 0 ? yearsWithoutHolidays(first, last) : []
  const years = Array.from({ length: last - first + 1 }, (_, n) => first + n)
  const china = codes.some(code => countryCode(code) === 'CN')
  const unannounced = china ? years.filter(year => !hasNotice(year) && !unknown.includes(year)) : []
  const moon = holidaysOf(codes, first, last)
    .filter(({ date, estimated }) => estimated && from <= date && date <= to)
    .map(({ name, country, date }) => [`${name} (${country})`, date] as const)
  // Of several days in a row the first one.
  const firstDays = new Map(moon.toReversed())
  return [
    ...unknown.map(
      year =>
        `${year}: public holidays are known from ${FIRST_YEAR} to ${LAST_YEAR} only; give them in holidays[]`,
    ),
    ...unannounced.map(
      year =>
        `CN ${year}: statutory days only, for the notice with bridge days and worked weekends is not in the table`,
    ),
    ...[...firstDays].map(([name, date]) => `${name} from ${date} follows the moon and may be off by a day`),
  ]
}

/** The years from `fromYear` to `toYear` for which `holidaysOf` knows nothing. */
export function yearsWithoutHolidays(fromYear: number, toYear: number): number[] {
  const years = Array.from({ length: Math.max(0, toYear - fromYear + 1) }, (_, n) => fromYear + n)
  return years.filter(year => year < FIRST_YEAR || year > LAST_YEAR)
}

/** Whether there is a holiday calendar for a code. */
export const hasCalendar = (code: string): boolean => Object.hasOwn(CALENDARS, code.trim().toUpperCase())

/**
 * The code as the table writes it, `DE-BY` for ` de-by`.
 * @throws PlanError `unknown_country` with the nearest codes
 */
export function countryCode(code: string, field = 'country'): string {
  const upper = code.trim().toUpperCase()
  if (Object.hasOwn(CALENDARS, upper)) return upper
  const hint = suggestionsFor(upper)
    .map(valid => `${valid} (${LABELS[valid]})`)
    .join(', ')
  throw new PlanError(
    'unknown_country',
    `${field}: no holiday calendar for "${code.slice(0, 40)}". Give an ISO 3166-1 code such as DE, or an ISO 3166-2 code such as US-CA. Nearest: ${hint}. ` +
      'For a place without a calendar leave it out and give the days in holidays[] of build_schedule.',
    field,
  )
}

/** The name of the country, state or region behind a code of the table. */
export function countryName(code: string): string {
  return LABELS[countryCode(code)]!
}

function suggestionsFor(code: string): string[] {
  const alias = ALIASES[code]
  if (alias) return [alias]
  const byName = Object.keys(LABELS).filter(key => LABELS[key]!.toUpperCase() === code)
  if (byName.length > 0) return byName
  const country = code.split('-')[0]!
  if (country !== code && Object.hasOwn(CALENDARS, country)) {
    const states = Object.keys(CALENDARS).filter(key => key.startsWith(`${country}-`))
    return [country, ...nearest(code, states, 5)]
  }
  const countries = Object.keys(CALENDARS).filter(key => !key.includes('-'))
  return nearest(ALIASES[country] ?? country, countries, 3)
}

/** A calendar is its country's days, less and plus what the state changes, less and plus what the region changes. */
function calendarOf(code: string): Holiday[] {
  const cached = parsed.get(code)
  if (cached) return cached
  const parts = code.split('-')
  const days = new Map<PlainDate, Holiday>()
  for (let depth = 1; depth <= parts.length; depth += 1) {
    applyDifference(days, CALENDARS[parts.slice(0, depth).join('-')]!)
  }
  const table = code === 'CN' ? withNotices(days) : [...days.values()]
  const holidays = table.map(holiday => ({ ...holiday, country: code }))
  parsed.set(code, holidays)
  return holidays
}

/** In a year with a notice its days replace the statutory ones. */
function withNotices(days: ReadonlyMap<PlainDate, Holiday>): Holiday[] {
  const statutory = [...days.values()].filter(({ date }) => !hasNotice(Number(date.slice(0, 4))))
  const noticed: Holiday[] = []
  for (let year = FIRST_YEAR; hasNotice(year); year += 1) {
    for (let date = `${year}-01-01`; date <= `${year}-12-31`; date = addDays(date, 1)) {
      const name = chineseHoliday(date)
      if (name) noticed.push({ date, name })
    }
  }
  return [...statutory, ...noticed]
}

function applyDifference(days: Map<PlainDate, Holiday>, difference: string): void {
  for (const entry of difference.split(' ').filter(Boolean)) {
    if (entry.startsWith('-')) {
      for (const date of datesOf(entry.slice(1))) days.delete(date)
      continue
    }
    const estimated = entry.endsWith('~')
    const [days36, hour] = entry.replace('~', '').split('@') as [string, string?]
    const [name, pattern] = days36.split('.') as [string, string]
    for (const date of datesOf(pattern)) {
      days.set(date, {
        date,
        name: NAMES[Number.parseInt(name, 36)]!,
        ...(estimated && { estimated }),
        ...(hour !== undefined && { from: `${hour}:00` }),
      })
    }
  }
}

function datesOf(index: string): PlainDate[] {
  const pattern = PATTERNS[Number.parseInt(index, 36)]!
  if (pattern.length === 4) {
    const years = Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, n) => FIRST_YEAR + n)
    return years.map(year => `${year}-${pattern.slice(0, 2)}-${pattern.slice(2)}`)
  }
  const days = pattern.match(/.{6}/g) ?? []
  return days.map(day => `20${day.slice(0, 2)}-${day.slice(2, 4)}-${day.slice(4)}`)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
