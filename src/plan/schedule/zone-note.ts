import { addDays, longDate, type PlainDate } from '../calendar/date.ts'
import { instantOf } from '../calendar/zones.ts'

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
  const changes: string[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const [before, after] = [offsetAt(day, zone), offsetAt(addDays(day, 1), zone)]
    if (before !== after)
      changes.push(`clocks in ${zone} change on ${longDate(day)} from UTC${before} to UTC${after}`)
  }
  const all = [...changes, ...notes]
  return all.length > 0 ? all.join('; ') : undefined
}

function offsetAt(day: PlainDate, zone: string): string {
  const { local } = instantOf(day, '00:00', zone)
  return local.endsWith('Z') ? '+00:00' : local.slice(-6)
}
