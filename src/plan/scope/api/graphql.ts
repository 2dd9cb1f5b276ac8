import type { Finding } from './finding.ts'
import { behindClosing, wordsOf } from './words.ts'

type Argument = { type: string; hasDefault: boolean }
type Field = { type: string; hasDefault: boolean; arguments: Map<string, Argument> }
type Definition = {
  kind: string
  fields: Map<string, Field>
  values: Set<string>
  members: Set<string>
  file: string
}

/** What the schema files define, extensions laid together; operations and fragments are no definitions. */
export type GraphqlDescription = Map<string, Definition>

const KINDS = new Set(['type', 'interface', 'input', 'enum', 'union', 'scalar'])

export function graphqlDescription(texts: ReadonlyMap<string, string>): GraphqlDescription {
  const found: GraphqlDescription = new Map()
  for (const [file, text] of texts) {
    const words = wordsOf(text, 'graphql').filter(word => !word.startsWith('"'))
    for (let at = 0; at < words.length; ) at = definition(words, at, file, found)
  }
  return found
}

function definition(words: string[], at: number, file: string, found: GraphqlDescription): number {
  const word = words[at] ?? ''
  if (word === 'extend') return at + 1
  if (word === '{' || word === '(') return behindClosing(words, at)
  if (!KINDS.has(word)) return at + 1
  const name = words[at + 1] ?? ''
  const known = found.get(name) ?? {
    kind: word,
    fields: new Map(),
    values: new Set(),
    members: new Set(),
    file,
  }
  found.set(name, known)
  let next = at + 2
  while (
    next < words.length &&
    words[next] !== '{' &&
    words[next] !== '=' &&
    !KINDS.has(words[next] ?? '') &&
    words[next] !== 'extend' &&
    words[next] !== 'directive' &&
    words[next] !== 'schema'
  )
    next = words[next] === '(' ? behindClosing(words, next) : next + 1
  if (words[next] === '=') return members(words, next + 1, known)
  if (words[next] !== '{') return next
  const end = behindClosing(words, next)
  const inner = words.slice(next + 1, end - 1)
  if (word === 'enum') for (const value of enumValues(inner)) known.values.add(value)
  else for (const [field, value] of fieldsIn(inner)) known.fields.set(field, value)
  return end
}

function members(words: string[], from: number, known: Definition): number {
  let at = words[from] === '|' ? from + 1 : from
  while (at < words.length) {
    known.members.add(words[at] ?? '')
    if (words[at + 1] !== '|') return at + 1
    at += 2
  }
  return at
}

function enumValues(words: string[]): string[] {
  const values: string[] = []
  for (let at = 0; at < words.length; at++) {
    if (words[at] === '@') at++
    else if (words[at] === '(') at = behindClosing(words, at) - 1
    else values.push(words[at] ?? '')
  }
  return values
}

/** `name(argument: Type = 1): Type @directive`, also the input's `name: Type = 1`. */
function fieldsIn(words: string[], depth = 0): Map<string, Field> {
  const fields = new Map<string, Field>()
  let at = 0
  while (at < words.length) {
    const name = words[at++] ?? ''
    let list = new Map<string, Argument>()
    if (words[at] === '(') {
      const end = behindClosing(words, at)
      // arguments have no arguments
      if (depth === 0) list = fieldsIn(words.slice(at + 1, end - 1), 1)
      at = end
    }
    if (words[at] !== ':') continue
    let type = ''
    at++
    while (at < words.length && /^[[\]!]$|^\w+$/.test(words[at] ?? '')) {
      const word = words[at] ?? ''
      if (/^\w+$/.test(word) && /\w$/.test(type.replace(/[\]!]+$/, '')) && !type.endsWith('[')) break
      type += word
      at++
    }
    let hasDefault = false
    if (words[at] === '=') {
      hasDefault = true
      at = /^[[{]$/.test(words[at + 1] ?? '')
        ? behindClosing(words, at + 1)
        : at + (words[at + 1] === '-' ? 3 : 2)
    }
    while (words[at] === '@') {
      at += 2
      if (words[at] === '(') at = behindClosing(words, at)
    }
    fields.set(name, { type, hasDefault, arguments: list })
  }
  return fields
}

/** What clients of the old schema meet; each with the file that defines the type. */
export function graphqlFindings(
  old: GraphqlDescription,
  now: GraphqlDescription,
): (Finding & { file: string })[] {
  const found: (Finding & { file: string })[] = []
  for (const [name, before] of old) {
    const after = now.get(name)
    const add = (what: string) => found.push({ file: after?.file ?? before.file, what, breaking: true })
    if (!after) {
      add(`type ${name} removed`)
      continue
    }
    if (after.kind !== before.kind) add(`${name}: ${before.kind} became ${after.kind}`)
    for (const value of before.values) if (!after.values.has(value)) add(`value ${value} of ${name} removed`)
    for (const member of before.members)
      if (!after.members.has(member)) add(`${member} is no longer of union ${name}`)
    fieldFindings(name, before, after, add)
  }
  return found
}

function fieldFindings(
  name: string,
  before: Definition,
  after: Definition,
  add: (what: string) => void,
): void {
  const input = before.kind === 'input'
  for (const [field, { type, arguments: list }] of before.fields) {
    const next = after.fields.get(field)
    if (!next) add(`field ${name}.${field} removed`)
    else {
      if (!(input ? widens(type, next.type) : narrows(type, next.type)))
        add(`field ${name}.${field}: type ${type} became ${next.type}`)
      for (const [argument, { type: old }] of list) {
        const other = next.arguments.get(argument)
        if (!other) add(`argument ${argument} of ${name}.${field} removed`)
        else if (!widens(old, other.type))
          add(`argument ${argument} of ${name}.${field}: type ${old} became ${other.type}`)
      }
      for (const [argument, { type: required, hasDefault }] of next.arguments)
        if (!list.has(argument) && required.endsWith('!') && !hasDefault)
          add(`new required argument ${argument} of ${name}.${field}`)
    }
  }
  if (input)
    for (const [field, { type, hasDefault }] of after.fields)
      if (!before.fields.has(field) && type.endsWith('!') && !hasDefault)
        add(`new required field ${name}.${field}`)
}

/** What is read may become sure to be there, what is sent may become optional. */
const narrows = (old: string, now: string): boolean => old === now || fits(now, old)
const widens = (old: string, now: string): boolean => old === now || fits(old, now)

/** Whether a value of the one type is always one of the other: the same with more exclamation marks. */
function fits(strict: string, loose: string): boolean {
  if (strict.endsWith('!')) return fits(strict.slice(0, -1), loose.endsWith('!') ? loose.slice(0, -1) : loose)
  if (loose.endsWith('!')) return false
  if (strict.startsWith('[') && loose.startsWith('[')) return fits(strict.slice(1, -1), loose.slice(1, -1))
  return strict === loose
}
