import { cleanText } from '../../text.ts'
import type { ChangeShape } from '../observation.ts'
import { isCode, isOwn, isTest } from '../paths.ts'
import type { FileChange, RangeReading } from '../repository.ts'

const LATE_DAYS = 3
const DAY_MS = 86_400_000

/** Lines added and removed; zero where git could not count. */
const linesOf = (file: FileChange): number => (file.insertions ?? 0) + (file.deletions ?? 0)

/**
 * Size, spread and lateness of a range. `newcomers` are people who have no commit before it; `lateLines` the lines of
 * its last three days, where they were counted. Entropy is Shannon's over the files' shares of lines, divided by its
 * greatest value: 0 one file, 1 all alike.
 */
export function changeShape(
  range: RangeReading,
  more: { newcomers?: number; lateLines?: number } = {},
): ChangeShape {
  const code = range.files.filter(file => isCode(file.path))
  const tests = range.files.filter(file => isTest(file.path))
  const own = range.files.filter(file => isOwn(file.path))
  const lines = (files: FileChange[]) => files.reduce((sum, file) => sum + linesOf(file), 0)
  const end = Date.parse(range.to_date)
  const late = range.commits.filter(
    ({ date, merge }) => !merge && end - Date.parse(date) <= LATE_DAYS * DAY_MS,
  )
  const entropy = evenness(own.map(linesOf))
  const all = range.insertions + range.deletions
  const largest = largestFolder(own)
  return {
    code_lines: lines(code),
    test_lines: lines(tests),
    code_files: code.length,
    test_files: tests.length,
    directories: new Set(own.map(folderOf)).size,
    ...(entropy === undefined ? {} : { entropy }),
    ...(largest ? { largest_folder: cleanText(largest, 250) } : {}),
    ...(more.newcomers === undefined ? {} : { newcomers: more.newcomers }),
    late_commits: late.length,
    ...(more.lateLines === undefined || all === 0
      ? {}
      : { late_share: rounded(Math.min(1, more.lateLines / all)) }),
  }
}

const folderOf = ({ path }: FileChange): string => path.slice(0, Math.max(0, path.lastIndexOf('/'))) || '.'

function largestFolder(files: FileChange[]): string | undefined {
  const sums = new Map<string, number>()
  for (const file of files) sums.set(folderOf(file), (sums.get(folderOf(file)) ?? 0) + linesOf(file))
  return [...sums].sort((a, b) => b[1] - a[1])[0]?.[0]
}

function evenness(lines: number[]): number | undefined {
  const total = lines.reduce((sum, one) => sum + one, 0)
  const shares = lines.filter(one => one > 0).map(one => one / total)
  if (shares.length < 2) return undefined
  const entropy = -shares.reduce((sum, share) => sum + share * Math.log2(share), 0)
  return rounded(entropy / Math.log2(shares.length))
}

const rounded = (share: number): number => Math.round(share * 100) / 100
