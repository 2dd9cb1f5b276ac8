import type { Changelog } from './changelog.ts'
import { kindOfWorkshop } from './commit-words.ts'
import type { Change } from './commits.ts'

const MOST_EXAMPLES = 6

/** Words with which a change takes something away, or asks for something new. */
const CHANGES =
  /\b(?:drop(?:s|ped|ping)?|remov(?:e[sd]?|ing|al)|no longer|defaults?(?: to)?|deprecat\w+|renam(?:e[sd]?|ing)|requir(?:e[sd]?|ing)|backwards?[- ]incompatible|must now)\b/i
const HARMLESS =
  /\b(?:unused|unneeded|unnecessary|redundant|meaningless|dead|tests?|duplicate[sd]?|obsolete comment|outdated)\b|\bdefault (?:branch|browser)\b/i

/**
 * What users may notice though nothing marks it as breaking: entries of the changelog, then subjects of people's
 * commits that no such entry covers by its ticket.
 */
export function behaviourChanges(
  changes: Change[],
  changelog?: Changelog,
): { count: number; examples: string[] } {
  const entries = (changelog?.entries ?? []).filter(tellsBehaviour)
  const told = new Set(entries.flatMap(entry => entry.match(/#\d+/g) ?? []))
  const subjects = changes
    .filter(change => !change.bot && !change.reverted && !change.breaking && change.kind !== 'infrastructure')
    .filter(
      change => !(change.kind === 'other' && change.sure) && !kindOfWorkshop(change.subject, change.scope),
    )
    .filter(change => !change.tickets.some(ticket => told.has(ticket)))
    .map(change => change.title)
    .filter(tellsBehaviour)
  const found = [...entries, ...subjects]
  return { count: found.length, examples: found.slice(0, MOST_EXAMPLES) }
}

/** Whether a text tells of something taken away, renamed or newly required. */
export const tellsBehaviour = (text: string): boolean => CHANGES.test(text) && !HARMLESS.test(text)
