import { randomBytes } from 'node:crypto'
import { lstatSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { PlanError } from '../plan/errors.ts'
import { errno, writeFailure } from './failures.ts'
import { entriesOf, publish, readText, removeFile, TEMPORARY, temporaryFile } from './files.ts'
import { hasEnded, isOwn, ownIdentity, type ProcessIdentity } from './process-identity.ts'

interface Holder extends ProcessIdentity {
  token: string
}

/** What a lock file says; `undefined` when there is none. */
type Found = Holder | { token: string; unreadable: true; age: number } | undefined

const LOCK = 'lock'
const CANDIDATE = /^lock-[0-9a-f]{16}$/
const BREAKER = /^break\.([0-9a-z]+)$/
/** Milliseconds between two attempts, at random up to: of who is next, and at most. */
const SHORTEST_PAUSE = 6
const LONGEST_PAUSE = 50
/** Milliseconds in which who is next will have asked. */
const TURN = 15
/** After these milliseconds nobody is let pass: files may have times of another clock, or of one that was set. */
const LONGEST_YIELDING = 2000

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
  // Not the time of day, which somebody may set meanwhile.
  const began = performance.now()
  const until = began + patience
  let at = await folder()
  let holder = newHolder()
  let candidate: string | undefined
  let isHeld = false
  try {
    for (let hasLetPass = false; ; ) {
      candidate ??= await candidateIn(at, holder)
      const yields = performance.now() - began < LONGEST_YIELDING
      const ahead = candidate !== undefined && yields ? await waitersAhead(at, candidate) : 0
      if (ahead > 0 && !hasLetPass && (await lockAt(at, LOCK, `${label}/${LOCK}`)) === undefined) {
        hasLetPass = true
        await wait(TURN)
        continue
      }
      hasLetPass = false
      const taken = candidate === undefined ? 'gone' : await linkedAs(candidate, `${at}/${LOCK}`)
      if (taken === 'yes') {
        const { token } = holder
        const place = at
        isHeld = true
        return () => giveBack(place, token, `${label}/${LOCK}`)
      }
      if (taken === 'gone') {
        // Who gives a lock back also removes the folder when nothing was written into it.
        if (performance.now() >= until) throw Object.assign(new Error(), { code: 'ENOENT' })
        if (candidate) await removeFile(candidate)
        candidate = undefined
        at = await folder()
        inUse.delete(holder.token)
        holder = newHolder()
        continue
      }
      const found = await lockAt(at, LOCK, `${label}/${LOCK}`)
      if (found && isDead(found) && candidate) await clear(at, LOCK, found.token, candidate)
      else if (found && performance.now() >= until) throw await busy(found, at, label)
      await wait(Math.min(LONGEST_PAUSE, SHORTEST_PAUSE * (1 + ahead)) * Math.random())
    }
  } finally {
    if (!isHeld) inUse.delete(holder.token)
    // Where this fails the lock has been taken all the same, and has to be given back by who has it.
    if (candidate) await removeFile(candidate).catch(() => undefined)
  }
}

/** Tokens with which this process waits for a lock or holds it; a file of its own with another one could not be removed in time. */
const inUse = new Set<string>()

function newHolder(): Holder {
  const token = randomBytes(8).toString('hex')
  inUse.add(token)
  return { ...ownIdentity(), token }
}

/** Undefined when the folder is gone. */
function candidateIn(folder: string, holder: Holder): Promise<string | undefined> {
  return temporaryFile(folder, JSON.stringify(holder), { prefix: 'lock', durable: false }).then(
    ({ path }) => path,
    error => {
      if (errno(error) === 'ENOENT') return undefined
      throw error
    },
  )
}

/**
 * How many wait for longer. Who comes later lets them pass when the lock is free, for one turn: a process that gives the
 * lock back and wants it again would otherwise have it before any of them wakes up. No longer than that, since the one
 * in front may have been stopped.
 */
