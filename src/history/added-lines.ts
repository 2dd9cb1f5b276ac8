import { GitFailure } from './git.ts'
import { commitId, type OpenRepository, openRepository } from './open.ts'

/** Lines that a range added and removed, by file; a renamed file by its new path. */
export type ChangedLines = {
  lines: { path: string; added: string[]; removed: string[] }[]
  /** Files of the question that were not read: more than the limits allow. */
  unread: number
}

/** Which lines of a file are to be kept. */
export type Wanted = (path: string) => (line: string) => boolean

const MOST_PATHS = 4_000
/** Below the shortest command line of the systems we run on. */
const LONGEST_ARGUMENTS = 24_000
const MOST_CALLS = 12
const LONGEST_LINE = 1_000
const MOST_FOUND = 200

/**
 * Of the lines that differ between two commits in these files (relative to the root) those that are `wanted`, each cut
 * at 1,000 bytes, read as git prints them, so that memory holds only the wanted ones. Bounded: at most 4,000 files, 12
 * calls of git; what is left out is counted. Where git cannot say, every file counts as unread.
 * @throws PlanError `unreadable_repository`, `unknown_ref`
 */
export async function changedLines(
  root: string,
  base: string,
  head: string,
  paths: string[],
  wanted: Wanted = () => () => true,
): Promise<ChangedLines> {
  const asked = paths.filter(path => path && !/[\n\0]/.test(path))
  const repository = asked.length > 0 ? await openRepository(root) : undefined
  if (!repository) return { lines: [], unread: asked.length }
  const [from, to] = [await commitId(repository, base, 'from'), await commitId(repository, head, 'to')]
  const batches = inBatches(asked.slice(0, MOST_PATHS)).slice(0, MOST_CALLS)
  const found: ChangedLines = { lines: [], unread: asked.length - batches.flat().length }
  for (const batch of batches) {
    const lines = await linesOf(repository, from, to, batch, wanted)
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

async function linesOf(
  repository: OpenRepository,
  from: string,
  to: string,
  paths: string[],
  wanted: Wanted,
): Promise<ChangedLines['lines'] | undefined> {
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
    const files: ChangedLines['lines'] = []
    await repository.fields(
      ['diff-tree', ...options, '--end-of-options', from, to, '--', ...paths],
      lineReader(files, wanted),
      { end: '\n', longest: LONGEST_LINE, timeoutSeconds: 20 },
    )
    return files.filter(({ added, removed }) => added.length + removed.length > 0)
  } catch (error) {
    if (error instanceof GitFailure && error.reason !== 'missing') return undefined
    throw error
  }
}

function lineReader(files: ChangedLines['lines'], wanted: Wanted): (line: string) => void {
  let old = ''
  let inHeader = true
  let file: ChangedLines['lines'][number] | undefined
  let isWanted: (line: string) => boolean = () => false
  return line => {
    if (line.startsWith('diff --git ')) inHeader = true
    else if (inHeader && line.startsWith('--- ')) old = pathOf(line)
    else if (inHeader && line.startsWith('+++ ')) {
      file = { path: pathOf(line) || old, added: [], removed: [] }
      files.push(file)
      isWanted = wanted(file.path)
    } else if (line.startsWith('@@ ')) inHeader = false
    else if (!inHeader && file && /^[+-]/.test(line)) {
      const text = line.slice(1)
      if (isWanted(text)) (line.startsWith('+') ? file.added : file.removed).push(text)
    }
  }
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
