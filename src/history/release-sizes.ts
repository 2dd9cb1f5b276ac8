import { type Churn, readChurn } from './churn.ts'
import { countCommits } from './commit-log.ts'
import { GitFailure } from './git.ts'
import { type OpenRepository, openRepository, readable } from './open.ts'
import { pathArguments } from './range.ts'

/** A past release's range by full commit ids. */
export type PastRange = { tag: string; from: string; to: string }
export type RangeChurn = { tag: string; churn: Churn }

/** All ranges together; the rest is left out, a forecast does without it. */
const BUDGET_SECONDS = 8
const AT_ONCE = 2
/**
 * Of all ranges together. Reading each range commit by commit takes a second or two for a thousand; out of fold over
 * 39 repositories the forecast from as many has the same skill as from ten ranges whatever their size.
 */
const MOST_COMMITS = 1_000
/** Below this the usual size is not told. */
const FEWEST_RANGES = 3

/**
 * The churn of past releases, newest first as asked for: three, and as many more as have a thousand commits together,
 * within eight seconds. A range that cannot be read is missing from the answer.
 * @param paths only these folders or files, relative to the root
 * @throws PlanError `unreadable_repository`, `git_not_found`, `invalid_path`
 */
export async function releaseChurn(
  root: string,
  ranges: PastRange[],
  paths: string[] = [],
): Promise<RangeChurn[]> {
  const repository = ranges.length > 0 ? await openRepository(root) : undefined
  if (!repository) return []
  const wanted = pathArguments(repository, paths)
  const end = performance.now() + BUDGET_SECONDS * 1000
  const valid = await readable(enough(repository, ranges.filter(isWhole), wanted))
  const readOne = async ({ tag, from, to }: PastRange): Promise<RangeChurn[]> => {
    const left = (end - performance.now()) / 1000
    const churn = left > 0 ? await readChurn(repository, { from, to, paths: wanted }, left) : undefined
    return churn ? [{ tag, churn }] : []
  }
  const read = valid.map((): RangeChurn[] => [])
  let next = 0
  const reader = async () => {
    for (let at = next++; at < valid.length; at = next++) read[at] = await readOne(valid[at]!)
  }
  await readable(Promise.all(Array.from({ length: AT_ONCE }, reader)))
  return read.flat()
}

/** The newest ranges that the bound on commits allows. */
async function enough(
  repository: OpenRepository,
  ranges: PastRange[],
  paths: string[],
): Promise<PastRange[]> {
  let commits = 0
  for (const [at, { from, to }] of ranges.entries()) {
    commits += await countCommits(repository, ['--no-merges'], `${from}..${to}`, paths).catch(zero)
    if (at >= FEWEST_RANGES && commits > MOST_COMMITS) return ranges.slice(0, at)
  }
  return ranges
}

/** What cannot be counted cannot be read either. */
function zero(error: unknown): number {
  if (error instanceof GitFailure && error.reason !== 'missing') return 0
  throw error
}

const isWhole = ({ from, to }: PastRange): boolean => [from, to].every(isId)
const isId = (commit: string): boolean => /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(commit)
