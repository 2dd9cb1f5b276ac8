import { addDays, daysBetween, longDate, type PlainDate } from '../../calendar/date.ts'
import { instantOf } from '../../calendar/zones.ts'

/**
 * Says on which days from `from` to `to` the clocks of `zone` change and what a clock time near the change means; undefined when none
 * does and nothing else is to be said.
 */
export function zoneNote(
  zone: string,
  from: PlainDate,
  to: PlainDate,
  notes: readonly string[],
): string | undefined {
  const changes = daysOfChange(zone, from, addDays(to, 1)).map(
    ({ day, before, after }) =>
      `clocks in ${zone} change on ${longDate(day)} from UTC${before} to UTC${after}`,
  )
  const all = [...changes, ...notes]
  return all.length > 0 ? all.join('; ') : undefined
}

/** Looks at each week's two ends and halves the weeks between which the offset differs. */
function daysOfChange(
  zone: string,
  from: PlainDate,
  to: PlainDate,
): { day: PlainDate; before: string; after: string }[] {
  const [before, after] = [offsetAt(from, zone), offsetAt(to, zone)]
  const days = daysBetween(from, to)
  if (days <= 7 && before === after) return []
  if (days <= 1) return [{ day: from, before, after }]
  const middle = addDays(from, Math.floor(days / 2))
  return [...daysOfChange(zone, from, middle), ...daysOfChange(zone, middle, to)]
}

function offsetAt(day: PlainDate, zone: string): string {
  const { local } = instantOf(day, '00:00', zone)
  return local.endsWith('Z') ? '+00:00' : local.slice(-6)
}
