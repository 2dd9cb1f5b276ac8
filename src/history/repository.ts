import type { Repository } from '../plan/scope/repository.ts'
import { commitDate, ignoreRefusal, type OpenRepository, openRepository, readable } from './open.ts'
import { readTags } from './tags.ts'

const MOST_FILES = 50_000
const MOST_BRANCHES = 10_000

/**
 * What the repository in `root` is now; undefined when `root` is in none, or only below one that tracks
 * nothing of it. An empty repository has no `head`.
 * @throws PlanError `unreadable_repository`, `git_not_found`
 */
export async function observeRepository(root: string): Promise<Repository | undefined> {
  const repository = await openRepository(root)
  return repository && readable(observed(repository))
}

async function observed(repository: OpenRepository): Promise<Repository | undefined> {
  const [head, tags, branches, webUrl] = await Promise.all([
    readHead(repository),
    readTags(repository),
    readBranches(repository),
    readWebUrl(repository),
  ])
  const files = head ? await readFiles(repository, head.commit) : []
  if (repository.prefix && files.length === 0) return undefined
  return {
    prefix: repository.prefix,
    head,
    shallow: repository.shallow,
    webUrl,
    tags,
    branches,
    files: files.slice(0, MOST_FILES),
    filesTotal: files.length,
  }
}

async function readHead(repository: OpenRepository): Promise<Repository['head']> {
  const named = await repository.text(['rev-parse', '--verify', '--quiet', 'HEAD']).catch(ignoreRefusal)
  if (!named.trim()) return undefined
  const commit = (await repository.text(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'])).trim()
  const [date, branch] = await Promise.all([
    commitDate(repository, commit),
    repository.text(['symbolic-ref', '--quiet', '--short', 'HEAD']).catch(ignoreRefusal),
  ])
  return { commit, date, branch: branch.trim() || undefined }
}

async function readFiles(repository: OpenRepository, commit: string): Promise<string[]> {
  const printed = await repository.text(['ls-tree', '-r', '-z', '--name-only', commit])
  return printed.split('\0').filter(Boolean)
}

async function readBranches(repository: OpenRepository): Promise<string[]> {
  const args = ['for-each-ref', `--count=${MOST_BRANCHES}`, '--format=%(refname:strip=2)']
  return (await repository.text([...args, 'refs/heads', 'refs/remotes'])).split('\n').filter(Boolean)
}

async function readWebUrl(repository: OpenRepository): Promise<string | undefined> {
  const printed = await repository
    .text(['config', '--local', '--get', 'remote.origin.url'])
    .catch(ignoreRefusal)
  return webUrlOf(printed.trim())
}

/** The `https` address that people open for a remote's address, without user and password. */
export function webUrlOf(remote: string): string | undefined {
  if (remote.length > 500 || /[\s\p{Cc}"'<>\\]/u.test(remote)) return undefined
  const match =
    /^(?:https?|git|ssh|git\+ssh):\/\/(?:[^/]*@)?(\[[^\]]+\]|[^/:@]+)(?::\d+)?\/(.+)$/i.exec(remote) ??
    /^(?:[^/@:]+@)?([\w.-]+\.[\w-]+):(?!\/\/)\/?(.+)$/.exec(remote)
  const [, host, path] = match ?? []
  if (!host || !path) return undefined
  return `https://${host.toLowerCase()}/${path
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')}`
}
