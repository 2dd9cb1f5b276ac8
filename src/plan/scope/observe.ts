import { cleanText } from '../text.ts'
import type { Changelog } from './changelog.ts'
import { isBot } from './commit-words.ts'
import { type Change, changesOf } from './commits.ts'
import type { DependencyChange } from './dependencies.ts'
import type { ObservedRange } from './observation.ts'
import { isCode, isLocale, isOwn } from './paths.ts'
import type { FileChange, RangeReading, Repository } from './repository.ts'
import { isRuntime } from './runtime-floors.ts'
import { linesOf, signalsOf } from './signals.ts'

const MOST_CHANGES = 300
const MOST_BREAKING = 50
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
}

/** The record of a range as `plan.json` keeps it: cleaned, capped, and with what was left out counted. */
export type ObservedScope = ObservedRange & {
  shallow: boolean
  reverted: number
  unclassified: number
  breaking: { commit: string; text: string }[]
}

export function digest(reading: Reading): ObservedScope {
  const { range, repository, dependencies, changelog } = reading
  const all = changesOf(range.commits)
  const changes = [...all].sort((a, b) => rank(a) - rank(b))
  const kept = changes.slice(0, MOST_CHANGES)
  const standing = all.filter(change => !change.reverted)
  const people = range.authors.filter(author => !isBot(author.name))
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
    counts: countsByKind(standing.filter(change => !change.bot)),
    unclassified: standing.filter(change => !change.kind && !change.bot).length,
    bots: range.commits.filter(commit => !commit.merge && isBot(commit.author)).length,
    reverted: all.length - standing.length,
    changes: kept,
    changes_omitted: changes.length - kept.length,
    breaking: standing
      .flatMap(({ commit, breaking }) => (breaking ? [{ commit, text: breaking }] : []))
      .slice(0, MOST_BREAKING),
    files: filesOf(range),
    authors_total: people.length,
    authors: people
      .slice(0, MOST_AUTHORS)
      .map(({ name, commits }) => ({ name: cleanText(name, 100), commits })),
    signals: signalsOf(range.files, dependencies, all, changelog).map(signal => ({
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

/** People's standing changes first, what breaks before what is classified, that before the rest; the order of time stays otherwise. */
function rank(change: Change): number {
  const aside = (change.reverted ? 4 : 0) + (change.bot ? 2 : 0)
  if (change.breaking && aside === 0) return -1
  return aside + (change.breaking || (change.kind && change.kind !== 'other') ? 0 : 1)
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
  return [
    ...range.notes,
    ...(picked > 0 ? [`${some(picked, 'commit')} left out: the base has the same change already.`] : []),
    ...(range.omitted > 0 ? [`${some(range.omitted, 'older commit')} counted but not read.`] : []),
    ...(repository.shallow
      ? ['The clone is shallow: every count is a lower bound. "git fetch --unshallow --tags" mends it.']
      : []),
  ]
}

function some(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
