import type { PlainDate } from '../../calendar/date.ts'
import { countryCode, holidayDoubts } from '../../calendar/holidays.ts'
import { type OffsetKind, offsetKind } from '../../calendar/offsets.ts'
import type { Derivation } from '../../derivation.ts'

const letters: Partial<Record<OffsetKind, string>> = {
  calendar_days: 'T counts calendar days',
  working_days: 'WD working days',
  weeks: 'R ISO weeks (Monday to Sunday)',
  nth_weekday: 'an nth weekday the weekdays of its month',
  business_day: 'a business day the working days of the plan',
}

/** How the dates between `first` and `last` are to be read, one sentence each: only what this plan has. */
export function calendarRules(
  derivation: Derivation,
  offsets: readonly string[],
  first: PlainDate,
  last: PlainDate,
): string[] {
  const { release, inputs } = derivation
  const used = new Set(offsets.map(offsetKind))
  const counts = (Object.keys(letters) as OffsetKind[]).flatMap(kind =>
    used.has(kind) ? [letters[kind]!] : [],
  )
  const countries = release.countries.value
  const own = [...new Set((inputs.resources?.people ?? []).flatMap(({ country }) => country ?? []))]
  const codes = [...new Set([...countries, ...own.map(code => countryCode(code, 'people[].country'))])]
  const [week, usual] = [release.working_days.value, [1, 2, 3, 4, 5]]
  return [
    ...(counts.length > 0 ? [counts.join(', ')] : []),
    ...(countries.length > 1 ? [`a day off in any of ${countries.join(', ')} is off for the plan`] : []),
    ...(own.length > 0 ? ['people with a country of their own have its days off'] : []),
    ...(week.join() === usual.join() ? [] : [`working days: ${daysInWords(week)}`]),
    ...holidayDoubts(codes, first, last),
  ]
}

const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** `Sun to Thu` where the days follow one another over the week's end, else each. */
function daysInWords(week: readonly number[]): string {
  const start = week.find(day => !week.includes(((day + 5) % 7) + 1))
  if (start === undefined) return 'all days'
  const row = week.map((_, n) => ((start - 1 + n) % 7) + 1)
  const following = row.every(day => week.includes(day))
  const name = (day: number) => names[day - 1]!
  return following && row.length > 2 ? `${name(row[0]!)} to ${name(row.at(-1)!)}` : week.map(name).join(', ')
}
