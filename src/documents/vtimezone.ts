import { Temporal } from 'temporal-polyfill'
import type { Instant } from '../plan/calendar/zones.ts'

/**
 * The VTIMEZONE of an IANA zone for the years of the given instants: the change before them and every one in them, each as an
 * observance of its own, so that no rule has to be guessed.
 */
export function zoneLines(zone: string, instants: readonly Instant[]): string[] {
  const years = instants.map(instant => Temporal.Instant.from(instant).toZonedDateTimeISO(zone).year)
  const first = newYear(Math.min(...years), zone)
  const last = newYear(Math.max(...years) + 1, zone).epochMilliseconds
  const changes: Temporal.ZonedDateTime[] = []
  const before = first.getTimeZoneTransition('previous')
  // Clocks that last changed from local mean time had an offset with seconds, which not every reader takes.
  const start = before && before.epochMilliseconds > 0 ? observance(before, zone) : fixed(first, zone)
  for (
    let change = first.getTimeZoneTransition('next');
    change && change.epochMilliseconds < last;
    change = change.getTimeZoneTransition('next')
  ) {
    changes.push(change)
  }
  const later = changes.flatMap(change => observance(change, zone))
  return ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...start, ...later, 'END:VTIMEZONE']
}

const newYear = (year: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.PlainDate.from({ year, month: 1, day: 1 }).toZonedDateTime(zone)

const at = (milliseconds: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(milliseconds).toZonedDateTimeISO(zone)

/** From a change of the clocks on; its DTSTART is the local time that the old offset would have shown. */
function observance(change: Temporal.ZonedDateTime, zone: string): string[] {
  const old = at(change.epochMilliseconds - 1, zone)
  const onset = change.toInstant().toZonedDateTimeISO(old.offset).toPlainDateTime()
  return lines(isSummer(change), onset, old.offset, change.offset)
}

/** A zone whose clocks have not changed since 1970. */
function fixed(any: Temporal.ZonedDateTime, zone: string): string[] {
  const onset = at(0, zone).toPlainDateTime()
  return lines(false, onset, any.offset, any.offset)
}

function lines(summer: boolean, onset: Temporal.PlainDateTime, from: string, to: string): string[] {
  const name = summer ? 'DAYLIGHT' : 'STANDARD'
  return [
    `BEGIN:${name}`,
    `DTSTART:${onset.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')}`,
    `TZOFFSETFROM:${compact(from)}`,
    `TZOFFSETTO:${compact(to)}`,
    `TZNAME:UTC${to}`,
    `END:${name}`,
  ]
}

/** Daylight is the greater of the two offsets between which the clocks go. */
function isSummer(change: Temporal.ZonedDateTime): boolean {
  const year = [1, 7].map(month => change.with({ month, day: 1 }).offsetNanoseconds)
  return Math.min(...year) !== Math.max(...year) && change.offsetNanoseconds === Math.max(...year)
}

const compact = (offset: string): string => offset.replaceAll(':', '')
