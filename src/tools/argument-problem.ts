import * as z from 'zod'
import { editsBetween, nearest } from '../plan/nearest.ts'
import { escapedUnseen } from '../plan/text.ts'

interface Callable {
  name: string
  input: z.ZodRawShape
}

/** Says which argument is wrong, what is valid there, and how to go on. */
export function argumentProblem(called: Callable, error: z.ZodError, args: unknown): string {
  if (typeof args !== 'object' || Array.isArray(args))
    return `${called.name} takes an object of arguments, e.g. {"version": "2.5.0"}.`
  const problems = error.issues.slice(0, shownProblems).map(issue => problemText(called, issue, args))
  const more = error.issues.length > shownProblems ? ` And ${error.issues.length - shownProblems} more.` : ''
  return refusalText(called.name, problems.join(' ') + more)
}

const refusalText = (name: string, problems: string): string =>
  `${name}: ${problems} Nothing was changed; correct the argument and call ${name} again.`

/** The same for arguments nested so deeply that nothing may walk through them; undefined for all others. */
export function nestingProblem({ name, input }: Callable, args: object): string | undefined {
  for (const [key, value] of Object.entries(args)) {
    let level: unknown[] = [value]
    for (let depth = 0; level.length > 0; depth += 1) {
      if (depth > deepest)
        return refusalText(
          name,
          Object.hasOwn(input, key)
            ? `argument \`${key}\` is nested deeper than ${deepest} levels.`
            : unknownArgument(keyName(key), key, Object.keys(input)),
        )
      level = level.flatMap(inner =>
        typeof inner === 'object' && inner !== null ? Object.values(inner) : [],
      )
    }
  }
  return undefined
}

const shownProblems = 3
const deepest = 20

function problemText(called: Callable, issue: z.core.$ZodIssue, args: unknown): string {
  const where = fieldName(issue.path)
  if (issue.code === 'unrecognized_keys') {
    const known = fieldsAt(called.input, issue.path)
    const told = issue.keys
      .slice(0, shownProblems)
      .map(key => unknownArgument(where === '' ? keyName(key) : `${where}.${keyName(key)}`, key, known))
    return issue.keys.length > shownProblems
      ? `${told.join(' ')} And ${issue.keys.length - shownProblems} more that are unknown.`
      : told.join(' ')
  }
  const got = valueAt(args, issue.path)
  if (got === undefined) return `argument \`${where}\` is required: ${validWords(issue)}.`
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
  if (issue.code === 'invalid_type')
    return `must be ${issue.expected === 'record' ? 'object' : issue.expected}`
  if (issue.code === 'too_big') return `must be at most ${issue.maximum}${most[issue.origin] ?? ''}`
  if (issue.code === 'too_small') return `must be at least ${issue.minimum}${least[issue.origin] ?? ''}`
  if (issue.code === 'invalid_union') return issue.errors.map(formWords).join(', or ')
  return issue.message
}

const most: Record<string, string> = { string: ' characters', array: ' entries' }
const least: Record<string, string> = { string: ' character that is seen', array: ' entry' }

/** What one of several valid forms misses. */
const formWords = (issues: z.core.$ZodIssue[]): string =>
  issues
    .slice(0, shownProblems)
    .map(issue =>
      issue.path.length > 0 ? `\`${fieldName(issue.path)}\` in it ${validWords(issue)}` : validWords(issue),
    )
    .join(' and ')

const fieldName = (path: PropertyKey[]): string =>
  path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index ? '.' : ''}${keyName(String(part))}`,
    )
    .join('')

/** A name that a caller made up. */
const keyName = (key: string): string => escapedUnseen(key.length > 60 ? `${key.slice(0, 59)}…` : key)

const valueAt = (value: unknown, path: PropertyKey[]): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value)

function shown(value: unknown): string {
  // JSON writes 1e999, which is read as infinite, as null.
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value))
  return escapedUnseen(text.length > 80 ? `${text.slice(0, 77)}…` : text)
}
