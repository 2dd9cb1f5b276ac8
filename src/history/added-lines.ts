import { GitFailure } from './git.ts'
import { commitId, type OpenRepository, openRepository } from './open.ts'

/** Lines that a range added and removed, by file; a renamed file by its new path. */
export type ChangedLines = {
  lines: { path: string; added: string[]; removed: string[] }[]
  /** Files of the question that were not read: more than the limits allow. */
  unread: number
}

const MOST_PATHS = 4_000
/** Below the shortest command line of the systems we run on. */
const LONGEST_ARGUMENTS = 24_000
const MOST_CALLS = 12
const MOST_MEGABYTES = 24
const LONGEST_LINE = 1_000
const MOST_FOUND = 200

/**
 * The lines that differ between two commits in these files (relative to the root), without context, each cut at
 * 1,000 characters. Bounded: at most 4,000 files, 12 calls of git, 24 MB each; what is left out is counted. Where git
 * cannot say, every file counts as unread.
 * @throws PlanError `unreadable_repository`, `unknown_ref`
 */
export async function changedLines(
  root: string,
  base: string,
  head: string,
  paths: string[],
): Promise<ChangedLines> {
  const asked = paths.filter(path => path && !/[\n\0]/.test(path))
  const repository = asked.length > 0 ? await openRepository(root) : undefined
  if (!repository) return { lines: [], unread: asked.length }
  const [from, to] = [await commitId(repository, base, 'from'), await commitId(repository, head, 'to')]
  const batches = inBatches(asked.slice(0, MOST_PATHS)).slice(0, MOST_CALLS)
  const found: ChangedLines = { lines: [], unread: asked.length - batches.flat().length }
  for (const batch of batches) {
    const lines = await linesOf(repository, from, to, batch)
    if (lines) found.lines.push(...lines)
    else found.unread += batch.length
  }
  return found
}

function inBatches(paths: string[]): string[][] {
  const batches: string[][] = []
  let size = LONGEST_ARGUMENTS
  for (const path of paths) {
    if (size + path.length > LONGEST_ARGUMENTS) {
      batches.push([])
      size = 0
    }
    batches.at(-1)?.push(path)
    size += path.length + 1
  }
  return batches
}

async function linesOf(repository: OpenRepository, from: string, to: string, paths: string[]) {
  const relative = repository.prefix ? '--relative' : '--no-relative'
  const options = [
    '-r',
    '-U0',
    '-p',
    '--no-color',
    '--no-ext-diff',
    '--no-textconv',
    '--no-renames',
    '--src-prefix=a/',
    '--dst-prefix=b/',
    '--ignore-submodules=all',
    relative,
  ]
  try {
    const printed = await repository.text(
      ['diff-tree', ...options, '--end-of-options', from, to, '--', ...paths],
      {
        megabytes: MOST_MEGABYTES,
        timeoutSeconds: 20,
      },
    )
    return parsed(printed)
  } catch (error) {
    if (error instanceof GitFailure && error.reason !== 'missing') return undefined
    throw error
  }
}

function parsed(printed: string): ChangedLines['lines'] {
  const files: ChangedLines['lines'] = []
  let old = ''
  let inHeader = true
  for (const line of printed.split('\n')) {
    if (line.startsWith('diff --git ')) inHeader = true
    else if (inHeader && line.startsWith('--- ')) old = pathOf(line)
    else if (inHeader && line.startsWith('+++ ')) {
      files.push({ path: pathOf(line) || old, added: [], removed: [] })
    } else if (line.startsWith('@@ ')) inHeader = false
    else if (!inHeader && line.startsWith('+')) files.at(-1)?.added.push(line.slice(1, LONGEST_LINE))
    else if (!inHeader && line.startsWith('-')) files.at(-1)?.removed.push(line.slice(1, LONGEST_LINE))
  }
  return files
}

/** The path of a `---` or `+++` line; quoted names (control characters, quotes) are left as git writes them. */
const pathOf = (line: string): string => {
  const path = line.slice(4).replace(/\t$/, '')
  return path === '/dev/null' ? '' : path.replace(/^"?[ab]\//, '').replace(/"$/, '')
}

/**
 * Which of these words stand anywhere in the files of a commit, as whole words. Undefined where git could not say
 * in time.
 * @throws PlanError `unreadable_repository`, `unknown_ref`
 */
export async function wordsAt(
  root: string,
  commit: string,
  words: string[],
): Promise<ReadonlySet<string> | undefined> {
  const asked = [...new Set(words)].filter(word => /^[\w.:/-]{2,120}$/.test(word)).slice(0, MOST_FOUND)
  if (asked.length === 0) return new Set()
  const repository = await openRepository(root)
  if (!repository) return undefined
  const id = await commitId(repository, commit, 'commit')
  const options = [
    '-h',
    '-o',
    '-w',
    '-I',
    '-F',
    '--no-line-number',
    '--no-column',
    '--no-color',
    '--no-textconv',
    '--no-recurse-submodules',
    '--full-name',
    '--threads=2',
  ]
  try {
    const printed = await repository.text(
      ['grep', ...options, '-f', '-', id, '--', ...(repository.prefix ? ['.'] : [])],
      {
        input: `${asked.join('\n')}\n`,
        megabytes: 16,
        timeoutSeconds: 10,
      },
    )
    return new Set(printed.split('\n'))
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error
    // without any match git ends with 1 and says nothing
    return error.reason === 'refused' && error.stderr === '' ? new Set() : undefined
  }
}
