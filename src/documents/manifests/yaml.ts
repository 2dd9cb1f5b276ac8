/** What a manifest is made of; `undefined` is left out. */
export type Yaml =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Yaml[]
  | { readonly [key: string]: Yaml }

/**
 * Block YAML in which no text can become structure: every text stands in double quotes as JSON writes it, or, where it has
 * several lines, in a literal block whose lines are all indented. Keys are ours.
 */
export function yamlOf(value: Yaml): string {
  return `${lines(value).join('\n')}\n`
}

function lines(value: Yaml): string[] {
  if (value === undefined) return []
  if (typeof value !== 'object' || value === null) return [scalar(value)]
  if (Array.isArray(value)) return value.flatMap(item => indented(lines(item), '- '))
  return Object.entries(value as Record<string, Yaml>).flatMap(([key, item]) => {
    if (item === undefined) return []
    if (typeof item === 'string' && item.includes('\n'))
      return [`${key}: |-`, ...item.split('\n').map(line => `  ${line}`.trimEnd())]
    if (typeof item !== 'object' || item === null) return [`${key}: ${scalar(item)}`]
    const inner = lines(item)
    if (inner.length === 0) return [`${key}: ${Array.isArray(item) ? '[]' : '{}'}`]
    return [`${key}:`, ...inner.map(line => `  ${line}`)]
  })
}

/** An item of a list: its first line behind the dash, the others below it. */
function indented(inner: string[], dash: string): string[] {
  return inner.map((line, index) => `${index === 0 ? dash : ' '.repeat(dash.length)}${line}`)
}

const scalar = (value: string | number | boolean | null): string =>
  typeof value === 'string' ? JSON.stringify(value).replace(/[\u0085\u2028\u2029]/g, unseen) : String(value)

const unseen = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** Comment lines; a line break inside a text stays in the comment. */
export const comments = (texts: readonly string[]): string =>
  texts.map(text => `# ${text.replace(/[\s\u0085\u2028\u2029]+/g, ' ').trim()}\n`).join('')
