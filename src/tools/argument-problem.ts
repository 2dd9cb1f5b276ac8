import * as z from 'zod'
import { editsBetween, nearest } from '../plan/nearest.ts'

interface Callable {
  name: string
  input: z.ZodRawShape
}

/** Says which argument is wrong, what is valid there, and how to go on. */
export function argumentProblem(called: Callable, error: z.ZodError, args: unknown): string {
  if (typeof args !== 'object' || Array.isArray(args))
    return `${called.name} takes an object of arguments, e.g. {"version": "2.5.0"}.`
  const problems = error.issues.slice(0, 3).map(issue => problemText(called, issue, args))
  const more = error.issues.length > 3 ? ` And ${error.issues.length - 3} more.` : ''
  return `${called.name}: ${problems.join(' ')}${more} Nothing was changed; correct the argument and call ${called.name} again.`
}

function problemText(called: Callable, issue: z.core.$ZodIssue, args: unknown): string {
  const where = fieldName(issue.path)
  if (issue.code === 'unrecognized_keys') {
    const known = fieldsAt(called.input, issue.path)
    return issue.keys
      .map(key => unknownArgument(where === '' ? key : `${where}.${key}`, key, known))
      .join(' ')
  }
  const got = valueAt(args, issue.path)
  if (got === undefined) return `argument \`${where}\` is required.`
  return `argument \`${where}\` is ${shown(got)}: ${validWords(issue)}.`
}

function unknownArgument(field: string, key: string, known: string[]): string {
  const [close] = nearest(key, known, 1)
  const meant = close && editsBetween(close, key) <= 2 ? `, did you mean \`${close}\`` : ''
  return `unknown argument \`${field}\`${meant}; known are ${known.join(', ')}.`
}

/** The fields that an object at this place of the arguments may have. */
function fieldsAt(input: z.ZodRawShape, path: PropertyKey[]): string[] {
  const found = path.reduce<JsonSchema | undefined>(
    (schema, part) => {
      const objects = [schema, ...(schema?.anyOf ?? [])].filter(option => option?.properties || option?.items)
      return typeof part === 'number'
        ? objects.find(option => option?.items)?.items
        : objects.find(option => option?.properties)?.properties?.[String(part)]
    },
    z.toJSONSchema(z.strictObject(input), { io: 'input' }) as JsonSchema,
  )
  const object = [found, ...(found?.anyOf ?? [])].find(option => option?.properties)
  return Object.keys(object?.properties ?? {})
}

interface JsonSchema {
  properties?: Record<string, JsonSchema>
  items?: JsonSchema
  anyOf?: JsonSchema[]
}

function validWords(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`
  if (issue.code === 'invalid_type') return `must be ${issue.expected}`
  if (issue.code === 'too_big')
    return `must be at most ${issue.maximum}${issue.origin === 'string' ? ' characters' : ''}`
  if (issue.code === 'too_small')
    return `must be at least ${issue.minimum}${issue.origin === 'string' ? ' character' : ''}`
  if (issue.code === 'invalid_union') return 'has none of the valid forms'
  return issue.message
}

const fieldName = (path: PropertyKey[]): string =>
  path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index ? '.' : ''}${String(part)}`))
    .join('')

const valueAt = (value: unknown, path: PropertyKey[]): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value)

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}
