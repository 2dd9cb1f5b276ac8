import { leftOut } from '../plan/checklist.ts'
import type { Plan } from '../plan/plan.ts'
import type { Document } from './document.ts'
import { rendered } from './template.ts'

/** What this kind of product leaves out of the usual plan, and how to read where a statement comes from. */
export function appendixDocument(plan: Plan): Document {
  const omitted = leftOut(plan)
  const byReason = new Map<string, string[]>()
  for (const { box, reason } of omitted) byReason.set(reason, [...(byReason.get(reason) ?? []), box.title])
  return {
    path: 'appendix.md',
    section: 'release',
    note: 'what is left out and why; legend of sources',
    text: rendered('appendix', {
      version: plan.version,
      kind: plan.profile.name,
      has_omitted: omitted.length > 0,
      omitted: [...byReason].map(([reason, boxes]) => ({ boxes: boxes.join('; '), reason })),
    }),
  }
}
