import { localTime } from '../plan/calendar/zones.ts'
import { roleName } from '../plan/kinds/roles.ts'
import type { Plan, RunbookStep } from '../plan/plan.ts'
import { safeStartText } from '../plan/schedule/release-day.ts'
import { basisText, escaped, type Markdown, md } from './markdown.ts'

/** What the timeline's template asks for in a stage without steps. */
export const emptyDay = { zones_head: md(''), zones_rule: md(''), steps: [], day_notes: [] }

/** The release day as a table: clock times of the plan's zone, of UTC, and of the one other zone in which people are. */
export function releaseDayView(plan: Plan): object {
  const { profile, schedule } = plan
  const zones = otherZones(plan)
  return {
    zones_head: md(zones.map(zone => ` ${escaped(zone)} |`).join('')),
    zones_rule: md('---|'.repeat(zones.length)),
    steps: schedule.release_day.map((step, n) => ({
      local: step.at_local,
      zones: md(zones.map(zone => ` ${localTime(step.at_utc, zone).time} |`).join('')),
      minutes: step.minutes,
      step: step.condition ? `${step.step} (${step.condition})` : step.step,
      role: roleName(step.role, profile.roles),
      checks: checksText(step, schedule.release_day[n - 1]),
    })),
    day_notes: dayNotes(plan).map(text => ({ text })),
  }
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

function dayNotes({ schedule }: Plan): (string | Markdown)[] {
  const { latest_safe_start_basis, point_of_no_return: point } = schedule
  const start = safeStartText(schedule)
  return [
    start
      ? `Latest safe start: ${start} (${basisText(latest_safe_start_basis)})`
      : `No latest safe start: the window has no room (${basisText(latest_safe_start_basis)})`,
    point
      ? `Point of no return: ${point.at_local}, ${point.step}: ${point.why}`
      : 'Point of no return: none of these steps',
    `Minutes: ${minutesBasis(schedule.release_day)}`,
  ]
}

/** Where the minutes come from, by the clock times of the steps: `assumed: service profile (06:00, 06:35)`. */
function minutesBasis(steps: readonly RunbookStep[]): string {
  const sources = new Map<string, string[]>()
  for (const step of steps) {
    const derived = step.part === 'rollout' && step.basis.kind === 'derived'
    const source = derived ? 'derived in the deployment strategy' : basisText(step.basis)
    sources.set(source, [...(sources.get(source) ?? []), step.at_local])
  }
  return [...sources].map(([source, times]) => `${source} (${times.join(', ')})`).join('; ')
}
