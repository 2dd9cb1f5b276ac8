import { cleanText, hidesText } from '../text.ts'
import type { Bump } from '../version.ts'
import { type OwnerRule, ownersOf, teamOf, teamText } from './codeowners.ts'
import { isBot } from './commits/bots.ts'
import type { Changelog } from './commits/changelog.ts'
import { type Change, changesOf, readSubject } from './commits/commits.ts'
import { type Fragment, highest } from './commits/fragments.ts'
import { kindOfFiles } from './commits/kind-of-files.ts'
import { type JoinedFragment, withNews } from './commits/news.ts'
import type { DependencyChange } from './dependencies/dependencies.ts'
import type { ObservedChange, ObservedRange } from './observation.ts'
import { isCode, isLocale, isOwn } from './paths.ts'
import { isRuntime } from './product/runtime-floors.ts'
import type { FileChange, RangeReading, Repository, TouchedFile } from './repository.ts'
import { linesOf, signalsOf } from './signals/signals.ts'

const MOST_CHANGES = 300
/** Of one kind; what is more is only counted. */
const MOST_OF_KIND = 100
const MOST_TICKETS = 3
/** Characters of an id that plan.json keeps. */
export const KEPT_ID = 12
const MOST_STORED_FRAGMENTS = 100
const MOST_AREAS = 12
const MOST_DEPENDENCIES = 60
const MOST_AUTHORS = 30
const MOST_TOP_FILES = 20

/** What one reading of git said; `from` and `to` are names as asked for, `why` tells why the range starts there. */
export type Reading = {
  repository: Pick<Repository, 'shallow'>
  range: RangeReading
  dependencies: DependencyChange[]
  from?: string
  to: string
  why: string
  changelog?: Changelog
  /** The files of each commit, as far as they were read. */
  files?: ReadonlyMap<string, TouchedFile[]>
  fragments?: Fragment[]
  /** The rules of CODEOWNERS and where they stand. */
  owners?: { source: string; rules: OwnerRule[] }
  /** Full ids of changes that a call names: they are kept, whatever they are. */
  wanted?: ReadonlySet<string>
  /** The repository's path at its host. */
  home?: string
}

/** The record of a range as `plan.json` keeps it: cleaned, capped, and with what was left out counted. */
export type ObservedScope = ObservedRange & { shallow: boolean; reverted: number; unclassified: number }

export function digest(reading: Reading): ObservedScope {
  const { range, repository, dependencies, changelog } = reading
  const { changes: all, fragments } = withNews(changesOf(range.commits, reading), {
    fragments: reading.fragments ?? [],
    ...(changelog ? { changelog } : {}),
    ...(reading.files ? { files: reading.files } : {}),
  })
  const standing = all.filter(change => !change.reverted)
  const ofPeople = standing.filter(change => !change.bot)
  const kept = keptOf(all, reading.wanted ?? new Set())
  const people = range.authors.filter(author => !isBot(author.name))
  const ofProduct = all.filter(({ commit }) => kindOfFiles(reading.files?.get(commit)) === undefined)
  return {
    ...(reading.from ? { from: cleanText(reading.from, 250) } : {}),
    to: cleanText(reading.to, 250),
    ...(range.base_commit ? { base_commit: range.base_commit } : {}),
    ...(range.from_date ? { from_date: range.from_date } : {}),
    head_commit: range.to_commit,
    head_date: range.to_date,
    commits: range.commits.length + range.omitted,
    omitted: range.omitted,
    merges: range.commits.filter(commit => commit.merge).length,
    why: reading.why,
    counts: countsByKind(ofPeople),
    unclassified: ofPeople.filter(change => !change.kind).length,
    bots: range.commits.filter(commit => !commit.merge && isBot(commit.author)).length,
    reverted: all.length - standing.length,
    changes: kept.map(change => stored(change, reading)),
    changes_omitted: ofPeople.length - kept.filter(change => !change.bot && !change.reverted).length,
    ...(fragments.length > 0 ? storedFragments(fragments) : {}),
    ...ownersOfRange(reading),
    files: filesOf(range),
    authors_total: people.length,
    authors: people
      .slice(0, MOST_AUTHORS)
      .map(({ name, commits }) => ({ name: cleanText(name, 100), commits })),
    signals: signalsOf(range.files, dependencies, all, changelog, ofProduct).map(signal => ({
      ...signal,
      files: signal.files.map(path => cleanText(path, 250)),
      example: cleanText(signal.example, 250),
    })),
    dependencies: [...dependencies.filter(isRuntime), ...dependencies.filter(one => !isRuntime(one))].slice(
      0,
      MOST_DEPENDENCIES,
    ),
    ...(changelog ? { changelog } : {}),
    shallow: repository.shallow,
    notes: notesOf(reading),
  }
}

/** Of kinds that a release's readers count rather than read. */
const MOST_ASIDE = 40

/** What breaks before what is classified, that before the rest; the order of time stays otherwise. */
function keptOf(all: Change[], wanted: ReadonlySet<string>): Change[] {
  const seen = new Map<string, number>()
  const kept = [...all]
    .sort((a, b) => rank(a, wanted) - rank(b, wanted))
    .filter(change => {
      if (wanted.has(change.commit) || change.breaking) return !change.reverted || wanted.has(change.commit)
      if (change.bot || change.reverted) return false
      const { kind = '' } = change
      const count = (seen.get(kind) ?? 0) + 1
      seen.set(kind, count)
      return count <= (kind === 'other' || kind === 'infrastructure' ? MOST_ASIDE : MOST_OF_KIND)
    })
  return kept.slice(0, Math.max(MOST_CHANGES, wanted.size))
}

