import { PlanError } from '../errors.ts'
import { type PlainDate, plainDate } from './date.ts'

const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const supported = ['FREQ', 'INTERVAL', 'BYDAY', 'BYMONTH', 'BYMONTHDAY', 'UNTIL', 'COUNT', 'WKST']

/** An RRULE as data. Weekdays are 1 (Monday) to 7; `nth` counts from the end when negative. */
export interface Rule {
  freq: (typeof frequencies)[number]
  interval: number
  days: { day: number; nth?: number }[]
  months: number[]
  monthDays: number[]
  /** Last day on which it may begin. */
  until?: PlainDate
  count?: number
  weekStart: number
}

/**
 * `FREQ=WEEKLY;BYDAY=FR` read strictly: a part that is misspelt, unknown or not supported would freeze the wrong days in silence.
 * @throws PlanError `invalid_rrule` naming the part
 */
export function ruleOf(text: string, field: string): Rule {
  const parts = partsOf(text, field)
  const wrong = (part: string, why: string) => invalid(field, `${part} ${why}`)
  const numbers = (part: string, most: number, negative = false): number[] =>
    (parts.get(part)?.split(',') ?? []).map(word => {
      const value = /^[+-]?\d{1,4}$/.test(word) ? Number(word) : Number.NaN
      const good = Math.abs(value) >= 1 && Math.abs(value) <= most && (negative || value > 0)
      if (!good)
        throw wrong(
          part,
          `"${word.slice(0, 20)}" is not a number from ${negative ? `-${most}` : 1} to ${most}`,
        )
      return value
    })
  const freq = frequencies.find(known => known === parts.get('FREQ'))
  if (!freq) throw wrong('FREQ', `must be one of ${frequencies.join(', ')}`)
  const rule: Rule = {
    freq,
    interval: numbers('INTERVAL', 1000)[0] ?? 1,
    days: (parts.get('BYDAY')?.split(',') ?? []).map(word => weekdayOf(word, field)),
    months: numbers('BYMONTH', 12),
    monthDays: numbers('BYMONTHDAY', 31, true),
    weekStart: parts.has('WKST') ? weekdayOf(parts.get('WKST')!, field).day : 1,
  }
  if (freq === 'WEEKLY' && rule.monthDays.length > 0)
    throw wrong('BYMONTHDAY', 'has no meaning with FREQ=WEEKLY')
  const ordinal = rule.days.some(({ nth }) => nth !== undefined)
  if (ordinal && freq !== 'MONTHLY' && freq !== 'YEARLY') {
    throw wrong('BYDAY', 'takes an ordinal such as 2TU only with FREQ=MONTHLY or YEARLY')
  }
  if (ordinal && rule.monthDays.length > 0)
    throw wrong('BYMONTHDAY', 'and an ordinal in BYDAY exclude each other')
  if (parts.has('UNTIL') && parts.has('COUNT')) throw wrong('UNTIL', 'and COUNT exclude each other')
  return {
    ...rule,
    ...(parts.has('UNTIL') && { until: untilOf(parts.get('UNTIL')!, field) }),
    ...(parts.has('COUNT') && { count: numbers('COUNT', 1000)[0]! }),
  }
}

function partsOf(text: string, field: string): Map<string, string> {
  const parts = new Map<string, string>()
  for (const part of text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .split(';')
    .filter(Boolean)) {
    const [name = '', value = ''] = part.split('=', 2).map(word => word.trim())
    const shown = name.slice(0, 30)
    if (!supported.includes(name)) throw invalid(field, `${shown || 'an empty part'} is not supported`)
    if (parts.has(name)) throw invalid(field, `${shown} stands twice`)
    if (value === '') throw invalid(field, `${shown} has no value`)
    parts.set(name, value)
  }
  return parts
}

function weekdayOf(word: string, field: string): { day: number; nth?: number } {
  const match = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/.exec(word)
  const nth = match?.[1] === undefined ? undefined : Number(match[1])
  if (!match || nth === 0 || Math.abs(nth ?? 1) > 53) {
    throw invalid(field, `"${word.slice(0, 20)}" is no weekday such as FR, 2TU or -1FR`)
  }
  return { day: weekdays.indexOf(match[2]!) + 1, ...(nth !== undefined && { nth }) }
}

/** A day, or the day of an instant: a freeze that begins on it still counts. */
function untilOf(text: string, field: string): PlainDate {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})(?:T\d{2}:?\d{2}(?::?\d{2})?Z?)?$/.exec(text)
  if (!match) throw invalid(field, `UNTIL "${text.slice(0, 30)}" is no day such as 20271231`)
  return plainDate(`${match[1]}-${match[2]}-${match[3]}`, `${field} UNTIL`)
}

function invalid(field: string, why: string): PlanError {
  return new PlanError(
    'invalid_rrule',
    `${field}: ${why}. Give an RRULE of RFC 5545 with ${supported.join(', ')}, for example FREQ=WEEKLY;BYDAY=FR or FREQ=MONTHLY;BYDAY=-1FR.`,
    field,
  )
}
