import { GitFailure } from './git.ts'
import { commitId, type OpenRepository, openRepository, readable } from './open.ts'

const LARGEST = 2 * 1024 * 1024

/** A read's share of the texts, so that memory holds what git prints only in part. */
const READ = 4 * 1024 * 1024

/** Texts as far as a total of bytes allows, and how many of the files were left out for that reason. */
export type BoundedTexts = { texts: Map<string, string>; unread: number }

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
  return (await boundedTexts(root, commit, paths, Number.POSITIVE_INFINITY)).texts
}

/**
 * The same, in their order, as many as `megabytes` hold.
 * @throws PlanError `unreadable_repository`, `unknown_ref`
 */
export async function boundedTexts(
  root: string,
  commit: string,
  paths: string[],
  megabytes: number,
): Promise<BoundedTexts> {
  const asked = [...new Set(paths)].filter(path => path && !/[\n\0]/.test(path))
  const repository = asked.length > 0 ? await openRepository(root) : undefined
  if (!repository) return { texts: new Map(), unread: 0 }
  const id = await commitId(repository, commit, 'commit')
  const most = megabytes * 1024 * 1024
  return readable(
    readContents(repository, id, asked, most).catch(error => onlyReadable(error, repository, id, asked)),
  )
}

/** In a partial clone one missing text ends the whole batch: the others are asked for one by one. */
async function onlyReadable(
  error: unknown,
  repository: OpenRepository,
  commit: string,
  paths: string[],
): Promise<BoundedTexts> {
  if (!(error instanceof GitFailure) || error.reason !== 'refused') throw error
  const found = new Map<string, string>()
  for (const path of paths) {
    const one = await readContents(repository, commit, [path], LARGEST).catch(() => undefined)
    for (const [name, text] of one?.texts ?? []) found.set(name, text)
  }
  return { texts: found, unread: 0 }
}

async function readContents(
  repository: OpenRepository,
  commit: string,
  paths: string[],
  most: number,
): Promise<BoundedTexts> {
  const objects = (names: string[]) => names.map(path => `${commit}:${repository.prefix}${path}\n`).join('')
  const checked = await repository.text(['cat-file', '--batch-check=%(objecttype) %(objectsize)'], {
    input: objects(paths),
  })
  const { reads, unread } = readsOf(paths, checked.split('\n'), most)
  const texts = new Map<string, string>()
  for (const names of reads) {
    const input = objects(names)
    const printed = await repository.bytes(['cat-file', '--batch=%(objectsize)'], { input, megabytes: 256 })
    for (const [path, text] of contentsOf(printed, names)) texts.set(path, text)
  }
  return { texts, unread }
}

/** The files to read, by their lines of type and size, in groups of about four megabytes. */
function readsOf(paths: string[], lines: string[], most: number): { reads: string[][]; unread: number } {
  const reads: string[][] = []
  let [total, held, unread] = [0, READ, 0]
  for (const [at, path] of paths.entries()) {
    const [, size] = /^blob (\d+)$/.exec(lines[at] ?? '') ?? []
    if (size === undefined || Number(size) > LARGEST) continue
    total += Number(size)
    if (total > most) {
      unread += 1
      continue
    }
    if (held >= READ) {
      reads.push([])
      held = 0
    }
    reads.at(-1)?.push(path)
    held += Number(size)
  }
  return { reads, unread }
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
