import type { Announcement, Release, Scope, ScopeEntry } from '../plan.ts'
import type { Questions } from '../questions.ts'
import { cleanText } from '../text.ts'
import { upgradeOf } from './upgrade.ts'

const PER_GROUP = 12
const LONGEST_TITLE = 120

const groups: { heading: string; kinds: string[] }[] = [
  { heading: 'New', kinds: ['feature', 'api_change'] },
  { heading: 'Fixed', kinds: ['fix'] },
  { heading: 'Faster', kinds: ['performance'] },
  { heading: 'Security', kinds: ['security'] },
]

const plain = (version: string): string => version.replace(/^v/, '')

/**
 * What the public is told: features, fixes, speed, security and breaking changes of the scope. Infrastructure and
 * what nobody has classified stay out.
 */
export function announcementOf(
  release: Release,
  scope: Scope,
  version: string,
  questions: Questions,
): Announcement {
  const upgrade = upgradeOf(release, plain(version))
  const breaking = breakingChanges(scope)
  const told = new Set(breaking.map(change => change.title))
  return {
    groups: groups.flatMap(({ heading, kinds }) => {
      const entries = scope.items.filter(
        entry => kinds.includes(entry.kind) && !told.has(announcedTitle(entry.title)),
      )
      const own = [...new Set(entries.map(announced))]
      return own.length
        ? [{ heading, entries: own.slice(0, PER_GROUP), more: Math.max(0, own.length - PER_GROUP) }]
        : []
    }),
    breaking,
    ...(upgrade ? { upgrade } : {}),
    limitations: scope.known_limitations,
    unclassified: scope.unclassified_count,
    guessed: scope.items.filter(entry => isAnnounced(entry) && entry.basis.from.startsWith('wording')).length,
    ...(scope.items.some(isAnnounced) || breaking.length > 0 ? {} : { text: questions.text(askedText) }),
  }
}

const askedText = {
  id: 'announcement_text',
  question: 'what the announcement says: the scope shows nothing for users yet',
  who: 'Product manager',
  gate: 'go_no_go',
} as const

const isAnnounced = (entry: ScopeEntry): boolean => groups.some(({ kinds }) => kinds.includes(entry.kind))

/** A commit's subject or an item's title as a reader outside the project should see it. */
export function announcedTitle(title: string): string {
  const subject = cleanText(title, 400)
    .replace(/^(revert\s+)?[a-z]+(\([^)]*\))?!?:\s+/i, '')
    .replace(/^\[[^\]]{1,30}\]\s*/, '')
    .replace(/\s*\(?(closes|fixes|refs)?\s*#\d+\)?(\s*,\s*#\d+)*$/i, '')
    .replace(/[.\s]+$/, '')
  const text = cleanText(subject || title, LONGEST_TITLE)
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function announced(entry: ScopeEntry): string {
  const value = entry.basis.kind === 'given' && entry.value ? `: ${entry.value}` : ''
  return `${announcedTitle(entry.title)}${value}`
}

function breakingChanges(scope: Scope): Announcement['breaking'] {
  return scope.breaking.slice(0, PER_GROUP).map(change => {
    const item = scope.items.find(entry => entry.title === change.title && entry.breaking)
    const migration = item?.migration?.trim()
    return {
      title: announcedTitle(change.title),
      ...(migration ? { migration: cleanText(migration, 400) } : {}),
      ...(item?.deprecated_until ? { deprecated_until: item.deprecated_until } : {}),
    }
  })
}
