import type { ScopeEntry } from '../plan.ts'
import type { Shipped } from './bump.ts'
import { theRest } from './commits/ids.ts'
import type { ObservedRange } from './observation.ts'

/** People's changes by kind that the record counts but did not keep. */
export function hiddenCounts(range: ObservedRange | undefined): Record<string, number> {
  if (!range || range.changes_omitted === 0) return {}
  const hidden = { ...range.counts }
  for (const { kind = 'unclassified', bot, reverted } of range.changes)
    if (!bot && !reverted) hidden[kind] = Math.max(0, (hidden[kind] ?? 0) - 1)
  return hidden
}

export function asChanges(counts: Record<string, number>): Shipped['changes'] {
  return Object.entries(counts).flatMap(([kind, count]) =>
    Array.from({ length: count }, () => ({ kind: kind === 'unclassified' ? undefined : kind, sure: true })),
  )
}

export function withHidden(
  counts: Record<string, number>,
  hidden: Record<string, number>,
): Record<string, number> {
  const all = { ...counts }
  for (const [kind, count] of Object.entries(hidden))
    if (kind !== 'unclassified' && count > 0) all[kind] = (all[kind] ?? 0) + count
  return all
}

export function countsByKind(items: ScopeEntry[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const item of items) counts[item.kind] = (counts[item.kind] ?? 0) + 1
  return counts
}

/** Unclassified ones that are only counted are of the kind that the caller gave to the rest. */
export function withRest(
  hidden: Record<string, number>,
  reclassify: readonly { commit: string; kind: string }[] = [],
): Record<string, number> {
  const kind = reclassify.findLast(({ commit }) => commit === theRest)?.kind
  const { unclassified, ...counts } = hidden
  if (!kind || !unclassified) return hidden
  return { ...counts, [kind]: (counts[kind] ?? 0) + unclassified }
}
