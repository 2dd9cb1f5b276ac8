/**
 * The 1-based line at which a field of a valid JSON text stands; of its nearest existing parent where the path
 * leads nowhere.
 */
export function fieldLine(text: string, path: readonly PropertyKey[]): number {
  let found = 0
  const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g
  const nesting: { key: string | number; list: boolean }[] = []
  let matched = 0
  let key: string | undefined
  for (let token = tokens.exec(text); token; token = tokens.exec(text)) {
    const [word] = token
    const top = nesting.at(-1)
    if (word === '}' || word === ']') nesting.pop()
    else if (word === ',') {
      if (top?.list) top.key = Number(top.key) + 1
      else key = undefined
    } else if (word === ':') continue
    else if (top && !top.list && key === undefined) {
      key = JSON.parse(word) as string
      top.key = key
      if (leadsTo(nesting, path, matched)) {
        matched = nesting.length
        found = token.index
      }
    } else {
      if (top?.list && leadsTo(nesting, path, matched)) {
        matched = nesting.length
        found = token.index
      }
      if (word === '{' || word === '[') {
        nesting.push({ key: 0, list: word === '[' })
        key = undefined
      }
    }
  }
  return text.slice(0, found).split('\n').length
}

/** Whether the place is one step further along the path than what was found before. */
function leadsTo(
  nesting: { key: string | number }[],
  path: readonly PropertyKey[],
  matched: number,
): boolean {
  return (
    nesting.length === matched + 1 && nesting.every(({ key }, depth) => String(path[depth]) === String(key))
  )
}
