import { Temporal } from 'temporal-polyfill'

/** Minutes since 1970-01-01T00:00Z. */
export type Minute = number

const DAY = 1440
const NIGHT = { from: 22 * 60, to: 6 * 60 }
const WORK = { from: 9 * 60, to: 17 * 60 }
const EPOCH = Temporal.PlainDate.from('1970-01-01')

/** What the clocks of a zone show between two instants: read once, then arithmetic, for a large team asks thousands of times. */
export interface OwnClock {
  /** Minutes of 22:00 to 06:00. */
  nightMinutes(from: Minute, to: Minute): number
  /** Minutes by day of the own calendar, days that are only touched left out. */
  days(from: Minute, to: Minute): { date: string; minutes: number }[]
  /** `work` from 09:00 to 17:00, both included, `night` from 22:00 on to before 06:00, else `awake`. */
  hourKind(at: Minute): 'work' | 'awake' | 'night'
  /** Minutes since midnight. */
  minuteOfDay(at: Minute): number
  /** Minutes that the clocks are ahead of UTC. */
  offset(at: Minute): number
}

export function ownClock(zone: string, from: Minute, to: Minute): OwnClock {
  const steps = offsetsOf(zone, from, to)
  const offset = (at: Minute) => steps.findLast(step => step.at <= at)?.offset ?? steps[0]!.offset
  const minuteOfDay = (at: Minute) => modulo(at + offset(at), DAY)
  /** Parts of one offset each, in local minutes. */
  const parts = (a: Minute, b: Minute) =>
    [a, ...steps.map(step => step.at).filter(at => a < at && at < b), b]
      .map((at, n, all) => [at + offset(at), (all[n + 1] ?? at) + offset(at)] as const)
      .slice(0, -1)
  const names = new Map<number, string>()
  const dateOf = (day: number): string => {
    const name = names.get(day) ?? EPOCH.add({ days: day }).toString()
    names.set(day, name)
    return name
  }
  return {
    offset,
    minuteOfDay,
    nightMinutes: (a, b) => parts(a, b).reduce((sum, [x, y]) => sum + nightsBefore(y) - nightsBefore(x), 0),
    days(a, b) {
      const byDay = new Map<number, number>()
      for (const [x, y] of parts(a, b)) {
        for (let day = Math.floor(x / DAY); day * DAY < y; day += 1) {
          const minutes = Math.min(y, (day + 1) * DAY) - Math.max(x, day * DAY)
          byDay.set(day, (byDay.get(day) ?? 0) + minutes)
        }
      }
      return [...byDay].map(([day, minutes]) => ({ date: dateOf(day), minutes }))
    },
    hourKind(at) {
      const minute = minuteOfDay(at)
      if (minute >= WORK.from && minute <= WORK.to) return 'work'
      return minute >= NIGHT.from || minute < NIGHT.to ? 'night' : 'awake'
    },
  }
}

/** The offset at the start and every change of it up to the end. */
function offsetsOf(zone: string, from: Minute, to: Minute): { at: Minute; offset: number }[] {
  const zoned = Temporal.Instant.fromEpochMilliseconds(from * 60_000).toZonedDateTimeISO(zone)
  const steps = [{ at: from, offset: minutesAhead(zoned) }]
  let change = zoned.getTimeZoneTransition('next')
  while (change && change.epochMilliseconds <= to * 60_000) {
    steps.push({ at: change.epochMilliseconds / 60_000, offset: minutesAhead(change) })
    change = change.getTimeZoneTransition('next')
  }
  return steps
}

const minutesAhead = (zoned: Temporal.ZonedDateTime): number => zoned.offsetNanoseconds / 60_000_000_000

/** Night minutes between local minute 0 and `at`. */
function nightsBefore(at: number): number {
  const day = Math.floor(at / DAY)
  const rest = at - day * DAY
  const perDay = NIGHT.to + DAY - NIGHT.from
  return day * perDay + Math.min(rest, NIGHT.to) + Math.max(0, rest - NIGHT.from)
}

const modulo = (a: number, b: number): number => ((a % b) + b) % b
