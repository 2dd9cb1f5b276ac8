import { cleanText } from '../../text.ts'
import { type Corpus, type Line, said } from './markdown.ts'

/** A place in a document that contradicts another one, or itself. */
export interface Finding {
  id: string
  path: string
  line: number
  /** The words as they stand there. */
  says: string
  /** What they contradict, where that is another place. */
  against?: { path: string; line: number; says: string }
  why: string
}

/** What a rule found: the place, why it is a contradiction, and the other place. */
export type Found = [line: Line, why: string, against?: Line]

export interface Rule {
  /** Stable: people name it in their own notes. */
  id: string
  /** What it finds, as a noun phrase. */
  finds: string
  check(corpus: Corpus): Found[]
}

/** More of one kind say no more. */
const mostOfOne = 5
const longestQuote = 160

export function findingsOf({ id, check }: Rule, corpus: Corpus): Finding[] {
  const seen = new Set<string>()
  return check(corpus)
    .filter(([line, why]) => {
      const place = `${line.path}:${line.number} ${why}`
      return !seen.has(place) && seen.add(place)
    })
    .slice(0, mostOfOne)
    .map(([line, why, against]) => ({
      id,
      path: line.path,
      line: line.number,
      says: quoteOf(line),
      ...(against ? { against: { path: against.path, line: against.number, says: quoteOf(against) } } : {}),
      why,
    }))
}

const quoteOf = (line: Line): string => cleanText(said(line), longestQuote)
