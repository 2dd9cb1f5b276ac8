import { cleanText } from '../text.ts'

/** Where hosts look for it, first found first. */
export const codeownersPaths = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS']

/** One line: a pattern as in `.gitignore`, and whom it names; nobody where the line names none. */
export type OwnerRule = { pattern: string; owners: string[] }

const MOST_RULES = 2_000
const SECTION = /^\^?\[[^\]]+\](?:\[\d+\])?(.*)$/
const OWNER = /^(?:@[\w./-]{1,120}|[^\s@]{1,60}@[\w.-]{1,120})$/

/** The rules in the file's order. GitLab's sections give their owners to lines that name none. */
export function ownerRules(text: string): OwnerRule[] {
  const rules: OwnerRule[] = []
  let standing: string[] = []
  for (const line of text.slice(0, 500_000).split(/\r?\n/)) {
    const told = line.replace(/(?:^|\s)#.*$/, '').trim()
    if (told === '' || rules.length === MOST_RULES) continue
    const section = SECTION.exec(told)
    if (section) {
      standing = ownersIn(section[1] ?? '')
      continue
    }
    const [, pattern = '', rest = ''] = /^((?:\\.|[^\s\\])+)(.*)$/.exec(told) ?? []
    const owners = ownersIn(rest)
    if (pattern && pattern.length <= 300)
      rules.push({ pattern: pattern.replaceAll('\\ ', ' '), owners: owners.length > 0 ? owners : standing })
  }
  return rules
}

const ownersIn = (text: string): string[] =>
  text
    .trim()
    .split(/\s+/)
    .filter(word => OWNER.test(word))
    .map(word => cleanText(word, 120))
    .slice(0, 10)

/** Whom the last matching rule names for a path; empty where none matches or it names nobody. */
export function ownersOf(path: string, rules: readonly OwnerRule[]): string[] {
  for (let i = rules.length - 1; i >= 0; i--) {
    const rule = rules[i]
    if (rule && matches(rule.pattern, path)) return rule.owners
  }
  return []
}

/**
 * Whether a path, or a folder that holds it, matches the pattern: a slash anywhere but at its end ties it to the
 * root, `*` and `?` stay inside a name, `**` goes over folders, and `folder/*` does not reach deeper.
 */
export function matches(pattern: string, path: string): boolean {
  const folder = pattern.endsWith('/')
  const anchored = pattern.replace(/\/+$/, '').includes('/')
  const wanted = pattern.replace(/^\/+|\/+$/g, '').split('/')
  const names = path.split('/')
  const all = anchored ? wanted : ['**', ...wanted]
  const last = all.at(-1) ?? ''
  const inside = folder || (last !== '**' && !(anchored && last.includes('*')))
  return matchNames(all, names, inside, folder)
}

/** By rows: which numbers of leading names the first patterns can take. */
function matchNames(patterns: string[], names: string[], inside: boolean, folder: boolean): boolean {
  let reached = new Set([0])
  for (const pattern of patterns) {
    const next = new Set<number>()
    for (const at of reached) {
      if (pattern === '**') for (let to = at; to <= names.length; to++) next.add(to)
      else if (at < names.length && matchName(pattern, names[at] ?? '')) next.add(at + 1)
    }
    reached = next
  }
  if (reached.has(names.length) && !folder) return true
  return inside && [...reached].some(at => at > 0 && at < names.length)
}

/** One name against `*` and `?`, going back only to the last star. */
function matchName(pattern: string, name: string): boolean {
  let [at, in_, star, from] = [0, 0, -1, 0]
  while (in_ < name.length) {
    if (at < pattern.length && pattern[at] === '*') {
      star = at++
      from = in_
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[in_])) {
      at++
      in_++
    } else if (star >= 0) {
      at = star + 1
      in_ = ++from
    } else return false
  }
  while (pattern[at] === '*') at++
  return at === pattern.length
}

/** Owners as one text, for a column. */
export const teamText = (owners: readonly string[]): string => owners.slice(0, 3).join(' ')

/** The owners of most of these files; undefined where nobody is named for any. */
export function teamOf(paths: readonly string[], owner: (path: string) => string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const path of paths) {
    const team = teamText(owner(path))
    if (team) counts.set(team, (counts.get(team) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0]
}
