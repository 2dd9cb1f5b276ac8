import { weekday } from '../plan/calendar/date.ts'
import type { Plan } from '../plan/plan.ts'

/** A bar or milestone of the diagram; both days are included. */
export interface GanttTask {
  name: string
  from: string
  to: string
  crit: boolean
  milestone: boolean
}

/** Stages, gates and what the caller wants to see as milestones, and the critical activities below their stage. */
export function ganttTasks({ schedule }: Plan): GanttTask[] {
  const critical = new Set(schedule.critical_path)
  const stages = schedule.stages.flatMap(stage => [
    ...schedule.milestones
      .filter(({ id, gate }) => id === stage.id && gate)
      .map(({ name, date }) => task(name, date, date, { milestone: true })),
    ...(stage.gate === 'release' ? [] : [task(stage.name, stage.from, stage.to)]),
    ...stage.activities
      .filter(({ id }) => critical.has(id))
      .map(({ name, earliest_start: from, earliest_finish: to }) => task(name, from, to, { crit: true })),
  ])
  const known = new Set(schedule.stages.flatMap(({ id }) => [id, `${id}_ends`]))
  const own = schedule.milestones
    .filter(({ id }) => !known.has(id))
    .map(({ name, date }) => task(name, date, date, { milestone: true }))
  return [...stages, ...own]
}

const task = (
  name: string,
  from: string,
  to: string,
  flags: { crit?: true; milestone?: true } = {},
): GanttTask => ({
  name: taskName(name),
  from,
  to,
  crit: flags.crit ?? false,
  milestone: flags.milestone ?? false,
})

/** The diagram in Mermaid's words; days off of the calendar are its `excludes`, worked days of a weekend its `includes`. */
export function ganttText(plan: Plan): string {
  const { release, schedule } = plan
  const worked = new Set(release.working_days.value)
  const week = [1, 2, 3, 4, 5, 6, 7].filter(day => !worked.has(day))
  const weekend = week.join() === '6,7' ? ['weekends'] : week.map(day => weekdays[day - 1]!)
  const closed = (schedule.closed_days ?? []).filter(day => worked.has(weekday(day)))
  const madeUp = schedule.made_up_days ?? []
  const excluded = [...weekend, ...closed]
  return [
    'gantt',
    'dateFormat YYYY-MM-DD',
    'inclusiveEndDates',
    ...(excluded.length > 0 ? [`excludes ${excluded.join(', ')}`] : []),
    ...(madeUp.length > 0 ? [`includes ${madeUp.join(', ')}`] : []),
    ...ganttTasks(plan).map(line),
  ].join('\n')
}

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

function line({ name, from, to, crit, milestone }: GanttTask): string {
  const flags = [...(crit ? ['crit'] : []), ...(milestone ? ['milestone'] : [])]
  return `${name} :${[...flags, from, milestone ? '0d' : to].join(', ')}`
}

/** A line that begins with one of these is read as that statement. */
const statements =
  /^(?:gantt|title|section|dateFormat|axisFormat|tickInterval|excludes|includes|todayMarker|weekday|weekend|click|call|href|inclusiveEndDates|topAxis|accTitle|accDescr|end)(?![\p{L}\p{N}])/iu

/** A name that neither ends the task's text nor begins another statement or comment: no colon, comma, semicolon, hash, quote or brace. */
export function taskName(name: string): string {
  const clean = name
    .normalize('NFC')
    .replaceAll(/[\p{C}\p{Z}\s]+/gu, ' ')
    .replaceAll(/\s*:\s*/g, ' - ')
    .replaceAll(/[;,]\s*/g, ' ')
    .replaceAll(/%%+/g, '%')
    // One character and a percent sign begin a comment.
    .replace(/^(.)%/u, '$1 %')
    .replaceAll(/[#"'`{}<>\\[\]|]/g, '')
    .replaceAll(/ +/g, ' ')
    .trim()
    .slice(0, 60)
    .trim()
  if (clean === '') return 'unnamed'
  return statements.test(clean) || /^[-%@]/.test(clean) ? `• ${clean}` : clean
}
