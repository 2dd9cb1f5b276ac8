import type { Question } from '../plan/basis.ts'
import { parsedAnswer } from '../plan/questions.ts'
import { cleanText, typedText } from '../plan/text.ts'
import { questionMarker } from './markdown.ts'

const marker = /\[TBD: ([^\]]*?) · ([^\]·]*?)\]/g

export interface ReadBack {
  /** What a person typed over a question, by the question's id. */
  answers: { id: string; value: string }[]
  /** What has not the form that its question needs: it stays in the document and the question stays open. */
  refused: { question: Question; value: string; line: number }[]
  /**
   * The last rendering with those answers in it: an answer read back is our text from now on, so that the merge
   * does not take it for an edit that forbids changing the rest of its line.
   */
  base: string
}

/**
 * Reads the answers that a person typed over `[TBD: …]` in a document.
 * @param base the text that we last wrote, which shows where each question stood
 * @param disk the text as it stands now
 * @param questions the questions of that rendering, asked for only where a line with one has changed
 */
export function readBack(base: string, disk: string, questions: () => readonly Question[]): ReadBack {
  const before = base.split('\n')
  const after = disk.split(/\r?\n/)
  const standing = new Set(after)
  if (!before.some(line => line.includes('[TBD: ') && !standing.has(line))) {
    return { answers: [], refused: [], base }
  }
  const known = new Map(questions().map(question => [printedQuestion(question), question]))
  const shared = sharedLines(before, after)
  const answers: ReadBack['answers'] = []
  const refused: ReadBack['refused'] = []
  const lines = before.map((line, index) => {
    const asked = [...line.matchAll(marker)].map(match => known.get(match[1]!.trim()))
    if (asked.length === 0 || standing.has(line)) return line
    const edited = answeredLine(line, after.slice(...between(shared, index, after.length)))
    const typed = (edited?.values ?? []).flatMap((value, n) => {
      const question = asked[n]
      if (!question || value === undefined) return []
      return [{ question, value: question.answer === 'command' ? value : cleanText(value, 2000) }]
    })
    const wrong = typed.filter(({ question, value }) => parsedAnswer(value, question) === undefined)
    refused.push(...wrong.map(entry => ({ ...entry, line: after.indexOf(edited!.line) + 1 })))
    if (typed.length === 0 || wrong.length > 0) return line
    answers.push(...typed.map(({ question, value }) => ({ id: question.id, value })))
    return edited!.line
  })
  return { answers, refused, base: lines.join('\n') }
}

/** The part of a marker that does not move with the dates. */
function printedQuestion(question: Question): string {
  return new RegExp(marker.source).exec(questionMarker(question))?.[1]?.trim() ?? question.question
}

interface AnsweredLine {
  line: string
  /** One a marker; undefined where the marker still stands. */
  values: (string | undefined)[]
}

/** The first candidate with the same words around its answers as the line has around its markers. */
function answeredLine(line: string, candidates: string[]): AnsweredLine | undefined {
  const words = line.split(/\[TBD: [^\]]*\]/)
  const pattern = new RegExp(`^${words.map(literal).join('(.+?)')}$`)
  for (const candidate of candidates) {
    const match = pattern.exec(candidate)
    if (match) return { line: candidate, values: match.slice(1).map(typedValue) }
  }
  return undefined
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** What was typed, without the marker where it was left standing and without the quoting of a code span. */
function typedValue(text: string): string | undefined {
  const written = text
    .replace(/\[TBD: [^\]]*\]/g, '')
    .replace(/\\([\\`*[\]<>|~_])/g, '$1')
    .trim()
    .replace(/^(`+) ?(.*?) ?\1$/, '$2')
  const typed = typedText(written, 2000)
  return typed === '' ? undefined : typed
}

/** Lines that stand exactly once in both texts: what lies between two of them belongs together. */
function sharedLines(before: string[], after: string[]): [number, number][] {
  const places = linesStandingOnce(after)
  return [...linesStandingOnce(before)].flatMap(([line, index]) => {
    const place = places.get(line)
    return place === undefined ? [] : [[index, place] as [number, number]]
  })
}

function linesStandingOnce(lines: string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1)
  return new Map(lines.flatMap((line, index) => (counts.get(line) === 1 ? [[line, index] as const] : [])))
}

function between(shared: [number, number][], index: number, length: number): [number, number] {
  const previous = shared.filter(([at]) => at < index).at(-1)
  const next = shared.find(([at]) => at > index)
  return [previous ? previous[1] + 1 : 0, next ? next[1] : length]
}
