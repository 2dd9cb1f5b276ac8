import { addMinutes } from '../calendar/zones.ts'
import type { RoleSpec } from '../kinds/profile.ts'
import type { Presence, Schedule } from '../plan.ts'

/** From the first to the end of the last step that a role carries out on the release day; undefined where it has none. */
export function presenceOf(role: RoleSpec, { release_day }: Schedule): Presence | undefined {
  const steps = release_day.filter(step => step.role === role.id)
  const [first, last] = [steps[0], steps.at(-1)]
  if (!first || !last) return undefined
  const end = endOf(last.at_local, last.minutes)
  const [opens, closes] = [
    first.date === last.date ? '' : `${first.date} `,
    first.date === last.date ? '' : `${last.date} `,
  ]
  return {
    from: first.at_utc,
    to: addMinutes(last.at_utc, last.minutes),
    clock: `${opens}${first.at_local}-${closes}${end}`,
    steps: steps.map(({ step }) => step),
  }
}

function endOf(clock: string, minutes: number): string {
  const total = Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5)) + Math.round(minutes)
  const pad = (number: number) => String(number).padStart(2, '0')
  return `${pad(Math.floor(total / 60) % 24)}:${pad(total % 60)}`
}
