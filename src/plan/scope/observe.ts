import { cleanText } from '../text.ts'
import type { Bump, Version } from '../version.ts'
import { isBot } from './commit-words.ts'
import { type Change, changesOf } from './commits.ts'
import type { DependencyChange } from './dependencies.ts'
import type { ObservedRange } from './observation.ts'
import { isLock, isVendored } from './paths.ts'
import type { FileChange, RangeReading, Repository } from './repository.ts'
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
  /** The version of the base, for the rule that 0.x promises nothing. */
  previous?: Version
}

/** The record of a range as `plan.json` keeps it: cleaned, capped, and with what was left out counted. */
export type ObservedScope = ObservedRange & {
  shallow: boolean
  merges: number
  bots: number
  reverted: number
  unclassified: number
  breaking: { commit: string; text: string }[]
}

export function digest(reading: Reading): ObservedScope {
  const { range, repository, dependencies } = reading
  const all = changesOf(range.commits)
  const changes = [...all].sort((a, b) => rank(a) - rank(b))
  const kept = changes.slice(0, MOST_CHANGES)
  const standing = all.filter(change => !change.reverted)
  const bump = recommendedBump(all, dependencies, reading.previous)
  return {
    ...(reading.from ? { from: cleanText(reading.from, 250) } : {}),
    to: cleanText(reading.to, 250),
    ...(range.base_commit ? { base_commit: range.base_commit } : {}),
    head_commit: range.to_commit,
    head_date: range.to_date,
    commits: range.commits.length + range.omitted,
    omitted: range.omitted,
    merges: range.commits.filter(commit => commit.merge).length,
    why: reading.why,
    counts: countsByKind(standing),
    unclassified: standing.filter(change => !change.kind).length,
    bots: all.filter(change => change.bot).length,
    reverted: all.length - standing.length,
    changes: kept,
    changes_omitted: changes.length - kept.length,
    breaking: standing
      .flatMap(({ commit, breaking }) => (breaking ? [{ commit, text: breaking }] : []))
      .slice(0, MOST_BREAKING),
    files: filesOf(range),
    authors: range.authors
      .filter(author => !isBot(author.name))
      .slice(0, MOST_AUTHORS)
      .map(({ name, commits }) => ({ name: cleanText(name, 100), commits })),
    signals: signalsOf(range.files, dependencies, all).map(signal => ({
      ...signal,
      files: signal.files.map(path => cleanText(path, 250)),
      example: cleanText(signal.example, 250),
    })),
    dependencies: dependencies.slice(0, MOST_DEPENDENCIES),
    recommended_bump: bump.bump,
    bump_because: bump.why,
    shallow: repository.shallow,
    notes: notesOf(reading),
  }
}

/** The step that the changes ask for by SemVer, and what decided. In 0.x a breaking change is a minor step. */
export function recommendedBump(
  changes: Change[],
  dependencies: DependencyChange[],
  previous?: Version,
): { bump: Bump; why: string } {
  const standing = changes.filter(change => !change.reverted)
  const breaking = standing.filter(change => change.breaking)
  const peers = dependencies.filter(({ peer, change }) => peer && (change === 'major' || change === 'added'))
  const reason = breaking[0]
    ? `${some(breaking.length, 'breaking change')}, first: ${breaking[0].title}`
    : undefined
  const peer = peers[0] ? `its users need another ${peers[0].name} (${peers[0].to ?? ''})` : undefined
  const decided = reason ?? peer
  if (decided && previous?.parts[0] === 0 && previous.scheme === 'semver')
    return { bump: 'minor', why: `${decided}; 0.x promises no compatibility` }
  if (decided) return { bump: 'major', why: decided }
  const features = standing.filter(change => change.kind === 'feature')
  const guessed = features.filter(change => !change.sure).length
  const unknown = standing.filter(change => !change.kind).length
  const doubt = unknown > 0 ? `; ${some(unknown, 'change')} of unknown kind` : ''
  if (!features[0]) return { bump: 'patch', why: `no feature and no breaking change is marked${doubt}` }
  const wording =
    guessed === features.length
      ? ', told by their wording alone'
      : guessed > 0
        ? `, ${guessed} told by wording`
        : ''
  return {
    bump: 'minor',
    why: `${some(features.length, 'feature')}${wording}, nothing marked as breaking${doubt}`,
  }
}

/** People's standing changes first, what breaks or is sure before the rest; the order of time stays otherwise. */
function rank(change: Change): number {
  const aside = (change.reverted ? 4 : 0) + (change.bot ? 2 : 0)
  return aside + (change.breaking || (change.kind && change.kind !== 'other') ? 0 : 1)
}

function countsByKind(changes: Change[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { kind = 'unclassified' } of changes) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

function filesOf(range: RangeReading): ObservedRange['files'] {
  const shown = (file: FileChange) => linesOf(file) > 0 && !isLock(file.path) && !isVendored(file.path)
  const top = range.files.filter(shown).sort((a, b) => linesOf(b) - linesOf(a))
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
