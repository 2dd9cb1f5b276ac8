import { type AnswerType, type GateId, given, type Question, type Statement } from './basis.ts'
import type { PlainDate } from './calendar/date.ts'
import { hasCalendar } from './calendar/holidays.ts'
import { isDate } from './fields.ts'
import { type Answerer, answererName } from './kinds/answerer.ts'
import type { KindProfile } from './kinds/profile.ts'
import { cleanText, commandProblem, trimmedCommand } from './text.ts'

export interface Answer {
  value: string
  /** `fill_in`, or the document that a person typed the answer into. */
  from: string
}

export type Answers = Readonly<Record<string, Answer>>

export interface Asked {
  id: string
  question: string
  who: Answerer
  gate: GateId
}

/**
 * Asks what only a person can say: every call returns the answer when there is one and the question otherwise.
 * The same id asked twice is one question; `asked()` lists each once, in the order of first asking.
 */
export interface Questions {
  text(asked: Asked): Statement<string>
  /** One line of shell, kept to the letter. */
  command(asked: Asked): Statement<string>
  /** Not negative. */
  number(asked: Asked): Statement<number>
  /** 0 to 100. */
  percent(asked: Asked): Statement<number>
  yesNo(asked: Asked): Statement<boolean>
  date(asked: Asked): Statement<string>
  /** A date of something done, and behind it what shows it. */
  record(asked: Asked): Statement<string>
  choice<T extends string>(asked: Asked, options: readonly T[]): Statement<T>
  /** ISO codes with a holiday calendar; none is an answer as well. */
  countries(asked: Asked): Statement<string[]>
  /** All questions asked so far, answered ones included. */
  asked(): Question[]
}

/**
 * @param profile its roles are named by those who answer
 * @param today nothing was done later
 */
export function questionsAnsweredBy(
  answers: Answers,
  profile: Pick<KindProfile, 'kind' | 'roles'>,
  today: PlainDate,
): Questions {
  const asked = new Map<string, Question>()

  function ask<T>(what: Asked, form: Pick<Question, 'answer' | 'options' | 'not_after'>): Statement<T> {
    const question = asked.get(what.id) ?? { ...what, who: answererName(what.who, profile), ...form }
    asked.set(what.id, question)
    const reply = answers[what.id]
    const value = reply && parsedAnswer(reply.value, question)
    return value === undefined ? { unknown: question } : given(value as T, reply!.from)
  }

  return {
    text: what => ask<string>(what, { answer: 'text' }),
    command: what => ask<string>(what, { answer: 'command' }),
    number: what => ask<number>(what, { answer: 'number' }),
    percent: what => ask<number>(what, { answer: 'percent' }),
    yesNo: what => ask<boolean>(what, { answer: 'yes_no' }),
    date: what => ask<string>(what, { answer: 'date' }),
    record: what => ask<string>(what, { answer: 'record', not_after: today }),
    choice: <T extends string>(what: Asked, options: readonly T[]) =>
      ask<T>(what, { answer: 'choice', options }),
    countries: what => ask<string[]>(what, { answer: 'countries' }),
    asked: () => [...asked.values()],
  }
}

/** The date at the beginning of a record. */
export const recordedOn = (record: string): string => record.slice(0, 10)

/** What stands for an answer without being one. */
const placeholder = /^(?:…|\.{2,}|\?+|-+|_+|tbd|todo|unknown|not sure.*|\[TBD:.*)$/i

/** The typed value of an answer, `undefined` when it does not have the form that the question needs. */
export function parsedAnswer(
  text: string,
  { answer, options = [], not_after }: Pick<Question, 'answer' | 'options' | 'not_after'>,
): string | number | boolean | string[] | undefined {
  const trimmed = text.trim()
  if (trimmed === '' || placeholder.test(trimmed)) return undefined
  if (not_after !== undefined && recordedOn(trimmed) > not_after) return undefined
  return forms[answer](trimmed, options)
}

const forms: Record<
  AnswerType,
  (text: string, options: readonly string[]) => string | number | boolean | string[] | undefined
> = {
  text: text => cleanText(text, 500) || undefined,
  command: text => (text.length > 500 || commandProblem(text) ? undefined : trimmedCommand(text)),
  number: text => numberOf(text, Number.POSITIVE_INFINITY),
  percent: text => numberOf(text, 100),
  yes_no: text =>
    /^(?:yes|true|y)\b/i.test(text) ? true : /^(?:no|false|n)\b/i.test(text) ? false : undefined,
  date: text => (isDate(text) ? text : undefined),
  record: text => (isDate(recordedOn(text)) ? cleanText(text, 500) : undefined),
  choice: (text, options) => options.find(option => option === text.toLowerCase().replace(/[\s-]+/g, '_')),
  countries: text => countryCodes(text),
}

function numberOf(text: string, most: number): number | undefined {
  const number = Number(
    text.replace(/\s*(?:%|per ?cent|minutes?|min)$/i, '').replace(/(?<=\d),(?=\d{3}\b)/g, ''),
  )
  return Number.isFinite(number) && number >= 0 && number <= most ? number : undefined
}

function countryCodes(text: string): string[] | undefined {
  if (/^none$/i.test(text)) return []
  const codes = text
    .toUpperCase()
    .split(/[\s,;]+/)
    .filter(Boolean)
  return codes.every(hasCalendar) ? codes : undefined
}

/** What a valid answer looks like, for an error or a warning. */
export function answerForm({
  answer,
  options = [],
  not_after,
}: Pick<Question, 'answer' | 'options' | 'not_after'>): string {
  if (not_after !== undefined)
    return `a date no later than today, ${not_after}, for what is done, then what shows it, such as ${not_after}, 3 minutes, link to the log`
  return answer === 'choice' ? `one of ${options.join(', ')}` : answerForms[answer]
}

const answerForms: Record<Exclude<AnswerType, 'choice'>, string> = {
  text: 'any text that says it',
  command: 'a command in one line of at most 500 characters; join its steps with && or ;',
  number: 'a number such as 1200, not negative',
  percent: 'a number from 0 to 100 such as 0.5',
  yes_no: '`yes` or `no`',
  date: 'a date such as 2026-12-01',
  record: 'a date, then what shows it, such as 2026-12-01, 3 minutes, link to the log',
  countries: 'ISO codes such as US or US, DE-BY, or none',
}
