import { randomBytes } from 'node:crypto'
import {
  closeSync,
  constants,
  copyFileSync,
  fchmodSync,
  fstatSync,
  fsync,
  linkSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { promisify } from 'node:util'
import { PlanError } from '../plan/errors.ts'
import { errno, readFailure } from './failures.ts'
import { retried } from './retried.ts'

// Synchronous but for what waits for the disk: a call makes hundreds of these small calls, and a turn through the thread
// pool costs more than each of them.

const synced = promisify(fsync)

const MOST_BYTES = 5_000_000
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0
const READ = constants.O_RDONLY | NO_FOLLOW | (constants.O_NONBLOCK ?? 0)
const CREATE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | NO_FOLLOW

/**
 * The text of a regular file; undefined when there is none. `label` names it in errors, relative to the root.
 * @throws PlanError for a link, a device, more than 5 MB, or bytes that are not UTF-8.
 */
export async function readText(path: string, label: string): Promise<string | undefined> {
  const file = await retried(async () => openSync(path, READ)).catch(error => {
    if (errno(error) === 'ENOENT') return undefined
    throw readFailure(error, label)
  })
  if (file === undefined) return undefined
  try {
    const found = fstatSync(file)
    if (!found.isFile()) throw unreadable(label, 'is not a regular file. Move it away')
    if (found.size > MOST_BYTES) throw unreadable(label, 'is larger than 5 MB. Shorten it')
    return utf8(readFileSync(file), label)
  } finally {
    closeSync(file)
  }
}

function utf8(bytes: Uint8Array, label: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw unreadable(label, 'is not UTF-8 text. Save it as UTF-8')
  }
}

function unreadable(label: string, problem: string): PlanError {
  return new PlanError('not_readable', `${label} ${problem}, then call again; nothing was changed.`, label)
}

/** The permission bits of a file; undefined when there is none. */
export async function fileMode(path: string): Promise<number | undefined> {
  const file = await retried(async () => openSync(path, READ)).catch(() => undefined)
  if (file === undefined) return undefined
  try {
    return fstatSync(file).mode & 0o777
  } finally {
    closeSync(file)
  }
}

export const TEMPORARY = /^tmp-[0-9a-f]{16}$/

export interface Temporary {
  path: string
  /** Settles when the text is on the disk; rejects where it does not get there. */
  durable: Promise<void>
}

/**
 * Writes a new file with a random name into `folder`; on failure none is left. Its text begins its way to the disk at
 * once, beside those of others, unless `durable` is false.
 */
export async function temporaryFile(
  folder: string,
  text: string,
  {
    mode,
    prefix = 'tmp',
    durable = true,
  }: { mode?: number; prefix?: 'tmp' | 'lock'; durable?: boolean } = {},
): Promise<Temporary> {
  const path = `${folder}/${prefix}-${randomBytes(8).toString('hex')}`
  const file = openSync(path, CREATE, 0o666)
  try {
    // Unlike a single write call it goes on after a short write, so a full disk cannot pass unnoticed.
    writeFileSync(file, text)
    if (mode !== undefined) fchmodSync(file, mode)
    if (!durable) closeSync(file)
  } catch (error) {
    closeQuietly(file)
    await removeFile(path)
    throw error
  }
  if (!durable) return { path, durable: Promise.resolve() }
  const onDisk = synced(file).finally(() => closeSync(file))
  // Whoever gives up before it waits for this must not end the process.
  onDisk.catch(() => undefined)
  return { path, durable: onDisk }
}

function closeQuietly(file: number): void {
  try {
    closeSync(file)
  } catch {
    // The error that is on its way says more.
  }
}

/** Makes the content of a file durable; no error when it is gone. */
export async function syncFile(path: string): Promise<void> {
  const file = await retried(async () => openSync(path, READ)).catch(() => undefined)
  if (file === undefined) return
  await synced(file).catch(() => undefined)
  closeQuietly(file)
}

/** Replaces a file of our own (no person edits it) by way of the folder for temporary files. */
export async function replaceFile(path: string, text: string, temporaries: string): Promise<void> {
  const temporary = await temporaryFile(temporaries, text)
  try {
    await temporary.durable
    await renamed(temporary.path, path)
  } catch (error) {
    await removeFile(temporary.path).catch(() => undefined)
    throw error
  }
}

/** Gives a file another name, in the place of what has it. */
export const renamed = (from: string, to: string): Promise<void> => retried(async () => renameSync(from, to))

/** What systems say where a file cannot have two names; the last one Windows does, on exFAT. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EISDIR']

/** Gives `from` a second name that did not exist; fails with EEXIST otherwise. */
export async function publish(from: string, to: string): Promise<void> {
  try {
    await retried(async () => linkSync(from, to))
  } catch (error) {
    if (!NO_LINKS.includes(errno(error) ?? '')) throw error
    copyFileSync(from, to, constants.COPYFILE_EXCL)
  }
}

/** Removes a file; no error when it is gone already. */
export async function removeFile(path: string): Promise<void> {
  await retried(async () => unlinkSync(path)).catch(error => {
    if (errno(error) !== 'ENOENT') throw error
  })
}

/** The entries of a folder; none when it is missing. */
export async function entriesOf(folder: string | undefined) {
  if (folder === undefined) return []
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch {
    return []
  }
}
