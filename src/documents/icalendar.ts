import { Temporal } from 'temporal-polyfill'
import { addDays, type PlainDate } from '../plan/calendar/date.ts'
import type { Instant } from '../plan/calendar/zones.ts'

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
  /** Minutes before the start at which a calendar reminds. */
  alarmMinutes?: number
}

const MAX_OCTETS = 75
const DATE = /^\d{4}-\d{2}-\d{2}$/

/**
 * An iCalendar file by RFC 5545: all-day entries as dates, everything else in UTC, so that no zone table is needed. `stamp` is the
 * instant of writing, `sequence` rises with each change of the plan. No METHOD: the file is published, nobody is invited.
 * @throws Error when two events share a `uid`, or one ends before it starts
 */
export function calendarFile(file: {
  name: string
  events: readonly CalendarEvent[]
  stamp: Instant
  sequence?: number
}): string {
  const uids = file.events.map(event => event.uid)
  const twice = uids.find((uid, n) => uids.indexOf(uid) !== n)
  if (twice !== undefined) throw new Error(`Two calendar events share the uid ${twice}`)
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//release-planner//release-planner//EN',
    'CALSCALE:GREGORIAN',
    `NAME:${escaped(file.name)}`,
    `X-WR-CALNAME:${escaped(file.name)}`,
    ...file.events.flatMap(event => eventLines(event, utcStamp(file.stamp), file.sequence ?? 0)),
    'END:VCALENDAR',
  ]
  return lines.map(line => `${folded(line)}\r\n`).join('')
}

function eventLines(event: CalendarEvent, stamp: string, sequence: number): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(event.uid)}`,
    `DTSTAMP:${stamp}`,
    `SEQUENCE:${sequence}`,
    ...timeLines(event),
    `SUMMARY:${escaped(event.summary)}`,
    ...(event.description ? [`DESCRIPTION:${escaped(event.description)}`] : []),
    ...alarmLines(event),
    'END:VEVENT',
  ]
}

/** All-day entries leave the day free for meetings (TRANSPARENT), and their DTEND is the day after the last. */
function timeLines(event: CalendarEvent): string[] {
  const { start, end } = event
  if (DATE.test(start)) {
    const last = end ?? start
    if (!DATE.test(last) || last < start) throw wrongEnd(event)
    const after = addDays(last, 1)
    return [`DTSTART;VALUE=DATE:${digits(start)}`, `DTEND;VALUE=DATE:${digits(after)}`, 'TRANSP:TRANSPARENT']
  }
  const from = utcStamp(start)
  if (end === undefined) return [`DTSTART:${from}`]
  if (DATE.test(end) || utcStamp(end) < from) throw wrongEnd(event)
  return utcStamp(end) === from ? [`DTSTART:${from}`] : [`DTSTART:${from}`, `DTEND:${utcStamp(end)}`]
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
function utcStamp(instant: Instant): string {
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
