import type { Commit } from '../plan/scope/repository.ts'
import { readDate } from './dates.ts'
import type { OpenRepository } from './open.ts'
import { packageOf } from './packages.ts'

export type LogQuestion = {
  /** As git takes them after `--`. */
  paths: string[]
  packages: string[]
  progress?: (message: string) => void
}

export type CommitLog = {
  /** Newest first, merges included, at most 20,000. */
  commits: Commit[]
  /** Older ones that were only counted. */
  omitted: number
  /** How many of the read commits touch each package; merges change nothing themselves. */
  packages: Map<string, number>
}

/** Far above a release of the largest projects (7,000); the texts of these are what memory and the plan can hold. */
export const MOST_COMMITS = 20_000
const LONGEST_BODY = 4_000
/** Of those, what is taken from the end. */
const LONGEST_END = 1_000
const LONGEST_FIELD = 4 * LONGEST_BODY
const SECONDS = 120
const FIELDS = ['%H', '%P', '%cI', '%aN', '%s', '%b']

/**
 * The commits of a range, read as they come: memory holds the commits and one field of what git prints.
 * @throws GitFailure
 */
export async function readLog(
  repository: OpenRepository,
  filter: string[],
  range: string,
  { paths, packages, progress }: LogQuestion,
): Promise<CommitLog> {
  const files = packages.length > 0 ? ['--name-status', '--no-renames', '--no-ext-diff', '--no-textconv'] : []
  const relative = [repository.prefix ? '--relative' : '--no-relative']
  const quiet = ['--no-color', '--no-show-signature', '--no-notes']
  // An empty field begins a commit; no status and no path is empty.
  const format = `--format=tformat:%x00${FIELDS.join('%x00')}`
  const most = ['-n', String(MOST_COMMITS)]
  const args = ['log', '-z', ...most, ...quiet, ...files, ...relative, format, ...filter]
  const log: CommitLog = { commits: [], omitted: 0, packages: new Map() }
  const take = commitReader(log, new Set(packages), throttled(progress))
  const options = { longest: LONGEST_FIELD, timeoutSeconds: SECONDS }
  await repository.fields([...args, '--end-of-options', range, '--', ...paths], take, options)
  if (log.commits.length === MOST_COMMITS) {
    progress?.('counting the commits that are not read')
    log.omitted = (await countCommits(repository, filter, range, paths)) - MOST_COMMITS
  }
  return log
}

/** How many commits a range holds. @throws GitFailure */
export async function countCommits(
  repository: OpenRepository,
  filter: string[],
  range: string,
  paths: string[],
): Promise<number> {
  const args = ['rev-list', '--count', ...filter, '--end-of-options', range, '--', ...paths]
  return Number((await repository.text(args, { timeoutSeconds: SECONDS })).trim())
}

/** Takes an empty field and the six fields of a commit, then pairs of a status and a path, and so on. */
function commitReader(
  log: CommitLog,
  packages: Set<string>,
  progress: (commits: number) => void,
): (field: string) => void {
  let fields: string[] | undefined
  let status = ''
  let touched = new Set<string>()
  return field => {
    if (fields && fields.length < FIELDS.length) {
      fields.push(field)
      if (fields.length < FIELDS.length) return
      log.commits.push(commitOf(fields))
      progress(log.commits.length)
      touched = new Set()
      status = ''
    } else if (status) {
      status = ''
      const path = packageOf(field, packages)
      if (path === undefined || touched.has(path)) return
      touched.add(path)
      log.packages.set(path, (log.packages.get(path) ?? 0) + 1)
    } else if (/^\n?[A-Z]$/.test(field)) {
      status = field
    } else {
      fields = []
    }
  }
}

function commitOf([
  commit = '',
  parentIds = '',
  date = '',
  author = '',
  subject = '',
  body = '',
]: string[]): Commit {
  const parents = parentIds.split(' ').filter(Boolean)
  return {
    commit,
    parents,
    date: readDate(date),
    author,
    subject,
    body: cut(body),
    merge: parents.length > 1,
  }
}

/** Its beginning and, as footers stand there, its last lines; a copy, since a slice would keep the long text in memory. */
function cut(body: string): string {
  if (body.length <= LONGEST_BODY) return body
  const end = body.slice(-LONGEST_END)
  const kept = `${body.slice(0, LONGEST_BODY - LONGEST_END)}\n${end.slice(end.indexOf('\n'))}`
  return Buffer.from(kept).toString('utf8')
}

function throttled(progress?: (message: string) => void): (commits: number) => void {
  let last = performance.now()
  return commits => {
    if (!progress || commits % 100 !== 0 || performance.now() - last < 1000) return
    last = performance.now()
    progress(`reading history: ${commits} commits`)
  }
}
