import type { Announcement, Release, Scope } from '../plan.ts'
import type { Questions } from '../questions.ts'
import { shortened } from '../text.ts'
import { entryText, headings, isForUsers, type Told } from './entries.ts'
import { announcedTitle, titleInPart } from './titles.ts'
import { upgradeOf } from './upgrade.ts'

const LONGEST_MIGRATION = 400

const plain = (version: string): string => version.replace(/^v/, '')

/**
 * What the public is told: features, fixes, speed, security and breaking changes of the scope. Infrastructure and
 * what nobody has classified stay out.
 */
export function announcementOf(
  release: Release,
  scope: Scope,
  told: readonly Told[],
  questions: Questions,
): Announcement {
  const upgrade = upgradeOf(release, plain(release.version))
  const breaking = breakingChanges(scope)
  return {
    groups: headings.flatMap(heading => {
      const own = told.filter(entry => entry.heading === heading).map(entryText)
      return own.length ? [{ heading, entries: own }] : []
    }),
    breaking,
    for_development: scope.breaking
      .filter(({ development }) => development)
      .map(({ title }) => announcedTitle(title)),
    ...(upgrade ? { upgrade } : {}),
    ...migrationQuestion(breaking, questions),
    limitations: scope.known_limitations,
    unclassified: scope.unclassified_count,
    guessed: told.filter(entry => entry.guessed).length,
    cut: told.filter(entry => entry.cut).length,
    ...(told.length > 0 || breaking.length > 0 ? {} : { text: questions.text(askedText) }),
  }
}

const askedText = {
  id: 'announcement_text',
  question: 'what the announcement says: the scope shows nothing for users yet',
  who: 'product_manager',
  gate: 'go_no_go',
} as const

/** One question for all: the title of the first one says where to begin. */
function migrationQuestion(
  breaking: Announcement['breaking'],
  questions: Questions,
): Pick<Announcement, 'migration'> {
  const silent = breaking.filter(({ migration }) => migration === undefined)
  const [first] = silent
  if (!first) return {}
  const more = silent.length > 1 ? ` and ${silent.length - 1} more` : ''
  return {
    migration: questions.text({
      id: 'breaking_migration',
      question: `what users change for: ${shortened(first.title, 60)}${more}`,
      who: 'technical_lead',
      gate: 'go_no_go',
    }),
  }
}

/** All of them: what breaks is never left out of what users read. */
function breakingChanges(scope: Scope): Announcement['breaking'] {
  return scope.breaking.filter(isForUsers).map(change => {
    const item = scope.items.find(entry => entry.title === change.title && entry.breaking)
    const migration = item?.migration?.trim()
    return {
      title: titleInPart(change.title),
      ...(migration ? { migration: shortened(migration, LONGEST_MIGRATION) } : {}),
      ...(item?.deprecated_until ? { deprecated_until: item.deprecated_until } : {}),
    }
  })
}
