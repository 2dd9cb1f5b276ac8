import type { Scope, ScopeEntry, Strategy } from '../plan.ts'
import { announcedTitle, isCut, isWorkshop, titleInPart } from './titles.ts'

const NAMED = 3
/** Longer titles do not fit a message beside others. */
export const LONGEST_NAMED = 72

const kindsByHeading: Record<string, string[]> = {
  New: ['feature', 'api_change'],
  Fixed: ['fix'],
  Faster: ['performance'],
  Security: ['security'],
}
export const headings: readonly string[] = Object.keys(kindsByHeading)
const orderInMessages = ['New', 'Security', 'Faster', 'Fixed']

/** A change that the outside is told, once. */
export interface Told {
  heading: string
  title: string
  /** The title with the part of the product that it is about, where that is not in its words. */
  line: string
  /** What it is worth, in the caller's words. */
  value?: string
  /** Behind a flag that is off while the version goes out. */
  later: boolean
  given: boolean
  /** Its kind was guessed from the wording of a commit. */
  guessed: boolean
  /** A host shortened its title. */
  cut: boolean
}

/**
 * What users are told of the scope: the same list for the announcement and every message, the caller's items first,
 * doubles merged, breaking changes and what only the workshop notices left out.
 * @param subjects subjects of the commits as written, by commit
 */
export function toldEntries(
  scope: Scope,
  flags: Strategy['flags'],
  subjects: ReadonlyMap<string, string> = new Map(),
): Told[] {
  const seen = new Set(scope.breaking.map(change => sameAs(announcedTitle(change.title))))
  const isGiven = (entry: ScopeEntry): boolean => entry.basis.kind === 'given'
  const sorted = [...scope.items.filter(isGiven), ...scope.items.filter(entry => !isGiven(entry))]
  return sorted.flatMap(entry => {
    const heading = headings.find(name => kindsByHeading[name]!.includes(entry.kind))
    const subject = subjects.get(entry.commits[0] ?? '') ?? entry.title
    if (!heading || (!isGiven(entry) && (isWorkshop(subject) || isWorkshop(entry.title)))) return []
    const words = withoutTicket(entry.title, entry.ticket)
    const title = announcedTitle(words)
    if (seen.has(sameAs(title))) return []
    seen.add(sameAs(title))
    return [
      {
        heading,
        title,
        line: titleInPart(words),
        ...(isGiven(entry) && entry.value ? { value: entry.value } : {}),
        later: heading === 'New' && flags.some(flag => isLater(flag.rollout) && isOf(flag.feature, entry)),
        given: isGiven(entry),
        guessed: entry.basis.from.startsWith('wording'),
        cut: isCut(title),
      },
    ]
  })
}

/** A dependency that only development needs breaks nothing for who uses the product. */
export const isForUsers = ({ development }: Scope['breaking'][number]): boolean => development !== true

/** A ticket's key at the end of a title (`…, PT-77`) says nothing to the outside. */
function withoutTicket(title: string, ticket: string | undefined): string {
  const key = (ticket ?? '').split(', ').find(id => id !== '' && title.endsWith(id))
  return key ? title.slice(0, -key.length).replace(/[\s,;:([-]+$/, '') || title : title
}

/** The words, and that it comes later where it does. */
const withLater = (words: string, { later }: Told): string =>
  later ? `${words} (being switched on after the release)` : words

/** A line of the announcement. */
export const entryText = (entry: Told): string =>
  `${withLater(entry.line, entry)}${entry.value ? `: ${entry.value}` : ''}`

const sameAs = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** Off while the version goes out, unless the flag's rollout says that it is on from the start. */
function isLater(rollout: string): boolean {
  const fromTheStart =
    /^\s*(?:on|100 ?%)|\b(?:already|by default|at once|with the (?:release|rollout)|at (?:the )?release|release day|from the (?:start|beginning))\b/i
  return /\bafter\b/i.test(rollout) || !fromTheStart.test(rollout)
}

/** A flag names its feature by the item's id, its ticket or words of its title. */
function isOf(feature: string, { id, ticket, title }: ScopeEntry): boolean {
  const name = sameAs(feature)
  if (name === '') return false
  if ([id, ticket ?? ''].some(own => sameAs(own) === name)) return true
  const words = ` ${sameAs(title)} `
  return words.includes(` ${name} `) || ` ${name} `.includes(words)
}

/**
 * At most three of them for a message, the caller's first, new before fixed; what a host shortened and what is too
 * long is for the announcement only. Empty where none is left.
 */
export function namedInMessages(entries: readonly Told[]): string {
  const fitting = entries.filter(entry => !entry.cut && entry.title.length <= LONGEST_NAMED)
  const rank = (entry: Told): number =>
    (entry.given ? 0 : orderInMessages.length) + orderInMessages.indexOf(entry.heading)
  return fitting
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, NAMED)
    .map(entry => withLater(entry.title, entry))
    .join('; ')
}
