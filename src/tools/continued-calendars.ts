import type { Plan } from '../plan/plan.ts'

/** The texts by path, where calendar files carry on the numbering of those written before. */
export async function continuedCalendars(
  texts: [string, string][],
  { today, release }: Plan,
  now: string,
  written: ReadonlyMap<string, string> = new Map(),
): Promise<[string, string][]> {
  if (written.size === 0) return texts
  const { continuedCalendar } = await import('../documents/calendar-history.ts')
  const facts = { now, today, release: release.release_date.value }
  return texts.map(([path, text]) =>
    path.endsWith('.ics') ? [path, continuedCalendar(written.get(path), text, facts)] : [path, text],
  )
}
