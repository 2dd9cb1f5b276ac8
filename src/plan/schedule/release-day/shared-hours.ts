import { addDays, type PlainDate } from '../../calendar/date.ts'
import {
  addMinutes,
  type Instant,
  instantOf,
  localTime,
  minutesBetween,
  validZone,
} from '../../calendar/zones.ts'
import type { Derivation } from '../../derivation.ts'
import type { RunbookStep, SharedHours } from '../../plan.ts'
import { cleanText } from '../../text.ts'
import { roleIdOf } from '../role-id.ts'

/** Of the people of a zone. */
const namedAtMost = 4

/** Clock times at which a planned step can be asked of people on their own clock, a stated default. */
export const workingHours = { from: '07:00', to: '19:00' }

type Span = { from: Instant; to: Instant }

/** When those who have a role in the steps all work on the release date; undefined where none of them is in another zone. */
export function sharedHours(derivation: Derivation, steps: readonly RunbookStep[]): SharedHours | undefined {
  const zones = zonesOf(derivation, new Set(steps.map(step => step.role)))
  const abroad = [...zones.keys()].some(zone => zone !== derivation.release.timezone.value)
  if (!abroad) return undefined
  const date = derivation.release.release_date.value
  const shared = [...zones.keys()].map(zone => workingSpans(zone, date)).reduce(common)
  const day = dayOf(date, derivation.release.timezone.value)
  const length = (span: Span) =>
    common([span], [day]).reduce((sum, { from, to }) => sum + minutesBetween(from, to), 0)
  // Hours over midnight are whole: a window may lie over it too.
  const onDay =
    shared.find(span => insideSpan(span, steps)) ??
    shared
      .filter(span => length(span) > 0)
      .toSorted((a, b) => length(b) - length(a) || (a.from < b.from ? -1 : 1))[0]
  const named = [...zones].map(([zone, names]) => {
    const more = names.length > namedAtMost ? [`${names.length - namedAtMost} more`] : []
    return `${zone} (${[...names.slice(0, namedAtMost), ...more].join(', ')})`
  })
  return { zones: named, hours: workingHours, ...(onDay && { from: onDay.from, to: onDay.to }) }
}

function zonesOf(
  { inputs, profile, release }: Derivation,
  acting: ReadonlySet<string>,
): Map<string, string[]> {
  const zones = new Map<string, string[]>()
  for (const [n, person] of (inputs.resources?.people ?? []).entries()) {
    const acts = (person.roles ?? []).some(role => acting.has(roleIdOf(role, profile.roles)))
    if (!acts) continue
    const zone = person.timezone
      ? validZone(person.timezone, `people[${n}].timezone`)
      : release.timezone.value
    zones.set(zone, [...(zones.get(zone) ?? []), cleanText(person.name, 120)])
  }
  return zones
}

/** The day before and after too: in another zone their hours lie on this one. */
function workingSpans(zone: string, date: PlainDate): Span[] {
  return [-1, 0, 1].map(days => {
    const day = addDays(date, days)
    return {
      from: instantOf(day, workingHours.from, zone).instant,
      to: instantOf(day, workingHours.to, zone).instant,
    }
  })
}

function dayOf(date: PlainDate, zone: string): Span {
  const from = instantOf(date, '00:00', zone).instant
  return { from, to: instantOf(addDays(date, 1), '00:00', zone).instant }
}

const common = (one: readonly Span[], other: readonly Span[]): Span[] =>
  one.flatMap(a =>
    other.flatMap(b => {
      const from = a.from > b.from ? a.from : b.from
      const to = a.to < b.to ? a.to : b.to
      return from < to ? [{ from, to }] : []
    }),
  )

/** Whether all steps lie in the shared hours. */
export function insideSharedHours({ from, to }: SharedHours, steps: readonly RunbookStep[]): boolean {
  return from !== undefined && to !== undefined && insideSpan({ from, to }, steps)
}

function insideSpan({ from, to }: Span, steps: readonly RunbookStep[]): boolean {
  const last = steps.at(-1)
  return last !== undefined && steps[0]!.at_utc >= from && addMinutes(last.at_utc, last.minutes) <= to
}

/** `15:00 to 18:00 Europe/Berlin`, or that there are none; in the plan's zone. */
export function sharedHoursText({ from, to, hours, zones }: SharedHours, zone: string): string {
  const who = zones.length > 1 ? `${zones.slice(0, -1).join(', ')} and ${zones.at(-1)}` : zones[0]!
  const rule = `${hours.from}-${hours.to} of the own clock, assumed`
  const shared = from === undefined || to === undefined ? 'none' : spanText({ from, to }, zone)
  return `Hours that ${who} ${zones.length > 1 ? 'share' : 'works'}: ${shared} (${rule})`
}

/** `19:00 to 04:00 the next day`. */
function spanText(span: Span, zone: string): string {
  const [from, to] = [localTime(span.from, zone), localTime(span.to, zone)]
  return `${from.time} to ${to.time}${to.date > from.date ? ' the next day' : ''}`
}
