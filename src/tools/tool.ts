import * as z from 'zod'
import { PlanError } from '../plan/errors.ts'
import { withoutHidden } from '../plan/text.ts'
import { argumentProblem, nestingProblem } from './argument-problem.ts'
import { bounded, resultLimit, resultText } from './result.ts'

/** What a call may use of the world; everything else is in its arguments. */
export interface ToolContext {
  /** The workspace's folder, resolved when it is first needed, so that a server with a bad root still starts. */
  root(): Promise<string>
  /** The one clock: an ISO 8601 instant. */
  now(): string
  /** Tells a waiting person what is being done. */
  progress?(message: string): void
}

export type Shape = z.ZodRawShape

/** One thing that a model can call. `Input` are the arguments without `null`s; what was `null` is in `cleared`. */
export interface Tool<Input extends Shape = Shape> {
  name: string
  title: string
  /** First sentence: what it does and when to call it. Ranges and defaults in words. */
  description: string
  input: Input
  /** The result's own fields beside the common ones, for the advertised output. */
  output: readonly string[]
  readOnly: boolean
  /** Lists of the result that lose their ends last when it is too long. */
  keep?: readonly string[]
  run(args: z.infer<z.ZodObject<Input>>, context: ToolContext, raw: Record<string, unknown>): Promise<object>
}

export const tool = <Input extends Shape>(literal: Tool<Input>): Tool => literal as unknown as Tool

export interface CallResult {
  content: { type: 'text'; text: string }[]
  structuredContent?: Record<string, unknown>
  isError?: boolean
}

/**
 * The one error boundary: whatever happens in a call comes back as a result that says what was wrong and what to
 * do next; an unforeseen failure too, without a stack trace or a path.
 * @param limit bytes of the result; a terminal can take more than a host's model
 */
export async function callTool(
  called: Tool,
  raw: unknown,
  context: ToolContext,
  limit = resultLimit,
): Promise<CallResult> {
  const args = raw === undefined || raw === null ? {} : raw
  try {
    const checked = checkedArguments(called, args)
    if ('problem' in checked) return failure(checked.problem)
    const result = bounded(
      await called.run(checked.given, context, args as Record<string, unknown>),
      called.keep,
      limit,
    )
    return { content: [{ type: 'text', text: resultText(result) }], structuredContent: result }
  } catch (error) {
    if (error instanceof PlanError) return failure(error.message + notGiven(called, error, args))
    const what = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
    return failure(
      `${called.name} failed unexpectedly (${withoutPaths(what)}); nothing was half written. Call it again; if it fails again, report this text.`,
    )
  }
}

/**
 * Where what an earlier call gave does not go with this one, the argument that is named is none of this call's: which
 * ones those are has to be said too.
 */
function notGiven({ input }: Tool, { field, message }: PlanError, args: object): string {
  const [name = ''] = field?.split('.') ?? []
  if (!/^\w+$/.test(name) || Object.hasOwn(input, name)) return ''
  const given = Object.keys(args).filter(name => Object.hasOwn(input, name) && name !== 'version')
  const named = given.some(name => new RegExp(`\\b${name}\\b`).test(message))
  if (given.length === 0 || named) return ''
  return ` It stands in the plan from an earlier call; nothing was changed by this one (${given.slice(0, 8).join(', ')}).`
}

/** What is wrong with the arguments of a call, without calling; undefined when nothing is. */
export function refusedArguments(called: Tool, args: object): string | undefined {
  const checked = checkedArguments(called, args)
  return 'problem' in checked ? checked.problem : undefined
}

function checkedArguments(
  called: Tool,
  args: object,
): { given: Record<string, unknown> } | { problem: string } {
  const tooDeep = nestingProblem(called, args)
  if (tooDeep) return { problem: tooDeep }
  const parsed = schemaOf(called).safeParse(withoutNulls(args))
  return parsed.success ? { given: parsed.data } : { problem: argumentProblem(called, parsed.error, args) }
}

const schemas = new WeakMap<Tool, z.ZodObject<Shape>>()

/** Made once a tool: a schema is compiled at its first use, which takes longer than a check. */
function schemaOf(called: Tool): z.ZodObject<Shape> {
  const known = schemas.get(called)
  if (known) return known
  const made = z.strictObject(called.input)
  schemas.set(called, made)
  return made
}

const failure = (text: string): CallResult => ({
  content: [{ type: 'text', text: withoutHidden(text) }],
  isError: true,
})

const withoutPaths = (text: string): string => text.replace(/(?:\/[\w.@+-]+){2,}/g, '<path>').slice(0, 300)

/** The same value without `null`s: `null` clears an argument, which is for the pipeline, not for the schema. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter(item => item !== null).map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== null)
      .map(([key, entry]) => [key, withoutNulls(entry)]),
  )
}
