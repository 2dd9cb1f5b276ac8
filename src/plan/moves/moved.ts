import { isKnown } from '../basis.ts'
import { localTime } from '../calendar/zones.ts'
import type { Plan } from '../plan.ts'

export interface Moved {
  what: string
  from: string
  to: string
}

/**
 * All that has another date in `after` than in `before`: milestones, ends of stages, steps of the day, messages, shifts, decisions,
 * questions, ways back. A clock time stands behind its day, in the plan's zone.
 */
export function movedItems(before: Plan, after: Plan): Moved[] {
  const old = datesOf(before)
  return [...datesOf(after)].flatMap(([key, { what, at: to }]) => {
    const from = old.get(key)?.at
    return from !== undefined && from !== to ? [{ what, from, to }] : []
  })
}

/** Appeared or gone with the move, e.g. a preparation for which there is no day. */
export function appearedItems(before: Plan, after: Plan): { added: string[]; dropped: string[] } {
  const [old, now] = [datesOf(before), datesOf(after)]
  const missing = (these: Dates, those: Dates) =>
    [...these].filter(([key]) => !those.has(key)).map(([, { what, at }]) => `${what} (${at})`)
  return { added: missing(now, old), dropped: missing(old, now) }
}

type Dates = Map<string, { what: string; at: string }>

function datesOf(plan: Plan): Dates {
  const { schedule, communications, resources, decisions, questions, rollback, planned, release } = plan
  const zone = release.timezone.value
  const moment = (instant: string) => {
    const { date, time } = localTime(instant, zone)
    return `${date} ${time}`
  }
  const dates: Dates = new Map()
  const add = (key: string, what: string, at: string | undefined) => at && dates.set(key, { what, at })
  const has = (section: (typeof planned)[number]) => planned.includes(section)
  for (const { id, name, date } of schedule.milestones) add(`milestone ${id}`, name, date)
  // The end of a stage of one day is its milestone, that of the watch has one of its own.
  for (const { id, name, from, to, every_day } of schedule.stages)
    add(`stage ${id}`, `End of ${name}`, from === to || every_day ? undefined : to)
  if (has('communications')) {
    for (const { id, name, date, time } of communications.messages)
      add(`message ${id}`, `Message: ${name}`, date && (time ? `${date} ${time}` : date))
  }
  if (has('resources')) {
    for (const [n, shift] of resources.on_call.entries()) {
      const who = isKnown(shift.primary) ? ` (${shift.primary.value})` : ''
      add(`shift ${n}`, `On-call shift ${n + 1}${who}`, moment(shift.from))
    }
  }
  if (has('rollback')) {
    for (const { id, name, until_at } of rollback.methods)
      add(`way ${id}`, `Way back ends: ${name}`, until_at && moment(until_at))
  }
  const { latest_safe_start_at: safe, point_of_no_return: point } = schedule
  add('safe', 'Latest safe start', safe && moment(safe))
  add('point', 'Point of no return', point && moment(point.at_utc))
  for (const { id, question, needed_by } of decisions)
    add(`decision ${id}`, `Decision: ${question}`, needed_by)
  for (const { id, needed_by } of questions) add(`question ${id}`, `Answer needed: ${id}`, needed_by)
  return dates
}
