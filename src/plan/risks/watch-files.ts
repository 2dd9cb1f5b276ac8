import type { Risks, Scope } from '../plan.ts'
import { isCode, isLocale, isOwn } from '../scope/paths.ts'
import { counted } from '../text.ts'

const most = 10
/** Of them descriptions, settings and the like that a signal names. */
const mostOthers = 3
const signalWords: Record<string, string> = {
  database_migration: 'schema migration',
  api_description: 'interface description',
  authentication: 'access path',
  configuration: 'settings',
  infrastructure: 'infrastructure',
  dependency_major: 'new major dependency',
}

/**
 * Files to look at first when something is wrong: those that a signal names, then the largest changes; source before
 * the rest, no tests, documents, translations or generated files. Each with
 * its reasons. A person is never a reason.
 */
export function watchFiles(scope: Scope): Risks['watch_files'] {
  const reasons = new Map<string, string[]>()
  const add = (path: string, why: string) => reasons.set(path, [...(reasons.get(path) ?? []), why])
  for (const { path, lines } of scope.top_files) add(path, counted(lines, 'line'))
  for (const signal of scope.signals) {
    const why = signalWords[signal.kind]
    if (why) for (const path of signal.files.slice(0, 3)) add(path, why)
  }
  const ranked = [...reasons]
    .filter(([path]) => isOwn(path) && !isLocale(path))
    .sort(([, one], [, other]) => other.length - one.length)
  const source = ranked.filter(([path]) => isCode(path))
  const others = ranked.filter(([path]) => !isCode(path)).slice(0, mostOthers)
  return [...source.slice(0, most - others.length), ...others].map(([path, why]) => ({
    path,
    why: why.join(', '),
  }))
}
