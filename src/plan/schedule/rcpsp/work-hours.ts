import { Temporal } from 'temporal-polyfill'
import type { PlainDate } from '../../calendar/date.ts'

/**
 * Time as whole hours, so that people of several zones share one axis: hour 0 is midnight UTC, one day before the project's first
 * day (a day begins earlier east of Greenwich). Hours are fine enough for the hand-over between zones and for part time; nights,
 * weekends and absences cost nothing, because bookings live in the row of a person's own working hours.
 */
export interface WorkHours {
  /** The own working hours, ascending. */
  hours: Int32Array
  /** The local day of each of them, counted from the project's first day. */
  days: Int32Array
  /** Per hour of the axis the number of own hours before it, which is the place of the first own hour from it on. */
  place: Int32Array
}

/** One row per calendar; `hoursOf(day)` gives the working hours of a day counted from the project's first. */
export function workHours(
  axis: Axis,
  zone: string,
  hoursOf: (date: PlainDate, day: number) => number,
): WorkHours {
  const begins = axis.dayBegins(zone)
  const hours: number[] = []
  const days: number[] = []
  for (let day = 0; day < axis.days; day += 1) {
    const count = hoursOf(axis.date(day), day)
    const first = begins[day]! + dayBegins
    for (let hour = first; hour < first + count && hour < axis.length; hour += 1) {
      hours.push(hour)
      days.push(day)
    }
  }
  return withPlaces(Int32Array.from(hours), Int32Array.from(days), axis.length)
}

/** Read from the end of the axis: the last hour becomes the first. */
export function mirroredHours({ hours, days }: WorkHours, length: number): WorkHours {
  return withPlaces(hours.map(hour => length - 1 - hour).reverse(), days.slice().reverse(), length)
}

function withPlaces(hours: Int32Array, days: Int32Array, length: number): WorkHours {
  const place = new Int32Array(length + 1)
  let next = 0
  for (let hour = 0; hour <= length; hour += 1) {
    while (next < hours.length && hours[next]! < hour) next += 1
    place[hour] = next
  }
  return { hours, days, place }
}

/** The place of the first own hour from `time` on. Beyond the axis every hour counts: nothing is lost, and it shows. */
export function placeAt({ hours, place }: WorkHours, time: number): number {
  const length = place.length - 1
  return time <= length ? place[time]! : hours.length + time - length
}

/** The hour that an own place stands for. */
export function hourAt({ hours, place }: WorkHours, at: number): number {
  return at < hours.length ? hours[at]! : place.length - 1 + at - hours.length
}

/** The time `lag` working hours after `time`, before it when negative. */
export function laterBy(calendar: WorkHours, time: number, lag: number): number {
  if (lag === 0) return time
  const at = placeAt(calendar, time) + lag
  return lag > 0 ? hourAt(calendar, at - 1) + 1 : at >= 0 ? hourAt(calendar, at) : 0
}

/** Working hours from one time to a later one. */
export function hoursBetween(calendar: WorkHours, from: number, to: number): number {
  return placeAt(calendar, to) - placeAt(calendar, from)
}

/** Work begins by the own clock at this hour and lasts so long. */
export const dayBegins = 9
export const fullDay = 8

/** Hours on which somebody with so many a week works on a day; from 35 on it is a full one. */
export const ownDay = (hoursPerWeek: number): number =>
  hoursPerWeek >= 35 ? fullDay : (Math.max(0, hoursPerWeek) / 40) * fullDay

export interface Axis {
  /** Days of the project that lie on it. */
  days: number
  /** Its length in hours. */
  length: number
  date(day: number): PlainDate
  /** The day of a date, counted from the first. */
  dayOf(date: PlainDate): number
  /** Per day the hour at which it begins in the zone, rounded down. */
  dayBegins(zone: string): Int32Array
}

export function axisFrom(start: PlainDate, days: number): Axis {
  const first = Temporal.PlainDate.from(start)
  const dates: PlainDate[] = []
  const date = (day: number) => {
    dates[day] ??= first.add({ days: day }).toString()
    return dates[day]!
  }
  const origin = first.subtract({ days: 1 }).toZonedDateTime('UTC').epochMilliseconds
  const zones = new Map<string, Int32Array>()
  return {
    days,
    length: (days + 2) * 24,
    date,
    dayOf: other => first.until(Temporal.PlainDate.from(other), { largestUnit: 'days' }).days,
    dayBegins(zone) {
      const known = zones.get(zone) ?? beginsOf(first, days, zone, origin)
      zones.set(zone, known)
      return known
    },
  }
}

/** Offsets change a few times a year: the zone is asked once a week, day by day only where it changed. */
function beginsOf(first: Temporal.PlainDate, days: number, zone: string, origin: number): Int32Array {
  const hourOf = (day: number) => {
    const at = first.add({ days: day }).toZonedDateTime({ timeZone: zone, plainTime: '09:00' })
    return Math.floor((at.epochMilliseconds - origin) / 3_600_000) - dayBegins
  }
  const begins = new Int32Array(days)
  for (let week = 0; week < days; week += 7) {
    const [from, to] = [hourOf(week), hourOf(week + 7)]
    const steady = to - from === 7 * 24
    for (let day = week; day < Math.min(days, week + 7); day += 1) {
      begins[day] = steady ? from + (day - week) * 24 : hourOf(day)
    }
  }
  return begins
}
