import type { GateId } from '../basis.ts'
import { longDate, type PlainDate } from '../calendar/date.ts'
import { resolveOffset } from '../calendar/offsets.ts'
import type { Derivation } from '../derivation.ts'
import { PlanError } from '../errors.ts'
import type { MessageSpec } from '../kinds/profile.ts'
import type { Schedule } from '../plan.ts'
import { plannedFrom } from '../schedule/stages/lead.ts'

const gateOrder: GateId[] = ['freeze', 'go_no_go', 'release', 'close']

/** When a message leaves: on a day, perhaps at a clock time, or when something happens. */
export interface Sending {
  date?: string
  time?: string
  event?: string
  /** Why it leaves on another day than asked for. */
  moved?: string
}

const events: Record<NonNullable<MessageSpec['on']>, string> = {
  rollback_started: 'way back decided',
  rollback_progress: 'way back running',
  rollback_done: 'way back done',
  incident: 'incident noticed',
  postponed: 'release day given up',
  candidate_withdrawn: 'candidate must not be used',
}

export const eventWords = (event: NonNullable<MessageSpec['on']>): string => events[event]

/** The day of a gate: its milestone's, else its stage's, else the release day. */
export function gateDay(
  gate: GateId,
  schedule: Schedule,
  releaseDate: string,
): { date: string; name: string } {
  const milestone = schedule.milestones.find(entry => entry.gate === gate)
  if (milestone) return { date: milestone.date, name: milestone.name }
  const stage = schedule.stages.find(entry => entry.gate === gate)
  return { date: stage?.from ?? releaseDate, name: stage?.name ?? gate.replaceAll('_', '/') }
}

/** The gate that a word names: its id, a milestone's id or a milestone's name. */
export function gateNamed(word: string, schedule: Schedule): GateId | undefined {
  const wanted = word.trim().toLowerCase()
  const id = gateOrder.find(gate => gate === wanted.replace(/[\s/-]+/g, '_'))
  return (
    id ?? schedule.milestones.find(entry => entry.id === wanted || entry.name.toLowerCase() === wanted)?.gate
  )
}

/**
 * The day that a message asks for: days to the release, a milestone, a gate, an offset or a date, each with a clock
 * time after it if wanted; any other words are an event.
 */
export function askedDay(derivation: Derivation, schedule: Schedule, at: number | string): Sending {
  const releaseDate = derivation.release.release_date.value
  if (typeof at === 'number') {
    const date = offsetDay(derivation, at === 0 ? 'T' : `T${at > 0 ? '+' : ''}${at}`)!
    return { date: notBeforePlanning(derivation, date) }
  }
  const clock = /^(.*?)[\sT]+([01]\d|2[0-3]):([0-5]\d)$/.exec(at.trim())
  const words = (clock?.[1] ?? at).trim()
  const time = clock ? { time: `${clock[2]}:${clock[3]}` } : {}
  const milestone = schedule.milestones.find(entry => entry.id === words || entry.name === words)
  if (milestone) return { date: milestone.date, ...time }
  const gate = gateNamed(words, schedule)
  if (gate) return { date: gateDay(gate, schedule, releaseDate).date, ...time }
  const date = offsetDay(derivation, words)
  return date ? { date, ...time } : { event: at }
}

/** What should have left before anybody planned leaves on the first day; a release in the past has the dates it would have had. */
function notBeforePlanning(derivation: Derivation, date: PlainDate): PlainDate {
  const from = plannedFrom(derivation)
  const release = derivation.release.release_date.value
  if (date >= from || release < from) return date
  const first = derivation.calendar.withoutFreezes().onOrAfter(from)
  return first < release ? first : release
}

/**
 * Before the release a day off moves to the working day before it, after the release to the one after it. A freeze
 * holds no message: it stops changes, not words.
 */
function offsetDay(derivation: Derivation, offset: string): string | undefined {
  const date = derivation.release.release_date.value
  try {
    const days = derivation.calendar.withoutFreezes()
    return resolveOffset(offset, date, days, /\+/.test(offset) ? 'after' : 'before').date
  } catch (error) {
    if (error instanceof PlanError && error.code === 'invalid_offset') return undefined
    throw error
  }
}

/** Nothing leaves before its gate's day: an earlier message is held until then and says so. */
export function heldUntilGate(sending: Sending, gate: { date: string; name: string }): Sending {
  if (sending.date === undefined || sending.date >= gate.date) return sending
  const { time: _, ...day } = sending
  return {
    ...day,
    date: gate.date,
    moved: `asked for ${longDate(sending.date)}, held until ${gate.name} on ${longDate(gate.date)}: nothing is promised outside before it`,
  }
}
