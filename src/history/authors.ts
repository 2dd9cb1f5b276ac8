import type { AuthorCount } from '../plan/scope/repository.ts'
import { commitId, openRepository, readable } from './open.ts'
import { authorsOf, pathArguments } from './range.ts'

const MOST_COMMITS = '500'
const MOST_PATHS = 100

/**
 * Who touched `paths` in the last 500 commits that did (merges apart), most commits first. For proposing whom
 * to ask, never for ranking people.
 * @throws PlanError `unreadable_repository`, `unknown_ref`, `invalid_path`
 */
export async function recentAuthors(root: string, commit: string, paths: string[]): Promise<AuthorCount[]> {
  const repository = await openRepository(root)
  if (!repository) return []
  const id = await commitId(repository, commit, 'commit')
  const args = ['log', '-z', '-n', MOST_COMMITS, '--no-merges', '--no-show-signature', '--format=tformat:%aN']
  const wanted = pathArguments(repository, paths.slice(0, MOST_PATHS))
  const printed = await readable(repository.text([...args, '--end-of-options', id, '--', ...wanted]))
  const names = printed.split('\0').filter(Boolean)
  return authorsOf(names.map(author => ({ author, merge: false })))
}
