import type * as z from 'zod'

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
    const known = issue.path.length === 0 ? Object.keys(called.input) : undefined
    return issue.keys
      .map(key => unknownArgument(where === '' ? key : `${where}.${key}`, key, known))
      .join(' ')
  }
  const got = valueAt(args, issue.path)
  if (got === undefined) return `argument \`${where}\` is required.`
  return `argument \`${where}\` is ${shown(got)}: ${validWords(issue)}.`
}

function unknownArgument(field: string, key: string, known: string[] | undefined): string {
  if (!known) return `unknown field \`${field}\`.`
  const close = known.find(name => distance(name, key) <= 2)
  return `unknown argument \`${field}\`${close ? `, did you mean \`${close}\`` : ''}; known are ${known.join(', ')}.`
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

/** Levenshtein distance, for the correction of a misspelt argument. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, change)
    }
    row = next
  }
  return row[b.length]!
}
