import { PlanError } from '../../errors.ts'
import { nearest } from '../../nearest.ts'
import { threePoint } from '../../statistics/three-point.ts'
import type { Activity, Node, Predecessor, RelationType } from './activity.ts'

/**
 * The activities so ordered that each stands behind its predecessors (Kahn's algorithm).
 * @throws PlanError `duplicate_activity`, `unknown_predecessor`, `activity_cycle`, `invalid_duration`
 */
export function orderedNetwork(activities: readonly Activity[]): Node[] {
  const known = activitiesById(activities)
  const waiting = new Map(activities.map(activity => [activity.id, activity.after.length]))
  const followers = followersById(activities, known)
  const ready = activities.filter(activity => activity.after.length === 0)
  for (const activity of ready) {
    for (const follower of followers.get(activity.id) ?? []) {
      const left = waiting.get(follower.id)! - 1
      waiting.set(follower.id, left)
      if (left === 0) ready.push(follower)
    }
  }
  const place = new Map(ready.map((activity, n) => [activity.id, n]))
  if (ready.length < activities.length) throw cycle(activities, place)
  return ready.map(activity => ({
    activity,
    points: threePoint(activity.durationDays, `activities.${activity.id}.duration_days`),
    predecessors: activity.after.map(link => ({ index: place.get(idOf(link))!, ...relationOf(link) })),
  }))
}

function activitiesById(activities: readonly Activity[]): Map<string, Activity> {
  const known = new Map<string, Activity>()
  for (const activity of activities) {
    if (known.has(activity.id)) {
      const message = `activities: the id "${activity.id}" stands twice. Give each activity its own id.`
      throw new PlanError('duplicate_activity', message, 'activities')
    }
    known.set(activity.id, activity)
  }
  return known
}

function unknown(id: string, activity: Activity, known: ReadonlyMap<string, Activity>): never {
  throw new PlanError(
    'unknown_predecessor',
    `activities: "${activity.id}" comes after "${id}", which is no activity. Nearest: ${nearest(id, [...known.keys()], 5).join(', ')}.`,
    `activities.${activity.id}.after`,
  )
}

/** Walks back from an activity that never became ready until one comes again. */
function cycle(activities: readonly Activity[], placed: ReadonlyMap<string, number>): PlanError {
  const stuck = new Map(
    activities.filter(({ id }) => !placed.has(id)).map(activity => [activity.id, activity]),
  )
  const path: string[] = []
  let id = [...stuck.keys()][0]!
  while (!path.includes(id)) {
    path.push(id)
    id = stuck
      .get(id)!
      .after.map(idOf)
      .find(other => stuck.has(other))!
  }
  const circle = [...path.slice(path.indexOf(id)), id]
  return new PlanError(
    'activity_cycle',
    `activities: they wait for each other: ${circle.join(' after ')}. Take one of these out of "after".`,
    'activities',
  )
}

function followersById(
  activities: readonly Activity[],
  known: ReadonlyMap<string, Activity>,
): Map<string, Activity[]> {
  const followers = new Map<string, Activity[]>(activities.map(activity => [activity.id, []]))
  for (const activity of activities) {
    for (const link of activity.after) {
      const own = followers.get(idOf(link)) ?? unknown(idOf(link), activity, known)
      own.push(activity)
    }
  }
  return followers
}

function idOf(link: Predecessor): string {
  return typeof link === 'string' ? link : link.id
}

function relationOf(link: Predecessor): { lag: number; type: RelationType } {
  return typeof link === 'string' ? { lag: 0, type: 'FS' } : { lag: link.lag ?? 0, type: link.type ?? 'FS' }
}
