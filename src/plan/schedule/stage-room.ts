import { longDate } from '../calendar/date.ts'
import type { Derivation } from '../derivation.ts'
import { stagesOverrun } from './activities.ts'
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
  let over = stagesOverrun(derivation, stages)
  for (const id of over) {
    for (const wanted of laterStarts(derivation, stages, id, later)) {
      const trial = datedStages(derivation, drafts, lead, monitoringDays, wanted)
      const still = stagesOverrun(derivation, trial)
      if (still.length >= over.length) continue
      later = wanted
      stages = trial
      over = still
      break
    }
  }
  return stages
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
