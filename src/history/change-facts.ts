import { GitFailure } from './git.ts'
import { commitId, openRepository } from './open.ts'

const MOST_AUTHOR_COMMITS = 20_000

/** Lines added and removed between two commits; undefined where git cannot count them in time. */
export async function linesBetween(root: string, from: string, to: string): Promise<number | undefined> {
  const repository = await openRepository(root)
  if (!repository) return undefined
  const ids = [await commitId(repository, from, 'from'), await commitId(repository, to, 'to')]
  const options = ['-r', '--numstat', '-M', '-l400', '--no-color', '--no-ext-diff', '--no-textconv']
  const where = repository.prefix ? ['--relative', '--', '.'] : ['--']
  const [relative, ...rest] = where.length > 1 ? where : ['--no-relative', ...where]
  const args = ['diff-tree', ...options, relative ?? '--no-relative', '--end-of-options', ...ids, ...rest]
  const printed = await repository.text(args, { timeoutSeconds: 10 }).catch(onlyFailure)
  if (printed === undefined) return undefined
  return [...printed.matchAll(/^(\d+)\t(\d+)\t/gm)].reduce(
    (sum, [, one, other]) => sum + Number(one) + Number(other),
    0,
  )
}

/** Everybody who made a commit up to this one; undefined where the history is longer than 20,000 commits, or shallow. */
export async function authorsUpTo(root: string, commit: string): Promise<ReadonlySet<string> | undefined> {
  const repository = await openRepository(root)
  if (!repository || repository.shallow) return undefined
  const id = await commitId(repository, commit, 'commit')
  const args = [
    'log',
    '-z',
    '-n',
    String(MOST_AUTHOR_COMMITS),
    '--no-show-signature',
    '--format=tformat:%aN',
    '--end-of-options',
    id,
    '--',
  ]
  const printed = await repository.text(args, { timeoutSeconds: 10 }).catch(onlyFailure)
  const names = printed?.split('\0').filter(Boolean) ?? []
  return printed === undefined || names.length >= MOST_AUTHOR_COMMITS ? undefined : new Set(names)
}

function onlyFailure(error: unknown): undefined {
  if (error instanceof GitFailure) return undefined
  throw error
}
