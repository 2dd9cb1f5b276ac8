import { type ExecFileException, execFile, spawn } from 'node:child_process'
import { devNull } from 'node:os'
import { PlanError } from '../plan/errors.ts'

const MEGABYTE = 1024 * 1024
const LONGEST_STDERR = 64 * 1024

/** Why git gave no answer. */
export class GitFailure extends Error {
  override readonly name = 'GitFailure'
  readonly reason: 'missing' | 'timeout' | 'too_large' | 'refused'
  readonly stderr: string

  constructor(reason: GitFailure['reason'], stderr: string) {
    super(`git: ${reason}`)
    this.reason = reason
    this.stderr = stderr
  }
}

export type GitOptions = {
  input?: string
  timeoutSeconds?: number
  megabytes?: number
  trusted?: string
  /** An exit code that is an answer as well, beside 0. */
  answer?: number
}

/**
 * Nothing that a repository plants may run or be fetched: no hooks, monitors, external diffs, signature
 * programs, transports, replacement objects, prompts or lazily fetched blobs.
 */
const HARDENED = [
  '--no-pager',
  '--no-optional-locks',
  '--no-replace-objects',
  '--literal-pathspecs',
  ...[
    'core.fsmonitor=false',
    `core.hooksPath=${devNull}`,
    `core.attributesFile=${devNull}`,
    'core.quotePath=off',
    'core.sshCommand=false',
    'core.askPass=',
    'diff.external=',
    `diff.orderFile=${devNull}`,
    'log.showSignature=false',
    'log.mailmap=true',
    'log.showRoot=true',
    'log.diffMerges=off',
    'diff.ignoreSubmodules=none',
    'mailmap.file=',
    'i18n.logOutputEncoding=UTF-8',
    'protocol.allow=never',
    'credential.helper=',
  ].flatMap(setting => ['-c', setting]),
]

/** Built from nothing, so that no `GIT_*` of the caller's shell points git elsewhere. */
function environment(): Record<string, string> {
  const kept = ['PATH', 'Path', 'SystemRoot'].flatMap(name => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return {
    ...Object.fromEntries(kept),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_ATTR_NOSYSTEM: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: '',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    LC_ALL: 'C',
  }
}

/**
 * What a reading git command prints, as bytes. The arguments reach git as they are, without a shell.
 * @throws GitFailure
 */
export function gitBytes(root: string, args: string[], options: GitOptions = {}): Promise<Buffer> {
  return spawned(fullArguments(root, args, options), environment(), options)
}

function fullArguments(root: string, args: string[], { trusted }: GitOptions): string[] {
  const trust = trusted === undefined ? [] : ['-c', `safe.directory=${trusted}`]
  return [...HARDENED, ...trust, '-C', root, ...args]
}

/** What a reading git command prints, as text. @throws GitFailure */
export async function git(root: string, args: string[], options: GitOptions = {}): Promise<string> {
  return (await gitBytes(root, args, options)).toString('utf8')
}

/** `longest`: bytes of a field, the rest of it is dropped; `end`: what ends one, NUL unless said. */
export type FieldOptions = Pick<GitOptions, 'input' | 'timeoutSeconds'> & {
  longest: number
  end?: '\0' | '\n'
}

/**
 * Hands every field that git prints to `take`; what was taken is not kept, so that memory does not grow with the history.
 * @throws GitFailure
 */
export function gitFields(
  root: string,
  args: string[],
  take: (field: string) => void,
  options: FieldOptions & Pick<GitOptions, 'trusted'>,
): Promise<void> {
  const { timeoutSeconds = 60, longest, end = '\0', input } = options
  const field = fieldReader(take, longest, end.charCodeAt(0))
  return new Promise((resolve, reject) => {
    const child = spawn('git', fullArguments(root, args, options), {
      env: environment(),
      shell: false,
      windowsHide: true,
      killSignal: 'SIGKILL',
      timeout: timeoutSeconds * 1000,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    })
    // git may end before it has read all of its input; its exit code tells what happened
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
    let stderr = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      if (stderr.length < LONGEST_STDERR) stderr += chunk.toString('utf8')
    })
    child.stdout?.on('data', (chunk: Buffer) => field(chunk))
    child.on('error', (error: NodeJS.ErrnoException) =>
      reject(new GitFailure(error.code === 'ENOENT' ? 'missing' : 'refused', stderr)),
    )
    child.on('close', code => {
      if (code === 0) resolve()
      else reject(new GitFailure(child.killed ? 'timeout' : 'refused', stderr))
    })
  })
}

