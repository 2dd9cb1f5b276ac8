import { longDate } from '../../calendar/date.ts'
import type { Derivation } from '../../derivation.ts'
import { stagesOverrun } from '../work/activities.ts'
import type { Lead } from './lead.ts'
import { stageCalendars } from './stage-calendars.ts'
import { type DatedStage, datedStages, type LaterStarts } from './stage-dates.ts'
import type { StageDraft } from './stage-list.ts'

/**
 * The stages of {@link datedStages}, where one that a day off has brought forward begins after it instead if the stage before
 * would otherwise have less than its work takes, and its own work still fits.
 */
export function stagesWithRoom(
  derivation: Derivation,
  drafts: readonly StageDraft[],
  lead: Lead,
  monitoringDays: number,
): DatedStage[] {
  let later: LaterStarts = new Map()
  let stages = datedStages(derivation, drafts, lead, monitoringDays)
  if (lead.scale < 1 || lead.past) return stages
  let pressure = pressureOf(derivation, stages)
  for (const id of new Set([...sharingTheirDay(stages), ...stagesOverrun(derivation, stages)])) {
    for (const wanted of laterStarts(derivation, stages, id, later)) {
      const trial = datedStages(derivation, drafts, lead, monitoringDays, wanted)
      const still = pressureOf(derivation, trial)
      if (still >= pressure) continue
      later = wanted
      stages = trial
      pressure = still
      break
    }
  }
  return stages
}

/** Two stages on one day are worse than a stage whose work takes longer than it has. */
function pressureOf(derivation: Derivation, stages: readonly DatedStage[]): number {
  return stagesOverrun(derivation, stages).length + 2 * sharingTheirDay(stages).length
}

/** Stages before the release that end on the day on which the next one begins. */
function sharingTheirDay(stages: readonly DatedStage[]): string[] {
  return stages.flatMap(({ id, from }, n) => (stages[n + 1] && stages[n + 1]!.from <= from ? [id] : []))
}

/** Each working day after the day off on which the stage behind `id` could begin, nearest first. */
function laterStarts(
  derivation: Derivation,
  stages: readonly DatedStage[],
  id: string,
  later: LaterStarts,
): LaterStarts[] {
  const at = stages.findIndex(stage => stage.id === id)
  const [stage, next, end] = [stages[at]!, stages[at + 1], stages[at + 2]]
  const off = next?.moved_from
  if (!next || !end || next.fixed || off === undefined || off <= next.from) return []
  const calendar = stageCalendars(derivation)(next)
  const starts: LaterStarts[] = []
  for (let day = calendar.onOrAfter(off); day < end.from; day = calendar.addWorkingDays(day, 1)) {
    const because = `${next.because ?? longDate(off)}; ${stage.name} needs its days`
    starts.push(new Map([...later, [next.id, { from: day, because }]]))
  }
  return starts
}
