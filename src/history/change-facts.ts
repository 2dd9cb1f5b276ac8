import { filesAt } from './contents.ts'
import { GitFailure } from './git.ts'
import { commitId, openRepository } from './open.ts'

const CHUNK = 60
const MOST_AUTHOR_COMMITS = 20_000

/** Texts as far as a total of bytes allows, and how many of the files were left out for that reason. */
export type BoundedTexts = { texts: Map<string, string>; unread: number }

/**
 * The texts of these files at a commit, in their order, until `megabytes` of them are read.
 * @throws PlanError `unreadable_repository`, `unknown_ref`
 */
export async function boundedTexts(
  root: string,
  commit: string,
  paths: string[],
  megabytes: number,
): Promise<BoundedTexts> {
  const texts = new Map<string, string>()
  const asked = [...new Set(paths)]
  let left = megabytes * 1024 * 1024
  for (let at = 0; at < asked.length; at += CHUNK) {
    if (left <= 0) return { texts, unread: asked.length - at }
    for (const [path, text] of await filesAt(root, commit, asked.slice(at, at + CHUNK))) {
      texts.set(path, text)
      left -= text.length
    }
  }
  return { texts, unread: 0 }
}

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
