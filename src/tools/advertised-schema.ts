import * as z from 'zod'
import type { Tool } from './tool.ts'

export type JsonSchema = Record<string, unknown>

/** What a model does not need to write a call: `callTool` checks these and words the errors. */
const checkedByUs = new Set([
  '$schema',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'pattern',
  'format',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'propertyNames',
])

/** An object with at most this many fields is told in one line: `{id, minutes?: number, after?[]}`. */
const fieldsInOneLine = 11

/**
 * The arguments as a small JSON Schema for `tools/list`, which hosts put before the model in every session: names,
 * types, enumerations, what is required. Small objects inside are told in one line, at a third of their size.
 */
export function advertisedInput(called: Pick<Tool, 'input'>): JsonSchema {
  const full = z.toJSONSchema(z.strictObject(called.input), { io: 'input', unrepresentable: 'any' })
  return { ...keywords(full), additionalProperties: false }
}

function keywords(schema: object): JsonSchema {
  const kept = Object.entries(schema).filter(
    ([key, value]) => !checkedByUs.has(key) && !(key === 'additionalProperties' && value === false),
  )
  return Object.fromEntries(
    kept.map(([key, value]) => [key, key === 'properties' ? each(value) : compact(value)]),
  )
}

/** Names of properties are arguments, not keywords. */
const each = (properties: object): object =>
  Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, compact(schema)]))

function compact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(compact)
  if (typeof value !== 'object' || value === null) return value
  const { type, properties, description } = value as JsonSchema
  const small = type === 'object' && properties && Object.keys(properties).length <= fieldsInOneLine
  if (!small) return keywords(value)
  return { type, description: [description, inWords(value as JsonSchema)].filter(Boolean).join(' ') }
}

/** A schema in one line; a text needs no word, `?` stands behind what may be left out. */
function inWords(schema: JsonSchema): string {
  const { type, anyOf, properties, required, items } = schema
  if (Array.isArray(schema.enum)) return schema.enum.join(' | ')
  if (Array.isArray(anyOf)) return anyOf.map(one => inWords(one) || 'text').join(' or ')
  if (type === 'array') return `${inWords(items as JsonSchema)}[]`
  if (!properties) return type === 'string' ? '' : String(type)
  const needed = new Set((required as string[] | undefined) ?? [])
  const fields = Object.entries(properties as Record<string, JsonSchema>).map(([name, field]) => {
    const words = inWords(field)
    const separator = words === '' || words === '[]' ? '' : ': '
    return `${name}${needed.has(name) ? '' : '?'}${separator}${words}`
  })
  return `{${fields.join(', ')}}`
}

/**
 * The result's own fields for hosts that check results: loose, so that a new field or a message never makes a
 * validating client reject a call. The fields that all results share are in the server's instructions.
 */
export function advertisedOutput(called: Pick<Tool, 'output'>): JsonSchema {
  const own = Object.fromEntries(called.output.map(name => [name, {}]))
  return { type: 'object', properties: { summary: { type: 'string' }, ...own }, required: ['summary'] }
}
