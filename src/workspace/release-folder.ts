import { PlanError } from '../plan/errors.ts'
import { commitPlan, writeBase } from './commit.ts'
import type { Directories } from './directories.ts'
import { fieldLine } from './field-line.ts'
import { readText } from './files.ts'
import { digest, isRemoval, type Journal, readJournal, removeJournal } from './journal.ts'
import { jsonProblem } from './json-problem.ts'
import { type MergedDocument, mergedDocument, type Versions } from './merge.ts'
import type { OpenPlan } from './open-plan.ts'
import { BACKUPS, BASES, documentParts, isDocumentPath, MACHINE, PLAN_FILE } from './paths.ts'
import { placeOf, putBack } from './replace-document.ts'

/** A plan in the files of `releases/v<version>/`. */
export class ReleaseFolder implements OpenPlan {
  private readonly directories: Directories
  private readonly parts: readonly string[]
  private readonly writable: boolean
  private readonly versions = new Map<string, Versions>()
  private plan: { text: string | undefined } | undefined
  interrupted: readonly string[] = []

  constructor(directories: Directories, parts: readonly string[], writable: boolean) {
    this.directories = directories
    this.parts = parts
    this.writable = writable
  }

  async inputs(): Promise<unknown | undefined> {
    this.plan = { text: await this.read([], PLAN_FILE) }
    return this.plan.text === undefined ? undefined : parsed(this.plan.text, this.label(PLAN_FILE))
  }

  async documents(): Promise<Map<string, { base?: string; disk?: string }>> {
    const journal = await this.journal()
    const result = new Map<string, { base?: string; disk?: string }>()
    for (const path of await this.knownPaths(journal)) result.set(path, await this.stored(path, journal))
    return result
  }

  async document(path: string): Promise<string | undefined> {
    if (!isDocumentPath(path)) return undefined
    const { base, disk } = await this.stored(path, await this.journal())
    return base === undefined ? undefined : disk
  }

  text(path: string): Promise<string | undefined> {
    const { folder, name } = documentParts(path)
    return this.read(folder, name)
  }

  fieldLine(path: readonly PropertyKey[]): number {
    return fieldLine(this.plan?.text ?? '', path)
  }

  async merge(
    documents: ReadonlyArray<readonly [path: string, text: string]>,
    bases: ReadonlyMap<string, string> = new Map(),
  ): Promise<MergedDocument[]> {
    const journal = await this.journal()
    const wanted = new Map<string, string | undefined>(documents)
    for (const path of await this.knownPaths(journal)) if (!wanted.has(path)) wanted.set(path, undefined)
    this.versions.clear()
    for (const [path, next] of wanted) {
      const { base, disk } = await this.stored(path, journal)
      this.versions.set(path, { base: bases.get(path) ?? base, disk, next })
    }
    return Promise.all([...this.versions].map(([path, versions]) => mergedDocument(path, versions)))
  }

  async commit(
    inputs: unknown,
    merged: readonly MergedDocument[],
    schema?: string,
  ): Promise<MergedDocument[]> {
    if (!this.writable) throw new Error('A plan that was opened for reading cannot be committed')
    const { directories, parts, versions } = this
    const plan = this.plan ?? { text: await this.read([], PLAN_FILE) }
    const written = await commitPlan({ directories, parts, versions }, plan.text, inputs, merged, schema)
    this.plan = undefined
    return written
  }

  /**
   * Ends what a killed commit began: a document moved away and not yet replaced comes back, one that was replaced
   * gets its base. What was not reached needs nothing, since every commit renders all documents anew.
   */
  async heal(): Promise<void> {
    const { directories, parts } = this
    const journal = await this.journal()
    if (journal.size === 0) return
    this.interrupted = [...journal.keys()]
    for (const [path, entry] of journal) {
      const { folder, name } = documentParts(path)
      const gone = (await this.read(folder, name)) === undefined
      if (isRemoval(entry)) {
        if (gone) await writeBase(directories, parts, path, undefined)
        continue
      }
      if (gone) await putBack(await placeOf(directories, parts, path))
      const { base, disk } = await this.stored(path, journal)
      if (base !== undefined && disk !== undefined) await writeBase(directories, parts, path, base)
    }
    await removeJournal(await directories.make([...parts, MACHINE]))
  }

  private async journal(): Promise<Journal> {
    return readJournal(await this.directories.find([...this.parts, MACHINE]))
  }

  /** The documents that we have written before. */
  private async knownPaths(journal: Journal): Promise<Set<string>> {
    const bases = await this.directories.filesBelow([...this.parts, MACHINE, BASES])
    return new Set([...bases.filter(isDocumentPath), ...journal.keys()].sort())
  }

  private async stored(path: string, journal: Journal): Promise<{ base?: string; disk?: string }> {
    const { folder, name } = documentParts(path)
    const base = await this.read([MACHINE, BASES, ...folder], name)
    const disk = (await this.read(folder, name)) ?? (base === undefined ? undefined : await this.moved(path))
    const unfinished = journal.get(path)
    if (isRemoval(unfinished)) return disk === undefined ? {} : { base, disk }
    if (!unfinished || disk === undefined) return { base, disk }
    // A commit makes a backup of just those documents that it replaces.
    const placed =
      base === undefined || digest(disk) === unfinished.text_sha256 || (await this.isReplaced(path, disk))
    return { base: placed ? unfinished.base : base, disk }
  }

  private async isReplaced(path: string, disk: string): Promise<boolean> {
    const { folder, name } = documentParts(path)
    const backup = await this.read([MACHINE, BACKUPS, ...folder], name)
    return backup !== undefined && backup !== disk
  }

  /** The text of a document that a running or killed commit has moved away and not yet replaced. */
  private async moved(path: string): Promise<string | undefined> {
    const entry = (await this.journal()).get(path)
    if (entry === undefined || isRemoval(entry)) return undefined
    const { folder, name } = documentParts(path)
    return (await this.read(folder, name)) ?? (await this.read([MACHINE, BACKUPS, ...folder], name))
  }

  private async read(folder: readonly string[], name: string): Promise<string | undefined> {
    const at = await this.directories.find([...this.parts, ...folder])
    return at === undefined ? undefined : readText(`${at}/${name}`, this.label([...folder, name].join('/')))
  }

  private label(path: string): string {
    return [...this.parts, path].join('/')
  }
}

function parsed(planText: string, label: string): unknown {
  const text = planText.replace(/^\uFEFF/, '')
  const problem = jsonProblem(text)
  if (!problem) return JSON.parse(text)
  const { line, column, expected, found } = problem
  const where = `line ${line}, column ${column}: expected ${expected}, found ${found}`
  const remedy = 'Mend it there or bring the file back from git, then call again; nothing was changed.'
  throw new PlanError(
    'broken_plan',
    `${label} is not valid JSON. ${where}. ${remedy}`,
    `${label}:${line}:${column}`,
  )
}
