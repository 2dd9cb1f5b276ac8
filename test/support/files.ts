import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The files of a plan that people see, by path below the release folder; the machine's own folder is left out. */
export function planFiles(root: string, version: string): Map<string, string> {
  const folder = join(root, 'releases', `v${version}`)
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter(path => !path.startsWith('.release-planner/'))
    .sort()
  return new Map(paths.map(path => [path, readFileSync(join(folder, path), 'utf8')]))
}
