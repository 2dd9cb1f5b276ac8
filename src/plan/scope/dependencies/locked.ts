/** Packages that a lock file fixes: each name with its versions, and those that a manifest names where the file says so. */
export type Locked = { versions: Map<string, string[]>; direct?: ReadonlySet<string> }

/** Adds a version to a package, each once, at most twenty. */
export function collect(
  versions: Map<string, string[]>,
  name: string | undefined,
  version: string | undefined,
): void {
  if (!name || !version) return
  const known = versions.get(name)
  if (!known) versions.set(name, [version])
  else if (!known.includes(version) && known.length < 20) known.push(version)
}
