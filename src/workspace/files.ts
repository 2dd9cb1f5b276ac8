import { randomBytes } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { copyFile, link, open, rename, unlink } from 'node:fs/promises'
import { PlanError } from '../plan/errors.ts'
import { errno, readFailure } from './failures.ts'
import { retried } from './retried.ts'

const MOST_BYTES = 5_000_000
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0
const READ = constants.O_RDONLY | NO_FOLLOW | (constants.O_NONBLOCK ?? 0)
const CREATE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | NO_FOLLOW

/**
 * The text of a regular file; undefined when there is none. `label` names it in errors, relative to the root.
 * @throws PlanError for a link, a device, more than 5 MB, or bytes that are not UTF-8.
 */
export async function readText(path: string, label: string): Promise<string | undefined> {
  // Synchronous: a call reads some hundred small files, and a turn through the thread pool costs more than each of them.
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
  const handle = await open(path, READ).catch(() => undefined)
  try {
    return handle && (await handle.stat()).mode & 0o777
  } finally {
    await handle?.close()
  }
}

export const TEMPORARY = /^tmp-[0-9a-f]{16}$/

/** Writes a new file with a random name, durable unless said otherwise, into `folder` and returns its path; on failure none is left. */
export async function temporaryFile(
  folder: string,
  text: string,
  {
    mode,
    prefix = 'tmp',
    durable = true,
  }: { mode?: number; prefix?: 'tmp' | 'lock'; durable?: boolean } = {},
): Promise<string> {
  const path = `${folder}/${prefix}-${randomBytes(8).toString('hex')}`
  const handle = await open(path, CREATE, 0o666)
  try {
    // Unlike a single write call it goes on after a short write, so a full disk cannot pass unnoticed.
    writeFileSync(handle.fd, text)
    if (mode !== undefined) await handle.chmod(mode)
    if (durable) await handle.sync()
    await handle.close()
    return path
  } catch (error) {
    await handle.close().catch(() => undefined)
    await removeFile(path)
    throw error
  }
}

/** Makes the content of a file durable; no error when it is gone. */
export async function syncFile(path: string): Promise<void> {
  const handle = await open(path, READ).catch(() => undefined)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}

/** Replaces a file of our own (no person edits it) by way of the folder for temporary files. */
export async function replaceFile(path: string, text: string, temporaries: string): Promise<void> {
  const temporary = await temporaryFile(temporaries, text)
  await renamed(temporary, path).catch(async error => {
    await removeFile(temporary)
    throw error
  })
}

/** Gives a file another name, in the place of what has it. */
export const renamed = (from: string, to: string): Promise<void> => retried(() => rename(from, to))

/** What systems say where a file cannot have two names; the last one Windows does, on exFAT. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EISDIR']

/** Gives `from` a second name that did not exist; fails with EEXIST otherwise. */
export async function publish(from: string, to: string): Promise<void> {
  try {
    await retried(() => link(from, to))
  } catch (error) {
    if (!NO_LINKS.includes(errno(error) ?? '')) throw error
    await copyFile(from, to, constants.COPYFILE_EXCL)
  }
}

/** Removes a file; no error when it is gone already. */
export async function removeFile(path: string): Promise<void> {
  await retried(() => unlink(path)).catch(error => {
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
