import { PlanError } from '../plan/errors.ts'
import type { AuthorCount, RangeReading } from '../plan/scope/repository.ts'
import { type CommitLog, countCommits, type LogQuestion, MOST_COMMITS, readLog } from './commit-log.ts'
import { readFileChanges } from './file-changes.ts'
import { GitFailure } from './git.ts'
import { commitDate, commitId, type OpenRepository, openRepository, readable } from './open.ts'
import { touchedPackages } from './packages.ts'

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
  /** Folders of packages, relative to the root: the commits that touch each are counted. */
  packages?: string[]
  /** Hears how far the reading is, about once a second. */
  progress?: (message: string) => void
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
  const { packages = [], progress } = question
  return readable(readBetween(repository, from, to, { paths, packages, ...(progress ? { progress } : {}) }))
}

async function readBetween(
  repository: OpenRepository,
  from: string | undefined,
  to: string,
  asked: LogQuestion,
): Promise<RangeReading> {
  const { paths } = asked
  const notes: string[] = []
  const base = from && (await mergeBase(repository, from, to))
  if (from && !base)
    notes.push('The two ends of the range share no history: every commit of the later one is counted.')
  if (base === to && from !== to)
    notes.push('The end of the range lies before its start: it holds no commit.')
  const [date, fromDate, log, changes] = await Promise.all([
    commitDate(repository, to),
    from ? commitDate(repository, from) : undefined,
    readCommits(repository, from, to, base === from, asked),
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
    packages: touchedPackages(log.packages, asked.packages, changes.files),
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

type Log = CommitLog & { cherryPicked: number; notes: string[] }

async function readCommits(
  repository: OpenRepository,
  from: string | undefined,
  to: string,
  straight: boolean,
  asked: LogQuestion,
): Promise<Log> {
  const plain = from ? `${from}..${to}` : to
  const { paths } = asked
  if (straight) return { ...(await readLog(repository, [], plain, asked)), cherryPicked: 0, notes: [] }
  try {
    const log = await readLog(repository, ['--cherry-pick', '--right-only'], `${from}...${to}`, asked)
    const all = await countCommits(repository, [], plain, paths)
    const picked = await pickedOtherwise(repository, `${from}...${to}`)
    const commits = log.commits.filter(({ commit }) => !picked.has(commit))
    const same = log.commits.length - commits.length
    return {
      ...log,
      commits,
      cherryPicked: all - commits.length - log.omitted,
      notes:
        same === 0
          ? []
          : [
              `Of the commits left out ${same} ${same === 1 ? 'stands' : 'stand'} on the base's line with another patch but the same author, time and subject: taken as shipped there.`,
            ],
    }
  } catch (error) {
    if (!(error instanceof GitFailure) || error.reason === 'missing') throw error
    const note =
      'Cherry-picked changes could not be told apart (file contents are missing, or it took too long): some may be counted twice.'
    return { ...(await readLog(repository, [], plain, asked)), cherryPicked: 0, notes: [note] }
  }
}

/**
 * Commits of the right side that stand on the left one with another patch: a pick keeps author, author's time and subject,
 * and a line beside it that differs, or a conflict that was solved, changes the patch by which git knows it.
 * @throws GitFailure
 */
async function pickedOtherwise(repository: OpenRepository, range: string): Promise<Set<string>> {
  const sides: Map<string, string>[] = []
  for (const side of ['--left-only', '--right-only']) {
    const found = new Map<string, string>()
    const options = ['--no-merges', '--no-color', '--no-show-signature', '--no-notes', side]
    const take = (field: string) => {
      const [id = '', ...origin] = field.split('\x1f')
      if (origin.length === 3) found.set(origin.join('\x1f'), id.trim())
    }
    const format = `--format=tformat:%H%x1f%at%x1f%aE%x1f%s`
    const args = ['log', '-z', '-n', String(MOST_COMMITS), ...options, format, '--end-of-options', range]
    await repository.fields(args, take, { longest: 2000, timeoutSeconds: 60 })
    sides.push(found)
  }
  const [left = new Map(), right = new Map()] = sides
  return new Set([...right].flatMap(([origin, id]) => (left.has(origin) ? [id] : [])))
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
