import { addDays, daysBetween, longDate, type PlainDate } from '../../calendar/date.ts'
import type { Derivation } from '../../derivation.ts'
import { type Lead, scales, workingDaysTo } from './lead.ts'
import { placedDay, stageCalendars, workCalendar } from './stage-calendars.ts'
import { offsetText, type StageDraft } from './stage-list.ts'

export interface DatedStage extends StageDraft {
  from: PlainDate
  to: PlainDate
  moved_from?: PlainDate
  because?: string
  /** By which rule it is not where its offset says, or stays on a day off. */
  rule?: string
}

type Started = Omit<DatedStage, 'to'>

/** Stages that are to begin on another day than their offset and the calendar say. */
export type LaterStarts = ReadonlyMap<string, { from: PlainDate; because: string }>

/**
 * First and last day of every stage. Each ends on the working day before the next begins, so none overlap and no day
 * between freeze and release belongs to nobody. What leads up to the release moves before a day off, what follows it after; the release
 * never moves. With fewer days than stages, stages share a day.
 */
export function datedStages(
  derivation: Derivation,
  drafts: readonly StageDraft[],
  lead: Lead,
  monitoringDays: number,
  later: LaterStarts = new Map(),
): DatedStage[] {
  const at = drafts.findIndex(stage => stage.gate === 'release')
  const release: Started = releaseStage(derivation, drafts[at]!)
  const before = stagesBefore(derivation, drafts.slice(0, at), release, lead, later)
  const after = stagesAfter(derivation, drafts.slice(at + 1), release, monitoringDays)
  const all = [...before, release, ...after]
  return all.map((stage, n) => ({ ...stage, to: lastDay(derivation, stage, all[n + 1], monitoringDays) }))
}

function releaseStage({ release, calendar }: Derivation, stage: StageDraft): Started {
  const date = release.release_date.value
  const off = calendar.reasonOff(date)
  return {
    ...stage,
    from: date,
    ...(off && { because: `${off}; the release date is not moved`, rule: 'keep' }),
  }
}

function stagesBefore(
  derivation: Derivation,
  drafts: StageDraft[],
  release: Started,
  lead: Lead,
  later: LaterStarts,
): Started[] {
  const calendarOf = stageCalendars(derivation)
  const started: Started[] = []
  let next = release
  for (const draft of drafts.toReversed()) {
    const calendar = calendarOf(draft)
    const floor = lead.past ? undefined : calendar.onOrAfter(lead.from)
    const named = leadingUp(derivation, draft, release.from, lead)
    const start = later.get(draft.id)
    const wanted = start
      ? { ...named, ...start, moved_from: named.moved_from ?? named.from, rule: 'after' }
      : named
    const stage = draft.fixed ? wanted : clearOf(wanted, next, floor, calendar.addWorkingDays(next.from, -1))
    if (!stage) continue
    started.unshift(stage)
    next = stage
  }
  return started
}

/** Where the offset puts a stage, nearer to the release by the share of days that are there. */
function leadingUp(derivation: Derivation, draft: StageDraft, release: PlainDate, lead: Lead): Started {
  const calendar = stageCalendars(derivation)(draft)
  const named = placedDay(draft.offset, release, calendar, draft.move ?? 'before', draft.id)
  if (lead.scale === 1 || !scales(draft)) {
    return { ...draft, from: named.date, ...reasonOf(named.movedFrom, named.because, named.rule) }
  }
  const days = Math.max(1, Math.round(workingDaysTo(draft, release, derivation) * lead.scale))
  const from = calendar.onOrBefore(workCalendar(derivation).addWorkingDays(release, -days))
  return { ...draft, from, ...reasonOf(named.movedFrom ?? named.date, shortOfDays(lead), 'scaled') }
}

const shortOfDays = (lead: Lead): string => `${lead.available} of ${lead.wanted} working days left`

/** A stage begins before the next one does, and not before the planning; a preparation without any day is left out. */
function clearOf(
  stage: Started,
  next: Started,
  floor: PlainDate | undefined,
  dayBeforeNext: PlainDate,
): Started | undefined {
  const own = stage.from < next.from ? stage.from : dayBeforeNext
  if (floor === undefined || own >= floor) {
    if (own === stage.from) return stage
    return {
      ...stage,
      from: own,
      ...reasonOf(
        stage.moved_from ?? stage.from,
        `before ${nameOf(next)} on ${longDate(next.from)}`,
        'in order',
      ),
    }
  }
  if (stage.phase === 'planning') {
    if (floor >= next.from) return undefined
    return {
      ...stage,
      from: floor,
      ...reasonOf(
        stage.moved_from ?? stage.from,
        `planning began on ${longDate(floor)}`,
        'not before planning',
      ),
    }
  }
  const shared = floor < next.from ? floor : next.from
  return {
    ...stage,
    from: shared,
    ...(shared !== stage.from &&
      reasonOf(stage.moved_from ?? stage.from, stage.because ?? 'too little time', 'not before planning')),
  }
}

function stagesAfter(
  derivation: Derivation,
  drafts: StageDraft[],
  release: Started,
  monitoringDays: number,
): Started[] {
  const calendarOf = stageCalendars(derivation)
  const started: Started[] = []
  let free = addDays(release.from, 1)
  for (const spec of drafts) {
    const draft =
      spec.follows && !spec.fixed ? { ...spec, offset: offsetText(daysBetween(release.from, free)) } : spec
    if (draft.every_day && !draft.fixed) {
      started.push({ ...draft, from: free })
      free = addDays(free, monitoringDays)
      continue
    }
    const calendar = calendarOf(draft)
    const named = placedDay(draft.offset, release.from, calendar, draft.move ?? 'after', draft.id)
    const first = calendar.onOrAfter(free)
    const late = draft.fixed || named.date >= first
    started.push(
      late
        ? { ...draft, from: named.date, ...reasonOf(named.movedFrom, named.because, named.rule) }
        : {
            ...draft,
            from: first,
            ...reasonOf(named.movedFrom ?? named.date, 'the stage before it ends later', 'in order'),
          },
    )
    free = addDays(started.at(-1)!.from, 1)
  }
  return started
}

function lastDay(
  derivation: Derivation,
  stage: Started,
  next: Started | undefined,
  monitoringDays: number,
): PlainDate {
  if (stage.every_day) return addDays(stage.from, monitoringDays - 1)
  if (!next || stage.gate === 'release') return stage.from
  const end = stageCalendars(derivation)(stage).addWorkingDays(next.from, -1)
  // Stages that share a day end on it.
  if (end < stage.from) return stage.from
  return end
}

export const nameOf = (stage: StageDraft): string => stage.milestone ?? stage.name

function reasonOf(moved_from: PlainDate | undefined, because: string | undefined, rule: string | undefined) {
  return {
    ...(moved_from !== undefined && { moved_from }),
    ...(because !== undefined && { because }),
    ...(rule !== undefined && { rule }),
  }
}