function rank(change: Change, wanted: ReadonlySet<string>): number {
  if (wanted.has(change.commit)) return -2
  if (change.breaking && !change.bot) return -1
  return change.kind && change.kind !== 'other' && change.kind !== 'infrastructure' ? 0 : 1
}

/** Without what can be read from the subject again. */
function stored(change: Change, { files, owners }: Reading): ObservedChange {
  const said = readSubject(change.subject)
  const { title, scope, tickets, breaking, note, told_in } = change
  const more = tickets.filter(ticket => !said.tickets.includes(ticket)).slice(0, MOST_TICKETS)
  const paths = (files?.get(change.commit) ?? []).map(file => file.path)
  const team = owners && teamFor(paths, owners.rules)
  return {
    commit: change.commit.slice(0, KEPT_ID),
    subject: change.subject,
    ...(title === said.title ? {} : { title }),
    author: change.author,
    date: change.date.slice(0, 10),
    ...(change.kind ? { kind: change.kind } : {}),
    ...(change.sure || !change.kind ? {} : { sure: false }),
    ...(scope && scope !== said.scope ? { scope } : {}),
    ...(breaking ? { breaking: breaking === title || breaking === note ? '' : breaking } : {}),
    ...(note ? { note } : {}),
    ...(breaking && told_in ? { told_in } : {}),
    ...(breaking && change.packages ? { packages: change.packages } : {}),
    ...(more.length > 0 ? { tickets: more } : {}),
    ...(team ? { team } : {}),
    ...(change.bot ? { bot: true } : {}),
    ...(change.reverted ? { reverted: true } : {}),
  }
}

/** The owners of what the change does to the product; of its tests and documents where it does nothing else. */
function teamFor(paths: string[], rules: OwnerRule[]): string | undefined {
  const own = paths.filter(isOwn)
  return teamOf((own.length > 0 ? own : paths).slice(0, 40), path => ownersOf(path, rules))
}

/** What no change carries in its own words, and what is told as removed; the steps of all. */
function storedFragments(fragments: JoinedFragment[]): Partial<ObservedRange> {
  const kept = fragments.filter(
    ({ text, kind, breaking, removes, carried }) =>
      text !== '' && (removes || (!carried && (breaking || (kind !== 'other' && kind !== 'infrastructure')))),
  )
  const steps = new Map<string, { name: string; bump: Bump; changesets: number }>()
  for (const { name, bump } of fragments.flatMap(({ packages }) => packages ?? [])) {
    const before = steps.get(name)
    const bumps = before ? [bump, before.bump] : [bump]
    steps.set(name, { name, bump: highest(bumps), changesets: (before?.changesets ?? 0) + 1 })
  }
  return {
    fragments: kept.slice(0, MOST_STORED_FRAGMENTS).map(({ path, text, kind, ...one }) => ({
      path,
      text,
      ...(kind ? { kind } : {}),
      ...(one.breaking ? { breaking: true } : {}),
      ...(one.removes ? { removes: true } : {}),
      ...(one.breaking && one.packages ? { packages: one.packages.map(({ name }) => name) } : {}),
      ...(one.tickets.length > 0 ? { tickets: one.tickets } : {}),
      ...(one.commit ? { commit: one.commit.slice(0, KEPT_ID) } : {}),
    })),
    fragments_total: fragments.length,
    ...(steps.size > 0 ? { steps: [...steps.values()].slice(0, 200) } : {}),
  }
}

function ownersOfRange({ owners, range }: Reading): Pick<ObservedRange, 'owners'> {
  if (!owners) return {}
  const areas = new Map<string, { team: string; files: number; example: string }>()
  for (const { path } of range.files.slice(0, 5_000)) {
    const team = teamText(ownersOf(path, owners.rules))
    const area = areas.get(team)
    if (area) area.files += 1
    else if (team) areas.set(team, { team, files: 1, example: cleanText(path, 250) })
  }
  const sorted = [...areas.values()].sort((a, b) => b.files - a.files)
  return { owners: { source: owners.source, areas: sorted.slice(0, MOST_AREAS) } }
}

function countsByKind(changes: Change[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { kind = 'unclassified' } of changes) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

function filesOf(range: RangeReading): ObservedRange['files'] {
  const shown = (file: FileChange) => linesOf(file) > 0 && isOwn(file.path) && !isLocale(file.path)
  const top = range.files
    .filter(shown)
    .sort((a, b) => Number(isCode(b.path)) - Number(isCode(a.path)) || linesOf(b) - linesOf(a))
  return {
    count: range.files.length,
    insertions: range.insertions,
    deletions: range.deletions,
    top: top
      .slice(0, MOST_TOP_FILES)
      .map(file => ({ path: cleanText(file.path, 250), lines: linesOf(file) })),
  }
}

function notesOf({ repository, range }: Reading): string[] {
  const picked = range.cherryPicked
  const masked = range.commits.filter(({ author, subject, body }) => hidesText(author + subject + body))
  return [
    ...range.notes,
    ...(masked[0]
      ? [
          `${some(masked.length, 'commit')} (${masked[0].commit.slice(0, 8)}) with characters that nobody sees or that turn the direction of text: left out here; look who wrote that and why.`,
        ]
      : []),
    ...(picked > 0 ? [`${some(picked, 'commit')} left out: the base has the same change already.`] : []),
    ...(range.omitted > 0
      ? [
          `Of ${range.commits.length + range.omitted} commits the newest ${range.commits.length} were read, the most that are; ${some(range.omitted, 'older commit')} only counted: changes, kinds, breaking marks, authors and packages are lower bounds, files and lines are complete.`,
        ]
      : []),
    ...(repository.shallow
      ? ['The clone is shallow: every count is a lower bound. "git fetch --unshallow --tags" mends it.']
      : []),
  ]
}

function some(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
