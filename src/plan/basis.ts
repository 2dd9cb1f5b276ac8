/** Where a statement of the plan comes from. What has none of these is a {@link Question}. */
export type Basis =
  /** A person or an agent said it; `from` names the tool, the document or the person. */
  | { kind: 'given'; from: string }
  /** A command showed it; `from` names the command, the commit or the files. */
  | { kind: 'observed'; from: string }
  /** It was computed; `from` names the formula and what went in. */
  | { kind: 'derived'; from: string }
  /** A stated default; `from` names the default's source and why it was taken. */
  | { kind: 'assumed'; from: string }

export interface Known<T> {
  value: T
  basis: Basis
}

/** Which decision of the plan waits for an answer: see the gates of {@link KindProfile.stages}. */
export type GateId = 'freeze' | 'go_no_go' | 'release' | 'close'

export interface Question {
  /** Stable, lower case with underscores; one question has one id wherever it is printed. */
  id: string
  /** A noun phrase or sentence without brackets, e.g. `phone of the primary on-call`. */
  question: string
  /** Who can answer: a role's or a person's name. */
  who: string
  gate: GateId
  /** What an answer must look like; `text` takes anything. */
  answer: AnswerType
  /** The words that a `choice` takes. */
  options?: readonly string[]
  /** The last date that a `record` of something done can have: today. */
  not_after?: string
}

export type AnswerType =
  | 'text'
  | 'command'
  | 'number'
  | 'percent'
  | 'yes_no'
  | 'date'
  | 'record'
  | 'choice'
  | 'countries'

export interface Unknown {
  unknown: Question
}

export type Statement<T> = Known<T> | Unknown

export const given = <T>(value: T, from: string): Known<T> => ({ value, basis: { kind: 'given', from } })
export const observed = <T>(value: T, from: string): Known<T> => ({
  value,
  basis: { kind: 'observed', from },
})
export const derived = <T>(value: T, from: string): Known<T> => ({ value, basis: { kind: 'derived', from } })
export const assumed = <T>(value: T, from: string): Known<T> => ({ value, basis: { kind: 'assumed', from } })

export const isKnown = <T>(statement: Statement<T>): statement is Known<T> => 'basis' in statement

export function knownValue<T>(statement: Statement<T>): T | undefined {
  return isKnown(statement) ? statement.value : undefined
}
