import { Temporal } from 'temporal-polyfill'
import { addDays, type PlainDate } from '../plan/calendar/date.ts'
import type { Instant } from '../plan/calendar/zones.ts'
import { zoneLines } from './vtimezone.ts'

/**
 * One entry of a calendar file. `start` and `end` are both dates or both instants. The `end` of a date is its last day,
 * included; without one a date is that day, and an instant has no length.
 */
export interface CalendarEvent {
  /** Stays the same when the plan is written again, so that calendars replace the entry. Unique in the file. */
  uid: string
  start: PlainDate | Instant
  end?: PlainDate | Instant
  summary: string
  description?: string
  /** Minutes before the start at which a calendar reminds; of a day, before its midnight. */
  alarmMinutes?: number
}

const MAX_OCTETS = 75
const DATE = /^\d{4}-\d{2}-\d{2}$/

/**
 * An iCalendar file by RFC 5545: all-day entries as dates, instants in `zone` with its VTIMEZONE, or in UTC without one. `stamp` is the
 * instant of writing. SEQUENCE is 0 and nothing is cancelled: `continuedCalendar` carries both over from the file before. No METHOD: it
 * would need an ORGANIZER (RFC 5546), and nobody is invited.
 * @throws Error when two events share a `uid`, or one ends before it starts
 */
export function calendarFile(file: {
  name: string
  events: readonly CalendarEvent[]
  stamp: Instant
  zone?: string
}): string {
  const uids = file.events.map(event => event.uid)
  const twice = uids.find((uid, n) => uids.indexOf(uid) !== n)
  if (twice !== undefined) throw new Error(`Two calendar events share the uid ${twice}`)
  const zone = file.zone === 'UTC' ? undefined : file.zone
  const instants = file.events.flatMap(({ start, end }) =>
    [start, end ?? start].filter(time => !DATE.test(time)),
  )
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//release-planner//release-planner//EN',
    'CALSCALE:GREGORIAN',
    `NAME:${escaped(file.name)}`,
    `X-WR-CALNAME:${escaped(file.name)}`,
    ...(zone && instants.length > 0 ? zoneLines(zone, instants) : []),
    ...file.events.flatMap(event => eventLines(event, utcStamp(file.stamp), zone)),
    'END:VCALENDAR',
  ]
  return lines.map(line => `${folded(line)}\r\n`).join('')
}

function eventLines(event: CalendarEvent, stamp: string, zone: string | undefined): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(event.uid)}`,
    `DTSTAMP:${stamp}`,
    'SEQUENCE:0',
    ...timeLines(event, zone),
    `SUMMARY:${escaped(event.summary)}`,
    ...(event.description ? [`DESCRIPTION:${escaped(event.description)}`] : []),
    ...alarmLines(event),
    'END:VEVENT',
  ]
}

/** All-day entries leave the day free for meetings (TRANSPARENT), and their DTEND is the day after the last. */
function timeLines(event: CalendarEvent, zone: string | undefined): string[] {
  const { start, end } = event
  if (DATE.test(start)) {
    const last = end ?? start
    if (!DATE.test(last) || last < start) throw wrongEnd(event)
    const after = addDays(last, 1)
    return [`DTSTART;VALUE=DATE:${digits(start)}`, `DTEND;VALUE=DATE:${digits(after)}`, 'TRANSP:TRANSPARENT']
  }
  const from = utcStamp(start)
  if (end === undefined) return [timed('DTSTART', start, zone)]
  if (DATE.test(end) || utcStamp(end) < from) throw wrongEnd(event)
  return utcStamp(end) === from
    ? [timed('DTSTART', start, zone)]
    : [timed('DTSTART', start, zone), timed('DTEND', end, zone)]
}

/**
 * The clock time of the zone; in UTC where that comes twice and this is the second one: RFC 5545 reads such a time as the first
 * (3.3.5).
 */
function timed(name: string, instant: Instant, zone: string | undefined): string {
  if (zone === undefined) return `${name}:${utcStamp(instant)}`
  const zoned = Temporal.Instant.from(instant).toZonedDateTimeISO(zone)
  const read = zoned.toPlainDateTime().toZonedDateTime(zone, { disambiguation: 'earlier' })
  if (!read.equals(zoned)) return `${name}:${utcStamp(instant)}`
  return `${name};TZID=${zone}:${digits(zoned.toPlainDateTime().toString({ smallestUnit: 'second' }))}`
}

function alarmLines({ alarmMinutes, summary }: CalendarEvent): string[] {
  if (alarmMinutes === undefined) return []
  return [
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escaped(summary)}`,
    `TRIGGER:-PT${Math.max(0, Math.round(alarmMinutes))}M`,
    'END:VALARM',
  ]
}

/** `20261201T070000Z`. */
export function utcStamp(instant: Instant): string {
  return digits(Temporal.Instant.from(instant).toString({ smallestUnit: 'second' }))
}

function digits(text: string): string {
  return text.replaceAll(/[-:]/g, '')
}

/** TEXT of RFC 5545 3.3.11: control characters other than tab and line break, and halves of surrogate pairs, are not allowed. */
function escaped(text: string): string {
  return text
    .replaceAll(/\r\n?|\u2028|\u2029/g, '\n')
    .replaceAll(/[\0-\x08\x0b-\x1f\x7f-\x9f]/g, '')
    .replaceAll(/\p{Surrogate}/gu, '\ufffd')
    .replaceAll(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n')
}

/** Lines of at most 75 octets of UTF-8, broken between code points; a continued line begins with one space. */
function folded(line: string): string {
  let text = ''
  let octets = 0
  for (const letter of line) {
    const size = octetsOf(letter)
    if (octets + size > MAX_OCTETS) {
      text += '\r\n '
      octets = 1
    }
    text += letter
    octets += size
  }
  return text
}

function octetsOf(letter: string): number {
  const point = letter.codePointAt(0)!
  if (point < 0x80) return 1
  if (point < 0x800) return 2
  return point < 0x10000 ? 3 : 4
}

function wrongEnd(event: CalendarEvent): Error {
  return new Error(`The calendar event ${event.uid} ends (${event.end}) before it starts (${event.start})`)
}
