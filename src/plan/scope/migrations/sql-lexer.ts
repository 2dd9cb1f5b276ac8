/** A word or symbol of SQL. `name` was quoted; `string` carries what lies between its quotes. */
export type Token = { kind: 'word' | 'name' | 'string' | 'symbol'; text: string }

const TOKEN =
  /(\s+|--[^\n]*|(?<=^|\n)[ \t]*#[^\n]*)|(\/\*)|(\$[A-Za-z_]*\$)|'((?:[^'\\]|''|\\(?!'\s*[,;)])[\s\S]|\\)*)'|"((?:[^"]|"")*)"|`([^`]*)`|\[([A-Za-z_][\w $.-]*)\]|([A-Za-z_@][\w$@#]*)|(\d[\w.]*)|([\s\S])/y

/** Words after END that close something which is not counted. */
const CLOSED_BY_WORD = new Set(['IF', 'LOOP', 'WHILE', 'REPEAT', 'CASE', 'FOR'])

/**
 * The statements of an SQL script, each as its tokens; comments are gone. Semicolons in strings, in dollar quotes and
 * in the body of a routine or trigger end nothing; `GO` on its own does. One pass over the text.
 */
export function statementsOf(text: string): Token[][] {
  const statements: Token[][] = []
  let current: Token[] = []
  let depth = 0
  const end = () => {
    if (current.length > 0) statements.push(current)
    current = []
    depth = 0
  }
  for (const token of tokensOf(text)) {
    if (token.kind === 'symbol' && token.text === ';' && depth <= 0) {
      end()
    } else if (token.kind === 'word' && /^(?:GO|DELIMITER)$/i.test(token.text) && depth <= 0) {
      end()
    } else {
      depth += nesting(current, token)
      current.push(token)
    }
  }
  end()
  return statements
}

/** How a token changes the depth inside a routine; other statements have none. */
function nesting(before: Token[], { kind, text }: Token): number {
  if (kind !== 'word' || !isRoutine(before)) return 0
  const word = text.toUpperCase()
  const last = before.at(-1)?.text.toUpperCase()
  if (word === 'BEGIN' || (word === 'CASE' && last !== 'END')) return 1
  if (word === 'END') return -1
  return last === 'END' && CLOSED_BY_WORD.has(word) && word !== 'CASE' ? 1 : 0
}

function isRoutine(tokens: Token[]): boolean {
  return (
    tokens[0]?.text.toUpperCase() === 'CREATE' &&
    tokens.slice(1, 8).some(({ text }) => /^(?:TRIGGER|PROCEDURE|FUNCTION|EVENT|PACKAGE)$/i.test(text))
  )
}

function* tokensOf(text: string): Generator<Token> {
  TOKEN.lastIndex = 0
  let at = 0
  while (at < text.length) {
    TOKEN.lastIndex = at
    const match = TOKEN.exec(text)
    if (!match) return
    at = TOKEN.lastIndex
    const [whole, space, comment, dollar, single, double, back, bracket, word, number] = match
    if (space !== undefined) continue
    if (comment !== undefined) at = endOf(text, '*/', at)
    else if (dollar !== undefined) {
      const close = endOf(text, dollar, at)
      yield { kind: 'string', text: text.slice(at, Math.max(at, close - dollar.length)) }
      at = close
    } else if (single !== undefined) yield { kind: 'string', text: single }
    else if (double !== undefined || back !== undefined || bracket !== undefined)
      yield { kind: 'name', text: double ?? back ?? bracket ?? '' }
    else if (word !== undefined || number !== undefined) yield { kind: 'word', text: whole }
    else yield { kind: 'symbol', text: whole }
  }
}

/** The place behind the next `mark`; the end of the text where there is none. */
function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from)
  return found < 0 ? text.length : found + mark.length
}
