import { addDays, daysBetween, longDate, type PlainDate, weekday } from '../../calendar/date.ts'
import type { Derivation } from '../../derivation.ts'
import { roleInSentence, roleName } from '../../kinds/roles.ts'
import type { RunbookStep } from '../../plan.ts'
import { type Person, peopleOf, reasonAway } from '../../resources/people.ts'
import { limitsOfTheDay } from '../release-day/frozen-steps.ts'
import type { Lead } from '../stages/lead.ts'
import { namedReasons, workCalendar } from '../stages/stage-calendars.ts'

/** What speaks against a release on a day. */
export interface Finding {
  code: string
  why: string
  /** 1 is worth knowing; from {@link heavy} on the date does not make sense unless it is accepted. */
  weight: number
}

export const heavy = 2

/** A longer watch runs over a weekend whatever the day. */
const longestWatchInAWeek = 4
const mostlyOff = ['01-01', '12-25', '12-26']

export interface DateContext {
  lead: Lead
  /** Calendar days of monitoring. */
  watchDays: number
  /** Who acts on the day, by role. */
  acting: ReadonlyMap<string, readonly Person[]>
  /** Local dates on which the steps run, as days after the release date; `afternoon`: the rollout begins after noon. */
  stepDays: readonly number[]
  afternoon: boolean
  steps: readonly RunbookStep[]
}

/** The people with a role in the steps of the day, by role. */
export function actingPeople(derivation: Derivation, roles: readonly string[]): Map<string, Person[]> {
  const people = peopleOf(derivation, derivation.profile.roles)
  const entries = [...new Set(roles)].map(
    role => [role, people.filter(person => person.roles.includes(role))] as const,
  )
  return new Map(entries.filter(([, known]) => known.length > 0))
}

/** Everything that speaks against a release on `date`, the heaviest first. */
export function findingsOn(derivation: Derivation, date: PlainDate, context: DateContext): Finding[] {
  const { lead } = context
  if (date < lead.from) {
    const why = `${longDate(date)} lies before the planning (${longDate(lead.from)})`
    return [{ code: 'date_in_past', why, weight: 10 }]
  }
  return [
    ...dayItself(derivation, date),
    ...limitsOfTheDay(derivation, date, context.steps).map(limit => ({
      ...limit,
      weight: limit.code === 'release_in_freeze' ? 5 : heavy,
    })),
    ...daysBehind(derivation, date, context),
    ...leadBefore(derivation, date, context),
    ...peopleAway(derivation, date, context),
    ...otherReleases(derivation, date),
  ].toSorted((a, b) => b.weight - a.weight)
}

function dayItself(derivation: Derivation, date: PlainDate): Finding[] {
  const { calendar, release } = derivation
  const off = calendar.reasonOff(date)
  if (off && workCalendar(derivation).isWorkingDay(date)) {
    return [
      {
        code: 'release_in_freeze',
        why: `the release on ${longDate(date)} lies in the freeze ${off}`,
        weight: 5,
      },
    ]
  }
  if (off) {
    const weekend = !release.working_days.value.includes(weekday(date))
    const code = weekend ? 'release_on_weekend' : 'release_on_holiday'
    return [{ code, why: `the release on ${longDate(date)} is on a day off (${off})`, weight: 5 }]
  }
  return [date, addDays(date, 1)].some(day => maybeHoliday(derivation, day))
    ? [
        {
          code: 'release_before_days_off',
          why: `the release on ${longDate(date)} is on or right before a holiday of most countries, and no country was given`,
          weight: 3,
        },
      ]
    : []
}

const maybeHoliday = ({ release }: Derivation, day: PlainDate): boolean =>
  release.countries.basis.kind === 'assumed' && mostlyOff.includes(day.slice(5))