async function waitersAhead(folder: string, candidate: string): Promise<number> {
  const names = (await entriesOf(folder)).map(({ name }) => name).filter(name => CANDIDATE.test(name))
  const waiting = names.map(name => ({
    path: `${folder}/${name}`,
    since: writtenAt(`${folder}/${name}`) ?? Number.POSITIVE_INFINITY,
  }))
  const own = waiting.find(({ path }) => path === candidate)
  return own ? waiting.filter(({ since }) => since < own.since).length : 0
}

/** When a file was last written to, in milliseconds; undefined when it is gone, or going. */
function writtenAt(path: string): number | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.mtimeMs
  } catch {
    return undefined
  }
}

/** Removes what earlier, killed operations left. Only for the holder of the lock. */
export async function sweep(folder: string): Promise<void> {
  for (const entry of await entriesOf(folder)) {
    if (entry.isDirectory()) continue
    const { name } = entry
    const stale = TEMPORARY.test(name) || BREAKER.test(name) || (await isLeftCandidate(folder, name))
    if (stale) await removeFile(`${folder}/${name}`)
  }
}

async function isLeftCandidate(folder: string, name: string): Promise<boolean> {
  if (!CANDIDATE.test(name)) return false
  const found = await lockAt(folder, name).catch(() => undefined)
  return found !== undefined && isDead(found)
}

/**
 * Removes the file `name` of a dead holder. Only who links `break.<token of the dead>` may do so, and only
 * after reading once more that the file is still that holder's: otherwise a second waiter, late, would remove
 * the lock that the first one has just taken.
 */
async function clear(folder: string, name: string, token: string, candidate: string): Promise<void> {
  const breaker = `break.${token}`
  if ((await linkedAs(candidate, `${folder}/${breaker}`)) !== 'yes') {
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

async function giveBack(folder: string, token: string, label: string): Promise<void> {
  inUse.delete(token)
  try {
    if ((await lockAt(folder, LOCK, label))?.token === token) await removeFile(`${folder}/${LOCK}`)
  } catch (error) {
    throw writeFailure(error, label)
  }
}

/** `gone`: the folder or the candidate no longer exists. */
async function linkedAs(from: string, to: string): Promise<'yes' | 'taken' | 'gone'> {
  try {
    await publish(from, to)
    return 'yes'
  } catch (error) {
    if (errno(error) === 'EEXIST') return 'taken'
    if (errno(error) === 'ENOENT') return 'gone'
    throw error
  }
}

async function lockAt(folder: string, name: string, label = name): Promise<Found> {
  const path = `${folder}/${name}`
  const text = await readText(path, label)
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
    const { pid, started, host, space, token } = JSON.parse(text) as Partial<Holder>
    const valid = Number.isInteger(pid) && typeof token === 'string' && /^[0-9a-f]{16}$/.test(token)
    if (!valid || pid === undefined || pid < 1) return undefined
    return { pid, started: `${started}`, host: `${host}`, space: `${space}`, token }
  } catch {
    return undefined
  }
}

function isDead(found: NonNullable<Found>): boolean {
  if ('unreadable' in found) return found.age > 2000
  return hasEnded(found) || (isOwn(found) && !inUse.has(found.token))
}

async function busy(found: NonNullable<Found>, folder: string, label: string): Promise<PlanError> {
  // The lock file waited under another name; giving it this one set the time of change.
  const taken = await stat(`${folder}/${LOCK}`).catch(() => undefined)
  const seconds = Math.round((Date.now() - (taken?.ctimeMs ?? Date.now())) / 1000)
  const who = 'unreadable' in found ? 'Another process' : `Process ${found.pid} on ${found.host}`
  const remedy = `Wait for it and call again; if it is certainly gone, delete ${label}/${LOCK} first.`
  return new PlanError(
    'busy',
    `${who} (for ${seconds} s) is changing this plan. ${remedy}`,
    `${label}/${LOCK}`,
  )
}
