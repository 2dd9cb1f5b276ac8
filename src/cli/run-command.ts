import { readFile } from 'node:fs/promises'
import { tools } from '../tools/index.ts'
import { type CallResult, callTool, refusedArguments, type Tool, type ToolContext } from '../tools/tool.ts'
import { closingReport, foreignReport } from './closing-report.ts'
import { type Command, UsageError } from './command-line.ts'

type Arguments = Record<string, unknown>
type Result = Record<string, unknown>

/** The calls of a whole plan, in their order. */
const planning = [
  'initialize_plan',
  'gather_scope',
  'assess_risks',
  'select_strategy',
  'build_schedule',
  'allocate_resources',
  'write_rollback_plan',
  'plan_communications',
] as const

/** A tool refused: its text is for people as well. */
class Refusal extends Error {}

/** Runs a command through the same tools that a model calls; gives the exit code. */
export async function runCommand(command: Command, context: ToolContext): Promise<number> {
  try {
    return await commands[command.name as keyof typeof commands](command, context)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    process.stderr.write(`release-planner: ${error.message}\n`)
    return 1
  }
}

const commands = { plan, review, read, move }

async function plan({ words: [version], options }: Command, context: ToolContext): Promise<number> {
  const inputs = options.inputs ? await inputsFile(options.inputs) : {}
  const calls = planning.map(name => ({
    name,
    args: { version, ...(name === 'initialize_plan' ? { release_date: options.date } : {}), ...inputs[name] },
  }))
  // All arguments are looked at before the first call, so that a mistake in the last leaves no half plan.
  for (const { name, args } of calls) {
    const refused = refusedArguments(toolNamed(name), args)
    if (refused) throw new UsageError(refused)
  }
  const results: Result = {}
  for (const [index, { name, args }] of calls.entries()) {
    const said = progress(`${index + 1}/${calls.length} ${name}`)
    const result = await called(name, args, { ...context, progress: said.detail })
    results[name] = result
    said.done(String(result.summary))
  }
  const reviewed = await called('review_plan', { version }, context)
  printed(options.json, { ...results, review_plan: reviewed }, closingReport(reviewed))
  return 0
}

async function review({ words: [version], options }: Command, context: ToolContext): Promise<number> {
  if (options.folder !== undefined) {
    const found = await called(
      'review_plan',
      { folder: options.folder, ...(version ? { version } : {}) },
      context,
    )
    printed(options.json, found, foreignReport(found))
    return (found.contradictions as object[]).length === 0 ? 0 : 1
  }
  const reviewed = await called('review_plan', { version }, context)
  printed(options.json, reviewed, closingReport(reviewed))
  return reviewed.ready === true ? 0 : 1
}

async function read({ words: [version, document], options }: Command, context: ToolContext): Promise<number> {
  const pages: Result[] = []
  let offset: unknown = 0
  do {
    const page = await called('read_plan', { version, ...(document ? { document, offset } : {}) }, context)
    pages.push(page)
    offset = page.next_offset
  } while (typeof offset === 'number')
  const text = pages.map(page => page.text ?? '').join('')
  const listing = (pages[0]?.documents as { path: string; characters: number }[] | undefined)
    ?.map(entry => `${entry.path}\n`)
    .join('')
  printed(
    options.json,
    document ? { ...pages[0], text, next_offset: null } : pages[0]!,
    document ? text : `${pages[0]!.summary}\n${listing ?? ''}`,
  )
  return 0
}

async function move({ words: [version], options }: Command, context: ToolContext): Promise<number> {
  const args = {
    version,
    release_date: options.date,
    ...(options.reason ? { reason: options.reason } : {}),
    ...(options.dryRun ? { dry_run: true } : {}),
  }
  const result = await called('move_release', args, context)
  const moved = (result.moved as { what: string; from: string; to: string }[]).map(
    ({ what, from, to }) => `  ${from} → ${to}  ${what}\n`,
  )
  const conflicts = (result.conflicts as { what: string; fix: string }[]).map(
    ({ what, fix }) => `! ${what}\n  ${fix}\n`,
  )
  printed(options.json, result, `${result.summary}\n${moved.join('')}${conflicts.join('')}`)
  return 0
}

const toolNamed = (name: string): Tool => tools.find(tool => tool.name === name)!

async function called(name: string, args: Arguments, context: ToolContext): Promise<Result> {
  const result: CallResult = await callTool(toolNamed(name), args, context, Number.POSITIVE_INFINITY)
  if (result.isError) throw new Refusal(result.content[0]!.text)
  return result.structuredContent!
}

function printed(json: boolean, data: object, text: string): void {
  process.stdout.write(json ? `${JSON.stringify(data, null, 2)}\n` : text.endsWith('\n') ? text : `${text}\n`)
}

/** On a terminal a line that is written over while a tool works; elsewhere one whole line a tool. */
function progress(label: string): { detail(text: string): void; done(summary: string): void } {
  const { isTTY: terminal, columns = 100 } = process.stderr
  const line = (text: string) => (terminal ? text.replace(/\s+/g, ' ').slice(0, columns - 1) : text)
  const write = (text: string) => process.stderr.write(terminal ? `\r\u001b[K${line(text)}` : '')
  write(`${label} …`)
  return {
    detail: text => void write(`${label}: ${text} …`),
    done: summary =>
      void process.stderr.write(`${terminal ? '\r\u001b[K' : ''}${line(`${label}: ${summary}`)}\n`),
  }
}

/** A JSON file that maps tool names to their arguments. */
async function inputsFile(path: string): Promise<Record<string, Arguments>> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`--inputs ${path}: cannot be read`)
  })
  const inputs = parsedJson(text, path)
  for (const name of Object.keys(inputs)) {
    if (!planning.some(known => known === name)) {
      throw new UsageError(
        `--inputs ${path}: "${name}" is not a tool of the plan; known are ${planning.join(', ')}`,
      )
    }
  }
  return inputs
}

function parsedJson(text: string, path: string): Record<string, Arguments> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, Arguments>
  } catch (error) {
    throw new UsageError(`--inputs ${path} is not JSON: ${(error as Error).message}`)
  }
  throw new UsageError(`--inputs ${path} must be an object of tool names and their arguments`)
}
