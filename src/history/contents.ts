import { GitFailure } from './git.ts'
import { commitId, type OpenRepository, openRepository, readable } from './open.ts'

const LARGEST = 2 * 1024 * 1024

/** The text of one file at a commit; undefined when it is not there, no file, or over 2 MB. */
export async function fileAt(root: string, commit: string, path: string): Promise<string | undefined> {
  return (await filesAt(root, commit, [path])).get(path)
}

/**
 * The texts of those of `paths` (relative to the root) that are files of at most 2 MB at the commit. Names with
 * a line break are left out: git asks for one name a line.
 * @throws PlanError `unreadable_repository`, `unknown_ref`
 */
export async function filesAt(root: string, commit: string, paths: string[]): Promise<Map<string, string>> {
  const asked = [...new Set(paths)].filter(path => path && !/[\n\0]/.test(path))
  const repository = asked.length > 0 ? await openRepository(root) : undefined
  if (!repository) return new Map()
  const id = await commitId(repository, commit, 'commit')
  return readable(
    readContents(repository, id, asked).catch(error => onlyReadable(error, repository, id, asked)),
  )
}

/** In a partial clone one missing text ends the whole batch: the others are asked for one by one. */
async function onlyReadable(error: unknown, repository: OpenRepository, commit: string, paths: string[]) {
  if (!(error instanceof GitFailure) || error.reason !== 'refused') throw error
  const found = new Map<string, string>()
  for (const path of paths) {
    const one = await readContents(repository, commit, [path]).catch(() => new Map<string, string>())
    for (const [name, text] of one) found.set(name, text)
  }
  return found
}

async function readContents(
  repository: OpenRepository,
  commit: string,
  paths: string[],
): Promise<Map<string, string>> {
  const names = paths.map(path => `${commit}:${repository.prefix}${path}\n`)
  const checked = await repository.text(['cat-file', '--batch-check=%(objecttype) %(objectsize)'], {
    input: names.join(''),
  })
  const lines = checked.split('\n')
  const wanted = paths.filter((_, i) => {
    const [, size] = /^blob (\d+)$/.exec(lines[i] ?? '') ?? []
    return size !== undefined && Number(size) <= LARGEST
  })
  if (wanted.length === 0) return new Map()
  const input = wanted.map(path => `${commit}:${repository.prefix}${path}\n`).join('')
  const printed = await repository.bytes(['cat-file', '--batch=%(objectsize)'], { input, megabytes: 256 })
  return contentsOf(printed, wanted)
}

/** For each name: its size on a line, that many bytes, a line break. A name that git lacks has no such size. */
function contentsOf(printed: Buffer, paths: string[]): Map<string, string> {
  const contents = new Map<string, string>()
  let at = 0
  for (const path of paths) {
    const end = printed.indexOf(10, at)
    const header = printed.toString('utf8', at, end)
    at = end + 1
    if (!/^\d+$/.test(header)) continue
    contents.set(path, printed.toString('utf8', at, at + Number(header)))
    at += Number(header) + 1
  }
  return contents
}
