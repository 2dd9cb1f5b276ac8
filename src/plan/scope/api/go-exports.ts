/** Whether a Go file is part of what others can import. */
export const isPublicGo = (path: string): boolean =>
  path.endsWith('.go') &&
  !/_test\.go$|(?:^|\/)(?:internal|cmd|vendor|testdata|test|tests|examples?|hack|tools?|scripts?)\//.test(
    path,
  ) &&
  !/(?:^|\/)zz_generated|_mock\.go$|(?:^|\/)mocks?\//.test(path)

/** The exported names that a file declares at its top; none of a program (`package main`). */
export function goExports(text: string): Set<string> {
  const source = text.replace(/`[^`]*`/g, '``').replace(/\/\*[\s\S]*?\*\//g, '')
  const found = new Set<string>()
  if (/^package main\b/m.test(source)) return found
  let group = false
  for (const line of source.split('\n')) {
    if (group) {
      if (line.startsWith(')')) group = false
      const names = /^\t([A-Z]\w*(?:, ?[A-Z]\w*)*)(?=\s|$)/.exec(line)?.[1]
      for (const name of names?.split(/, ?/) ?? []) found.add(name)
    } else if (/^(?:var|const|type) \($/.test(line.trimEnd())) group = true
    else {
      const name = /^(?:func|type|var|const) ([A-Z]\w*)/.exec(line)?.[1]
      if (name) found.add(name)
    }
  }
  return found
}

/** The folder of a file, which is the package. */
export const packageOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/'))) || '.'

/**
 * Exported names that a package had and has not, by its folder: over the changed files of it. What another file of the
 * package at its end declares is not gone.
 */
export function removedGoExports(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): Map<string, string[]> {
  const [old, now] = [byPackage(before), byPackage(after)]
  const removed = [...old].map(([folder, names]): [string, string[]] => [
    folder,
    [...names].filter(name => !now.get(folder)?.has(name)),
  ])
  return new Map(removed.filter(([, names]) => names.length > 0))
}

function byPackage(texts: ReadonlyMap<string, string>): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  for (const [path, text] of texts) {
    if (!isPublicGo(path)) continue
    const names = found.get(packageOf(path)) ?? new Set()
    for (const name of goExports(text)) names.add(name)
    found.set(packageOf(path), names)
  }
  return found
}
