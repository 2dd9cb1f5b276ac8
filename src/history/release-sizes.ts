import { type Churn, countedChurn, MOST_COMMITS as MOST_COMMITS_OF_ONE } from './churn.ts'
import { openRepository, readable } from './open.ts'
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
  const valid = ranges.filter(isWhole)
  const read = valid.map((): Read => undefined)
  const readOne = async ({ from, to }: PastRange, at: number): Promise<Read> => {
    const left = (end - performance.now()) / 1000
    const most = at < FEWEST_RANGES ? MOST_COMMITS_OF_ONE : MOST_COMMITS
    return left > 0 ? await countedChurn(repository, { from, to, paths: wanted }, left, most) : undefined
  }
  let next = 0
  const reader = async () => {
    for (let at = next++; at < allowed(read); at = next++) read[at] = await readOne(valid[at]!, at)
  }
  await readable(Promise.all(Array.from({ length: AT_ONCE }, reader)))
  return valid.slice(0, allowed(read)).flatMap(({ tag }, at) => {
    const churn = read[at]?.churn
    return churn ? [{ tag, churn }] : []
  })
}

type Read = { churn: Churn; commits: number } | undefined

/** How many of the newest ranges the bound on commits allows, by those that were read so far. */
function allowed(read: Read[]): number {
  let commits = 0
  for (const [at, one] of read.entries()) {
    commits += one?.commits ?? 0
    if (at >= FEWEST_RANGES && commits > MOST_COMMITS) return at
  }
  return read.length
}

const isWhole = ({ from, to }: PastRange): boolean => [from, to].every(isId)
const isId = (commit: string): boolean => /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(commit)
