import type { Finding } from './finding.ts'
import { behindClosing, wordsOf } from './words.ts'

type Field = { name: string; number: string; type: string; label: string }
type Message = { fields: Map<string, Field>; reserved: string[] }

const DEEPEST = 50

/** What protobuf files declare, by full names. */
export type ProtoDescription = {
  messages: Map<string, Message>
  enums: Map<string, Map<string, string>>
  /** `Service.Method` with its types. */
  methods: Map<string, string>
  /** The file that declares each message, enum and service. */
  files: Map<string, string>
}

/** The declarations of several files; moved ones are where they are. */
export function protoDescription(texts: ReadonlyMap<string, string>): ProtoDescription {
  const found: ProtoDescription = {
    messages: new Map(),
    enums: new Map(),
    methods: new Map(),
    files: new Map(),
  }
  for (const [file, text] of texts) declarations(wordsOf(text, 'protobuf'), file, found)
  return found
}

function declarations(words: string[], file: string, found: ProtoDescription): void {
  const at = words.indexOf('package')
  const scope = at >= 0 && words[at + 2] === ';' ? (words[at + 1] ?? '') : ''
  block(words, 0, words.length, scope, file, found, 0)
}

const join = (scope: string, name: string): string => (scope ? `${scope}.${name}` : name)

function block(
  words: string[],
  from: number,
  to: number,
  scope: string,
  file: string,
  found: ProtoDescription,
  depth: number,
): void {
  if (depth > DEEPEST) return
  for (let at = from; at < to; ) {
    const [word, name = ''] = [words[at], words[at + 1]]
    if (
      (word === 'message' ||
        word === 'enum' ||
        word === 'service' ||
        word === 'oneof' ||
        word === 'extend') &&
      words[at + 2] === '{'
    ) {
      const end = behindClosing(words, at + 2)
      const full = word === 'oneof' ? scope : join(scope, name)
      if (word !== 'oneof' && word !== 'extend') found.files.set(full, file)
      if (word === 'message') {
        found.messages.set(full, { fields: new Map(), reserved: [] })
        block(words, at + 3, end - 1, full, file, found, depth + 1)
      } else if (word === 'oneof') block(words, at + 3, end - 1, scope, file, found, depth + 1)
      else if (word === 'enum') found.enums.set(full, enumValues(words, at + 3, end - 1))
      else if (word === 'service') methods(words, at + 3, end - 1, full, found)
      at = end
    } else {
      const end = statementEnd(words, at, to)
      const message = found.messages.get(scope)
      if (message) memberOf(words.slice(at, end), message)
      at = end + 1
    }
  }
}

/** The next `;` outside brackets. */
function statementEnd(words: string[], from: number, to: number): number {
  for (let at = from; at < to; ) {
    if (words[at] === ';') return at
    at = words[at] === '{' || words[at] === '[' ? behindClosing(words, at) : at + 1
    if (words[at - 1] === '}') return at - 1
  }
  return to
}

function memberOf(words: string[], message: Message): void {
  if (words[0] === 'reserved') {
    message.reserved.push(...reservedIn(words.slice(1)))
    return
  }
  const equals = words.indexOf('=')
  if (equals < 2 || words[0] === 'option') return
  const label = /^(?:optional|repeated|required)$/.test(words[0] ?? '') ? (words[0] ?? '') : ''
  const name = words[equals - 1] ?? ''
  const type = words.slice(label ? 1 : 0, equals - 1).join('')
  const number = words[equals + 1] ?? ''
  message.fields.set(number, { name, number, type, label })
}

