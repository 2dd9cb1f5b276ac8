import type { Plan } from '../plan/plan.ts'

/**
 * The texts by path, where calendar files carry on the numbering of those written before. One that is no longer there, such as that of
 * somebody who has no shift any more, stays with all its entries cancelled.
 */
export async function continuedCalendars(
  texts: [string, string][],
  { today, release }: Plan,
  now: string,
  written: ReadonlyMap<string, string> = new Map(),
): Promise<[string, string][]> {
  if (written.size === 0) return texts
  const { cancelledCalendar, continuedCalendar } = await import('../documents/calendar-history.ts')
  const facts = { now, today, release: release.release_date.value }
  const kept = texts.map(([path, text]): [string, string] =>
    path.endsWith('.ics') ? [path, continuedCalendar(written.get(path), text, facts)] : [path, text],
  )
  const paths = new Set(texts.map(([path]) => path))
  const dropped = [...written].flatMap(([path, before]): [string, string][] => {
    const text = paths.has(path) ? undefined : cancelledCalendar(before, facts)
    return text === undefined ? [] : [[path, text]]
  })
  return [...kept, ...dropped]
}
