import type { FileChange } from '../plan/scope/repository.ts'
import { GitFailure } from './git.ts'
import type { OpenRepository } from './open.ts'

const STATUS: Record<string, FileChange['status']> = { A: 'added', D: 'deleted', R: 'renamed', C: 'added' }
const WITHOUT_COUNTS =
  'Lines could not be counted (git lacks file contents, as in a partial clone, or needed too long): files are listed without counts, renames as removed and added.'

/**
 * The files that differ between two commits or trees. Where git cannot read the contents the files come
 * without counts, and `notes` says so.
 * @throws GitFailure
 */
export async function readFileChanges(
  repository: OpenRepository,
  base: string,
  to: string,
  paths: string[],
): Promise<{ files: FileChange[]; notes: string[] }> {
  const relative = repository.prefix ? ['--relative'] : ['--no-relative']
  const common = ['diff-tree', '-r', '-z', '--no-color', '--no-ext-diff', '--no-textconv', ...relative]
  const read = async (...how: string[]) => {
    const args = [...common, ...how, '--end-of-options', base, to, '--', ...paths]
    return parseChanges((await repository.text(args, { timeoutSeconds: 60 })).split('\0'))
  }
  try {
    return { files: await read('--raw', '--numstat', '-M', '-l400'), notes: [] }
  } catch (error) {
    if (!(error instanceof GitFailure) || error.reason === 'missing' || error.reason === 'too_large')
      throw error
    return { files: await read('--raw', '--no-renames'), notes: [WITHOUT_COUNTS] }
  }
}

/** git prints all raw entries (`:modes ids status`, then one path or two), then all counts. */
function parseChanges(tokens: string[]): FileChange[] {
  const changes = new Map<string, FileChange>()
  for (let i = 0; i < tokens.length; ) {
    const token = tokens[i++] ?? ''
    if (token.startsWith(':')) {
      const letter = (token.split(' ')[4] ?? '').charAt(0)
      const from = letter === 'R' || letter === 'C' ? tokens[i++] : undefined
      const path = tokens[i++] ?? ''
      changes.set(path, {
        path,
        status: STATUS[letter] ?? 'modified',
        ...(letter === 'R' && from ? { from } : {}),
      })
    } else if (token) {
      const [added = '', removed = '', name = ''] = splitTwice(token)
      const path = name || (tokens[i + 1] ?? '')
      if (!name) i += 2
      const change = changes.get(path)
      if (change) Object.assign(change, countsOf(added, removed))
    }
  }
  return [...changes.values()]
}

/** At the first two tabs only: a file's name may hold more of them. */
function splitTwice(token: string): string[] {
  const first = token.indexOf('\t')
  const second = token.indexOf('\t', first + 1)
  return [token.slice(0, first), token.slice(first + 1, second), token.slice(second + 1)]
}

function countsOf(added: string, removed: string): Pick<FileChange, 'insertions' | 'deletions' | 'binary'> {
  return added === '-' ? { binary: true } : { insertions: Number(added), deletions: Number(removed) }
}
