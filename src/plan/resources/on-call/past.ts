import * as z from 'zod'
import { addDays } from '../../calendar/date.ts'
import type { Derivation } from '../../derivation.ts'
import { name } from '../../fields.ts'
import type { OnCallFigures } from '../../plan.ts'
import { added, noFigures, pastDays } from './figures.ts'

const hours = z.number().min(0).max(10_000)

const figures = z
  .array(z.object({ name, hours, night_hours: hours, weekend_hours: hours, holiday_hours: hours }))
  .max(500)

/** The on-call figures in the metadata of another plan; none where they cannot be read: its mistakes are not this plan's. */
export function figuresIn(metadata: string): OnCallFigures[] {
  try {
    const parsed = figures.safeParse((JSON.parse(metadata) as { on_call?: unknown }).on_call)
    return parsed.success ? parsed.data : []
  } catch {
    return []
  }
}

/** One name for all ways of writing it: a person is the same in every plan. */
export const nameKey = (text: string): string => text.normalize('NFKC').toLowerCase()

export type PastFigures = Omit<OnCallFigures, 'name'>

/** What everybody had on call in plans of the days before this release, by {@link nameKey}, and in how many plans. */
export function pastDuty({ release, other_releases = [] }: Derivation): {
  plans: number
  by: ReadonlyMap<string, PastFigures>
} {
  const day = release.release_date.value
  const first = addDays(day, -pastDays)
  const past = other_releases.filter(
    ({ date, on_call }) => first <= date && date < day && on_call !== undefined && on_call.length > 0,
  )
  const by = new Map<string, PastFigures>()
  for (const { name: who, ...duty } of past.flatMap(({ on_call = [] }) => on_call)) {
    by.set(nameKey(who), added(by.get(nameKey(who)) ?? noFigures, duty))
  }
  return { plans: past.length, by }
}