/** Cuts chunks at the mark; of a field longer than `longest` bytes the rest is dropped as it comes. */
function fieldReader(take: (field: string) => void, longest: number, mark: number): (chunk: Buffer) => void {
  let parts: Buffer[] = []
  let held = 0
  return chunk => {
    let at = 0
    for (let end = chunk.indexOf(mark, at); end !== -1; end = chunk.indexOf(mark, at)) {
      if (held === 0) take(chunk.toString('utf8', at, Math.min(end, at + longest)))
      else {
        if (held < longest) parts.push(chunk.subarray(at, Math.min(end, at + longest - held)))
        take(Buffer.concat(parts).toString('utf8'))
      }
      parts = []
      held = 0
      at = end + 1
    }
    if (at < chunk.length && held < longest) {
      // A copy: the chunk itself would stay in memory with every part of it.
      const part = Buffer.from(chunk.subarray(at, at + longest - held))
      parts.push(part)
      held += part.length
    }
  }
}

/** The folders that the person who runs us told git to trust; reading a setting runs nothing. */
export async function trustedFolders(): Promise<string[]> {
  const home = process.env.HOME ?? process.env.USERPROFILE
  const env = {
    PATH: process.env.PATH ?? '',
    ...(home ? { HOME: home, USERPROFILE: home } : {}),
    LC_ALL: 'C',
  }
  const scopes = ['--global', '--system'].map(async scope => {
    const args = ['config', scope, '-z', '--get-all', 'safe.directory']
    const printed = await spawned(args, env, { timeoutSeconds: 5 }).catch(() => Buffer.alloc(0))
    return printed.toString('utf8').split('\0').filter(Boolean)
  })
  return (await Promise.all(scopes)).flat()
}

function spawned(args: string[], env: Record<string, string>, options: GitOptions): Promise<Buffer> {
  const { input, timeoutSeconds = 20, megabytes = 64 } = options
  return new Promise((resolve, reject) => {
    const child = execFile(
      'git',
      args,
      {
        env,
        encoding: 'buffer',
        shell: false,
        windowsHide: true,
        killSignal: 'SIGKILL',
        timeout: timeoutSeconds * 1000,
        maxBuffer: megabytes * MEGABYTE,
      },
      (error, stdout, stderr) =>
        error && !(options.answer !== undefined && error.code === options.answer)
          ? reject(failure(error, stderr.toString('utf8')))
          : resolve(stdout),
    )
    // git may end before it has read all of its input; its exit code tells what happened
    child.stdin?.on('error', () => {})
    child.stdin?.end(input ?? '')
  })
}

function failure(error: ExecFileException, stderr: string): GitFailure {
  if (error.code === 'ENOENT') return new GitFailure('missing', stderr)
  if ((error.code as unknown) === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER')
    return new GitFailure('too_large', stderr)
  return new GitFailure(error.killed ? 'timeout' : 'refused', stderr)
}

const EXPLANATIONS = {
  missing: [
    'git_not_found',
    'This folder is a git repository, but the program git is not installed or not on PATH. Install git, or plan ' +
      'without it: gather_scope with items.',
  ],
  timeout: [
    'git_timeout',
    'git needed too long to read this range. Narrow it: gather_scope with from, to or paths.',
  ],
  too_large: [
    'range_too_large',
    'The history of this range is larger than what can be read at once. Narrow it: gather_scope with from, to or paths.',
  ],
  refused: [
    'unreadable_repository',
    'git cannot read this repository: it looks damaged or of a format that this git does not know. Run "git fsck" ' +
      'in it, or start with another folder (--root) and give what ships as items of gather_scope.',
  ],
} as const

const NOT_TRUSTED =
  'git refuses this repository because its folder belongs to another user (safe.directory). If you trust it, run ' +
  '"git config --global --add safe.directory <the repository\'s folder>" as the user who runs this server, then ' +
  'call again; or start with another folder (--root) and give what ships as items of gather_scope.'

/** The error a caller sees for a failure of git; other errors pass through. */
export function explained(error: unknown): unknown {
  if (!(error instanceof GitFailure)) return error
  if (isDubious(error)) return new PlanError('unreadable_repository', NOT_TRUSTED)
  const [code, message] = EXPLANATIONS[error.reason]
  return new PlanError(code, message)
}

/** git's refusal of a folder that another user owns. */
export function isDubious(error: unknown): boolean {
  return error instanceof GitFailure && error.stderr.includes('dubious ownership')
}
