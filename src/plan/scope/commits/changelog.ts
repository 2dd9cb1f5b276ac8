import { cleanText } from '../../text.ts'
import type { Version } from '../../version.ts'
import { plain } from './fragments.ts'

/** What the project wrote about the coming version, in its own words. */
export type Changelog = {
  path: string
  heading: string
  entries: string[]
  /** The heading inside the section that each entry stands under; absent where there are none. */
  under?: string[]
}

const NAMES =
  /^(?:docs?\/)?(?:\d*-?)(?:changes|changelog|change_log|history|news|releases?|release-?_?notes|whatsnew)(?:\.(?:md|markdown|rst|txt|adoc))?$/i
const MOST_ENTRIES = 40
const LONGEST = 200
const MOST_TEXT = 300_000

/** Changelogs of the product itself, the root's first; at most five. */
export function changelogPaths(files: string[]): string[] {
  const depth = (path: string) => path.split('/').length
  return files
    .filter(path => NAMES.test(path))
    .sort((a, b) => depth(a) - depth(b))
    .slice(0, 5)
}

/** The section about `version`: headed by it, by "Unreleased", or by one of its candidates; undefined without entries. */
export function unreleasedSection(
  texts: ReadonlyMap<string, string>,
  version: Version,
): Changelog | undefined {
  for (const [path, text] of texts) {
    const sections = sectionsOf(text.slice(0, MOST_TEXT).replace(/<!--[\s\S]*?-->/g, ''))
    const ranked = sections
      .map(section => ({ ...section, rank: rankOf(section, version) }))
      .filter(({ rank }) => rank > 0)
      .sort((a, b) => a.rank - b.rank)
    for (const { heading, lines } of ranked) {
      const entries = entriesOf(lines)
      if (entries.length === 0) continue
      const under = entries.map(entry => entry.under)
      return {
        path: cleanText(path, 250),
        heading: cleanText(plain(heading), 100),
        entries: entries.map(({ text }) => text),
        ...(under.some(Boolean) ? { under } : {}),
      }
    }
  }
  return undefined
}

type Section = { heading: string; lines: string[] }

/** Parts headed by something that names a version or says that it is unreleased; other headings stand inside them. */
function sectionsOf(text: string): Section[] {
  const sections: Section[] = []
  const lines = text.split(/\r?\n/)
  lines.forEach((line, at) => {
    const heading = headingAt(lines, at)
    if (heading && (numberIn(heading) || UNRELEASED.test(plain(heading))))
      sections.push({ heading, lines: [] })
    else sections.at(-1)?.lines.push(line)
  })
  return sections
}

const UNRELEASED = /^\W*(?:un-?released\b|upcoming\b|next\W*$|head\W*$|develop\W*$)/i

function headingAt(lines: string[], at: number): string | undefined {
  const line = lines[at] ?? ''
  const marked = /^(?:#{1,4}|={1,4})\s+(.+?)\s*#*$/.exec(line)?.[1]
  if (marked) return marked
  const underlined = /^([-=~^*+"'])\1{2,}\s*$/.test(lines[at + 1] ?? '')
  return underlined && line.trim() && !/^\s|^[-*+] /.test(line) ? line.trim() : undefined
}

const numberIn = (heading: string): string | undefined =>
  /(?<![\w.])v?(\d+(?:\.\d+){1,3}(?:[-._]?[A-Za-z][\w.-]*)?)/.exec(plain(heading))?.[1]

/** 1: this very version; 2: unreleased; 3: a candidate of it; 0: another one. */
function rankOf({ heading, lines }: Section, version: Version): number {
  const named = numberIn(heading)
  if (named === version.text) return 1
  const saysSo = lines
    .slice(0, 4)
    .some(line => /^\W*(?:un-?released|in development|to be released)\W*$/i.test(line))
  if (UNRELEASED.test(plain(heading)) || /\bun-?released\b/i.test(heading) || saysSo) return 2
  const core = version.parts.join('.')
  return named?.startsWith(core) && /^[-._]?(?:rc|alpha|beta|[abm])\W?\d*/i.test(named.slice(core.length))
    ? 3
    : 0
}

/** The list's outermost points, each with its lines joined and the heading before it. */
function entriesOf(lines: string[]): { text: string; under: string }[] {
  const points = lines.flatMap(line => /^(\s*)(?:[-*+•])\s+\S/.exec(line)?.[1]?.length ?? [])
  if (points.length === 0) return []
  const outer = Math.min(...points)
  const entries: { text: string; under: string }[] = []
  let open = false
  let under = ''
  lines.forEach((line, at) => {
    const heading = headingAt(lines, at) ?? /^\*\*([^*]{1,60})\*\*:?\s*$/.exec(line)?.[1]
    const point = /^(\s*)[-*+•]\s+(\S.*)$/.exec(line)
    const last = entries.at(-1)
    if (heading) under = cleanText(plain(heading), 60)
    else if (point?.[1]?.length === outer) entries.push({ text: point[2] ?? '', under })
    else if (open && last && line.trim() && !point && /^\s/.test(line)) last.text += ` ${line.trim()}`
    open = point ? point[1]?.length === outer : open && line.trim() !== ''
  })
  return entries
    .map(({ text, under }) => ({ text: cleanText(plain(text), LONGEST), under }))
    .filter(({ text }) => text !== '')
    .slice(0, MOST_ENTRIES)
}

/** Entries that tools write for updates of development's own tools. */
const ROUTINE = /^(?:\w+(?:\([^()]*\))?: )?bump \S+ from \S+ to \S+/i

/** The section without the entries that a change of the list already carries: by its number, or by the same words. */
export function untoldEntries(
  { path, heading, entries }: Pick<Changelog, 'path' | 'heading' | 'entries'>,
  changes: readonly { title: string; tickets: readonly string[]; kind?: string }[],
): Pick<Changelog, 'path' | 'heading' | 'entries'> {
  const told = changes.filter(({ kind }) => kind !== undefined)
  const numbers = new Set(told.flatMap(({ tickets }) => tickets))
  const words = new Set(told.map(({ title }) => bareWords(title)))
  const isTold = (entry: string) =>
    ROUTINE.test(entry) ||
    (entry.match(/#\d{1,7}\b/g) ?? []).some(number => numbers.has(number)) ||
    words.has(bareWords(entry))
  return { path, heading, entries: entries.filter(entry => !isTold(entry)) }
}

/** A text's words alone, to compare by. */
export const bareWords = (text: string): string =>
  text
    .toLowerCase()
    .replace(/\(?#\d{1,7}\)?|^\w+(?:\([^()]*\))?!?: /g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
