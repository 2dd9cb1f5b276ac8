import type { Warning } from '../../plan.ts'
import { sentence } from '../../text.ts'
import type { PlannedWork } from './activities.ts'
import { shortfallText } from './shortfall.ts'

/** So many past releases are an estimate of their own. */
const telling = 5

/** Work that does not fit, and past releases that took longer than this plan has. Durations are never shortened to fit. */
export function workWarnings({ shortfall, conflicts, finish }: PlannedWork): Warning[] {
  const conflict = shortfall && conflicts.find(({ what }) => what.startsWith(shortfallText(shortfall)))
  const history = finish.slip?.candidate_to_final
  return [
    ...(conflict
      ? [
          {
            code: 'work_does_not_fit',
            message: sentence(conflict.what),
            fix: sentence(conflict.fix),
          },
        ]
      : []),
    ...(history?.within !== undefined && history.n >= telling && history.within * 2 < history.n
      ? [
          {
            code: 'past_releases_slower',
            message: `This plan has ${history.planned} days from the first candidate to the release; ${history.n - history.within} of ${history.n} past releases took longer (${history.median} in the middle, ${history.p80} in 80 of 100; ${history.from}).`,
            fix: `Publish the candidate earlier (milestones: release_candidate, offset "T-${history.median}" or "T-${history.p80}"), or say in a note why this one is quicker.`,
          },
        ]
      : []),
  ]
}
