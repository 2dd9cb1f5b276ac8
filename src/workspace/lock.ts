import { randomBytes } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { PlanError } from '../plan/errors.ts'
import { errno } from './failures.ts'
import { entriesOf, publish, readText, removeFile, TEMPORARY, temporaryFile } from './files.ts'
import { hasEnded, ownIdentity, type ProcessIdentity } from './process-identity.ts'

interface Holder extends ProcessIdentity {
  token: string
  /** Milliseconds since 1970. */
  since: number
}

/** What a lock file says; `undefined` when there is none. */
type Found = Holder | { token: string; unreadable: true; age: number } | undefined

const LOCK = 'lock'
const BREAKER = /^break\.([0-9a-z]+)$/
const FIRST_PAUSE = 4
const LONGEST_PAUSE = 120

/**
 * Takes the lock in `folder()` and returns what gives it back. The lock is a complete file that is linked to
 * its name, so it is never seen half written. One whose process ended is taken over; a living one is waited
 * for, `patience` milliseconds.
 * @throws PlanError `busy` naming the process, the host and the age.
 */
export async function takeLock(
  folder: () => Promise<string>,
  label: string,
  patience: number,
): Promise<() => Promise<void>> {
  const until = Date.now() + patience
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE)) {
    const at = await folder()
    const holder: Holder = { ...ownIdentity(), token: randomBytes(8).toString('hex'), since: Date.now() }
    const candidate = await temporaryFile(at, JSON.stringify(holder), {
      prefix: 'lock',
      durable: false,
    }).catch(error => {
      // Who gives a lock back also removes the folder when nothing was written into it.
      if (errno(error) !== 'ENOENT' || Date.now() >= until) throw error
    })
    try {
      if (candidate === undefined) continue
      if (await linked(candidate, `${at}/${LOCK}`)) return () => giveBack(at, holder.token)
      const found = await lockAt(at, LOCK)
      if (found && isDead(found)) await clear(at, LOCK, found.token, candidate)
      else if (found && Date.now() >= until) throw busy(found, label)
    } finally {
      if (candidate) await removeFile(candidate)
    }
    await wait(pause * (0.5 + Math.random()))
  }
}

/** Removes what earlier, killed operations left. Only for the holder of the lock. */
export async function sweep(folder: string): Promise<void> {
  for (const { name } of await entriesOf(folder)) {
    const stale = TEMPORARY.test(name) || BREAKER.test(name) || (await isOldCandidate(folder, name))
    if (stale) await removeFile(`${folder}/${name}`)
  }
}

async function isOldCandidate(folder: string, name: string): Promise<boolean> {
  if (!/^lock-[0-9a-f]{16}$/.test(name)) return false
  const found = await stat(`${folder}/${name}`).catch(() => undefined)
  return found !== undefined && Date.now() - found.mtimeMs > 600_000
}

/**
 * Removes the file `name` of a dead holder. Only who links `break.<token of the dead>` may do so, and only
 * after reading once more that the file is still that holder's: otherwise a second waiter, late, would remove
 * the lock that the first one has just taken.
 */
async function clear(folder: string, name: string, token: string, candidate: string): Promise<void> {
  const breaker = `break.${token}`
  if (!(await linked(candidate, `${folder}/${breaker}`))) {
    const other = await lockAt(folder, breaker)
    if (other && isDead(other)) await clear(folder, breaker, other.token, candidate)
    return
  }
  try {
    if ((await lockAt(folder, name))?.token === token) await removeFile(`${folder}/${name}`)
  } finally {
    await removeFile(`${folder}/${breaker}`)
  }
}

async function giveBack(folder: string, token: string): Promise<void> {
  if ((await lockAt(folder, LOCK))?.token === token) await removeFile(`${folder}/${LOCK}`)
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await publish(from, to)
    return true
  } catch (error) {
    if (errno(error) === 'EEXIST' || errno(error) === 'ENOENT') return false
    throw error
  }
}

async function lockAt(folder: string, name: string): Promise<Found> {
  const path = `${folder}/${name}`
  const text = await readText(path, name)
  if (text === undefined) return undefined
  const holder = parsed(text)
  if (holder) return holder
  const found = await stat(path).catch(() => undefined)
  if (!found) return undefined
  // Where links are missing the lock is copied, and for an instant it is empty.
  return { token: `x${Math.round(found.mtimeMs)}`, unreadable: true, age: Date.now() - found.mtimeMs }
}

function parsed(text: string): Holder | undefined {
  try {
    const { pid, started, host, space, token, since } = JSON.parse(text) as Partial<Holder>
    const valid = Number.isInteger(pid) && typeof token === 'string' && /^[0-9a-f]{16}$/.test(token)
    if (!valid || pid === undefined || pid < 1) return undefined
    return { pid, started: `${started}`, host: `${host}`, space: `${space}`, token, since: Number(since) }
  } catch {
    return undefined
  }
}

function isDead(found: NonNullable<Found>): boolean {
  return 'unreadable' in found ? found.age > 2000 : hasEnded(found)
}

function busy(found: NonNullable<Found>, label: string): PlanError {
  const who =
    'unreadable' in found
      ? 'Another process'
      : `Process ${found.pid} on ${found.host} (for ${Math.round((Date.now() - found.since) / 1000)} s)`
  const remedy = `Wait for it and call again; if it is certainly gone, delete ${label}/${LOCK} first.`
  return new PlanError('busy', `${who} is changing this plan. ${remedy}`, `${label}/${LOCK}`)
}
