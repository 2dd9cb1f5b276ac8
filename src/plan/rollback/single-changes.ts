import type { Derivation } from '../derivation.ts'
import type { Rollback } from '../plan.ts'

/** The trial reverts of this range with the titles of what they take back. */
export function trialRevertsOf({ inputs }: Derivation): Rollback['trial_reverts'] {
  const range = inputs.observed?.range
  const seen = range?.trial_reverts
  if (!range || !seen) return undefined
  return {
    head: range.head_commit,
    tried: seen.tried.map(({ commit, why, result, files }) => {
      const change = range.changes.find(candidate => candidate.commit.startsWith(commit))
      const title = change && (change.title ?? change.subject)
      return { commit, ...(title ? { title } : {}), why, result, files }
    }),
    ...(seen.left ? { left: seen.left } : {}),
  }
}
