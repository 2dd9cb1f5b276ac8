import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** The built program; `npm test` builds it before the tests run. */
export const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))

/** A new empty folder. */
export const scratchFolder = (): string => mkdtempSync(join(tmpdir(), 'release-planner-test-'))

export interface ServerSettings {
  root: string
  /** The fixed clock, ISO 8601. */
  now?: string
  env?: Record<string, string>
  args?: string[]
  /** Another copy of the program. */
  program?: string
  home?: string
}

/** What a host starts: command line and environment, cut off from this machine's own settings. */
export function serverCommand(settings: ServerSettings) {
  const { root, now, env = {}, args = [], home = scratchFolder() } = settings
  const clock = now ? ['--now', now] : []
  return {
    command: process.execPath,
    args: [settings.program ?? program, ...args, '--root', root, ...clock],
    env: { PATH: process.env.PATH ?? '', HOME: home, USERPROFILE: home, ...env },
    cwd: root,
  }
}

export interface ServerProcess {
  child: ChildProcessWithoutNullStreams
  /** Every line of standard output so far. */
  lines: string[]
  /** All of standard error so far. */
  errors(): string
  send(message: object | string): void
  /** The answer to a request, as it came. */
  request(method: string, params?: object): Promise<Answer>
  initialize(): Promise<Answer>
  /** Ends standard input; the exit code. */
  end(): Promise<number | null>
}

export interface Answer {
  id: number
  result?: Record<string, unknown>
  error?: { code: number; message: string }
}

/** A server that is spoken to line by line. */
export function startedServer(settings: ServerSettings): ServerProcess {
  const { command, args, env, cwd } = serverCommand(settings)
  const child = spawn(command, args, { env, cwd })
  const lines: string[] = []
  const waiting = new Map<number, (answer: Answer) => void>()
  let errors = ''
  let id = 0
  child.stderr.on('data', (text: Buffer) => {
    errors += text
  })
  const output = createInterface({ input: child.stdout })
  output.on('line', line => {
    lines.push(line)
    const answer = JSON.parse(line) as Answer
    waiting.get(answer.id)?.(answer)
  })
  const exit = new Promise<number | null>(resolve => child.on('close', resolve))
  const send = (message: object | string) =>
    void child.stdin.write(`${typeof message === 'string' ? message : JSON.stringify(message)}\n`)
  const request = (method: string, params: object = {}) => {
    id += 1
    const answer = new Promise<Answer>(resolve => waiting.set(id, resolve))
    send({ jsonrpc: '2.0', id, method, params })
    return answer
  }
  const initialize = async () => {
    const clientInfo = { name: 'test', version: '1' }
    const answer = await request('initialize', {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo,
    })
    send({ jsonrpc: '2.0', method: 'notifications/initialized' })
    return answer
  }
  const end = () => {
    child.stdin.end()
    return exit
  }
  return { child, lines, errors: () => errors, send, request, initialize, end }
}
