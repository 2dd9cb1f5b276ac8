import { addMinutes, localTime } from '../calendar/zones.ts'
import type { Derivation } from '../derivation.ts'
import type { RoleSpec } from '../kinds/profile.ts'
import type { Presence, RunbookStep, Schedule } from '../plan.ts'

/** The steps of the release day at which a role has to be there: its own, and those it stays for. */
export function stepsWith(
  { id, stays }: Pick<RoleSpec, 'id' | 'stays'>,
  { release_day }: Schedule,
): RunbookStep[] {
  if (stays === 'day') return release_day
  return release_day.filter(step => step.role === id || (stays === 'rollout' && step.part === 'rollout'))
}

/** From the first to the end of the last of these steps; undefined where it has none. */
export function presenceOf(
  { release }: Pick<Derivation, 'release'>,
  role: RoleSpec,
  schedule: Schedule,
): Presence | undefined {
  const steps = stepsWith(role, schedule)
  const [first, last] = [steps[0], steps.at(-1)]
  if (!first || !last) return undefined
  const behind = typeof role.stays === 'number' ? role.stays : 0
  const to = addMinutes(last.at_utc, last.minutes + behind)
  const [begin, end] = [first.at_utc, to].map(instant => localTime(instant, release.timezone.value))
  const day = ({ date }: { date: string }) => (begin!.date === end!.date ? '' : `${date} `)
  return {
    from: first.at_utc,
    to,
    clock: `${day(begin!)}${begin!.time}-${day(end!)}${end!.time}`,
    steps: steps.map(({ step }) => step),
  }
}
