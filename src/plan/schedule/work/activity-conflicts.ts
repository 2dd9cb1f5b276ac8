import { addDays, longDate } from '../../calendar/date.ts'
import type { Derivation } from '../../derivation.ts'
import type { Schedule, ScheduledActivity, Shortfall } from '../../plan.ts'
import { type DatedStage, nameOf } from '../stages/stage-dates.ts'
import type { StageActivity, StageNetwork } from '../stages/stage-network.ts'
import type { ActivityDraft } from './activity-list.ts'
import { shorteningsOf } from './fit.ts'
import { fixesOf, shortenText, shortfallText } from './shortfall.ts'

type Conflict = Schedule['conflicts'][number]

/** Limits that cannot be kept, gates whose work comes after them, and too little time in all or stages whose work ends after them. */
export function conflictsOf(
  derivation: Derivation,
  work: {
    drafts: readonly ActivityDraft[]
    scheduled: readonly ScheduledActivity[]
    planned: StageNetwork
    ahead: readonly DatedStage[]
    /** The stage of the release day. */
    release: DatedStage | undefined
    shortfall: Shortfall | undefined
  },
): Conflict[] {
  const { drafts, scheduled, planned, ahead, release, shortfall } = work
  const limits = new Map(drafts.flatMap(({ id, not_after }) => (not_after ? [[id, not_after]] : [])))
  const late = scheduled.flatMap(activity => {
    const limit = limits.get(activity.id)
    return limit && activity.earliest_finish > limit ? [lateFor(activity, limit, planned)] : []
  })
  const missed = missedGates([...ahead, ...(release ? [release] : [])], scheduled)
  const gates = missed.map(gate => missedGate(gate, planned, shortfall !== undefined))
  if (shortfall) return [...late, tooLittleTime(derivation, shortfall, ahead, scheduled), ...gates]
  if (late.length > 0) return [...late, ...gates]
  const named = new Set(missed.flatMap(gate => gate.late.map(({ stage }) => stage)))
  const over = ahead.flatMap((stage, n) => {
    const last = named.has(stage.id) ? undefined : lastOver(stage, scheduled)
    return last ? [overItsStage(last, stage, ahead[n + 1], planned)] : []
  })
  return [...over, ...gates]
}

interface MissedGate {
  gate: DatedStage
  /** Work that should be done before the gate and ends on its day or later. */
  late: ScheduledActivity[]
  /** What the gate itself is, where it begins later than the gate. */
  held: ScheduledActivity | undefined
}

/** Gates before which their work is not done, or which are held later than their day. */
function missedGates(stages: readonly DatedStage[], scheduled: readonly ScheduledActivity[]): MissedGate[] {
  return stages.flatMap((gate, n) => {
    if (!gate.gate) return []
    const since = stages.slice(0, n).findLastIndex(stage => stage.gate !== undefined)
    const before = new Set(stages.slice(Math.max(0, since), n).map(stage => stage.id))
    const late = scheduled.filter(({ stage, earliest_finish: to }) => before.has(stage) && to >= gate.from)
    const held = gate.gate === 'go_no_go' ? scheduled.find(activity => activity.stage === gate.id) : undefined
    const postponed = held && held.earliest_start > gate.from ? held : undefined
    return late.length > 0 || postponed ? [{ gate, late, held: postponed }] : []
  })
}

