import { GitFailure } from './git.ts'
import type { OpenRepository } from './open.ts'

/** What the commits of a range did to each file, merges apart: lines added and removed, and how many commits. */
export type Churn = Map<string, { lines: number; commits: number }>

/** A minor release of a very large project has some 7,000 commits; above this the size is left unknown. */
export const MOST_COMMITS = 10_000
const LONGEST_PATH = 4_000

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
  return (await countedChurn(repository, range, timeoutSeconds, MOST_COMMITS))?.churn
}

/** The same with the number of commits, of a range of at most `most` of them. @throws GitFailure when git itself is missing */
export async function countedChurn(
  repository: OpenRepository,
  range: { from?: string; to: string; paths?: string[] },
  timeoutSeconds: number,
  most: number,
): Promise<{ churn: Churn; commits: number } | undefined> {
  const { from, to, paths = [] } = range
  const args = ['log', '-z', '-n', String(most + 1), '--no-merges', '--numstat', '-M', '-l400']
  const plain = [
    '--no-color',
    '--no-ext-diff',
    '--no-textconv',
    '--no-show-signature',
    '--format=tformat:%x01',
  ]
  const relative = repository.prefix ? ['--relative'] : ['--no-relative']
  const names = from ? `${from}..${to}` : to
  const counted = { commits: 0 }
  const churn: Churn = new Map()
  try {
    await repository.fields(
      [...args, ...plain, ...relative, '--end-of-options', names, '--', ...paths],
      churnReader(churn, counted),
      { longest: LONGEST_PATH, timeoutSeconds: Math.ceil(timeoutSeconds) },
    )
    return counted.commits > most ? undefined : { churn, commits: counted.commits }
  } catch (error) {
    if (error instanceof GitFailure && error.reason !== 'missing') return undefined
    throw error
  }
}

/** Takes a mark for each commit, then `added TAB removed TAB path`; a renamed file has two names after an empty path. */
function churnReader(churn: Churn, counted: { commits: number }): (field: string) => void {
  let lines = 0
  let names = 0
  const add = (path: string) => {
    const seen = churn.get(path)
    if (!seen) churn.set(path, { lines, commits: 1 })
    else {
      seen.lines += lines
      seen.commits += 1
    }
  }
  return field => {
    if (names > 0) {
      names -= 1
      if (names === 0) add(field)
      return
    }
    const token = field.startsWith('\n') ? field.slice(1) : field
    if (token.startsWith('\u0001')) counted.commits += 1
    const counts = /^(\d+|-)\t(\d+|-)\t/.exec(token)
    if (!counts) return
    lines = number(counts[1]) + number(counts[2])
    if (token.length === counts[0].length) names = 2
    else add(token.slice(counts[0].length))
  }
}

/** Binary files have no lines. */
const number = (text: string | undefined): number => (text === '-' ? 0 : Number(text))
