import type { Changelog } from './changelog.ts'
import { kindOfWorkshop } from './commit-words.ts'
import type { Change } from './commits.ts'

const MOST_EXAMPLES = 6

/** Words with which a change takes something away, or asks for something new. */
const CHANGES =
  /\b(?:drop(?:s|ped|ping)?|remov(?:e[sd]?|ing|al)|no longer|defaults?(?: to)?|deprecat\w+|renam(?:e[sd]?|ing)|requir(?:e[sd]?|ing)|backwards?[- ]incompatible|must now)\b/i
const HARMLESS =
  /\b(?:unused|unneeded|unnecessary|redundant|superfluous|meaningless|dead|tests?|duplicate[sd]?|obsolete comment|outdated|stale|comments?|(?:white)?spaces?|newlines?|indent\w*|typos?|docs?|document(?:s|ed|ing|ation)?|guide|readme|changelog|logs?|logging)\b|\bdefault (?:branch|browser)\b/i
/** In a commit's subject taking away, renaming and requiring count where something that users touch is named. */
const STRONG = /\b(?:no longer|deprecat\w+|backwards?[- ]incompatible|must now|by default|defaults? to)\b/i
const TAKES =
  /\b(?:drop(?:s|ped|ping)?|remov(?:e[sd]?|ing|al)|renam(?:e[sd]?|ing)|requir(?:e[sd]?|ing)|chang(?:e[sd]?|ing))\b/i
const TOUCHED =
  /\bsupport\b|\b(?:options?|flags?|commands?|sub-?commands?|endpoints?|routes?|apis?|arguments?|parameters?|params?|settings?|configs?|configuration|fields?|headers?|env(?:ironment)? ?var(?:iable)?s?|formats?|permissions?|defaults?|features?|plugins?|exports?|events?|metrics?|python|node(?:\.?js)?|ruby|java|php|postgres\w*|mysql|openssl)\b|(?:^|\s)--[a-z]|\bdeprecated\b/i
/** Inside the code, whatever is named with it. */
const INNER =
  /\b(?:static|local|private|internal|helpers?|variables?|includes?|macros?|imports?|dependenc\w+|dep|struct|const|mock|stub|check|call|callers?|pointer|condition|branch|header files?|assert\w*|warnings?|lint\w*|type annotations?|trailing|extra|from \w+\.(?:c|h|go|py|rb|ts|js))\b/i

/**
 * What users may notice though nothing marks it as breaking: entries of the changelog, then subjects of people's
 * commits that no such entry covers by its ticket and that name something users touch.
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
    .filter(title => tellsBehaviour(title) && isTouched(title))
  const found = [...entries, ...subjects]
  return { count: found.length, examples: found.slice(0, MOST_EXAMPLES) }
}

const isTouched = (title: string): boolean =>
  STRONG.test(title) || (TAKES.test(title) && TOUCHED.test(title) && !INNER.test(title))

/** Whether a text tells of something taken away, renamed or newly required. */
export const tellsBehaviour = (text: string): boolean => CHANGES.test(text) && !HARMLESS.test(text)
