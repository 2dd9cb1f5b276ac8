import type { AuthorCount } from '../plan/scope/repository.ts'
import { type Churn, readChurn } from './churn.ts'
import { GitFailure } from './git.ts'
import { commitId, type OpenRepository, openRepository, readable } from './open.ts'
import { pathArguments } from './range.ts'

export type FileActivity = {
  path: string
  /** Added and removed in the range, commit by commit; absent where git lacks file contents. */
  lines?: number
  /** Commits of the range that touched it. */
  commits: number
  /** Its size at the end of the range; absent likewise. */
  bytes?: number
  /** Commits that touched it in the 365 days before the end of the range, those of the range included. */
  year: number
  /** Who made these, by .mailmap, at most three, most commits first. For proposing whom to ask, never for ranking people. */
  authors?: AuthorCount[]
}

export type Activity = {
  /** The first instant of the 365 days. */
  since: string
  /** Whether the commits of the year could be read; else `year` counts those of the range. */
  whole_year: boolean
  /** Absent where git could not count lines. */
  churn?: Churn
  /** Most changed lines, or most commits, first; only files that are there at the end of the range. */
  files: FileActivity[]
}

const MOST_CANDIDATES = 400
const MOST_COMMITS = 20_000
const SECONDS = 20
const LONGEST_PATH = 4_000

/**
 * How much each file changed in the range and in the year before its end. Where git cannot count lines (a partial clone,
 * a range beyond bounds) the commits that touched it still show. `undefined` without a repository, or where nothing can
 * be read. `wanted` chooses the files, of which the 400 with most changed lines are looked at.
 * @throws PlanError `unreadable_repository`, `unknown_ref`, `git_not_found`, `invalid_path`
 */
export async function fileActivity(
  root: string,
  range: { from?: string; to: string; toDate: string; paths?: string[] },
  wanted: (path: string) => boolean,
): Promise<Activity | undefined> {
  const repository = await openRepository(root)
  if (!repository) return undefined
  const to = await commitId(repository, range.to, 'to')
  const from = range.from === undefined ? undefined : await commitId(repository, range.from, 'from')
  const paths = pathArguments(repository, range.paths ?? [])
  const since = yearBefore(range.toDate)
  return readable(activityOf(repository, { ...(from ? { from } : {}), to, paths }, since, wanted))
}

async function activityOf(
  repository: OpenRepository,
  range: { from?: string; to: string; paths: string[] },
  since: string,
  wanted: (path: string) => boolean,
): Promise<Activity | undefined> {
  const [churn, year] = await Promise.all([
    readChurn(repository, range, SECONDS),
    commitsByFile(repository, range.to, [`--since=${since}`], repository.prefix ? ['.'] : []),
  ])
  const touched = churn ?? (await touchedIn(repository, range))
  if (!touched) return undefined
  const candidates = [...touched]
    .filter(([path, { lines }]) => lines !== 0 && wanted(path))
    .sort(([one, a], [other, b]) => weight(b) - weight(a) || (one < other ? -1 : 1))
    .slice(0, MOST_CANDIDATES)
  const sizes = await sizesAt(
    repository,
    range.to,
    candidates.map(([path]) => path),
  )
  const files = candidates.flatMap(([path, { lines, commits }]): FileActivity[] => {
    const bytes = sizes.get(path)
    if (bytes === undefined) return []
    const known = { ...(lines === undefined ? {} : { lines }), ...(bytes === 'unknown' ? {} : { bytes }) }
    const seen = year?.get(path)
    return [{ path, commits, ...known, year: seen?.commits ?? commits, ...(seen && { authors: most(seen) }) }]
  })
  return { since, whole_year: year !== undefined, ...(churn ? { churn } : {}), files }
}

type Touched = Map<string, { lines?: number; commits: number }>

const weight = ({ lines, commits }: { lines?: number; commits: number }): number => lines ?? commits

async function touchedIn(
  repository: OpenRepository,
  { from, to, paths }: { from?: string; to: string; paths: string[] },
): Promise<Touched | undefined> {
  const counts = await commitsByFile(repository, from ? `${from}..${to}` : to, [], paths)
  return counts && new Map([...counts].map(([path, { commits }]) => [path, { commits }]))
}

type Sizes = Map<string, number | 'unknown'>

/** The files that are there at the commit; a partial clone lacks the sizes of some, and then git names none. */
async function sizesAt(repository: OpenRepository, commit: string, paths: string[]): Promise<Sizes> {
  if (paths.length === 0) return new Map()
  try {
    const printed = await repository.text(['ls-tree', '-l', '-z', commit, '--', ...paths])
    return namesIn(printed, line => {
      const size = / (\d+)$/.exec(line)?.[1]
      return size === undefined ? 'unknown' : Number(size)
    })
  } catch (error) {
    if (!(error instanceof GitFailure) || error.reason === 'missing') throw error
    return namesIn(await repository.text(['ls-tree', '-z', commit, '--', ...paths]), () => 'unknown')
  }
}

function namesIn(printed: string, sizeOf: (line: string) => number | 'unknown'): Sizes {
  const lines = printed.split('\0').filter(Boolean)
  return new Map(
    lines.map(line => {
      const tab = line.indexOf('\t')
      return [line.slice(tab + 1), sizeOf(line.slice(0, tab))]
    }),
  )
}

interface Touches {
  commits: number
  authors: Map<string, number>
}

const MOST_AUTHORS = 3

function most({ authors }: Touches): AuthorCount[] {
  const counted = [...authors].map(([name, commits]) => ({ name, commits }))
  return counted.sort((a, b) => b.commits - a.commits || (a.name < b.name ? -1 : 1)).slice(0, MOST_AUTHORS)
}

/** Names need no file contents and no renames, so this works and is fast in every clone. */
async function commitsByFile(
  repository: OpenRepository,
  names: string,
  limits: string[],
  paths: string[],
): Promise<Map<string, Touches> | undefined> {
  const args = ['log', '-z', '-n', String(MOST_COMMITS), '--no-merges', '--name-only', '--no-renames']
  const plain = ['--no-color', '--no-show-signature', ...limits, '--format=tformat:%x01%aN']
  const relative = repository.prefix ? ['--relative'] : ['--no-relative']
  try {
    const counts = new Map<string, Touches>()
    let author = ''
    await repository.fields(
      [...args, ...plain, ...relative, '--end-of-options', names, '--', ...paths],
      token => {
        const path = token.startsWith('\n') ? token.slice(1) : token
        if (path.startsWith('\u0001')) {
          author = path.slice(1)
          return
        }
        if (!path) return
        const seen = counts.get(path) ?? { commits: 0, authors: new Map() }
        seen.commits += 1
        seen.authors.set(author, (seen.authors.get(author) ?? 0) + 1)
        counts.set(path, seen)
      },
      { longest: LONGEST_PATH, timeoutSeconds: SECONDS },
    )
    return counts
  } catch (error) {
    if (error instanceof GitFailure && error.reason !== 'missing') return undefined
    throw error
  }
}

/** An absolute instant: git counts "1 year" from the clock on the wall, not from the release. */
function yearBefore(instant: string): string {
  return new Date(Date.parse(instant) - 365 * 86_400_000).toISOString()
}
