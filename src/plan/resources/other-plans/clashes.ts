import { observed } from '../../basis.ts'
import { addDays, isoWeek, longDate, type PlainDate } from '../../calendar/date.ts'
import { localTime } from '../../calendar/zones.ts'
import type { Derivation, OtherRelease } from '../../derivation.ts'
import type { Resources, Warning } from '../../plan.ts'
import { cleanText } from '../../text.ts'
import { sameName } from '../people.ts'
import type { Clash } from './clash.ts'
import type { Occupied, OccupiedPerson } from './occupation.ts'
import { sameProduct } from './occupied.ts'

/** Part of an hour that rounding can make. */
const tolerance = 0.5

/** All clashes from today on, those of other plans in the order given. */
export function clashesOf(derivation: Derivation, own: Occupied): Clash[] {
  return (derivation.other_releases ?? []).flatMap(other =>
    other.occupied ? clashesWith(derivation, own, other, other.occupied) : [],
  )
}

function clashesWith(derivation: Derivation, own: Occupied, other: OtherRelease, taken: Occupied): Clash[] {
  const { today, release } = derivation
  const zone = release.timezone.value
  const ahead = ([, to]: readonly [string, string]) => localTime(to, zone).date >= today
  const clash = (kind: Clash['kind'], who: string, when: string): Clash => ({
    version: other.version,
    kind,
    who,
    when,
  })
  const shared = sameProduct(derivation, other)
  const staging = shared && own.staging && taken.staging && common(own.staging, taken.staging)
  const window = shared && common(own.production, taken.production)
  const names = new Map(taken.people.map(person => [sameName(person.name), person]))
  return [
    ...own.people.flatMap(person => {
      const same = names.get(sameName(person.name))
      if (!same) return []
      const when = personClash(person, same, today)
      const duties = sharedDuty(person, same)
        .filter(ahead)
        .map(span => instantsText(span, zone))
      return [
        ...(when ? [clash('person', person.name, when)] : []),
        ...(duties.length > 0 ? [clash('on_call', person.name, shortened(duties).join(', '))] : []),
      ]
    }),
    ...(staging && staging[1] >= today ? [clash('staging', '', spanText(staging))] : []),
    ...(window && window[0] < window[1] && ahead(window)
      ? [clash('window', '', instantsText(window, zone))]
      : []),
  ]
}

/** Days on which the fixed hours of both are more than a day's, and weeks in which all of both are more than there are. */
function personClash(own: OccupiedPerson, other: OccupiedPerson, today: PlainDate): string | undefined {
  const length = Math.min(own.day, other.day)
  const theirs = byDay(other)
  const days = [...byDay(own)]
    .filter(
      ([day, hours]) => day >= today && theirs.has(day) && hours + theirs.get(day)! > length + tolerance,
    )
    .map(([day]) => day)
  const weeks = Object.entries(own.weeks).flatMap(([week, [hours, there]]) => {
    const [needed, left] = other.weeks[week] ?? [0, 0]
    const both = hours + needed
    const capacity = Math.min(there, left)
    const over = needed > 0 && hours > 0 && both >= capacity + 1 && week >= isoWeek(today)
    return over ? [`${Math.round(both * 10) / 10} of ${capacity} h in ${week}`] : []
  })
  const runs = runsOf(days).map(spanText)
  const parts = [...shortened(runs), ...shortened(weeks)]
  return parts.length > 0 ? parts.join(', ') : undefined
}

/** When the person is on call for both. */
const sharedDuty = (own: OccupiedPerson, other: OccupiedPerson): [string, string][] =>
  (own.on_call ?? []).flatMap(duty =>
    (other.on_call ?? []).flatMap(theirs => {
      const both = common(duty, theirs)
      return both && both[0] < both[1] ? [both] : []
    }),
  )

const shortened = (texts: readonly string[]): string[] =>
  texts.length > 3 ? [...texts.slice(0, 2), `${texts.length - 2} more`] : [...texts]

