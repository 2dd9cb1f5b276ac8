/** A heading, or a line that is nothing but bold text, which people use as one. */
export interface Section {
  title: string
  /** 1 to 6 for headings, 7 for bold lines. */
  level: number
  line: Line
  parent?: Section
}

export interface Line {
  path: string
  /** 1-based. */
  number: number
  text: string
  /** Where it stands; a heading stands in itself. */
  section?: Section
  /** Language of the code block that it is in, `''` where none is named. */
  code?: string
}

export interface Block {
  language: string
  lines: Line[]
}

export interface Table {
  header: string[]
  rows: { cells: string[]; line: Line }[]
  line: Line
}

/** Documents of one folder, taken apart as far as the checks need it. */
export interface Corpus {
  lines: Line[]
  /** Lines outside code blocks. */
  prose: Line[]
  sections: Section[]
  blocks: Block[]
  tables: Table[]
}

/** Of a longer line the rest is not looked at: a pattern must not take long on what strangers wrote. */
const longestLine = 600

export function corpusOf(documents: readonly { path: string; text: string }[]): Corpus {
  const parts = documents.map(parsed)
  const lines = parts.flatMap(part => part.lines)
  return {
    lines,
    prose: lines.filter(({ code }) => code === undefined),
    sections: parts.flatMap(part => part.sections),
    blocks: parts.flatMap(part => part.blocks),
    tables: parts.flatMap(part => part.tables),
  }
}

type Part = Omit<Corpus, 'prose'>

function parsed({ path, text }: { path: string; text: string }): Part {
  const part: Part = { lines: [], sections: [], blocks: [], tables: [] }
  const markdown = /\.(?:md|markdown|mdx|txt)$/i.test(path)
  let section: Section | undefined
  let fence: string | undefined
  let table: Table | undefined
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line: Line = { path, number: index + 1, text: raw.slice(0, longestLine) }
    part.lines.push(line)
    if (!markdown) line.code = path.split('.').at(-1) ?? ''
    const mark = markdown ? /^\s*(`{3,}|~{3,})\s*([\w-]*)/.exec(line.text) : null
    if (fence !== undefined || mark) {
      if (section) line.section = section
      if (fence === undefined) {
        fence = mark![1]!
        part.blocks.push({ language: mark![2] ?? '', lines: [] })
      } else if (mark?.[1]?.startsWith(fence) && !mark[2]) {
        fence = undefined
      } else {
        part.blocks.at(-1)!.lines.push(line)
      }
      line.code = part.blocks.at(-1)!.language
      continue
    }
    section = markdown ? (headingOf(line, section, part.sections) ?? section) : undefined
    if (section) line.section = section
    table = tableOf(line, table, part.tables)
  }
  if (!markdown) part.blocks.push({ language: path.split('.').at(-1) ?? '', lines: [...part.lines] })
  return part
}

function headingOf(line: Line, current: Section | undefined, sections: Section[]): Section | undefined {
  const heading = /^(#{1,6})\s+(.+?)\s*#*$/.exec(line.text)
  const bold = /^\s*(?:\d+\.\s+|[-*]\s+)?\*\*([^*]+?):?\*\*:?\s*$/.exec(line.text)
  if (!heading && !bold) return undefined
  const level = heading ? heading[1]!.length : 7
  let parent = current
  while (parent && parent.level >= level) parent = parent.parent
  const section = { title: (heading?.[2] ?? bold![1]!).trim(), level, line, ...(parent ? { parent } : {}) }
  sections.push(section)
  return section
}

function tableOf(line: Line, current: Table | undefined, tables: Table[]): Table | undefined {
  if (!/^\s*\|.*\|\s*$/.test(line.text)) return undefined
  const cells = line.text
    .trim()
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map(cell => cell.trim())
  if (!current) {
    const table = { header: cells, rows: [], line }
    tables.push(table)
    return table
  }
  if (!cells.every(cell => /^:?-+:?$/.test(cell))) current.rows.push({ cells, line })
  return current
}

/** Titles over a line, the nearest first. */
export function titlesOf(section: Section | undefined): string[] {
  const titles: string[] = []
  for (let at = section; at; at = at.parent) titles.push(at.title)
  return titles
}

/** Whether a line stands in a section or below it. */
export function isIn(line: Line, section: Section): boolean {
  for (let at = line.section; at; at = at.parent) if (at === section) return true
  return false
}

export const isBox = ({ text }: Line): boolean => /^\s*[-*] \[[ xX]\]/.test(text)
export const isItem = ({ text }: Line): boolean => /^\s*(?:[-*]|\d+\.)\s/.test(text)

/** A line without its list mark, box and emphasis, as it is quoted. */
export const said = ({ text }: Line): string =>
  text
    .trim()
    .replace(/^(?:#{1,6}|[-*+]|\d+\.)\s+(?:\[[ xX]\]\s+)?/, '')
    .replaceAll('**', '')
    .trim()
