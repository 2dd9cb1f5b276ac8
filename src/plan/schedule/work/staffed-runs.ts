import { simulateStaffed } from '../rcpsp/replay.ts'
import type { StageNetwork } from '../stages/stage-network.ts'
import { type Runs, type RunsOf, samplesFor } from './ready.ts'
import type { StaffedWork } from './staffing.ts'

/** Runs in which the same people do the same work in the same order. Each takes some times as long as one without people. */
export function staffedRuns(
  staffed: (network: StageNetwork, open: ReadonlySet<string>) => StaffedWork,
  seed: number,
): RunsOf {
  return (network, open, common): Runs => {
    const { project, schedule } = staffed(network, open)
    const samples = samplesFor(Math.max(200, 5 * project.activities.length), common === 0)
    const runs = simulateStaffed(project, schedule, {
      seed,
      samples,
      ...(common > 0 && { common: { size: common } }),
    })
    const before = (date: string) => network.line.dateOf(network.line.daysTo(date) - 1)
    return {
      p50: runs.p50,
      p80: runs.p80,
      p95: runs.p95,
      chanceBefore: date => runs.chanceBy(before(date)),
      errorAt: date => runs.standardError(before(date)),
      criticality: runs.criticality,
      samples: runs.samples,
    }
  }
}
