import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** A process as another one on the same machine can recognise it; a pid alone is given out again. */
export interface ProcessIdentity {
  pid: number
  /** When the process started, in the system's own notation; empty where it cannot be read. */
  started: string
  host: string
  /** The pid namespace: in another one (a container) the same pid is another process. */
  space: string
}

let own: ProcessIdentity | undefined

/** The identity of this process. */
export function ownIdentity(): ProcessIdentity {
  own ??= { pid: process.pid, started: startOf(process.pid) ?? '', host: hostname(), space: pidSpace() }
  return own
}

/** Whether it is this process. */
export function isOwn({ pid, started, host, space }: ProcessIdentity): boolean {
  const here = ownIdentity()
  return pid === here.pid && started === here.started && host === here.host && space === here.space
}

/** Whether the process certainly ended. One that we cannot see, on another host, counts as alive. */
export function hasEnded({ pid, started, host, space }: ProcessIdentity): boolean {
  const here = ownIdentity()
  if (host !== here.host || space !== here.space) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
  const now = startOf(pid)
  return now === 'ended' || (started !== '' && now !== undefined && now !== started)
}

/** `ended` for a process that is gone but whose parent has not asked for its status. */
function startOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
      return fields[0] === 'Z' || fields[0] === 'X' ? 'ended' : fields[19]
    }
    if (process.platform === 'win32') return undefined
    const options = { timeout: 2000, encoding: 'utf8', env: { PATH: process.env.PATH, LC_ALL: 'C' } } as const
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], options).trim() || undefined
  } catch {
    return undefined
  }
}

function pidSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return ''
  }
}
