/** What is known of a changed file; the lines of the range commit by commit, not the net difference. */
export interface WatchedFile {
  path: string
  /** Absent where git lacks the contents of files, as in a partial clone. */
  lines?: number | undefined
  bytes?: number | undefined
  /** Commits that touched it in the 365 days before the end of the range. */
  year: number
}

/** What the commits of a range did to each file: lines added and removed, and how many commits. */
export type FileChurn = ReadonlyMap<string, { lines: number; commits: number }>

/** Three terms that ranked the files of the next patch release best in a study of 1,302 releases of 50 public repositories. */
export function watchScore({
  lines = 0,
  bytes = 0,
  year,
}: Pick<WatchedFile, 'lines' | 'bytes' | 'year'>): number {
  return 0.23 * Math.log1p(lines) + 0.15 * Math.log1p(bytes) + 0.46 * Math.log1p(year)
}

/** Highest score first, equal ones by path. */
export function byWatchScore(one: WatchedFile, other: WatchedFile): number {
  return watchScore(other) - watchScore(one) || (one.path < other.path ? -1 : 1)
}

const fewestRanges = 3
/** One line removed and one added, twice: more is a change of its own. */
const linesOfABump = 4

/**
 * Files that every one of the past releases touched by a few lines, as version constants are: they say nothing about
 * this one. Known only with three past ranges.
 */
export function releaseConstants(past: readonly FileChurn[]): string[] {
  const [first, ...others] = past
  if (!first || past.length < fewestRanges) return []
  const small = (churn: FileChurn, path: string) => {
    const seen = churn.get(path)
    return seen !== undefined && seen.lines <= linesOfABump * seen.commits
  }
  return [...first.keys()].filter(path => small(first, path) && others.every(churn => small(churn, path)))
}
