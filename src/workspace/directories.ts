import { closeSync, constants, existsSync, fsync, openSync } from 'node:fs'
import { lstat, mkdir, rmdir } from 'node:fs/promises'
import { promisify } from 'node:util'
import { PlanError } from '../plan/errors.ts'
import { errno, linkRefused, readFailure, writeFailure } from './failures.ts'
import { entriesOf } from './files.ts'

// With a folder held open, /proc/self/fd/N/name reaches that folder and no other, whatever is renamed or
// linked meanwhile. Elsewhere each part is checked and then named by its path.
const ANCHORED = process.platform === 'linux' && existsSync('/proc/self/fd')
const FLAGS = constants.O_RDONLY | (constants.O_DIRECTORY ?? 0) | (constants.O_NOFOLLOW ?? 0)

const synced = promisify(fsync)

interface Opened {
  path: string
  /** The folder's descriptor, held open. */
  file?: number
}

/** The folders below one root that an operation uses. Symbolic links among them are refused. */
export class Directories {
  private readonly root: string
  private readonly opened = new Map<string, Opened>()
  private readonly made: { parent: string; name: string }[] = []

  constructor(root: string) {
    this.root = root
  }

  /** A path by which to reach the folder; undefined when it does not exist. */
  async find(parts: readonly string[]): Promise<string | undefined> {
    return (await this.reach(parts, false))?.path
  }

  /** The same, and the folder is made when it is missing. */
  async make(parts: readonly string[]): Promise<string> {
    const path = await this.tryToMake(parts)
    if (path === undefined)
      throw writeFailure(Object.assign(new Error(), { code: 'ENOENT' }), parts.join('/'))
    return path
  }

  /** The same; undefined when somebody removed a folder of the path at that moment. */
  async tryToMake(parts: readonly string[]): Promise<string | undefined> {
    return (await this.reach(parts, true))?.path
  }

  /** The files below a folder, relative to it, without links and without what macOS leaves everywhere. */
  async filesBelow(parts: readonly string[]): Promise<string[]> {
    const paths: string[] = []
    for (const entry of await entriesOf(await this.find(parts))) {
      if (entry.isFile() && entry.name !== '.DS_Store') paths.push(entry.name)
      if (!entry.isDirectory()) continue
      const below = await this.filesBelow([...parts, entry.name])
      paths.push(...below.map(path => `${entry.name}/${path}`))
    }
    return paths
  }

  /** Makes the names in every folder used so far durable. */
  async sync(): Promise<void> {
    const files = [...this.opened.values()].flatMap(({ file }) => (file === undefined ? [] : [file]))
    await Promise.all(files.map(file => synced(file).catch(() => undefined)))
  }

  /** Removes the folders that this object made and that are still empty, and lets go of all. */
  async close(): Promise<void> {
    for (const { parent, name } of this.made.reverse()) {
      await rmdir(`${parent}/${name}`).catch(() => undefined)
    }
    for (const { file } of this.opened.values()) if (file !== undefined) closeSync(file)
    this.opened.clear()
  }

  private async reach(parts: readonly string[], create: boolean): Promise<Opened | undefined> {
    let at = await this.step(undefined, [], create)
    for (let depth = 1; at && depth <= parts.length; depth++) {
      at = await this.step(at.path, parts.slice(0, depth), create)
    }
    return at
  }

  private async step(parent: string | undefined, parts: string[], create: boolean) {
    const label = parts.join('/')
    const known = this.opened.get(label)
    if (known) return known
    const path = parent === undefined ? this.root : `${parent}/${parts.at(-1)}`
    if (create && parent !== undefined) await this.makeOne(parent, parts.at(-1) ?? '', label)
    try {
      const opened = await openDirectory(path)
      this.opened.set(label, opened)
      return opened
    } catch (error) {
      if (errno(error) === 'ENOENT') return undefined
      throw await folderRefused(error, path, label || '.')
    }
  }

  private async makeOne(parent: string, name: string, label: string): Promise<void> {
    try {
      await mkdir(`${parent}/${name}`)
      this.made.push({ parent, name })
    } catch (error) {
      // A parent that vanished is reported as a missing folder; whoever holds the plan's lock tries again.
      if (errno(error) !== 'EEXIST' && errno(error) !== 'ENOENT') throw writeFailure(error, label)
    }
  }
}

async function openDirectory(path: string): Promise<Opened> {
  if (!ANCHORED) {
    const found = await lstat(path)
    if (!found.isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' })
    return { path }
  }
  const file = openSync(path, FLAGS)
  return { path: `/proc/self/fd/${file}`, file }
}

async function folderRefused(error: unknown, path: string, label: string): Promise<unknown> {
  if (errno(error) !== 'ENOTDIR' && errno(error) !== 'ELOOP') return readFailure(error, label)
  const found = await lstat(path).catch(() => undefined)
  if (found?.isSymbolicLink()) return linkRefused(label)
  return new PlanError(
    'not_writable',
    `${label} is a file where a folder is needed. Move it away, then call again.`,
    label,
  )
}
