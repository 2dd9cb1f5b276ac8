import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

/** The repository's folder, with a slash at its end. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

/** The twelve tools of the contract. */
export const toolNames = [
  'initialize_plan',
  'gather_scope',
  'assess_risks',
  'select_strategy',
  'build_schedule',
  'allocate_resources',
  'write_rollback_plan',
  'plan_communications',
  'review_plan',
  'read_plan',
  'fill_in',
  'move_release',
]

export interface TextFile {
  path: string
  text: string
  header: Record<string, unknown>
  body: string
}

/** A Markdown file below the root with its YAML front matter, which may be absent. */
export function textFile(path: string): TextFile {
  const text = readFileSync(root + path, 'utf8')
  const parts = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text)
  if (!parts) return { path, text, header: {}, body: text }
  return { path, text, header: parse(parts[1]!), body: parts[2]! }
}

/** The Markdown files of a folder below the root, sorted. */
export const markdownIn = (dir: string) =>
  readdirSync(root + dir)
    .filter(name => name.endsWith('.md'))
    .sort()
    .map(name => `${dir}/${name}`)

/** What looks like a tool's name in a text: the verbs of our tools followed by an underscore. */
export const toolsNamedIn = (text: string) => [
  ...new Set(
    text.match(
      /\b(?:initialize|gather|assess|select|build|allocate|write|plan|review|read|fill|move)_[a-z_]+/g,
    ),
  ),
]

/** Rows of all tables of a Markdown text as trimmed cells, separators left out. */
export const tableRows = (text: string) =>
  text
    .split('\n')
    .filter(line => line.startsWith('|') && !/^\|[-|\s:]+$/.test(line))
    .map(line =>
      line
        .slice(1, -1)
        .split('|')
        .map(cell => cell.trim()),
    )

export const skill = 'skills/release-management'
export const shippedTexts = [
  'agent.md',
  ...markdownIn('prompts'),
  `${skill}/SKILL.md`,
  ...markdownIn(`${skill}/references`),
]
