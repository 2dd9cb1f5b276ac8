import { type Churn, readChurn } from './churn.ts'
import { openRepository, readable } from './open.ts'
import { pathArguments } from './range.ts'

/** A past release's range by full commit ids. */
export type PastRange = { tag: string; from: string; to: string }
export type RangeChurn = { tag: string; churn: Churn }

/** All ranges together; the rest is left out, a forecast does without it. */
const BUDGET_SECONDS = 8
const AT_ONCE = 2

/**
 * The churn of past releases, newest first as asked for, as many as can be read in eight seconds. A range that cannot
 * be read is missing from the answer.
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
  const readOne = async ({ tag, from, to }: PastRange): Promise<RangeChurn[]> => {
    const left = (end - performance.now()) / 1000
    const churn = left > 0 ? await readChurn(repository, { from, to, paths: wanted }, left) : undefined
    return churn ? [{ tag, churn }] : []
  }
  const valid = ranges.filter(range => isId(range.from) && isId(range.to))
  const found: RangeChurn[] = []
  for (let at = 0; at < valid.length; at += AT_ONCE)
    found.push(...(await readable(Promise.all(valid.slice(at, at + AT_ONCE).map(readOne)))).flat())
  return found
}

const isId = (commit: string): boolean => /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(commit)
