import type { Risks, Scope } from '../plan.ts'
import type { Observation } from '../scope/observation.ts'
import { isCode, isLocale, isOwn } from '../scope/paths.ts'
import { counted } from '../text.ts'
import { byWatchScore, type WatchedFile } from './watch-score.ts'

const most = 10
const signalWords: Record<string, string> = {
  database_migration: 'schema migration',
  api_description: 'interface description',
  authentication: 'access path',
  configuration: 'settings',
  infrastructure: 'infrastructure',
}

/**
 * Files to look at first when something is wrong: source files of the change by the three-term ranking, each with its
 * reasons in words. Where the activity of the files was not read, by changed lines alone. A person is never a reason.
 */
export function watchFiles(scope: Scope, range: Observation['range']): Risks['watch_files'] {
  const activity = range?.activity
  const words = signalsOf(scope)
  if (!activity) return largestFiles(scope, words)
  return [...activity.files]
    .sort(byWatchScore)
    .slice(0, most)
    .map(file => ({
      path: file.path,
      why: [...reasons(file, activity.whole_year), ...(words.get(file.path) ?? [])].join(', '),
    }))
}

/** How the list was made, and what it is worth. */
export function watchRule(range: Observation['range']): string {
  const activity = range?.activity
  if (!activity)
    return 'By changed lines alone: size and activity of the files were not read (gather_scope reads them).'
  const all =
    activity.candidates > most ? `The first ${most} of ${activity.candidates} source files by` : 'By'
  const terms =
    activity.source_lines === undefined
      ? 'commits (lines and sizes need file contents that this clone lacks)'
      : 'lines changed, size and commits'
  const year = activity.whole_year
    ? `since ${activity.since}`
    : 'in this range only, the year before is not in this clone'
  return `${all} ${terms} ${year}. Look here first; nothing says that these break: in 50 public repositories the next patch release touched one in five or six of the first ten.`
}

function reasons({ lines, bytes, year }: WatchedFile, wholeYear: boolean): string[] {
  return [
    ...(lines === undefined ? [] : [`${counted(lines, 'line')} changed`]),
    ...(bytes === undefined ? [] : [bytes < 1000 ? `${bytes} bytes` : `${Math.round(bytes / 1000)} kB`]),
    `${counted(year, 'commit')} ${wholeYear ? 'in a year' : 'in the range'}`,
  ]
}

function signalsOf({ signals }: Scope): Map<string, string[]> {
  const words = new Map<string, string[]>()
  for (const { kind, files } of signals) {
    const word = signalWords[kind]
    if (word) for (const path of files) words.set(path, [...(words.get(path) ?? []), word])
  }
  return words
}

function largestFiles({ top_files }: Scope, words: Map<string, string[]>): Risks['watch_files'] {
  return top_files
    .filter(({ path }) => isCode(path) && isOwn(path) && !isLocale(path))
    .slice(0, most)
    .map(({ path, lines }) => ({
      path,
      why: [`${counted(lines, 'line')} changed`, ...(words.get(path) ?? [])].join(', '),
    }))
}