/** Days off right behind the release, others inside the watch, and days of it on which nothing may ship. */
function daysBehind(
  derivation: Derivation,
  date: PlainDate,
  { watchDays, afternoon }: DateContext,
): Finding[] {
  const calendar = workCalendar(derivation)
  const behind: PlainDate[] = []
  for (let day = addDays(date, 1); !calendar.isWorkingDay(day); day = addDays(day, 1)) behind.push(day)
  const watch = Array.from({ length: watchDays }, (_, n) => addDays(date, n + 1))
  const frozen = watch.filter(day => calendar.isWorkingDay(day) && !derivation.calendar.isWorkingDay(day))
  const later = watch.filter(day => !behind.includes(day) && !calendar.isWorkingDay(day))
  const avoidable = later.filter(
    day => watchDays <= longestWatchInAWeek || namedReasons(calendar, day).length > 0,
  )
  const when = afternoon ? 'in the afternoon, and ' : ''
  return [
    ...(behind.length > 0 && calendar.isWorkingDay(date)
      ? [
          {
            code: 'release_before_days_off',
            why: `the release on ${longDate(date)} is ${when}followed by ${daysInWords(derivation, behind)}: who watches it then?`,
            weight: afternoon ? 4 : 3,
          },
        ]
      : []),
    ...(frozen.length > 0 && derivation.calendar.isWorkingDay(date)
      ? [
          {
            code: 'watch_in_freeze',
            why: `a fix could not ship during the watch, ${longDate(frozen[0]!)}${frozen.length > 1 ? ` to ${longDate(frozen.at(-1)!)}` : ''}: freeze ${[...new Set(frozen.flatMap(day => namedReasons(derivation.calendar, day)))].join(', ')}`,
            weight: frozen[0] === addDays(date, 1) ? heavy : 1,
          },
        ]
      : []),
    ...(avoidable.length > 0
      ? [
          {
            code: 'watch_on_days_off',
            why: `the watch runs over ${daysInWords(derivation, avoidable)}`,
            weight: 1,
          },
        ]
      : []),
  ]
}

/** `Sat 2027-02-13, Sun 2027-02-14 and Mon 2027-02-15 Washington's Birthday (US)`; a long row by its ends and what it is. */
function daysInWords(derivation: Derivation, days: readonly PlainDate[]): string {
  const reasons = (day: PlainDate) => namedReasons(workCalendar(derivation), day)
  if (days.length > 5) {
    const why = [...new Set(days.flatMap(reasons))].join(', ')
    return `days off from ${longDate(days[0]!)} to ${longDate(days.at(-1)!)}${why ? ` (${why})` : ''}`
  }
  const words = days.map(day => [longDate(day), ...reasons(day)].join(' '))
  const last = words.at(-1)!
  return words.length === 1 ? `a day off, ${last}` : `${words.slice(0, -1).join(', ')} and ${last}`
}

function leadBefore(derivation: Derivation, date: PlainDate, { lead }: DateContext): Finding[] {
  const days = leadDays(derivation, date, lead)
  if (days >= lead.wanted) return []
  const why = `${days} working days of lead, the standard stages want ${lead.wanted}`
  return [{ code: 'too_little_time', why, weight: days * 2 < lead.wanted ? 4 : 3 }]
}

/** Working days from the planning to `date`, freezes included: they stop changes, not work. */
export function leadDays({ calendar }: Derivation, date: PlainDate, { from }: Lead): number {
  return Math.max(0, calendar.withoutFreezes().workingDaysBetween(from, date))
}

function peopleAway({ profile }: Derivation, date: PlainDate, { acting, stepDays }: DateContext): Finding[] {
  const days = stepDays.map(n => addDays(date, n))
  const away = (person: Person) => days.some(day => reasonAway(person, day) !== undefined)
  const open = [...acting].filter(([, people]) => people.every(away))
  const named = [...new Set([...acting.values()].flat().filter(away))].map(person => person.name)
  if (named.length === 0) return []
  if (open.length === 0)
    return [{ code: 'people_away', why: `away on ${longDate(date)}: ${named.join(', ')}`, weight: 1 }]
  const roles = open.map(([role]) => roleInSentence(roleName(role, profile.roles)))
  return [
    {
      code: 'people_away',
      why: `away on ${longDate(date)}: ${named.join(', ')}, so that nobody is left as ${roles.join(' and ')}`,
      weight: 3,
    },
  ]
}

function otherReleases({ other_releases = [] }: Derivation, date: PlainDate): Finding[] {
  const near = other_releases.filter(other => Math.abs(daysBetween(date, other.date)) <= 2)
  return near.map(other => ({
    code: 'other_release',
    why: `${other.version} is planned for ${other.date === date ? 'the same day' : longDate(other.date)}`,
    weight: other.date === date ? 3 : 1,
  }))
}
