import type { Activity } from '../schedule/work/activity.ts'
import { type Simulation, simulateFinish } from './simulation.ts'

const mostKnown = 16
/** Characters of a network of some thousand activities; to simulate a larger one again is dear, to keep it dearer. */
const longestKey = 200_000

const known = new Map<string, Simulation>()

/**
 * `simulateFinish`, which gives the same for the same: its last results are remembered, because most calls of a session
 * change nothing of the work and would otherwise spend a third of their time on it.
 * @throws PlanError as `simulateFinish`
 */
export function knownFinish(
  activities: readonly Activity[],
  options: Parameters<typeof simulateFinish>[1] = {},
): Simulation {
  const network = activities.map(({ id, durationDays, after, notBefore }) => [
    id,
    durationDays,
    after,
    notBefore,
  ])
  const key = JSON.stringify([network, options])
  const simulation = known.get(key) ?? simulateFinish(activities, options)
  if (key.length > longestKey) return simulation
  // The one asked for last stands last, so that the first is the one to forget.
  known.delete(key)
  known.set(key, simulation)
  if (known.size > mostKnown) known.delete(known.keys().next().value!)
  return simulation
}