/** `"A", "B" and 2 more cannot be done before Go/no-go (Fri 2026-11-27): the last ends on Tue 2026-12-01, so "Go/no-go meeting" begins then`. */
function missedGate({ gate, late, held }: MissedGate, planned: StageNetwork, short: boolean): Conflict {
  const day = `${nameOf(gate)} (${longDate(gate.from)})`
  const last = late.toSorted((a, b) => (a.earliest_finish < b.earliest_finish ? 1 : -1))[0]
  const begins = held ? `"${held.name}" begins on ${longDate(held.earliest_start)}` : ''
  const later = gate.gate === 'release' ? 'move_release' : `"${gate.id}" later (milestones[].offset)`
  if (!last) {
    const why = held?.waits === undefined ? '' : `, ${held.waits}`
    return { what: `${nameOf(gate)} cannot be held on ${longDate(gate.from)}: ${begins}${why}`, fix: later }
  }
  const names = late.slice(0, namesShown).map(({ name }) => `"${name}"`)
  const more = late.length > namesShown ? ` and ${late.length - namesShown} more` : ''
  const ends = late.length > 1 ? 'the last ends' : 'it ends'
  const what = `${names.join(late.length > namesShown ? ', ' : ' and ')}${more} cannot be done before ${day}: ${ends} on ${longDate(last.earliest_finish)}${begins ? `, so ${begins}` : ''}`
  if (short) return { what, fix: gate.gate === 'release' ? 'as above' : `as above, or ${later}` }
  const cut = shortened(last.id, planned.line.daysTo(gate.from), planned)
  return { what, fix: `${cut ? `${cut}, or ` : ''}${later}` }
}

const namesShown = 2

/** What is missing in all, and which waiting for people it comes from. */
function tooLittleTime(
  derivation: Derivation,
  shortfall: Shortfall,
  ahead: readonly DatedStage[],
  scheduled: readonly ScheduledActivity[],
): Conflict {
  const waiting = scheduled.filter(({ critical, waits }) => critical && waits !== undefined)
  const why = waiting
    .slice(0, namesShown)
    .map(({ name, waits }) => `; "${name}" ${waits}`)
    .join('')
  return {
    what: `${shortfallText(shortfall)}${why}`,
    fix: fixesOf(shortfall, derivation, ahead).join('; or '),
  }
}

function lateFor(activity: ScheduledActivity, limit: string, planned: StageNetwork): Conflict {
  const what = `${activity.name} ends on ${longDate(activity.earliest_finish)}, after its limit ${longDate(limit)}`
  const cut = shortened(activity.id, planned.line.daysTo(addDays(limit, 1)), planned)
  return { what, fix: `${cut ?? 'take work out before it'}, or change not_after of "${activity.id}"` }
}

function overItsStage(
  last: ScheduledActivity,
  stage: DatedStage,
  next: DatedStage | undefined,
  planned: StageNetwork,
): Conflict {
  const what = `${last.name} is expected to end on ${longDate(last.earliest_finish)}, after its stage ${stage.name} (${longDate(stage.to)}), out of the slack of what follows`
  const cut = shortened(last.id, planned.line.daysTo(addDays(stage.to, 1)), planned)
  const later = next ? `, or "${next.id}" later` : ''
  return { what, fix: `${cut ? `${cut}, or ` : ''}begin "${stage.id}" earlier${later} (milestones[].offset)` }
}

/** `shorten regression by 0.4, performance by 1 working days`: what it takes for an activity to end by a day; undefined where that is not enough. */
function shortened(id: string, deadline: number, { activities }: StageNetwork): string | undefined {
  const cut = shorteningsOf(withAllBefore(id, activities), deadline)
  return cut.length > 0 ? shortenText(cut) : undefined
}

/** The activity and all that it waits for. */
function withAllBefore(id: string, activities: readonly StageActivity[]): StageActivity[] {
  const byId = new Map(activities.map(activity => [activity.id, activity]))
  const found = new Set([id])
  for (const one of found) for (const link of byId.get(one)?.after ?? []) found.add(link.id)
  return activities.filter(activity => found.has(activity.id)).map(({ notAfter: _, ...activity }) => activity)
}

/** The last activity of a stage that ends after it. */
export function lastOver(
  stage: DatedStage,
  scheduled: readonly ScheduledActivity[],
): ScheduledActivity | undefined {
  return scheduled
    .filter(activity => activity.stage === stage.id && activity.earliest_finish > stage.to)
    .toSorted((a, b) => (a.earliest_finish < b.earliest_finish ? 1 : -1))[0]
}