/** Numbers, ranges (at most 1,000 of one) and names. */
function reservedIn(words: string[]): string[] {
  const found: string[] = []
  words.forEach((word, at) => {
    if (/^["']/.test(word)) found.push(word.slice(1, -1))
    else if (words[at + 1] === 'to') {
      const [from, to] = [Number(word), Number(words[at + 2])]
      for (let one = from; one <= Math.min(Number.isNaN(to) ? from + 1000 : to, from + 1000); one++)
        found.push(String(one))
    } else if (/^\d+$/.test(word)) found.push(word)
  })
  return found
}

function enumValues(words: string[], from: number, to: number): Map<string, string> {
  const values = new Map<string, string>()
  for (let at = from; at < to; at = statementEnd(words, at, to) + 1) {
    const [name = '', equals] = [words[at], words[at + 1]]
    if (equals === '=' && name !== 'option' && name !== 'reserved') {
      const number = words[at + 2] === '-' ? `-${words[at + 3]}` : (words[at + 2] ?? '')
      values.set(name, number)
    }
  }
  return values
}

function methods(words: string[], from: number, to: number, service: string, found: ProtoDescription): void {
  for (let at = from; at < to; at++) {
    if (words[at] !== 'rpc') continue
    const name = words[at + 1] ?? ''
    const input = behindClosing(words, at + 2)
    const output = words[input] === 'returns' ? behindClosing(words, input + 1) : input
    const types = `${words.slice(at + 2, input).join(' ')} returns ${words.slice(input + 1, output).join(' ')}`
    found.methods.set(`${service}.${name}`, types)
    at = output - 1
  }
}

/** Types that share their form on the wire, by the guide of protocol buffers. */
const WIRE = [
  ['int32', 'uint32', 'int64', 'uint64', 'bool'],
  ['sint32', 'sint64'],
  ['fixed32', 'sfixed32'],
  ['fixed64', 'sfixed64'],
  ['string', 'bytes'],
]
const last = (type: string): string => type.split('.').at(-1) ?? type
const sameWire = (one: string, other: string): boolean =>
  last(one) === last(other) || WIRE.some(group => group.includes(one) && group.includes(other))

/** What speakers of the old description meet; each with the file that declared it. */
export function protoFindings(old: ProtoDescription, now: ProtoDescription): (Finding & { file: string })[] {
  const found: (Finding & { file: string })[] = []
  const add = (name: string, what: string, breaking = true) =>
    found.push({ file: now.files.get(name) ?? old.files.get(name) ?? '', what, breaking })
  for (const [name, { fields }] of old.messages) {
    const next = now.messages.get(name)
    if (!next) add(name, `message ${name} removed`)
    else messageFindings(name, fields, next, add)
  }
  for (const [name, values] of old.enums) {
    const next = now.enums.get(name)
    if (!next) add(name, `enum ${name} removed`)
    else
      for (const [value, number] of values) {
        const renumbered = next.get(value)
        if (renumbered !== undefined && renumbered !== number)
          add(name, `value ${value} of ${name} has another number: ${number} became ${renumbered}`)
        else if (renumbered === undefined)
          add(
            name,
            [...next.values()].includes(number)
              ? `value ${value} of ${name} renamed`
              : `value ${value} of ${name} removed`,
          )
      }
  }
  for (const [name, types] of old.methods) {
    const service = name.slice(0, name.lastIndexOf('.'))
    const next = now.methods.get(name)
    if (next === undefined) add(service, `rpc ${name} removed`)
    else if (bare(next) !== bare(types)) add(service, `rpc ${name} has other types`)
  }
  return found
}

/** The same message written with or without its package is the same. */
const bare = (types: string): string => types.replace(/[\w.]*\.(\w+)/g, '$1')

function messageFindings(
  name: string,
  fields: Map<string, Field>,
  next: Message,
  add: (name: string, what: string, breaking?: boolean) => void,
): void {
  const names = new Map([...next.fields.values()].map(field => [field.name, field]))
  for (const [number, field] of fields) {
    const same = next.fields.get(number)
    const moved = names.get(field.name)
    if (!same && moved)
      add(name, `field ${field.name} of ${name} has another number: ${number} became ${moved.number}`)
    else if (!same) {
      const kept = next.reserved.includes(number)
      add(
        name,
        `field ${field.name} (${number}) of ${name} removed${kept ? '' : ', its number not reserved'}`,
      )
    } else if (!sameWire(field.type, same.type))
      add(name, `field ${field.name} of ${name}: type ${field.type} became ${same.type}`)
    else if ((field.label === 'repeated') !== (same.label === 'repeated'))
      add(
        name,
        `field ${field.name} of ${name}: ${same.label === 'repeated' ? 'became' : 'is no longer'} repeated`,
      )
    else if (same.label === 'required' && field.label !== 'required')
      add(name, `field ${field.name} of ${name} is required now`)
    else if (same.name !== field.name) add(name, `field ${field.name} of ${name} renamed to ${same.name}`)
  }
  for (const [number, field] of next.fields)
    if (!fields.has(number) && field.label === 'required')
      add(name, `new required field ${field.name} of ${name}`)
}
