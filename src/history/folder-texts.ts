import { lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const MOST_BYTES = 2_000_000

/** The texts of files in a folder without git, by path; links, missing and large files are left out. */
export async function folderTexts(root: string, paths: readonly string[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  for (const path of paths) {
    const text = await regularText(join(root, path))
    if (text !== undefined) texts.set(path, text)
  }
  return texts
}

async function regularText(file: string): Promise<string | undefined> {
  try {
    const found = await lstat(file)
    return found.isFile() && found.size <= MOST_BYTES ? await readFile(file, 'utf8') : undefined
  } catch {
    // Listed a moment ago and unreadable now: the folder says nothing about it.
    return undefined
  }
}
