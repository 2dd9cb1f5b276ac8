import { pertMean, type ThreePoint } from '../../statistics/three-point.ts'
import { beginOf, type StageActivity } from '../stages/stage-network.ts'
import { type Link, linkText } from './links.ts'
import { criticalPath, type NetworkTiming } from './network.ts'
import { upToTenths } from './rounded.ts'

const EPSILON = 1e-6

/** So many changes are looked for at most; a plan that needs more needs another date. */
const MOST_SHORTENED = 40
const MOST_OVERLAPS_TRIED = 20
const OVERLAPS_SHOWN = 2

/**
 * Which activities of the critical chain to shorten, by how many working days, none below its optimistic duration, so that all of the
 * work ends by `deadline`. The one with the most room first; what turns out not to be needed is given back. Empty where even the
 * optimistic durations do not fit.
 */
export function shorteningsOf(
  activities: readonly StageActivity[],
  deadline: number,
): { id: string; by_days: number }[] {
  const least = new Map(activities.map(({ id, durationDays }) => [id, pointsOf(durationDays).optimistic]))
  const days = new Map(activities.map(({ id, durationDays }) => [id, pertMean(pointsOf(durationDays))]))
  const usual = new Map(days)
  const missing = () => -timed(activities, days, deadline).slack
  for (let n = 0; n < MOST_SHORTENED && missing() > EPSILON; n += 1) {
    const { criticalPath: chain, slack } = timed(activities, days, deadline)
    const room = (id: string) => days.get(id)! - least.get(id)!
    const longest = chain.toSorted((a, b) => room(b) - room(a))[0]
    if (longest === undefined || room(longest) < EPSILON) break
    days.set(longest, days.get(longest)! - Math.min(room(longest), -slack))
  }
  if (missing() > EPSILON) return []
  for (const [id, short] of days) {
    if (short === usual.get(id)) continue
    days.set(id, usual.get(id)!)
    if (missing() > EPSILON) days.set(id, short)
  }
  return [...days]
    .map(([id, short]) => ({ id, by_days: upToTenths(usual.get(id)! - short) }))
    .filter(({ by_days }) => by_days > 0)
    .toSorted((a, b) => b.by_days - a.by_days)
}

/**
 * Relations of the critical chain that, each alone, make the work fit when the second activity begins before the first one has ended.
 * A gate's work is not overlapped with what it waits for, nor work with other work of the same people.
 */
export function overlapsOf(
  activities: readonly StageActivity[],
  deadline: number,
  gates: ReadonlySet<string>,
  sameCrew: (a: string, b: string) => boolean = () => false,
): { id: string; after: string; by_days: number }[] {
  const timing = criticalPath(activities, { deadline })
  const by_days = Math.ceil(-timing.slack * 2 - EPSILON) / 2
  const chain = new Set(timing.criticalPath)
  const length = new Map(timing.activities.map(({ id, days }) => [id, days]))
  const found: { id: string; after: string; by_days: number }[] = []
  let tried = 0
  for (const activity of activities) {
    if (!activity.draft || !chain.has(activity.id)) continue
    for (const link of waitedFor(activity, activities, gates)) {
      if (!chain.has(link.id) || link.type !== 'FS' || (length.get(link.id) ?? 0) < by_days) continue
      if (sameCrew(link.id, activity.id)) continue
      if (found.length >= OVERLAPS_SHOWN || tried >= MOST_OVERLAPS_TRIED) return found
      tried += 1
      const loose: Link = { ...link, lag: link.lag - by_days }
      const trial = activities.map(other =>
        other === activity ? loosened(activity, activities, loose) : other,
      )
      if (criticalPath(trial, { deadline }).slack < -EPSILON) continue
      found.push({ id: activity.id, after: linkText(loose), by_days })
    }
  }
  return found
}

/** The activities that it waits for, also through the beginning of its stage where that is no gate. */
function waitedFor(
  { stage, after }: StageActivity,
  activities: readonly StageActivity[],
  gates: ReadonlySet<string>,
): Link[] {
  const begin = activities.find(({ id }) => id === beginOf({ id: stage }))
  const through = after.some(link => link.id === begin?.id) && !gates.has(stage) ? begin!.after : []
  return [...after.filter(link => link.id !== begin?.id), ...through]
}

function loosened(activity: StageActivity, activities: readonly StageActivity[], loose: Link): StageActivity {
  const begin = activities.find(({ id }) => id === beginOf({ id: activity.stage }))
  const open = activity.after.some(link => link.id === loose.id)
    ? activity.after
    : [...activity.after.filter(link => link.id !== begin?.id), ...(begin?.after ?? [])]
  const notBefore = Math.max(activity.notBefore ?? 0, begin?.notBefore ?? 0)
  return { ...activity, notBefore, after: [...open.filter(link => link.id !== loose.id), loose] }
}

function timed(
  activities: readonly StageActivity[],
  days: ReadonlyMap<string, number>,
  deadline: number,
): NetworkTiming {
  return criticalPath(
    activities.map(activity => ({ ...activity, durationDays: days.get(activity.id)! })),
    { deadline },
  )
}

function pointsOf(duration: StageActivity['durationDays']): ThreePoint {
  return typeof duration === 'number'
    ? { optimistic: duration, likely: duration, pessimistic: duration }
    : duration
}
