import type { Derivation } from '../../derivation.ts'
import type { RoleId } from '../../kinds/profile.ts'
import type { ScheduledActivity, Staffing } from '../../plan.ts'
import type { StageActivity, StageNetwork } from '../stages/stage-network.ts'
import { stillOpen } from '../stages/stage-network.ts'
import { scheduledOf } from './activity-dates.ts'
import { criticalPath } from './network.ts'
import { networkRuns, type RunsOf, seedOf } from './ready.ts'
import { staffedRuns } from './staffed-runs.ts'
import {
  crewOf,
  doneInTime,
  type StaffedWork,
  staffedWork,
  staffingOf,
  waitText,
  withOneMore,
} from './staffing.ts'

export interface Crewed {
  /** The activities with their planned days; `chain`: the ids that are critical. */
  dated(chain: ReadonlySet<string>): ScheduledActivity[]
  /** What is left of the work if each stage begins when the one before is done, with the order that people bring into it. */
  soonest: readonly StageActivity[]
  runsOf: RunsOf
  staffing?: Staffing
  /** Whether somebody works on both. */
  sameCrew(a: string, b: string): boolean
  /** Whether the people who are known would be done before the release if the work had this network; absent where nobody is. */
  doneInTime?(network: StageNetwork): boolean
  /** Roles of which one person more would let the work end before the release. */
  add(): { role: RoleId; count: number }[]
}

/** The work before the release with the people who are known; with nobody known, activities wait only for each other. */
export function crewed(
  derivation: Derivation,
  { planned, ready, open }: { planned: StageNetwork; ready: StageNetwork; open: ReadonlySet<string> },
): Crewed {
  const seed = seedOf(derivation.inputs.version)
  const crew = crewOf(derivation)
  const left = stillOpen(ready, open)
  if (!crew) {
    return {
      dated: chain => datedWork(planned, planned.activities, chain),
      soonest: left,
      runsOf: networkRuns(seed),
      sameCrew: () => false,
      add: () => [],
    }
  }
  const dates = staffedWork(derivation, crew, planned, planned.activities, seed)
  const soonest = staffedWork(derivation, crew, ready, left, seed)
  const names = new Map(planned.activities.map(({ id, name }) => [id, name]))
  const texts = dates.schedule.activities.map(timing =>
    waitText(timing, crew, derivation, id => `"${names.get(id) ?? id}"`),
  )
  return {
    dated: chain => datedWork(planned, dates.activities, chain, { work: dates, texts }),
    soonest: soonest.activities,
    runsOf: staffedRuns(
      (network, stages) =>
        network === ready
          ? soonest
          : staffedWork(derivation, crew, network, stillOpen(network, stages), seed),
      seed,
    ),
    staffing: staffingOf(soonest, planned.activities, crew),
    sameCrew: (a, b) => {
      const [one, other] = [a, b].map(id => soonest.schedule.activities.find(timing => timing.id === id))
      return one?.people.some(({ name }) => other?.people.some(own => own.name === name)) ?? false
    },
    doneInTime: network => doneInTime(derivation, crew, network, stillOpen(network, open), seed, 0),
    add: () => withOneMore(derivation, crew, ready, left, seed),
  }
}

/** Activities on the dates of their stages; with people, on the days on which these do them. */
export function datedWork(
  { line, deadline }: StageNetwork,
  activities: readonly StageActivity[],
  chain: ReadonlySet<string>,
  staffed?: { work: StaffedWork; texts: readonly (string | undefined)[] },
): ScheduledActivity[] {
  const timing = criticalPath(activities, { deadline })
  const gated = criticalPath(beforeGates(activities), { deadline })
  return activities.flatMap(({ draft }, n) => {
    if (!draft) return []
    const timed = timing.activities[n]!
    const own = staffed?.work.schedule.activities[n]
    const dates = own
      ? { from: own.start, to: own.finish }
      : line.span(timed.earliestStart, timed.earliestFinish)
    // Without room before its gate it is late for that anyway; then the release is what is left to keep.
    const last = gated.activities[n]!.totalFloat >= 0 ? gated.activities[n]! : timed
    const late = line.span(last.latestStart, last.latestFinish)
    const room = timed.totalFloat >= 0
    const waits = staffed?.texts[n]
    return [
      scheduledOf(draft, {
        ...dates,
        // Hours of people and days of the network are rounded apart.
        latest: {
          from: room && late.from < dates.from ? dates.from : late.from,
          to: room && late.to < dates.to ? dates.to : late.to,
        },
        float: timed.totalFloat,
        free: Math.max(0, Math.min(timed.freeFloat, timed.totalFloat)),
        critical: chain.has(draft.id),
        ...(own && { who: own.people }),
        ...(waits !== undefined && { waits }),
      }),
    ]
  })
}

/** The activities with the limit that their next gate is: what comes before a freeze or a go/no-go is done by then. */
function beforeGates(activities: readonly StageActivity[]): StageActivity[] {
  let limit: number | undefined
  return activities
    .toReversed()
    .map(activity => {
      const own = limit
      if (!activity.draft && activity.gate) limit = activity.notBefore
      return own === undefined ? activity : { ...activity, notAfter: Math.min(own, activity.notAfter ?? own) }
    })
    .toReversed()
}
