/** A message as Conventional Commits 1.0 reads it; a subject of another form has no `type`. */
export type Message = {
  type?: string
  scope?: string
  /** `!` before the colon. */
  marked: boolean
  /** What follows the colon; the whole subject where there is no type. */
  text: string
}

export type Footer = {
  /** As written; `BREAKING CHANGE` for either of its spellings. */
  token: string
  /** Lines joined by `\n`. */
  value: string
}

const HEADER = /^([A-Za-z][\w-]{0,39})(?:\(([^()]{0,80})\))?(!)?:\s+(?=\S)/
const LONGEST_BODY = 64_000

/** Type, scope and mark of a subject; the type in any letter case, as the specification has it. */
export function readHeader(subject: string): Message {
  const match = HEADER.exec(subject)
  if (!match?.[1]) return { marked: false, text: subject }
  const scope = match[2]?.trim()
  return {
    type: match[1],
    ...(scope ? { scope } : {}),
    marked: match[3] === '!',
    text: subject.slice(match[0].length),
  }
}

const BREAKING = /^BREAKING[ -]CHANGE: +(?=\S)/
const FOOTER = /^([A-Za-z][A-Za-z0-9-]{0,59})(?:: +| (?=#))(?=\S)/
/** Where a squashed message goes on with another commit, a heading or a rule. */
const NEXT_PART = /^(?:[*-] |#{1,6} |-{3,}\s*$|```)/

/**
 * The footers of a body in one pass over its lines. They start after a blank line; a value goes on over the lines
 * that follow, that of a breaking change over blank ones too, until the next footer. `BREAKING CHANGE:` counts at
 * the start of any line: a missed one costs more than a quoted one. Of a body beyond 64,000 characters the
 * beginning and the end are read.
 */
export function readFooters(body: string): Footer[] {
  const footers: Footer[] = []
  let open: Footer | undefined
  let afterBlank = true
  for (const line of linesOf(body)) {
    const blank = line.trim() === ''
    const started = blank ? undefined : footerStart(line, afterBlank || open !== undefined)
    if (started) {
      open = started
      footers.push(started)
    } else if (open && goesOn(open, line, afterBlank)) {
      open.value += `\n${line.trim()}`
    } else if (!blank) {
      open = undefined
    }
    afterBlank = blank
  }
  for (const footer of footers) footer.value = footer.value.trim()
  return footers
}

function linesOf(body: string): string[] {
  const read =
    body.length > LONGEST_BODY ? `${body.slice(0, LONGEST_BODY / 2)}\n${body.slice(-LONGEST_BODY / 2)}` : body
  return read.split('\n')
}

function footerStart(line: string, allowed: boolean): Footer | undefined {
  if (line.startsWith('BREAKING')) {
    const breaking = BREAKING.exec(line)
    if (breaking) return { token: 'BREAKING CHANGE', value: line.slice(breaking[0].length) }
  }
  const match = allowed ? FOOTER.exec(line) : null
  return match?.[1] ? { token: match[1], value: line.slice(match[0].length) } : undefined
}

function goesOn({ token }: Footer, line: string, afterBlank: boolean): boolean {
  if (NEXT_PART.test(line)) return false
  return token === 'BREAKING CHANGE' || (!afterBlank && line.trim() !== '') || /^\s+\S/.test(line)
}

const LISTED = /^[*-] (?=\S)/

/** The subjects of the commits that a squash lists in its body (`* fix: x`), at most fifty. */
export function listedSubjects(body: string): string[] {
  const found: string[] = []
  for (const line of linesOf(body)) {
    if (found.length === 50) break
    if (LISTED.test(line)) found.push(line.slice(2, 300))
  }
  return found
}