function byDay({ days }: OccupiedPerson): Map<PlainDate, number> {
  const found = new Map<PlainDate, number>()
  for (const [from, to, hours] of days) {
    // A range that nobody could have planned comes from a file that was edited.
    for (let day = from, n = 0; day <= to && n < 400; day = addDays(day, 1), n += 1) {
      found.set(day, (found.get(day) ?? 0) + hours)
    }
  }
  return found
}

/** Days in ranges; a weekend between two days of a range is no gap. */
function runsOf(days: readonly PlainDate[]): [PlainDate, PlainDate][] {
  const runs: [PlainDate, PlainDate][] = []
  for (const day of days) {
    const last = runs.at(-1)
    if (last && day <= addDays(last[1], 3)) last[1] = day
    else runs.push([day, day])
  }
  return runs
}

function common<T extends string>([a, b]: readonly [T, T], [c, d]: readonly [T, T]): [T, T] | undefined {
  const [from, to] = [a > c ? a : c, b < d ? b : d]
  return from <= to ? [from, to] : undefined
}

const spanText = ([from, to]: readonly [PlainDate, PlainDate]): string =>
  from === to ? longDate(from) : `${longDate(from)} to ${longDate(to)}`

function instantsText([from, to]: readonly [string, string], zone: string): string {
  const [begin, end] = [localTime(from, zone), localTime(to, zone)]
  return `${longDate(begin.date)} ${begin.time} to ${end.date === begin.date ? '' : `${longDate(end.date)} `}${end.time}`
}

const rowsAtMost = 20

/** Clashes as limits of the plan; of very many the first ones. */
export function clashRows(clashes: readonly Clash[]): Resources['constraints'] {
  const basis = observed(undefined, 'metadata.json of the other plans').basis
  const rows = clashes.slice(0, rowsAtMost).map(({ version, kind, who, when }) => ({
    ...words(kind, version, who),
    effect: when,
    basis,
  }))
  const left = clashes.length - rows.length
  if (left === 0) return rows
  return [
    ...rows,
    { what: `other plans want ${left} things more`, effect: '', mitigation: 'as above', basis },
  ]
}

function words(kind: Clash['kind'], version: string, who: string): { what: string; mitigation: string } {
  if (kind === 'person') {
    return {
      what: `${who} is booked by ${version} too`,
      mitigation: 'give one of the two to somebody else, or move one release',
    }
  }
  if (kind === 'on_call') {
    return {
      what: `${who} is on call for ${version} too`,
      mitigation: 'somebody else for one of the two, or agree that one answers for both',
    }
  }
  return kind === 'staging'
    ? { what: `${version} uses staging too`, mitigation: 'agree who has it when, if both use one' }
    : {
        what: `${version} changes production in the same window`,
        mitigation: 'one after the other: move one of them',
      }
}

const namedAtMost = 5

/** One warning for all of them: who and what, by plan. */
export function clashWarnings(clashes: readonly Clash[]): Warning[] {
  if (clashes.length === 0) return []
  const versions = [...new Set(clashes.map(({ version }) => version))]
  const texts = versions.slice(0, namedAtMost).map(version => {
    const own = clashes.filter(clash => clash.version === version)
    const people = [...new Set(own.filter(({ who }) => who !== '').map(({ who }) => cleanText(who, 120)))]
    const more = people.length > namedAtMost ? [`${people.length - namedAtMost} more people`] : []
    const things = own.flatMap(({ kind }) => thing[kind] ?? [])
    return `${version} (${[...people.slice(0, namedAtMost), ...more, ...things].join(', ')})`
  })
  const more = versions.length > namedAtMost ? [`${versions.length - namedAtMost} more plans`] : []
  return [
    {
      code: 'plan_conflict',
      message: `Wanted at the same time by other plans of this workspace: ${[...texts, ...more].join('; ')}.`,
      fix: 'The days stand under Limits in resources/team_allocation.md; the other plans name it from their next call on. Give one of them to somebody else, agree who has staging when, or move_release one.',
    },
  ]
}

const thing: { [kind in Clash['kind']]?: string } = {
  staging: 'staging',
  window: 'the window of the production change',
}
