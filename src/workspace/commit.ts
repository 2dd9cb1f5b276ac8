import { rmdir } from 'node:fs/promises'
import { PlanError } from '../plan/errors.ts'
import type { Directories } from './directories.ts'
import { writeFailure } from './failures.ts'
import {
  readText,
  removeFile,
  renamed,
  replaceFile,
  syncFile,
  type Temporary,
  temporaryFile,
} from './files.ts'
import { digest, type Journal, removal, removeJournal, writeJournal } from './journal.ts'
import { type MergedDocument, mergeByLines, mergedDocument, type Versions } from './merge.ts'
import { BACKUPS, BASES, documentParts, MACHINE, PLAN_FILE, SCHEMA_FILE } from './paths.ts'
import { moveAway, type Place, placeOf, put, staged } from './replace-document.ts'

const IGNORE_FILE = '.gitignore'
const IGNORED =
  '# The last renderings belong to the plan; locks and temporary files do not.\n/*\n!/.gitignore\n!/base/\n!/plan.schema.json\n'
const MOST_ATTEMPTS = 100

interface Target {
  directories: Directories
  /** The release's folder below the root. */
  parts: readonly string[]
  /** By path, what the merge was made from. */
  versions: ReadonlyMap<string, Versions>
}

interface Stale {
  document: MergedDocument
  /** The base has to change too. */
  base: boolean
}

interface Step {
  document: MergedDocument
  place: Place
  /** Undefined when the document on disk stays as it is. */
  change?: 'remove' | { temporary: string }
  /** The coming base as a file, where there is to be another one. */
  base?: string
}

/** A file on its way to the disk, and the path to name where it does not get there. */
interface Pending extends Temporary {
  label: string
}

/**
 * Writes a plan. First all new texts are put beside their places, so a full disk or a missing permission is met
 * before anything changes; then plan.json is replaced, then all documents, then all bases, each durably before the next:
 * a base that came before its document would make that an edit of a person.
 */
export async function commitPlan(
  target: Target,
  planText: string | undefined,
  inputs: unknown,
  merged: readonly MergedDocument[],
  schema: string | undefined,
): Promise<MergedDocument[]> {
  const { directories, parts } = target
  const machine = await directories.make([...parts, MACHINE])
  const text = `${JSON.stringify(inputs, null, 2)}\n`
  const stale = await staleDocuments(target, merged)
  if (text === planText && stale.length === 0) return [...merged]
  const temporaries: Pending[] = []
  try {
    const steps = await prepared(target, { text, planText, stale }, temporaries)
    await directories.sync()
    const written = new Map<string, MergedDocument>()
    for (const step of steps) written.set(step.document.path, await placed(target, step))
    await directories.sync()
    for (const step of steps) await rebased(target, step, written.get(step.document.path)!)
    await ownFile(machine, IGNORE_FILE, IGNORED)
    if (schema !== undefined) await ownFile(machine, SCHEMA_FILE, schema)
    await directories.sync()
    await removeJournal(machine)
    await removeEmptyFolders(target, [...written.values()])
    return merged.map(document => written.get(document.path) ?? document)
  } catch (error) {
    await Promise.allSettled(temporaries.map(({ durable }) => durable))
    for (const { path } of temporaries) await removeFile(path).catch(() => undefined)
    throw error
  }
}

/** All new texts durably beside their places, the journal of what is to come, and plan.json replaced; or nothing of it. */
async function prepared(
  target: Target,
  { text, planText, stale }: { text: string; planText: string | undefined; stale: readonly Stale[] },
  temporaries: Pending[],
): Promise<Step[]> {
  const { directories, parts } = target
  const label = [...parts, PLAN_FILE].join('/')
  const folder = await directories.make(parts)
  const machine = await directories.make([...parts, MACHINE])
  try {
    await clearBackups(target)
    const steps = await stagedSteps(target, stale, temporaries)
    const plan = text === planText ? undefined : await temporaryFile(machine, text)
    if (plan) temporaries.push({ ...plan, label })
    await allDurable(temporaries)
    await writeJournal(machine, journalOf(stale), [...parts, MACHINE].join('/'))
    if (plan) await replacePlan(`${folder}/${PLAN_FILE}`, label, planText, plan.path)
    return steps
  } catch (error) {
    await removeJournal(machine).catch(() => undefined)
    throw writeFailure(error, parts.join('/'))
  }
}

async function allDurable(pending: readonly Pending[]): Promise<void> {
  await Promise.all(
    pending.map(({ durable, label }) =>
      durable.catch(error => {
        throw writeFailure(error, label)
      }),
    ),
  )
}

/** Writes a file that no person edits, unless it holds the text already; what cannot be read is replaced. */
async function ownFile(machine: string, name: string, text: string): Promise<void> {
  const path = `${machine}/${name}`
  const standing = await readText(path, name).catch(() => undefined)
  if (standing !== text) await replaceFile(path, text, machine)
}

/** The documents of which the text on disk or the base has to change. */
async function staleDocuments({ directories, parts, versions }: Target, merged: readonly MergedDocument[]) {
  const stale: Stale[] = []
  for (const document of merged) {
    const base = (await storedBase(directories, parts, document.path)) !== wantedBase(document)
    const known = versions.get(document.path)
    if (!known) throw new Error(`${document.path} was not merged in this operation`)
    if (base || changeOf(document, known.disk)) stale.push({ document, base })
  }
  return stale
}

function wantedBase({ status, base }: MergedDocument): string | undefined {
  return status === 'removed' ? undefined : base
}

