import { PlanError } from '../plan/errors.ts'
import type { AuthorCount, Commit, RangeReading } from '../plan/scope/repository.ts'
import { readFileChanges } from './file-changes.ts'
import { GitFailure } from './git.ts'
import { commitDate, commitId, type OpenRepository, openRepository, readable } from './open.ts'

const MOST_COMMITS = 20_000
const LONGEST_BODY = 4_000
const EMPTY_TREE = {
  40: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  64: '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
}

export type RangeQuestion = {
  /** Commit, tag or branch that the range starts after; without it the whole history up to `to`. */
  from?: string
  to: string
  /** Only what touches these folders or files, relative to the root. */
  paths?: string[]
}

/**
 * What lies between two commits: the changes that `to` has and `from` has not, cherry-picks left out where
 * the two have diverged, and the files as they differ from the commit both share.
 * @throws PlanError `unreadable_repository`, `unknown_ref`, `invalid_path`, `range_too_large`, `git_timeout`
 */
export async function readRange(root: string, question: RangeQuestion): Promise<RangeReading> {
  const repository = await openRepository(root)
  if (!repository) throw new PlanError('unreadable_repository', 'This folder is in no git repository.')
  const to = await commitId(repository, question.to, 'to')
  const from = question.from === undefined ? undefined : await commitId(repository, question.from, 'from')
  const paths = pathArguments(repository, question.paths ?? [])
  return readable(readBetween(repository, from, to, paths))
}

async function readBetween(
  repository: OpenRepository,
  from: string | undefined,
  to: string,
  paths: string[],
): Promise<RangeReading> {
  const notes: string[] = []
  const base = from && (await mergeBase(repository, from, to))
  if (from && !base)
    notes.push('The two ends of the range share no history: every commit of the later one is counted.')
  if (base === to && from !== to)
    notes.push('The end of the range lies before its start: it holds no commit.')
  const [date, fromDate, log, changes] = await Promise.all([
    commitDate(repository, to),
    from ? commitDate(repository, from) : undefined,
    readCommits(repository, from, to, base === from, paths),
    readFileChanges(repository, base ?? from ?? EMPTY_TREE[to.length === 64 ? 64 : 40], to, paths),
  ])
  return {
    base_commit: base || undefined,
    to_commit: to,
    ...(fromDate ? { from_date: fromDate } : {}),
    to_date: date,
    commits: log.commits,
    omitted: log.omitted,
    files: changes.files,
    insertions: changes.files.reduce((sum, file) => sum + (file.insertions ?? 0), 0),
    deletions: changes.files.reduce((sum, file) => sum + (file.deletions ?? 0), 0),
    authors: authorsOf(log.commits),
    cherryPicked: log.cherryPicked,
    notes: [...notes, ...log.notes, ...changes.notes],
  }
}

async function mergeBase(repository: OpenRepository, from: string, to: string): Promise<string | undefined> {
  const printed = await repository.text(['merge-base', from, to]).catch(error => {
    if (error instanceof GitFailure && error.reason === 'refused' && error.stderr === '') return ''
    throw error
  })
  return printed.trim() || undefined
}

type Log = { commits: Commit[]; omitted: number; cherryPicked: number; notes: string[] }

async function readCommits(
  repository: OpenRepository,
  from: string | undefined,
  to: string,
  straight: boolean,
  paths: string[],
): Promise<Log> {
  const plain = from ? `${from}..${to}` : to
  if (straight) return { ...(await logOf(repository, [], plain, paths)), cherryPicked: 0, notes: [] }
  try {
    const log = await logOf(repository, ['--cherry-pick', '--right-only'], `${from}...${to}`, paths)
    const all = await countOf(repository, [], plain, paths)
    return { ...log, cherryPicked: all - log.commits.length - log.omitted, notes: [] }
  } catch (error) {
    if (!(error instanceof GitFailure) || error.reason === 'too_large') throw error
    const note =
      'Cherry-picked changes could not be told apart (file contents are missing): some may be counted twice.'
    return { ...(await logOf(repository, [], plain, paths)), cherryPicked: 0, notes: [note] }
  }
}

async function logOf(repository: OpenRepository, filter: string[], range: string, paths: string[]) {
  const fields = '%H%x00%P%x00%cI%x00%aN%x00%s%x00%b'
  const args = [
    'log',
    '-z',
    '-n',
    String(MOST_COMMITS),
    '--no-color',
    '--no-show-signature',
    `--format=tformat:${fields}`,
  ]
  const printed = await repository.text([...args, ...filter, '--end-of-options', range, '--', ...paths], {
    megabytes: 256,
    timeoutSeconds: 60,
  })
  const commits = commitsOf(printed.split('\0'))
  const full = commits.length === MOST_COMMITS
  return { commits, omitted: full ? (await countOf(repository, filter, range, paths)) - MOST_COMMITS : 0 }
}

function commitsOf(fields: string[]): Commit[] {
  const commits: Commit[] = []
  for (let i = 0; i + 5 < fields.length; i += 6) {
    const [commit = '', parentIds = '', date = '', author = '', subject = '', body = ''] = fields.slice(
      i,
      i + 6,
    )
    const parents = parentIds.split(' ').filter(Boolean)
    commits.push({
      commit,
      parents,
      date,
      author,
      subject,
      body: body.slice(0, LONGEST_BODY),
      merge: parents.length > 1,
    })
  }
  return commits
}

async function countOf(repository: OpenRepository, filter: string[], range: string, paths: string[]) {
  const args = ['rev-list', '--count', ...filter, '--end-of-options', range, '--', ...paths]
  return Number((await repository.text(args, { timeoutSeconds: 60 })).trim())
}

/** Authors by the commits that are no merges, most first, equal ones by name. */
export function authorsOf(commits: { author: string; merge: boolean }[]): AuthorCount[] {
  const counts = new Map<string, number>()
  for (const { author, merge } of commits) if (!merge) counts.set(author, (counts.get(author) ?? 0) + 1)
  const authors = [...counts].map(([name, count]) => ({ name, commits: count }))
  return authors.sort((a, b) => b.commits - a.commits || (a.name < b.name ? -1 : 1))
}

/** Paths as git takes them after `--`; the root itself where it is a folder inside the repository. */
export function pathArguments(repository: OpenRepository, paths: string[]): string[] {
  for (const path of paths) {
    const escapes = path.split(/[\\/]/).includes('..') || /^(?:[\\/]|[A-Za-z]:)/.test(path)
    if (!path || escapes || path.includes('\0') || path.length > 1000) {
      throw new PlanError(
        'invalid_path',
        `paths: ${JSON.stringify(path.slice(0, 80))} is not a folder or file below the root. Valid: relative paths such as "packages/api".`,
        'paths',
      )
    }
  }
  if (paths.length > 0) return paths
  return repository.prefix ? ['.'] : []
}
