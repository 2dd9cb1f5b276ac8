import { type AnswerType, type GateId, given, type Question, type Statement } from './basis.ts'

export interface Answer {
  value: string
  /** `fill_in`, or the document that a person typed the answer into. */
  from: string
}

export type Answers = Readonly<Record<string, Answer>>

interface Asked {
  id: string
  question: string
  who: string
  gate: GateId
}

/**
 * Asks what only a person can say: every call returns the answer when there is one and the question otherwise.
 * The same id asked twice is one question; `asked()` lists each once, in the order of first asking.
 */
export interface Questions {
  text(asked: Asked): Statement<string>
  number(asked: Asked): Statement<number>
  yesNo(asked: Asked): Statement<boolean>
  date(asked: Asked): Statement<string>
  /** All questions asked so far, answered ones included. */
  asked(): Question[]
}

export function questionsAnsweredBy(answers: Answers): Questions {
  const asked = new Map<string, Question>()

  function ask<T>(what: Asked, answer: AnswerType): Statement<T> {
    const question = asked.get(what.id) ?? { ...what, answer }
    asked.set(what.id, question)
    const reply = answers[what.id]
    const value = reply && parsedAnswer(reply.value, answer)
    return value === undefined ? { unknown: question } : given(value as T, reply!.from)
  }

  return {
    text: what => ask<string>(what, 'text'),
    number: what => ask<number>(what, 'number'),
    yesNo: what => ask<boolean>(what, 'yes_no'),
    date: what => ask<string>(what, 'date'),
    asked: () => [...asked.values()],
  }
}

/** The typed value of an answer, `undefined` when it does not have the form that the question needs. */
export function parsedAnswer(text: string, answer: AnswerType): string | number | boolean | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return undefined
  switch (answer) {
    case 'text':
      return trimmed
    case 'number': {
      const number = Number(trimmed.replace(/\s*(%|per cent|percent|minutes?|min)$/i, ''))
      return Number.isFinite(number) ? number : undefined
    }
    case 'yes_no':
      return /^(yes|true|y)$/i.test(trimmed) ? true : /^(no|false|n)$/i.test(trimmed) ? false : undefined
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(trimmed) ? trimmed : undefined
  }
}

/** What a valid answer looks like, for an error or a hint. */
export const answerForms: Record<AnswerType, string> = {
  text: 'any text',
  number: 'a number such as 0.5',
  yes_no: '`yes` or `no`',
  date: 'a date such as 2026-12-01',
}
