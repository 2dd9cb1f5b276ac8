import { record } from '../product/manifests.ts'
import type { Finding } from './finding.ts'

type Document = Record<string, unknown>
type Direction = 'request' | 'response'

const DEEPEST = 8
const MOST_NODES = 3_000

/** What a reference inside the document points at; nothing for one that leads elsewhere. */
export function resolver(document: Document): (value: unknown) => Document {
  const resolve = (value: unknown, depth = 0): Document => {
    const { $ref: reference } = record(value)
    if (typeof reference !== 'string') return record(value)
    if (!reference.startsWith('#/') || depth > 10) return {}
    const parts = reference
      .slice(2)
      .split('/')
      .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    let at: unknown = document
    for (const part of parts) at = record(at)[part]
    return resolve(at, depth + 1)
  }
  return resolve
}

/** How a schema narrowed for those who send it (`request`) or lost something for those who read it (`response`). */
export function schemaFindings(
  label: string,
  direction: Direction,
  [oldDocument, old]: [Document, unknown],
  [newDocument, now]: [Document, unknown],
): Finding[] {
  const found: Finding[] = []
  const [before, after] = [resolver(oldDocument), resolver(newDocument)]
  const seen = new Set<string>()
  let nodes = 0
  const add = (what: string) => found.push({ what, breaking: true })
  const compare = (place: string, one: unknown, other: unknown, depth: number) => {
    if (depth > DEEPEST || ++nodes > MOST_NODES || one === undefined || other === undefined) return
    const [name, newName] = [nameOf(one), nameOf(other)]
    if (name && seen.has(name)) return
    if (name) seen.add(name)
    const [a, b] = [merged(one, before), merged(other, after)]
    // a reference out of the document, or alternatives: nothing can be said
    if (Object.keys(a).length === 0 || Object.keys(b).length === 0 || isOpen(a) || isOpen(b)) return
    const at = name && name === newName ? `${direction} ${name}` : place
    const [type, newType] = [typeOf(a), typeOf(b)]
    if (type && newType && type !== newType) return void add(`${at}: type ${type} became ${newType}`)
    const values = Array.isArray(b.enum) ? b.enum : undefined
    if (Array.isArray(a.enum) && values)
      for (const value of a.enum) if (!values.includes(value)) add(`${at}: value ${String(value)} removed`)
    if (values && !Array.isArray(a.enum) && direction === 'request')
      add(`${at}: limited to ${values.length} values`)
    properties(at, a, b, depth)
    compare(`${at}[]`, a.items, b.items, depth + 1)
  }
  const properties = (at: string, a: Document, b: Document, depth: number) => {
    const [fields, next] = [record(a.properties), record(b.properties)]
    const [required, nowRequired] = [listOf(a.required), listOf(b.required)]
    for (const [field, schema] of Object.entries(fields)) {
      if (next[field] === undefined) {
        if (direction === 'response' && Object.keys(next).length > 0) add(`${at}: property ${field} removed`)
      } else compare(`${at}.${field}`, schema, next[field], depth + 1)
    }
    if (direction === 'request')
      for (const field of nowRequired)
        if (!required.includes(field))
          add(
            `${at}: property ${field} ${fields[field] === undefined ? 'is new and required' : 'is required now'}`,
          )
    if (direction === 'response')
      for (const field of required)
        if (!nowRequired.includes(field) && next[field] !== undefined)
          add(`${at}: property ${field} may be missing now`)
  }
  compare(label, old, now, 0)
  return found
}

const nameOf = (value: unknown): string | undefined => {
  const { $ref: reference } = record(value)
  return typeof reference === 'string' ? reference.split('/').at(-1) : undefined
}

const isOpen = ({ oneOf, anyOf, not }: Document): boolean =>
  oneOf !== undefined || anyOf !== undefined || not !== undefined

const listOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter(one => typeof one === 'string') : []

/** With the parts of `allOf` laid over each other. */
function merged(value: unknown, resolve: (value: unknown) => Document, depth = 0): Document {
  const schema = resolve(value)
  if (!Array.isArray(schema.allOf) || depth > 5) return schema
  const parts = [schema, ...schema.allOf.map(part => merged(part, resolve, depth + 1))]
  if (parts.some(part => isOpen(part) || (part !== schema && Object.keys(part).length === 0))) return {}
  return {
    ...Object.assign({}, ...parts),
    properties: Object.assign({}, ...parts.map(part => record(part.properties))),
    required: parts.flatMap(part => listOf(part.required)),
  }
}

/** `integer` may grow to `number` for who sends; null beside a type is no other type. */
function typeOf({ type }: Document): string | undefined {
  const types = (Array.isArray(type) ? type : [type]).filter(one => typeof one === 'string' && one !== 'null')
  return types.length === 1 ? String(types[0]) : undefined
}