function changeOf(document: MergedDocument, disk: string | undefined): 'remove' | 'write' | undefined {
  if (document.status === 'removed') return disk === undefined ? undefined : 'remove'
  return document.deleted || document.text === disk ? undefined : 'write'
}

async function storedBase(directories: Directories, parts: readonly string[], path: string) {
  const { folder, name } = documentParts(path)
  const at = await directories.find([...parts, MACHINE, BASES, ...folder])
  return at === undefined ? undefined : readText(`${at}/${name}`, [...parts, MACHINE, BASES, path].join('/'))
}

async function stagedSteps(
  { directories, parts, versions }: Target,
  stale: readonly Stale[],
  temporaries: Pending[],
): Promise<Step[]> {
  const steps: Step[] = []
  for (const { document, base } of stale) {
    const place = await placeOf(directories, parts, document.path)
    const refused = (error: unknown) => {
      throw writeFailure(error, place.label)
    }
    const kept = (temporary: Temporary) => {
      temporaries.push({ ...temporary, label: place.label })
      return temporary.path
    }
    const change = changeOf(document, versions.get(document.path)?.disk)
    const wanted = base ? wantedBase(document) : undefined
    steps.push({
      document,
      place,
      change:
        change === 'write' ? { temporary: kept(await staged(place, document.text).catch(refused)) } : change,
      ...(wanted !== undefined && {
        base: kept(await temporaryFile(place.temporaries, wanted).catch(refused)),
      }),
    })
  }
  return steps
}

function journalOf(stale: readonly Stale[]): Journal {
  const kept = stale.map(({ document }) => document).filter(({ deleted }) => !deleted)
  return new Map(
    kept.map(({ path, text, base, status }) => [
      path,
      status === 'removed' ? removal : { text_sha256: digest(text), base },
    ]),
  )
}

async function replacePlan(path: string, label: string, expected: string | undefined, temporary: string) {
  if ((await readText(path, label)) !== expected) {
    const message = `${label} was changed by hand while this call ran. Nothing was written; call again.`
    throw new PlanError('plan_changed', message, label)
  }
  await renamed(temporary, path)
}

/** The document as it stands when its new text is in its place. */
async function placed(target: Target, step: Step): Promise<MergedDocument> {
  try {
    return step.change ? await settled(target, step) : step.document
  } catch (error) {
    throw writeFailure(error, step.place.label)
  }
}

async function rebased({ directories, parts }: Target, step: Step, document: MergedDocument): Promise<void> {
  const base = wantedBase(document)
  try {
    if (step.base !== undefined && base === wantedBase(step.document)) {
      await renamed(step.base, await basePlace(directories, parts, document.path))
      return
    }
    if (step.base !== undefined) await removeFile(step.base)
    await writeBase(directories, parts, document.path, base)
  } catch (error) {
    throw writeFailure(error, step.place.label)
  }
}

/** Puts a document in place; when a person saved meanwhile, merges again with what the person saved. */
async function settled({ versions }: Target, { document, place, change }: Step): Promise<MergedDocument> {
  const { base, next, disk } = versions.get(document.path) ?? {}
  let current = document
  let expected = disk
  let temporary = typeof change === 'object' ? change.temporary : undefined
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const interference =
      temporary === undefined
        ? await moveAway(place, expected ?? '')
        : await put(place, temporary, current.text, expected)
    if (!interference) {
      if (attempt > 0) await syncFile(`${place.folder}/${place.name}`)
      return current
    }
    expected = interference.standing
    // Quickly, without git and with the sync at the end: an editor could save once more meanwhile.
    current = await mergedDocument(document.path, { base, disk: interference.found, next }, mergeByLines)
    const needed = changeOf(current, expected)
    if (!needed) return current
    temporary = needed === 'write' ? (await staged(place, current.text, false)).path : undefined
  }
  const message = `${place.label} is being changed by another program again and again. Stop that, then call again.`
  throw new PlanError('busy', message, place.label)
}

/** Makes `base` the last rendering of a document; undefined forgets it. */
export async function writeBase(
  directories: Directories,
  parts: readonly string[],
  path: string,
  base: string | undefined,
): Promise<void> {
  if ((await storedBase(directories, parts, path)) === base) return
  const at = await basePlace(directories, parts, path)
  if (base === undefined) await removeFile(at)
  else await replaceFile(at, base, await directories.make([...parts, MACHINE]))
}

async function basePlace(directories: Directories, parts: readonly string[], path: string): Promise<string> {
  const { folder, name } = documentParts(path)
  return `${await directories.make([...parts, MACHINE, BASES, ...folder])}/${name}`
}

/** The backups of the commit before this one are no longer needed. */
async function clearBackups({ directories, parts }: Target): Promise<void> {
  const at = [...parts, MACHINE, BACKUPS]
  const folder = await directories.find(at)
  for (const path of await directories.filesBelow(at)) await removeFile(`${folder}/${path}`)
}

async function removeEmptyFolders({ directories, parts }: Target, documents: readonly MergedDocument[]) {
  for (const { path, status } of documents) {
    if (status !== 'removed') continue
    const { folder } = documentParts(path)
    for (const start of [parts, [...parts, MACHINE, BASES]]) {
      for (let depth = folder.length; depth > 0; depth--) {
        const parent = await directories.find([...start, ...folder.slice(0, depth - 1)])
        await rmdir(`${parent}/${folder[depth - 1]}`).catch(() => undefined)
      }
    }
  }
}
