import { GitFailure } from './git.ts'
import { commitId, type OpenRepository, openRepository, readable } from './open.ts'

/** How the line of an old release lies to the commit that a patch of it would be cut from. */
export type Line = {
  /** The end of the range follows the old release and holds no higher one. */
  followed: boolean
  /** A higher release that the end holds, by its tag. */
  holds?: string
  /** Those of the asked branches that follow the old release and hold no higher one, in the order asked for. */
  branches: string[]
}

type Tagged = { tag: string; commit: string }

const MOST_HIGHER = 12
const MOST_ASKED = 50
const MOST_BRANCHES = 5

/**
 * Whether `to` lies on the line of the release at `base`, and else which of `branches` do; `higher` are the releases
 * above it, lowest first.
 * @throws PlanError `unreadable_repository`, `unknown_ref`
 */
export async function lineOf(
  root: string,
  question: { base: string; to: string; higher: Tagged[]; branches: string[] },
): Promise<Line> {
  const repository = await openRepository(root)
  if (!repository) return { followed: true, branches: [] }
  const to = await commitId(repository, question.to, 'to')
  return readable(read(repository, to, question))
}

async function read(
  repository: OpenRepository,
  to: string,
  { base, higher, branches }: { base: string; higher: Tagged[]; branches: string[] },
): Promise<Line> {
  const others = higher.filter(({ commit }) => commit !== base)
  const [lowest] = others
  const follows = await isAncestor(repository, base, to)
  const holds = follows ? await heldBy(repository, to, asked(others)) : undefined
  const past = follows && !holds && lowest && (await isPast(repository, base, to, lowest.commit))
  if (follows && !holds && !past) return { followed: true, branches: [] }
  if (branches.length === 0) return { followed: false, ...(holds ? { holds } : {}), branches: [] }
  const limits = lowest ? [`--no-contains=${lowest.commit}`] : []
  const args = ['for-each-ref', `--contains=${base}`, ...limits, '--format=%(refname:strip=2)']
  const names = branches.slice(0, MOST_ASKED).flatMap(name => [`refs/heads/${name}`, `refs/remotes/${name}`])
  const found = await repository
    .text([...args, '--end-of-options', ...names], { timeoutSeconds: 30 })
    .catch(emptyOnRefusal)
  const there = found.split('\n')
  const following = branches.filter(name => there.includes(name))
  return { followed: false, ...(holds ? { holds } : {}), branches: following.slice(0, MOST_BRANCHES) }
}

/** The lowest ones and the highest: a branch that went on holds one of them. */
function asked(higher: Tagged[]): Tagged[] {
  return higher.length <= MOST_HIGHER ? higher : [...higher.slice(0, MOST_HIGHER - 1), ...higher.slice(-1)]
}

async function heldBy(repository: OpenRepository, to: string, higher: Tagged[]): Promise<string | undefined> {
  for (const { tag, commit } of higher) if (await isAncestor(repository, commit, to)) return tag
  return undefined
}

/**
 * Whether `to` went on beyond the place where the line of `higher` was branched off, which lies after `base`. A higher
 * release that only merged the older line forward branched off elsewhere.
 */
async function isPast(repository: OpenRepository, base: string, to: string, higher: string) {
  const fork = (await repository.text(['merge-base', to, higher]).catch(emptyOnRefusal)).trim()
  if (!fork || (await isAncestor(repository, fork, base))) return false
  const args = ['rev-list', '--first-parent', '--parents', '--end-of-options', `${fork}..${higher}`, '--']
  const printed = await repository.text(args).catch(emptyOnRefusal)
  const [, parent] = printed.trim().split('\n').at(-1)?.split(' ') ?? []
  return parent === fork
}

/** Whether the commit `end` (full ids) holds `commit`. */
async function isAncestor(repository: OpenRepository, commit: string, end: string): Promise<boolean> {
  const args = ['merge-base', '--is-ancestor', commit, end]
  return repository.text(args).then(
    () => true,
    error => {
      if (error instanceof GitFailure && error.reason === 'refused') return false
      throw error
    },
  )
}

/** Whether the commit that `end` names holds the one with the full id `commit`; false outside a repository. */
export async function holdsCommit(root: string, end: string, commit: string): Promise<boolean> {
  const repository = await openRepository(root)
  if (!repository) return false
  const id = await commitId(repository, end, 'to')
  return readable(isAncestor(repository, commit, id))
}

function emptyOnRefusal(error: unknown): string {
  if (error instanceof GitFailure && error.reason !== 'missing') return ''
  throw error
}
