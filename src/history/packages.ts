import type { FileChange, TouchedPackage } from '../plan/scope/repository.ts'

/** The innermost of `packages` (folders, `.` for the root) that holds the path. */
export function packageOf(path: string, packages: ReadonlySet<string>): string | undefined {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const folder = path.slice(0, end)
    if (packages.has(folder)) return folder
  }
  return packages.has('.') ? '.' : undefined
}

/** The packages that commits or files of a range touch, most commits first. */
export function touchedPackages(
  commits: ReadonlyMap<string, number>,
  packages: string[],
  changes: FileChange[],
): TouchedPackage[] {
  const known = new Set(packages)
  const files = new Map<string, number>()
  for (const { path } of changes) {
    const folder = packageOf(path, known)
    if (folder !== undefined) files.set(folder, (files.get(folder) ?? 0) + 1)
  }
  return [...new Set([...commits.keys(), ...files.keys()])]
    .map(path => ({ path, commits: commits.get(path) ?? 0, files: files.get(path) ?? 0 }))
    .sort((a, b) => b.commits - a.commits || b.files - a.files || (a.path < b.path ? -1 : 1))
}
