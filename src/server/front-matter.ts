/** The header of a prompt: plain `key: value` lines and one level of lists of such lines. */
export interface FrontMatter {
  header: Record<string, string | Record<string, string>[]>
  body: string
}

/**
 * Reads the small part of YAML that our prompts are written in.
 * @throws Error naming the line that is anything else.
 */
export function frontMatter(text: string): FrontMatter {
  const parts = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text.replaceAll('\r\n', '\n'))
  if (!parts) throw new Error('the text does not begin with a front matter between two --- lines')
  const header: FrontMatter['header'] = {}
  let list: Record<string, string>[] = []
  for (const line of parts[1]!.split('\n')) {
    const [, indent, dash, key, value] = /^( *)(- )?([a-z_-]+):(?: +(\S.*))?$/.exec(line) ?? []
    if (key === undefined) throw new Error(`the front matter's line "${line}" is not "key: value"`)
    if (dash) list.push({ [key]: unquoted(value) })
    else if (indent && list.length > 0) list[list.length - 1]![key] = unquoted(value)
    else if (indent) throw new Error(`the front matter's line "${line}" belongs to no list`)
    else if (value === undefined) header[key] = list = []
    else header[key] = unquoted(value)
  }
  return { header, body: parts[2]! }
}

const unquoted = (value = ''): string => value.trim().replace(/^(['"])(.*)\1$/, '$2')
