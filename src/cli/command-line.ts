import { parseArgs } from 'node:util'
import { Temporal } from 'temporal-polyfill'

/** Bad usage: one line, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export interface Options {
  root: string | undefined
  /** An ISO 8601 instant that stands still, so that a run can be repeated. */
  now: string | undefined
  json: boolean
  date: string | undefined
  reason: string | undefined
  /** `move` shows what would move and writes nothing. */
  dryRun: boolean
  inputs: string | undefined
  /** `review` looks at documents that are not ours. */
  folder: string | undefined
  http: boolean
  port: number
  host: string
  skill: string | undefined
}

export interface Command {
  name: 'serve' | 'plan' | 'review' | 'read' | 'move' | 'help' | 'version'
  /** What stands behind the command: a version, a document. */
  words: string[]
  options: Options
}

export const usage = `release-planner                                     MCP server on stdio
release-planner serve --http [--port 3000] [--host 127.0.0.1]
release-planner plan VERSION --date DATE [--inputs FILE.json]
release-planner review VERSION                      exit 1 when the plan is not ready
release-planner review --folder DIR                 contradictions in other release documents, exit 1 when there are any
release-planner read VERSION [DOCUMENT]
release-planner move VERSION --date DATE [--reason TEXT] [--dry-run]

  --root DIR     the project (default: RELEASE_PLANNER_ROOT, CLAUDE_PROJECT_DIR, the working directory)
  --now INSTANT  a fixed clock, ISO 8601 (default: RELEASE_PLANNER_NOW, else the real one)
  --json         the result as JSON
  --skill DIR    serve this skill instead of the packaged one
`

const words = { serve: [0, 0], plan: [1, 1], review: [0, 1], read: [1, 2], move: [1, 1] } as const

/** @throws UsageError */
export function commandOf(args: string[], env: Record<string, string | undefined> = process.env): Command {
  const { values, positionals } = parsed(args)
  const [first = 'serve', ...rest] = positionals
  const options: Options = {
    root: values.root,
    now: instant(values.now ?? env.RELEASE_PLANNER_NOW),
    json: values.json ?? false,
    date: values.date,
    reason: values.reason,
    dryRun: values['dry-run'] ?? false,
    inputs: values.inputs,
    folder: values.folder,
    http: values.http ?? false,
    port: port(values.port ?? '3000'),
    host: values.host ?? '127.0.0.1',
    skill: values.skill,
  }
  if (values.help || first === 'help') return { name: 'help', words: rest, options }
  if (values.version) return { name: 'version', words: rest, options }
  if (!isCommand(first))
    throw new UsageError(
      `unknown command "${first}"; known are ${Object.keys(words).join(', ')} (see --help)`,
    )
  const [least, most] = first === 'review' && !options.folder ? [1, 1] : words[first]
  if (rest.length < least)
    throw new UsageError(`${first} needs a VERSION, e.g. release-planner ${first} 2.5.0 (see --help)`)
  if (rest.length > most) throw new UsageError(`${first} takes no "${rest[most]}" (see --help)`)
  if ((first === 'plan' || first === 'move') && !options.date)
    throw new UsageError(`${first} needs --date YYYY-MM-DD`)
  return { name: first, words: rest, options }
}

const isCommand = (name: string): name is keyof typeof words => Object.hasOwn(words, name)

function parsed(args: string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        root: text,
        now: text,
        json: flag,
        date: text,
        reason: text,
        'dry-run': flag,
        inputs: text,
        folder: text,
        http: flag,
        port: text,
        host: text,
        skill: text,
        help: { ...flag, short: 'h' },
        version: flag,
      },
    })
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ')[0]} (see --help)`)
  }
}

function instant(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined
  try {
    return Temporal.Instant.from(/[zZ]|[+-]\d\d:?\d\d$/.test(text) ? text : `${text}Z`).toString()
  } catch {
    throw new UsageError(`--now "${text}" is no instant; write ISO 8601, e.g. 2026-11-21T09:00:00Z`)
  }
}

function port(text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 0 || number > 65535)
    throw new UsageError(`--port "${text}" is not a port from 0 to 65535`)
  return number
}
