import { localTime } from '../plan/calendar/zones.ts'
import { roleName } from '../plan/kinds/roles.ts'
import type { Plan, RunbookStep } from '../plan/plan.ts'
import { holdersOf } from '../plan/resources/load.ts'
import { type DayClock, dayClock } from '../plan/schedule/release-day/day-clock.ts'
import { safeStartText } from '../plan/schedule/release-day/release-day.ts'
import { sharedHoursText } from '../plan/schedule/release-day/shared-hours.ts'
import { basisText, escaped, type Markdown, md, sourcesText } from './markdown.ts'

/** What the timeline's template asks for in a stage without steps. */
export const emptyDay = { zones_head: md(''), zones_rule: md(''), steps: [], day_notes: [] }

/** The release day as a table: clock times of the plan's zone, of UTC, and of the one other zone in which people are. */
export function releaseDayView(plan: Plan): object {
  const { schedule } = plan
  const zones = otherZones(plan)
  const clock = dayClock(plan.release, schedule)
  return {
    zones_head: md(zones.map(zone => ` ${escaped(zone)} |`).join('')),
    zones_rule: md('---|'.repeat(zones.length)),
    steps: schedule.release_day.map((step, n) => ({
      local: clock(step.at_utc),
      zones: md(zones.map(zone => ` ${localTime(step.at_utc, zone).time} |`).join('')),
      minutes: step.minutes,
      step: stepText(step),
      who: whoText(plan, step, n),
      checks: checksText(step, schedule.release_day[n - 1]),
    })),
    day_notes: dayNotes(plan).map(text => ({ text })),
  }
}

const stepText = ({ step, condition, decides }: RunbookStep): string =>
  [step, condition ? `(${condition})` : '', decides && !/^decide here/i.test(step) ? '– decide here' : '']
    .filter(Boolean)
    .join(' ')

/** Who takes the step by name, the role beside it the first time; the role where nobody is known. */
function whoText({ profile, resources, schedule }: Plan, { role }: RunbookStep, n: number): string {
  const name = roleName(role, profile.roles)
  const card = resources.roles.find(({ id }) => id === role)
  const people = card ? holdersOf(card).join(', ') : ''
  if (people === '') return name
  return schedule.release_day.findIndex(step => step.role === role) === n ? `${people}, ${name}` : people
}

function otherZones({ release, resources }: Plan): string[] {
  const own = release.timezone.value
  const others = [...new Set((resources.people ?? []).map(person => person.zone))].filter(
    zone => zone !== own,
  )
  const utc = own === 'UTC' ? [] : ['UTC']
  return others.length === 1 && others[0] !== 'UTC' ? [...utc, others[0]!] : utc
}

function checksText(step: RunbookStep, before: RunbookStep | undefined): string {
  const text = step.checks.join('; ')
  return text !== '' && text === before?.checks.join('; ') ? 'the same' : text
}

function dayNotes(plan: Plan): (string | Markdown)[] {
  const { release, schedule, rollback } = plan
  const { latest_safe_start_basis, shared_hours, worst_path } = schedule
  const clock = dayClock(release, schedule)
  const start = safeStartText(schedule, release)
  const warned = plan.warnings.some(({ code }) => code === 'outside_shared_hours')
  return [
    start
      ? `Latest safe start: ${start} (${basisText(latest_safe_start_basis)})`
      : `No latest safe start: the window has no room (${basisText(latest_safe_start_basis)})`,
    ...(worst_path
      ? [
          `Worst path as planned: the last step fails at ${clock(worst_path.fails)}, back and checked by ${clock(worst_path.back)}`,
        ]
      : []),
    pointText(plan, clock),
    // The rollback plan says it beside each way.
    ...(rollback.methods.length > 0 && !plan.planned.includes('rollback')
      ? [`Ways back (numbers of the rollback plan) until: ${waysText(plan, clock)}`]
      : []),
    // The warning of the index says them too.
    ...(shared_hours && !warned ? [sharedHoursText(shared_hours, release.timezone.value)] : []),
    `Minutes: ${minutesBasis(schedule.release_day, clock)}`,
  ]
}

/** On the day with the decision before it, or as the rollback plan says where it is no step of the day. */
function pointText({ schedule, rollback }: Plan, clock: DayClock): string {
  const point = schedule.point_of_no_return
  const later = rollback.point_of_no_return
  if (!point) return `Point of no return: none of these steps${later ? `; ${later.when}: ${later.what}` : ''}`
  const decided = point.decide ? `; decided at ${clock(point.decide.at_utc)} (${point.decide.step})` : ''
  return `Point of no return: ${clock(point.at_utc)}, ${point.step}: ${point.why}${decided}`
}

/** The rollback plan's ways by their numbers there. */
function waysText({ rollback }: Plan, clock: DayClock): string {
  const ends = new Map<string, string[]>()
  for (const [n, { name, until, until_at }] of rollback.methods.entries()) {
    const end = until_at ? clock(until_at) : until
    const named = until_at ? `${n + 1} ${name}` : `${n + 1}`
    ends.set(end, [...(ends.get(end) ?? []), named])
  }
  return [...ends].map(([end, ways]) => `${ways.join(', ')}: ${end}`).join('; ')
}

/** Where the minutes come from; of what is not like most the clock times of the steps. */
function minutesBasis(steps: readonly RunbookStep[], clock: DayClock): string {
  const sources = new Map<string, string[]>()
  for (const step of steps) {
    const derived = step.part === 'rollout' && step.basis.kind === 'derived'
    const source = derived ? 'derived in the deployment strategy' : basisText(step.basis)
    sources.set(source, [...(sources.get(source) ?? []), clock(step.at_utc)])
  }
  const [most, ...others] = [...sources].toSorted((a, b) => b[1].length - a[1].length)
  return sourcesText([
    most?.[0] ?? 'none',
    ...others.map(([source, times]) => `${source} (${times.join(', ')})`),
  ])
}
