/** Lines of one file that a range added and removed. */
export type FileLines = { path: string; added: string[]; removed: string[] }

/** A name with the first file it was found in, and where it comes from. */
export type Found = { name: string; file: string; by?: string }

/** Which patterns look at the lines of a file. */
export type LinePatterns = (path: string) => RegExp[]

/** The lines that any of these patterns look for; all others need not be kept. */
export const tellingLines =
  (...patterns: LinePatterns[]) =>
  (path: string): ((line: string) => boolean) => {
    const list = patterns.flatMap(of => of(path))
    return line => list.some(pattern => line.search(pattern) >= 0)
  }

/** Names in the lines of files by a list of patterns whose first group is the name; each name once. */
export function namesFound(
  files: FileLines[],
  side: 'added' | 'removed',
  patterns: LinePatterns,
): Map<string, Found> {
  const found = new Map<string, Found>()
  for (const { path, [side]: lines } of files) {
    const list = patterns(path)
    if (list.length === 0) continue
    for (const line of lines)
      for (const pattern of list)
        for (const match of line.matchAll(pattern)) {
          const name = match[1] ?? match[2] ?? match[3] ?? ''
          if (name && !found.has(name)) found.set(name, { name, file: path })
        }
  }
  return found
}
