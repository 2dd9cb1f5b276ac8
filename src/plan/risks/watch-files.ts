import type { Risks, Scope } from '../plan.ts'

const most = 10
const signalWords: Record<string, string> = {
  database_migration: 'schema migration',
  api_description: 'interface description',
  authentication: 'access path',
  configuration: 'settings',
  infrastructure: 'infrastructure',
  delivery: 'delivery',
  dependency_major: 'new major dependency',
}

/**
 * Files to look at first when something is wrong: those that a signal names, then the largest changes. Each with
 * its reasons. A person is never a reason.
 */
export function watchFiles(scope: Scope): Risks['watch_files'] {
  const reasons = new Map<string, string[]>()
  const add = (path: string, why: string) => reasons.set(path, [...(reasons.get(path) ?? []), why])
  for (const { path, lines } of scope.top_files) add(path, `${lines} lines changed`)
  for (const signal of scope.signals) {
    const why = signalWords[signal.kind]
    if (why) for (const path of signal.files.slice(0, 3)) add(path, why)
  }
  return [...reasons]
    .map(([path, why]) => ({ path, why: why.join(', '), weight: why.length }))
    .sort((one, other) => other.weight - one.weight)
    .slice(0, most)
    .map(({ path, why }) => ({ path, why }))
}
