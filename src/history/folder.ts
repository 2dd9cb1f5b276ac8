import type { Dirent } from 'node:fs'
import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { join, normalize, relative } from 'node:path'

const MOST_FILES = 2_000
const LARGEST = 2 * 1024 * 1024
const SKIPPED = new Set(['.git', '.hg', '.svn', 'node_modules'])

/** The files in `root` and its folders, two levels deep, relative, sorted, at most 2,000; links are not followed. */
export async function listFolder(root: string): Promise<string[]> {
  return (await filesBelow(root, '', 2)).slice(0, MOST_FILES)
}

/** The texts of those of `paths` (as `listFolder` gives them) that are files of at most 2 MB, reached without a link. */
export async function folderTexts(root: string, paths: string[]): Promise<Map<string, string>> {
  const top = await realpath(root)
  const texts = new Map<string, string>()
  for (const path of paths) {
    const file = join(top, path)
    const plain =
      (await realpath(file).catch(() => undefined)) === file &&
      relative(top, file) === normalize(path) &&
      !path.startsWith('..')
    const about = plain ? await stat(file) : undefined
    if (about?.isFile() && about.size <= LARGEST) texts.set(path, await readFile(file, 'utf8'))
  }
  return texts
}

async function filesBelow(root: string, folder: string, levels: number): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((): Dirent[] => [])
  const found: string[] = []
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (found.length >= MOST_FILES) break
    const path = folder ? `${folder}/${entry.name}` : entry.name
    if (entry.isFile()) found.push(path)
    if (entry.isDirectory() && levels > 0 && !SKIPPED.has(entry.name)) {
      found.push(...(await filesBelow(root, path, levels - 1)))
    }
  }
  return found
}
