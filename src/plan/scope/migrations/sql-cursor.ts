import type { Token } from './sql-lexer.ts'

/** A place in one statement that moves on as it is read. Words come in capitals; behind the end they are ''. */
export type SqlCursor = {
  peek: (ahead?: number) => string
  word: () => string
  /** Whether the next word is one of these; then it is passed. */
  skip: (...words: string[]) => boolean
  skipWhile: (words: string[]) => void
  skipIfExists: () => void
  /** Passes everything up to and with this word at the top level; false where there is none. */
  skipTo: (word: string) => boolean
  skipToAny: (words: string[]) => string | undefined
  hasTop: (word: string) => boolean
  /** A name with its schema (`public.users` is `users`). */
  name: () => string
  names: () => string[]
  /** Columns that SET assigns. */
  assigned: () => string[]
  /** Cursors over what commas divide at the top level. */
  parts: () => SqlCursor[]
  rest: () => string
  text: () => string
}

const DEFAULT_SCHEMAS = /^(?:public|dbo|main)\./i

export function cursor(tokens: Token[]): SqlCursor {
  let at = 0
  const upper = (index: number) => {
    const token = tokens[index]
    return token && token.kind !== 'string' ? token.text.toUpperCase() : ''
  }
  const plain = (index: number) => tokens[index]?.kind !== 'name'
  const is = (index: number, word: string) => plain(index) && upper(index) === word
  const top = (found: (index: number) => boolean): number => {
    let depth = 0
    for (let index = at; index < tokens.length; index++) {
      if (is(index, '(')) depth++
      else if (is(index, ')')) depth--
      else if (depth === 0 && found(index)) return index
    }
    return -1
  }
  const skip = (...words: string[]) => {
    const found = words.some(word => is(at, word))
    if (found) at++
    return found
  }
  const skipTo = (word: string) => {
    const index = top(i => is(i, word))
    if (index >= 0) at = index + 1
    return index >= 0
  }
  const name = () => {
    let text = tokens[at++]?.text ?? ''
    while (is(at, '.')) {
      text += `.${tokens[at + 1]?.text ?? ''}`
      at += 2
    }
    return text.replace(DEFAULT_SCHEMAS, '')
  }
  const joined = (from: number) =>
    tokens
      .slice(from, from + 200)
      .map(({ kind, text }) => (kind === 'string' ? `'${text}'` : text))
      .join(' ')
  return {
    peek: (ahead = 0) => (plain(at + ahead) ? upper(at + ahead) : ''),
    word: () => upper(at++),
    skip,
    skipWhile: words => {
      while (words.some(word => is(at, word))) at++
    },
    skipIfExists: () => {
      if (is(at, 'IF')) at += is(at + 1, 'NOT') ? 3 : 2
    },
    skipTo,
    skipToAny: words => {
      const index = top(i => words.some(word => is(i, word)))
      if (index < 0) return undefined
      at = index + 1
      return upper(index)
    },
    hasTop: word => top(i => is(i, word)) >= 0,
    name,
    names: () => {
      const found = [name()]
      while (skip(',')) found.push(name())
      return found.filter(Boolean)
    },
    assigned: () => {
      if (!skipTo('SET')) return []
      const end = top(i => is(i, 'WHERE') || is(i, 'FROM'))
      const set = dividedAtCommas(tokens.slice(at, end < 0 ? tokens.length : end))
      return set.map(part => part[0]?.text ?? '').filter(Boolean)
    },
    parts: () => dividedAtCommas(tokens.slice(at)).map(cursor),
    rest: () => joined(at),
    text: () => joined(0),
  }
}

function dividedAtCommas(tokens: Token[]): Token[][] {
  const parts: Token[][] = [[]]
  let depth = 0
  for (const token of tokens) {
    if (token.kind === 'symbol' && token.text === '(') depth++
    if (token.kind === 'symbol' && token.text === ')') depth--
    if (depth === 0 && token.kind === 'symbol' && token.text === ',') parts.push([])
    else parts.at(-1)?.push(token)
  }
  return parts.filter(part => part.length > 0)
}
