/** The words and marks of an interface language, without comments; what stands in quotes comes with its quotes. */
export function wordsOf(text: string, language: 'protobuf' | 'graphql'): string[] {
  const pattern =
    language === 'protobuf'
      ? /\/\/[^\n]*|\/\*[\s\S]*?\*\/|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[\w.]+|[^\s\w])/g
      : /#[^\n]*|("""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|\.\.\.|[\w$]+|[^\s\w,])/g
  const words: string[] = []
  for (const match of text.matchAll(pattern)) if (match[1] !== undefined) words.push(match[1])
  return words
}

/** The ends of all brackets of a list, found in one pass: deep nesting must not cost more than its length. */
const ends = new WeakMap<string[], Int32Array>()

function endsOf(words: string[]): Int32Array {
  const known = ends.get(words)
  if (known) return known
  const found = new Int32Array(words.length).fill(words.length)
  const open: number[] = []
  words.forEach((word, at) => {
    if (word === '{' || word === '(' || word === '[') open.push(at)
    else if (word === '}' || word === ')' || word === ']') {
      const start = open.pop()
      if (start !== undefined) found[start] = at + 1
    }
  })
  ends.set(words, found)
  return found
}

/** The place behind the bracket that closes the one at `open`; the end where none does, and the next place where none is open. */
export function behindClosing(words: string[], open: number): number {
  return /^[{([]$/.test(words[open] ?? '') ? (endsOf(words)[open] ?? words.length) : open + 1
}
