import { Temporal } from 'temporal-polyfill'
import { PlanError } from '../errors.ts'
import { nearest } from '../nearest.ts'
import type { PlainDate } from './date.ts'

/** ISO 8601 with offset or `Z`. */
export type Instant = string

export interface LocalInstant {
  /** UTC, `2026-12-01T07:00:00Z`. */
  instant: Instant
  /** The same with the zone's offset, `2026-12-01T08:00:00+01:00`. */
  local: string
  /** Set when the clock time is skipped or comes twice on that day. */
  note?: string
}

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/

/**
 * The instant at which the clocks of `zone` show `time` (`HH:MM`) on `date`, whatever the zone of this process. A time that comes
 * twice is the earlier one; a skipped one is moved on by the length of the gap; `note` says so.
 * @throws PlanError `unknown_zone`, `invalid_time`
 */
export function instantOf(date: PlainDate, time: string, zone: string): LocalInstant {
  return { ...instants.of(`${date}T${time} ${zone}`, () => foundInstant(date, time, zone)) }
}

function foundInstant(date: PlainDate, time: string, zone: string): LocalInstant {
  const wall = Temporal.PlainDateTime.from(`${date}T${clockTime(time, 'time')}`)
  const timeZone = validZone(zone, 'timezone')
  const earlier = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
  const later = wall.toZonedDateTime(timeZone, { disambiguation: 'later' })
  if (earlier.epochMilliseconds === later.epochMilliseconds) return told(earlier)
  const where = `${time} on ${date} in ${timeZone}`
  if (earlier.toPlainDateTime().equals(wall)) {
    return { ...told(earlier), note: `${where} exists twice, the earlier is taken` }
  }
  const moved = shown(later)
  const day = moved.date === date ? '' : `${moved.date} `
  return { ...told(later), note: `${where} does not exist, moved to ${day}${moved.time}` }
}

/** The first instant of `date` in `zone`: 00:00, or later where midnight is skipped; `note` says so. */
export function startOfDay(date: PlainDate, zone: string): LocalInstant {
  const named = instantOf(date, '00:00', zone)
  const first = Temporal.PlainDate.from(date).toZonedDateTime(validZone(zone, 'timezone'))
  return { ...named, ...told(first) }
}

/** What the clocks of `zone` show at `instant`. */
export function localTime(instant: Instant, zone: string): { date: PlainDate; time: string; local: string } {
  const found = () => shown(Temporal.Instant.from(instant).toZonedDateTimeISO(validZone(zone, 'timezone')))
  return { ...clocks.of(`${instant} ${zone}`, found) }
}

/** `instant` plus `minutes`, in UTC. */
export function addMinutes(instant: Instant, minutes: number): Instant {
  return utc(Temporal.Instant.from(instant).add({ seconds: Math.round(minutes * 60) }))
}

/** Minutes from `from` to `to`; negative when `to` is earlier. */
export function minutesBetween(from: Instant, to: Instant): number {
  const span = Temporal.Instant.from(to).epochMilliseconds - Temporal.Instant.from(from).epochMilliseconds
  return span / 60_000
}

const mostRemembered = 4000

/** Results by what they were asked for: a plan asks some thousand times, and the next call of its session the same again. */
function remembered<T>() {
  const known = new Map<string, T>()
  return {
    of(key: string, found: () => T): T {
      const before = known.get(key)
      if (before !== undefined) return before
      const result = found()
      if (known.size >= mostRemembered) known.clear()
      known.set(key, result)
      return result
    },
  }
}

const instants = remembered<LocalInstant>()
const clocks = remembered<ReturnType<typeof shown>>()

/** Names that were found; a plan asks for the same few some hundred times. */
const zones = new Map<string, string>()

/**
 * `text` as an IANA zone name in its usual spelling (`Europe/Berlin` for `europe/berlin`).
 * @throws PlanError `unknown_zone`; abbreviations (`PST`) and bare offsets (`+02:00`) are refused, for they do not know summer time
 */
export function validZone(text: string, field: string): string {
  const known = zones.get(text)
  if (known !== undefined) return known
  const zone = text.trim()
  const abbreviation = /^[a-z]{0,3}$/i.test(zone) && !/^(?:utc|gmt)$/i.test(zone)
  if (/^[a-z]/i.test(zone) && !abbreviation) {
    try {
      const named = Temporal.Instant.from('2026-01-01T00:00Z').toZonedDateTimeISO(zone).timeZoneId
      if (zones.size < 500) zones.set(text, named)
      return named
    } catch {
      // Named like a zone, but unknown to the time zone database: reported below with the others.
    }
  }
  throw new PlanError(
    'unknown_zone',
    `${field}: "${zone.slice(0, 40)}" is not a time zone. Give an IANA name, for example ${zoneExamples(zone).join(', ')} or UTC.`,
    field,
  )
}

/**
 * `text` as a clock time `HH:MM` from 00:00 to 23:59.
 * @throws PlanError `invalid_time`
 */
export function clockTime(text: string, field: string): string {
  const time = text.trim()
  if (CLOCK.test(time)) return time
  throw new PlanError(
    'invalid_time',
    `${field}: "${time.slice(0, 40)}" is not a clock time. Give HH:MM from 00:00 to 23:59, for example 07:00.`,
    field,
  )
}

/** Zones whose city is the word given, else the nearest in spelling. */
function zoneExamples(word: string): string[] {
  const all = Intl.supportedValuesOf('timeZone')
  const city = word.toLowerCase().replaceAll(' ', '_')
  const sameCity = all.filter(zone => zone.toLowerCase().endsWith(`/${city}`))
  if (sameCity.length > 0) return sameCity
  return word.includes('/') ? nearest(word, all, 1) : ['Europe/Berlin']
}

function utc(instant: Temporal.Instant): Instant {
  return instant.toString({ smallestUnit: 'second' })
}

const told = (zoned: Temporal.ZonedDateTime): LocalInstant => ({
  instant: utc(zoned.toInstant()),
  local: withOffset(zoned),
})

/** Date and time are read off the one text: each of Temporal's own texts is worked out anew. */
function shown(zoned: Temporal.ZonedDateTime): { date: PlainDate; time: string; local: string } {
  const local = withOffset(zoned)
  const [date = '', time = ''] = local.split('T')
  return { date, time: time.slice(0, 5), local }
}

function withOffset(zoned: Temporal.ZonedDateTime): string {
  return zoned.toString({ smallestUnit: 'second', timeZoneName: 'never' })
}
