import type { PlainDate } from '../plan/calendar/date.ts'
import type { Instant } from '../plan/calendar/zones.ts'
import { utcStamp } from './icalendar.ts'

/** An entry of a file as it stands there, folded lines included. */
interface Entry {
  uid: string
  text: string
  sequence: number
  cancelled: boolean
}

const EVENT = /BEGIN:VEVENT\r\n[\s\S]*?END:VEVENT\r\n/g

/**
 * A calendar file that continues the one written before: an entry that says the same keeps its SEQUENCE and DTSTAMP, one that changed is
 * raised by one and stamped `now`, and one that is no longer there stays as CANCELLED while the release lies ahead, so that calendars
 * which hold it strike it out. The same file twice is the same bytes. Neither is stored in the plan: the file before is the memory.
 * @param before what was last written; undefined or another program's text begins anew
 */
export function continuedCalendar(
  before: string | undefined,
  next: string,
  { now, today, release }: { now: Instant; today: PlainDate; release: PlainDate },
): string {
  const old = new Map(entriesOf(before ?? '').map(entry => [entry.uid, entry]))
  if (old.size === 0) return next
  const stamp = utcStamp(now)
  const kept = next.replaceAll(EVENT, text => {
    const entry = entryOf(text)
    const known = old.get(entry.uid)
    old.delete(entry.uid)
    if (!known) return stamped(text, 0, stamp)
    return sameWords(known.text, text) ? known.text : stamped(text, known.sequence + 1, stamp)
  })
  if (today > release) return kept
  const dropped = [...old.values()].map(entry => (entry.cancelled ? entry.text : cancelled(entry, stamp)))
  // Entries in a zone that the new file has no table of would not be valid: they are told in UTC or left out.
  const readable = dropped.filter(text => zonesIn(text).every(zone => kept.includes(`\r\nTZID:${zone}\r\n`)))
  return kept.replace(/END:VCALENDAR\r\n$/, () => `${readable.join('')}END:VCALENDAR\r\n`)
}

/**
 * A calendar file that is no longer written, every entry cancelled while the release lies ahead; undefined when it has passed or there
 * was no entry.
 */
export function cancelledCalendar(
  before: string,
  { now, today, release }: { now: Instant; today: PlainDate; release: PlainDate },
): string | undefined {
  if (today > release || entriesOf(before).length === 0) return undefined
  const stamp = utcStamp(now)
  return before.replaceAll(EVENT, text => {
    const entry = entryOf(text)
    return entry.cancelled ? text : cancelled(entry, stamp)
  })
}

const entriesOf = (text: string): Entry[] => (text.match(EVENT) ?? []).map(entryOf)

function entryOf(text: string): Entry {
  const lines = text.replaceAll('\r\n ', '')
  return {
    uid: /\r\nUID:(.*)\r\n/.exec(lines)?.[1] ?? '',
    text,
    sequence: Number(/\r\nSEQUENCE:(\d+)\r\n/.exec(lines)?.[1] ?? 0),
    cancelled: lines.includes('\r\nSTATUS:CANCELLED\r\n'),
  }
}

const changing = /\r\n(?:SEQUENCE|DTSTAMP):.*(?=\r\n)/g
const sameWords = (one: string, other: string): boolean =>
  one.replaceAll(changing, '') === other.replaceAll(changing, '')

const stamped = (text: string, sequence: number, stamp: string): string =>
  text
    .replace(/\r\nSEQUENCE:\d+/, `\r\nSEQUENCE:${sequence}`)
    .replace(/\r\nDTSTAMP:\w+/, `\r\nDTSTAMP:${stamp}`)

/** Without its alarm: nobody is reminded of what does not happen. */
function cancelled({ text, sequence }: Entry, stamp: string): string {
  return stamped(text, sequence + 1, stamp)
    .replaceAll(/BEGIN:VALARM\r\n[\s\S]*?END:VALARM\r\n/g, '')
    .replace('END:VEVENT\r\n', 'STATUS:CANCELLED\r\nEND:VEVENT\r\n')
}

const zonesIn = (text: string): string[] =>
  [...text.replaceAll('\r\n ', '').matchAll(/;TZID=([^:]+):/g)].map(match => match[1]!)
