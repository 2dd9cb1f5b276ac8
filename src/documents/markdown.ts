import type { Basis, Question, Statement } from '../plan/basis.ts'
import { isKnown } from '../plan/basis.ts'
import type { Plan } from '../plan/plan.ts'

/** Text that already is Markdown; everything else is escaped where a template prints it. */
export class Markdown {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
  toString(): string {
    return this.text
  }
}

export const md = (text: string): Markdown => new Markdown(text)

/**
 * Text as inert Markdown on one line, for table cells, list items, headings and paragraphs. Dates, versions and
 * paths stay readable: only what would change the structure is escaped.
 */
export function escaped(value: unknown): string {
  if (value instanceof Markdown) return value.text
  return String(value)
    .replace(/\s+/g, ' ')
    .replace(/[\\`*[\]<>|~]/g, '\\$&')
    .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\_')
    .replace(/&(?=#?\w+;)/g, '&amp;')
    .replace(/^([#+\-=]|\d+[.)])(?=\s|$)/, '\\$1')
}

/** A code span that its text cannot leave; inside a table a pipe is escaped too, and no text poses as a question. */
export function code(text: string): Markdown {
  const inner = text.replace(/\s/g, ' ').replace(/\|/g, '\\|').replaceAll('[TBD:', '[TBD :')
  const longest = Math.max(0, ...[...inner.matchAll(/`+/g)].map(run => run[0].length))
  const fence = '`'.repeat(longest + 1)
  return md(longest > 0 ? `${fence} ${inner} ${fence}` : `${fence}${inner}${fence}`)
}

/** `[TBD: question · who by date]`: the form in which a question stands in every document. */
export function questionMarker(question: Question, neededBy?: string): string {
  const by = neededBy ? ` by ${neededBy}` : ''
  return `${questionStart(question)} ${inMarker(question.who)}${by}]`
}

/** The marker of a question up to who answers it, by which it is found in a document. */
export const questionStart = ({ question }: Question): string => `[TBD: ${inMarker(question)} ·`

const inMarker = (text: string): string => escaped(text.replace(/[[\]·]/g, ''))

/** The value, or the question in its place. */
export function statementText(
  plan: Plan,
  statement: Statement<unknown>,
  format: (value: never) => string = String,
): Markdown {
  if (isKnown(statement)) return md(escaped(format(statement.value as never)))
  const open = plan.questions.find(question => question.id === statement.unknown.id)
  return md(questionMarker(statement.unknown, open?.needed_by))
}

/** `given: …`, `observed: …`: the basis in a few words, for a column or the end of a line. */
export function basisText(basis: Basis): string {
  return `${basis.kind}: ${basis.from}`
}

/** Where several things come from, the first source first; no other repeats its words. */
export const sourcesText = ([first = 'none', ...others]: readonly string[]): string =>
  [first, ...others.map(text => (text.startsWith(`${first}, `) ? text.slice(first.length + 2) : text))].join(
    '; ',
  )

/** A statement followed by its basis in italics, for a line of its own. */
export function withBasis(
  plan: Plan,
  statement: Statement<unknown>,
  format?: (value: never) => string,
): Markdown {
  const text = statementText(plan, statement, format)
  return isKnown(statement) ? md(`${text} _(${escaped(basisText(statement.basis))})_`) : text
}
