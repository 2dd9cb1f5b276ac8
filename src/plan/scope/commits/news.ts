import type { TouchedFile } from '../repository.ts'
import { bareWords, type Changelog } from './changelog.ts'
import { type Change, titleOf } from './commits.ts'
import { type Fragment, isFragmentPath, isKeptForGood } from './fragments.ts'
import { newsOf } from './news-words.ts'
import { ticketsIn } from './tickets.ts'

/** A fragment with the change that it describes; `carried`: that change is told in the fragment's words. */
export type JoinedFragment = Fragment & { commit?: string; carried?: boolean }

/** A commit that adds more of them moves or releases them. */
const MOST_ADDED = 20

/**
 * Changes with what fragments and the changelog say of them, and the fragments that still ship. A fragment belongs to
 * the change that added its file, else to the one that carries its number; what a reverted change brought is gone.
 */
export function withNews(
  changes: Change[],
  told: { fragments: Fragment[]; changelog?: Changelog; files?: ReadonlyMap<string, TouchedFile[]> },
): { changes: Change[]; fragments: JoinedFragment[] } {
  const places = placesOf(changes, told.files)
  const byChange = new Map<Change, Fragment[]>()
  const fragments: JoinedFragment[] = []
  for (const one of [...told.fragments, ...entriesAsNews(told.changelog)]) {
    const change = places.added.get(keyOf(one.path)) ?? firstWith(one.tickets, places.tickets)
    const filed = one.path !== told.changelog?.path
    if (change?.reverted || (!change && told.files && isKeptForGood(one.path))) continue
    const earlier = change ? (byChange.get(change) ?? []) : []
    if (change) byChange.set(change, [...earlier, one])
    if (filed || (one.breaking && !change))
      fragments.push({ ...one, ...(change ? { commit: change.commit, carried: earlier.length === 0 } : {}) })
  }
  return { changes: changes.map(change => toldBy(change, byChange.get(change) ?? [])), fragments }
}

const firstWith = (tickets: string[], places: ReadonlyMap<string, Change>): Change | undefined =>
  tickets.map(ticket => places.get(ticket)).find(Boolean)

/** Changesets keep their name when they move into the folder of a pre-release. */
const keyOf = (path: string): string => path.replace(/^\.changeset\/pre\//, '.changeset/')

function placesOf(changes: Change[], files: ReadonlyMap<string, TouchedFile[]> = new Map()) {
  const added = new Map<string, Change>()
  const tickets = new Map<string, Change>()
  for (const change of changes) {
    const news = (files.get(change.commit) ?? []).filter(file => file.added && isFragmentPath(file.path))
    if (!change.bot && news.length <= MOST_ADDED) for (const { path } of news) added.set(keyOf(path), change)
    for (const ticket of change.tickets) if (!tickets.has(ticket)) tickets.set(ticket, change)
  }
  return { added, tickets }
}

/** Entries of the changelog; the heading they stand under may say what they are. */
function entriesAsNews(changelog: Changelog | undefined): Fragment[] {
  if (!changelog) return []
  return changelog.entries.flatMap((text, at) => {
    const { kind, breaking, removes, internal } = newsOf(changelog.under?.[at] ?? '')
    if (internal) return []
    const tickets = ticketsIn(text, '')
    const marks = {
      ...(kind ? { kind } : {}),
      ...(breaking ? { breaking } : {}),
      ...(removes ? { removes } : {}),
    }
    return [
      {
        path: changelog.path,
        text: titleOf(text).replace(/[\s,]+#\d{1,7}(?:[\s,]+#\d{1,7}){0,9}\.?$/, ''),
        tickets,
        ...marks,
      },
    ]
  })
}

/** The first fragment speaks for the change; any of them may say that it breaks. */
function toldBy(change: Change, fragments: Fragment[]): Change {
  const [first] = fragments
  if (!first) return change
  const major = fragments.find(one => one.breaking)
  const breaking = change.breaking ?? major?.text
  const particular = change.sure && change.kind !== 'other' && change.kind !== 'infrastructure'
  const kind = particular ? change.kind : (first.kind ?? change.kind)
  return {
    ...change,
    ...(kind ? { kind, sure: first.kind !== undefined || change.sure } : {}),
    ...(breaking ? { breaking } : {}),
    ...(major?.packages ? { packages: major.packages.map(({ name }) => name) } : {}),
    ...(first.text && bareWords(first.text) !== bareWords(change.title) ? { note: first.text } : {}),
    told_in: first.path,
    tickets: [...new Set([...change.tickets, ...first.tickets])].slice(0, 10),
  }
}
