import { GitFailure } from './git.ts'
import type { OpenRepository } from './open.ts'

/** What the commits of a range did to each file, merges apart: lines added and removed, and how many commits. */
export type Churn = Map<string, { lines: number; commits: number }>

/** A minor release of a very large project has some 7,000 commits; above this the size is left unknown. */
const MOST_COMMITS = 10_000

/**
 * The churn between two full commit ids, renames followed, commit by commit (not the net difference); `undefined` where
 * the range is larger than 10,000 commits, takes too long, or git lacks file contents.
 * @throws GitFailure when git itself is missing
 */
export async function readChurn(
  repository: OpenRepository,
  range: { from?: string; to: string; paths?: string[] },
  timeoutSeconds: number,
): Promise<Churn | undefined> {
  const { from, to, paths = [] } = range
  const args = ['log', '-z', '-n', String(MOST_COMMITS + 1), '--no-merges', '--numstat', '-M', '-l400']
  const plain = [
    '--no-color',
    '--no-ext-diff',
    '--no-textconv',
    '--no-show-signature',
    '--format=tformat:%x01',
  ]
  const relative = repository.prefix ? ['--relative'] : ['--no-relative']
  const names = from ? `${from}..${to}` : to
  try {
    const printed = await repository.text(
      [...args, ...plain, ...relative, '--end-of-options', names, '--', ...paths],
      { megabytes: 128, timeoutSeconds: Math.ceil(timeoutSeconds) },
    )
    return churnOf(printed.split('\0'))
  } catch (error) {
    if (error instanceof GitFailure && error.reason !== 'missing') return undefined
    throw error
  }
}

/** Each commit is a mark, then `added TAB removed TAB path`; a renamed file has two names after an empty path. */
function churnOf(tokens: string[]): Churn | undefined {
  const churn: Churn = new Map()
  let commits = 0
  for (let at = 0; at < tokens.length; at++) {
    const token = (tokens[at] ?? '').replace(/^\n/, '')
    if (token.startsWith('\u0001')) commits++
    const counts = /^(\d+|-)\t(\d+|-)\t/.exec(token)
    if (!counts) continue
    const path = token.slice(counts[0].length) || (tokens[at + 2] ?? '')
    if (token.length === counts[0].length) at += 2
    const seen = churn.get(path) ?? { lines: 0, commits: 0 }
    churn.set(path, { lines: seen.lines + number(counts[1]) + number(counts[2]), commits: seen.commits + 1 })
  }
  return commits > MOST_COMMITS ? undefined : churn
}

/** Binary files have no lines. */
const number = (text: string | undefined): number => (text === '-' ? 0 : Number(text))
