/** A call in program text: what it is called on (`op`, `$table`, `t`), its name, its arguments as written. */
export type Call = { on: string; name: string; args: string[]; at: number; end: number; tail: string }

const MOST_CALLS = 2_000
/** How far a closing bracket is looked for: what is longer counts as not closed. */
const LONGEST_CALL = 32_000

/**
 * The calls with brackets in a text, in their order, also those inside other calls' arguments. `tail` is what is
 * chained behind (`.notNullable().defaultTo(1)`). Strings are respected, comments should be gone.
 */
export function callsIn(text: string): Call[] {
  const found: Call[] = []
  for (const match of text.matchAll(
    /(?:([$\w]+(?:\(\))?)\s*(?:\.|->|::|\?\.)\s*)?\b(\w+)(?:<[^<>(){};]{0,80}>)?\(/g,
  )) {
    if (found.length >= MOST_CALLS) break
    const open = match.index + match[0].length - 1
    const end = closing(text, open)
    if (end < 0) continue
    const inner = text.slice(open + 1, end)
    found.push({
      on: match[1] ?? '',
      name: match[2] ?? '',
      args: divided(inner),
      at: match.index,
      end,
      tail: chained(text, end + 1),
    })
  }
  return found
}

/** The place of the bracket that closes the one at `open`; -1 where none does. */
export function closing(text: string, open: number): number {
  let depth = 0
  const last = Math.min(text.length, open + LONGEST_CALL)
  for (let at = open; at < last; at++) {
    const char = text.charAt(at)
    if (char === '"' || char === "'" || char === '`') at = stringEnd(text, at)
    else if (char === '(' || char === '[' || char === '{') depth++
    else if (char === ')' || char === ']' || char === '}') {
      depth--
      if (depth === 0) return at
    }
  }
  return -1
}

/** The place of the quote that ends the string at `start`; of one that never ends its own place. */
function stringEnd(text: string, start: number): number {
  const quote = text.charAt(start)
  const long = quote.repeat(3)
  if (quote !== '`' && text.startsWith(long, start)) {
    const end = text.indexOf(long, start + 3)
    return end < 0 ? start : end + 2
  }
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charAt(at)
    if (char === '\\') at++
    else if (char === quote) return at
    else if (char === '\n' && quote === "'" && at - start > 2_000) return start
  }
  return start
}

/** Arguments divided at top-level commas, trimmed. */
export function divided(text: string, separator = ','): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at)
    if (char === '"' || char === "'" || char === '`') at = stringEnd(text, at)
    else if ('([{'.includes(char)) depth++
    else if (')]}'.includes(char)) depth--
    else if (char === separator && depth === 0) {
      parts.push(text.slice(start, at).trim())
      start = at + 1
    }
  }
  parts.push(text.slice(start).trim())
  return parts.filter(Boolean)
}

/** Calls chained behind a call, up to 600 characters. */
function chained(text: string, from: number): string {
  let at = from
  while (at < text.length && at - from < 600) {
    const link = /^\s*(?:\.|->|\?->)\s*\w+\s*\(/.exec(text.slice(at, at + 120))
    if (!link) break
    const end = closing(text, at + link[0].length - 1)
    if (end < 0) break
    at = end + 1
  }
  return text.slice(from, at)
}

/** What the first string in an argument says; nothing where there is none. */
export function stringIn(argument = ''): string | undefined {
  const match =
    /("""|''')([\s\S]*?)\1|\$?@?"((?:[^"\\]|\\.|"")*)"|'((?:[^'\\]|\\.)*)'|`((?:[^`\\]|\\.)*)`/.exec(argument)
  const text = match?.[2] ?? match?.[3] ?? match?.[4] ?? match?.[5]
  return text
    ?.replace(/\\n/g, '\n')
    .replace(/\\(["'`\\])/g, '$1')
    .replaceAll('""', '"')
}

/** Names in an argument: strings, or symbols of Ruby and Elixir. */
export function namesIn(argument = ''): string[] {
  return [...argument.matchAll(/["'`]([\w.-]+)["'`]|(?<![\w:]):(\w+)/g)].map(
    ([, text, symbol]) => text ?? symbol ?? '',
  )
}

/** A text without its comments (`hash`: those of Ruby, Python, Elixir); strings stay. */
export function withoutComments(text: string, hash: boolean): string {
  const pattern = hash
    ? /("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|#(?!\{)[^\n]*/g
    : /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\/[^\n]*|\/\*[\s\S]*?\*\//g
  return text.replace(pattern, (_, string: string | undefined) => string ?? '')
}

/** The body of a function between braces whose head matches; undefined where there is none. */
export function braced(text: string, head: RegExp): string | undefined {
  const match = head.exec(text)
  if (!match) return undefined
  const open = text.indexOf('{', match.index + match[0].length - (match[0].endsWith('{') ? 1 : 0))
  const end = open < 0 ? -1 : closing(text, open)
  return end < 0 ? undefined : text.slice(open + 1, end)
}
