/** Where a JSON text stops being JSON: 1-based line and column, and what was expected and found there. */
export interface JsonProblem {
  line: number
  column: number
  expected: string
  found: string
}

const STRING = /"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y
const SPACE = /[ \t\r\n]*/y
const DEEPEST = 500

class Mismatch extends Error {
  readonly expected: string
  constructor(expected: string) {
    super(expected)
    this.expected = expected
  }
}

/** The first problem of a JSON text; undefined when it is valid. */
export function jsonProblem(text: string): JsonProblem | undefined {
  let at = 0

  const matches = (pattern: RegExp): boolean => {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found) at += found[0].length
    return found !== null
  }
  const character = (wanted: string): boolean => {
    matches(SPACE)
    if (text[at] !== wanted) return false
    at++
    return true
  }
  const string = (expected: string): void => {
    matches(SPACE)
    if (!matches(STRING)) throw new Mismatch(text[at] === '"' ? 'a string that ends on its line' : expected)
  }
  const members = (close: string, member: () => void): void => {
    if (character(close)) return
    do member()
    while (character(','))
    if (!character(close)) throw new Mismatch(`"," or "${close}"`)
  }
  const field = (depth: number): void => {
    string('a field name in double quotes')
    if (!character(':')) throw new Mismatch('":" after the field name')
    value(depth + 1)
  }
  const value = (depth: number): void => {
    if (depth > DEEPEST) throw new Mismatch(`at most ${DEEPEST} levels`)
    matches(SPACE)
    if (character('[')) members(']', () => value(depth + 1))
    else if (character('{')) members('}', () => field(depth))
    else if (text[at] === '"') string('a string')
    else if (!matches(SCALAR)) throw new Mismatch('a value')
  }

  try {
    value(0)
    matches(SPACE)
    if (at < text.length) throw new Mismatch('the end of the file')
    return undefined
  } catch (error) {
    if (!(error instanceof Mismatch)) throw error
    return { ...position(text, at), expected: error.expected, found: excerpt(text, at) }
  }
}

function position(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at).split('\n')
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
}

function excerpt(text: string, at: number): string {
  return at >= text.length ? 'the end of the file' : JSON.stringify(text.slice(at, at + 24).split('\n')[0])
}
