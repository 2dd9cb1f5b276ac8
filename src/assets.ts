import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The package's own folder: the nearest one above this module that holds the templates or package.json. */
export const packageDir = foundPackageDir(dirname(fileURLToPath(import.meta.url)))

function foundPackageDir(start: string): string {
  for (let dir = start; ; dir = dirname(dir)) {
    if (existsSync(join(dir, 'package.json'))) return dir
    if (dirname(dir) === dir) return start
  }
}

const templates = new Map<string, string>()

/** The text of `templates/<name>.md.mustache`, read once. */
export function template(name: string): string {
  const known = templates.get(name)
  if (known !== undefined) return known
  const text = readFileSync(join(packageDir, 'templates', `${name}.md.mustache`), 'utf8')
  templates.set(name, text)
  return text
}

/** The texts of `prompts/*.md` in the order of their names; none where the folder is missing. */
export function promptTexts(dir = join(packageDir, 'prompts')): { name: string; text: string }[] {
  if (!existsSync(dir)) return []
  const files = readdirSync(dir).filter(file => file.endsWith('.md'))
  return files.sort().map(file => ({ name: file.slice(0, -3), text: readFileSync(join(dir, file), 'utf8') }))
}

/** The name of the skill that we ship, and of its folder wherever a user keeps a copy. */
export const skillName = 'release-management'

export const packagedSkill = join(packageDir, 'skills', skillName)

/** The program's version, from its package.json. */
export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')) as {
    version: string
  }
  return version
}
