import { PlanError } from '../plan/errors.ts'
import { Directories } from './directories.ts'
import { entriesOf, readText } from './files.ts'

export interface ForeignFolder {
  documents: { path: string; text: string }[]
  /** Files that could not be read as text, and what lies beyond the limits. */
  skipped: string[]
}

const texts = /\.(?:md|markdown|mdx|txt|sh|bash|ya?ml)$/i
const leftAside = /^\.|^node_modules$|^CMakeLists\.txt$/
const mostFiles = 200
const mostCharacters = 1_000_000
const deepest = 6

/**
 * The documents below a folder of the workspace that may not be ours, paths relative to that folder; links are not
 * followed.
 * @throws PlanError `invalid_folder` for what leaves the root, `no_documents` where none is there
 */
export async function foreignFolder(root: string, folder: string): Promise<ForeignFolder> {
  const parts = folderParts(folder)
  const directories = new Directories(root)
  try {
    if ((await directories.find(parts)) === undefined)
      throw refused('no_documents', `there is no folder ${JSON.stringify(folder)} below the root`)
    const found: ForeignFolder = { documents: [], skipped: [] }
    let characters = 0
    for (const path of await filesBelow(directories, parts, '')) {
      const own = path.split('/')
      const at = await directories.find([...parts, ...own.slice(0, -1)])
      const text = await readText(`${at}/${own.at(-1)}`, path).catch(error => {
        if (error instanceof PlanError) return undefined
        throw error
      })
      characters += text?.length ?? 0
      if (text === undefined || found.documents.length >= mostFiles || characters > mostCharacters)
        found.skipped.push(path)
      else found.documents.push({ path, text })
    }
    if (found.documents.length === 0)
      throw refused(
        'no_documents',
        `${JSON.stringify(folder)} holds no Markdown, text, YAML or shell file that can be read`,
      )
    return found
  } finally {
    await directories.close()
  }
}

function folderParts(folder: string): string[] {
  const parts = folder.split('/').filter(part => part !== '' && part !== '.')
  const wrong = /^(?:\/|~|[A-Za-z]:)|[\\\0]/.test(folder) || parts.includes('..')
  if (wrong) throw refused('invalid_folder', `${JSON.stringify(folder)} does not stay inside the root`)
  return parts
}

const refused = (code: string, what: string): PlanError =>
  new PlanError(
    code,
    `folder: ${what}. Give a folder below the root, e.g. "docs/release", with "/".`,
    'folder',
  )

async function filesBelow(directories: Directories, parts: string[], below: string): Promise<string[]> {
  const paths: string[] = []
  const entries = (await entriesOf(await directories.find(parts))).toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  )
  for (const entry of entries) {
    if (paths.length > mostFiles * 2) break
    if (leftAside.test(entry.name)) continue
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.isFile() && texts.test(entry.name)) paths.push(path)
    if (entry.isDirectory() && path.split('/').length < deepest)
      paths.push(...(await filesBelow(directories, [...parts, entry.name], path)))
  }
  return paths
}
