import type { Scope } from '../../plan.ts'
import { counted } from '../../text.ts'

/** `1259 commits, 169 of them merges, 73 by bots, 293 authors`: true totals, whatever was kept of the commits. */
export function commitsText({ range, changes }: Scope): string {
  if (!range) return 'no range was read'
  const { commits, merges, bots } = range
  const parts = [
    counted(commits, 'commit'),
    ...(!merges ? [] : [`${merges} of them ${merges === 1 ? 'a merge' : 'merges'}`]),
    ...(bots === undefined ? [] : [`${bots} by bots`]),
    ...(changes ? [counted(changes.authors, 'author')] : []),
  ]
  return parts.join(', ')
}
