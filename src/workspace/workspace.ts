import { PlanError } from '../plan/errors.ts'
import { Directories } from './directories.ts'
import { errno, writeFailure } from './failures.ts'
import { entriesOf, readText } from './files.ts'
import { sweep, takeLock } from './lock.ts'
import type { OpenPlan } from './open-plan.ts'
import { MACHINE, PLAN_FILE, releaseParts } from './paths.ts'
import { ReleaseFolder } from './release-folder.ts'

export type { Conflict } from './conflict.ts'
export { editsOf, type MergedDocument } from './merge.ts'
export type { OpenPlan } from './open-plan.ts'

/** Where plans live. The rest of the program knows no more than this, so another store fits behind it. */
export interface Workspace {
  /** The versions that have a plan, e.g. `['2.5.0']`, in numeric order. */
  plans(): Promise<string[]>
  /**
   * Runs `work` with the plan's lock held, alone among all processes. Not to be nested for one plan.
   * @throws PlanError `busy`, `not_writable`, `disk_full`, `symbolic_link`.
   */
  update<T>(version: string, work: (plan: OpenPlan) => Promise<T>): Promise<T>
  /** Runs `work` without a lock and without any write, also in a read-only folder; `commit` throws. */
  read<T>(version: string, work: (plan: OpenPlan) => Promise<T>): Promise<T>
}

/** A call that wrote nothing removes the folders that it made; another one may be making them at that moment. */
const MOST_REMOVALS = 100

const queues = new Map<string, Promise<unknown>>()

/**
 * The plans below `<root>/releases`, in files. `root` is a real path, from workspaceRoot. `patience` is how long
 * an update waits for another process, in milliseconds.
 */
export function openWorkspace(root: string, { patience = 30_000 } = {}): Workspace {
  return {
    plans: () => plansBelow(root),
    update: (version, work) => queued(`${root}\n${version}`, () => updated(root, version, work, patience)),
    read: async (version, work) => {
      const directories = new Directories(root)
      try {
        const parts = releaseParts(version)
        await refuseTwin(directories, parts)
        return await work(new ReleaseFolder(directories, parts, false))
      } finally {
        await directories.close()
      }
    },
  }
}

async function plansBelow(root: string): Promise<string[]> {
  const directories = new Directories(root)
  try {
    const versions: string[] = []
    for (const entry of await entriesOf(await directories.find(['releases']))) {
      const version = /^v(\d.*)$/.exec(entry.name)?.[1]
      if (version === undefined || !entry.isDirectory()) continue
      const folder = await directories.find(['releases', entry.name])
      const label = `releases/${entry.name}/${PLAN_FILE}`
      if ((await readText(`${folder}/${PLAN_FILE}`, label)) !== undefined) versions.push(version)
    }
    return versions.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  } finally {
    await directories.close()
  }
}

async function updated<T>(
  root: string,
  version: string,
  work: (plan: OpenPlan) => Promise<T>,
  patience: number,
): Promise<T> {
  const parts = releaseParts(version)
  const machine = [...parts, MACHINE]
  let directories = new Directories(root)
  const reopened = async () => {
    for (let attempt = 1; attempt < MOST_REMOVALS; attempt++) {
      await directories.close()
      directories = new Directories(root)
      const path = await directories.tryToMake(machine)
      if (path !== undefined) return path
    }
    return directories.make(machine)
  }
  try {
    await refuseTwin(directories, parts)
    const giveBack = await takeLock(reopened, machine.join('/'), patience).catch(error => {
      throw writeFailure(error, machine.join('/'))
    })
    try {
      await sweep(await directories.make(machine))
      const plan = new ReleaseFolder(directories, parts, true)
      await plan.heal()
      return await work(plan)
    } catch (error) {
      throw errno(error) === undefined ? error : writeFailure(error, parts.join('/'))
    } finally {
      await giveBack()
    }
  } finally {
    await directories.close()
  }
}

/**
 * Where letters' case does not count, `v2.0.0-RC.1` and `v2.0.0-rc.1` are one folder and their plans would overwrite
 * each other; refused everywhere, since the folder may be cloned to such a disk.
 * @throws PlanError `version_twin`
 */
async function refuseTwin(directories: Directories, [releases, name]: [string, string]): Promise<void> {
  const folded = name.toLowerCase()
  for (const entry of await entriesOf(await directories.find([releases]))) {
    if (entry.name === name || entry.name.toLowerCase() !== folded) continue
    const message = `${releases}/${entry.name} differs from ${releases}/${name} only by the case of letters, and some disks take both for one. Give the version as ${entry.name.slice(1)}, or remove that folder.`
    throw new PlanError('version_twin', message, 'version')
  }
}

/** One operation at a time in this process; across processes the lock decides. */
function queued<T>(key: string, work: () => Promise<T>): Promise<T> {
  const result = (queues.get(key) ?? Promise.resolve()).then(work, work)
  const settled = result.catch(() => undefined)
  queues.set(key, settled)
  void settled.then(() => {
    if (queues.get(key) === settled) queues.delete(key)
  })
  return result
}
