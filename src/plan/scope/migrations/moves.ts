import type { FileChange } from '../repository.ts'

/**
 * The files with removed ones joined to new ones of the same name elsewhere: git finds no renames in a partial clone or
 * among very many files. Only names that carry a number, as migrations do, and that stand once on each side.
 */
export function withMoves(files: FileChange[]): FileChange[] {
  const [gone, fresh] = [byName(files, 'deleted'), byName(files, 'added')]
  const from = new Map<FileChange, string>()
  const joined = new Set<FileChange>()
  for (const [name, [added, ...others]] of fresh) {
    const [removed, ...more] = gone.get(name) ?? []
    if (!added || !removed || others.length + more.length > 0) continue
    from.set(added, removed.path)
    joined.add(removed)
  }
  return files
    .filter(file => !joined.has(file))
    .map(file => {
      const before = from.get(file)
      return before === undefined ? file : { ...file, status: 'renamed', from: before }
    })
}

function byName(files: FileChange[], status: FileChange['status']): Map<string, FileChange[]> {
  const found = new Map<string, FileChange[]>()
  for (const file of files) {
    const name = file.path.slice(file.path.lastIndexOf('/') + 1)
    if (file.status === status && /\d{3}/.test(name)) found.set(name, [...(found.get(name) ?? []), file])
  }
  return found
}
