import { isKnown } from '../../basis.ts'
import { addDays, type PlainDate } from '../../calendar/date.ts'
import { addMinutes, type Instant } from '../../calendar/zones.ts'
import type { Derivation, OtherRelease } from '../../derivation.ts'
import { date } from '../../fields.ts'
import type { RoleCard, Schedule, Shift } from '../../plan.ts'
import { dayWindow } from '../../schedule/release-day/day-window.ts'
import { cleanText } from '../../text.ts'
import { type Hours, rounded } from '../hours.ts'
import { holdersOf, type WeekLoad } from '../load.ts'
import type { Person } from '../people.ts'
import { type Occupied, occupation } from './occupation.ts'

export function occupiedBy(
  { release }: Derivation,
  hours: Hours,
  loads: readonly WeekLoad[],
  cards: readonly RoleCard[],
  schedule: Schedule,
  shifts: readonly Shift[],
): Occupied {
  const window = dayWindow(release)
  const staging = schedule.stages.find(stage => stage.id === 'staging')
  const people = [...new Set(loads.map(({ person }) => person))]
  return {
    production: [window.from, window.to],
    ...(staging && { staging: [staging.from, staging.to] }),
    people: people
      .map(person => ({ person, on_call: dutyOf(person, shifts) }))
      .map(({ person, on_call }) => ({
        name: person.name,
        day: rounded(hours.dayLength(person)),
        weeks: Object.fromEntries(
          loads
            .filter(load => load.person === person && load.hours >= 0.05)
            .map(load => [load.week, [rounded(load.hours), rounded(load.capacity)] as [number, number]]),
        ),
        days: runsOf(daysOf(person, hours, cards)),
        ...(on_call.length > 0 && { on_call }),
      }))
      .filter(({ weeks, on_call = [] }) => Object.keys(weeks).length + on_call.length > 0),
  }
}

/** Booked work, and the days between go/no-go and the end of monitoring for the roles held; of both the larger. */
function daysOf(person: Person, hours: Hours, cards: readonly RoleCard[]): Map<PlainDate, number> {
  const booked = new Map<PlainDate, number>()
  for (const { name, days } of hours.bookings) {
    if (name !== person.name) continue
    for (const [day, count] of days) booked.set(day, (booked.get(day) ?? 0) + count)
  }
  const held = new Map<PlainDate, number>()
  for (const card of cards.filter(own => holdersOf(own).includes(person.name))) {
    for (const [day, count] of hours.releaseDays(card)) held.set(day, (held.get(day) ?? 0) + count)
  }
  const all = [...new Set([...booked.keys(), ...held.keys()])].toSorted()
  return new Map(all.map(day => [day, Math.max(booked.get(day) ?? 0, held.get(day) ?? 0)]))
}

/** When the person is on call; shifts that follow each other are one. */
function dutyOf({ name }: Person, shifts: readonly Shift[]): [Instant, Instant][] {
  const duty: [Instant, Instant][] = []
  for (const { from, to, primary, secondary } of shifts) {
    if (![primary, secondary].some(place => isKnown(place) && place.value === name)) continue
    const last = duty.at(-1)
    if (last?.[1] === addMinutes(from, 0)) last[1] = addMinutes(to, 0)
    else duty.push([addMinutes(from, 0), addMinutes(to, 0)])
  }
  return duty
}

function runsOf(days: ReadonlyMap<PlainDate, number>): [PlainDate, PlainDate, number][] {
  const runs: [PlainDate, PlainDate, number][] = []
  for (const [day, count] of days) {
    const last = runs.at(-1)
    if (last && addDays(last[1], 1) === day && last[2] === rounded(count)) last[1] = day
    else runs.push([day, day, rounded(count)])
  }
  return runs
}

/** Larger files are not ours. */
const longest = 2_000_000

/** What a metadata.json says of a plan; undefined where it does not even hold a date. People may have edited or broken it. */
export function otherRelease(version: string, text: string): OtherRelease | undefined {
  if (text.length > longest) return undefined
  const read = parsed(text)
  const day = /"release_date": *"(\d{4}-\d{2}-\d{2})"/.exec(text)?.[1]
  const found = date.safeParse(read?.release_date ?? day)
  if (!found.success) return undefined
  const product = typeof read?.product === 'string' ? cleanText(read.product, 120) : undefined
  const taken = occupation.safeParse(read?.occupied)
  return {
    version,
    date: found.data,
    ...(product !== undefined && product !== 'TBD' && { product }),
    ...(taken.success && { occupied: taken.data }),
  }
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** Whether both change the same thing, as far as they say what they are about. */
export const sameProduct = ({ release }: Pick<Derivation, 'release'>, { product }: OtherRelease): boolean =>
  product === undefined || !isKnown(release.product) || release.product.value === product
