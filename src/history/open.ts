import { AsyncLocalStorage } from 'node:async_hooks'
import { existsSync, lstatSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PlanError } from '../plan/errors.ts'
import { readDate } from './dates.ts'
import {
  explained,
  type FieldOptions,
  GitFailure,
  type GitOptions,
  git,
  gitBytes,
  gitFields,
  isDubious,
  trustedFolders,
} from './git.ts'

/** A repository that git can read, and the folder in it that the plan is about. */
export type OpenRepository = {
  /** The root's place in the repository: `''` at its top, else `packages/api/`. */
  prefix: string
  shallow: boolean
  text: (args: string[], options?: GitOptions) => Promise<string>
  bytes: (args: string[], options?: GitOptions) => Promise<Buffer>
  /** Hands over what git prints field by field, each cut at `longest` bytes. */
  fields: (args: string[], take: (field: string) => void, options: FieldOptions) => Promise<void>
  /** Names that were resolved already: one reading sees one state of the repository. */
  ids: Map<string, string>
}

type Opened = Promise<OpenRepository | undefined>

const reading = new AsyncLocalStorage<Map<string, Opened>>()

/** Runs `work` as one reading: each folder is opened once in it, and a name means the same commit all through. */
export const oneReading = <T>(work: () => Promise<T>): Promise<T> => reading.run(new Map(), work)

/**
 * The repository that holds the folder `root`, undefined when there is none.
 * @throws PlanError `unreadable_repository`, `git_not_found`
 */
export function openRepository(root: string): Opened {
  const known = reading.getStore()?.get(root)
  if (known) return known
  const opening = openedAt(root)
  reading.getStore()?.set(root, opening)
  return opening
}

async function openedAt(root: string): Opened {
  if (!mayHoldRepository(root)) return undefined
  try {
    return await opened(root).catch(async error => {
      const trusted = isDubious(error) ? await trustedName(root) : undefined
      if (trusted === undefined) throw error
      return opened(root, trusted)
    })
  } catch (error) {
    if (error instanceof GitFailure && !isDubious(error) && !existsSync(join(root, '.git'))) {
      if (error.reason === 'missing' || error.stderr.includes('not a git repository')) return undefined
    }
    throw explained(error)
  }
}

/**
 * Whether git could find a repository at `root`, a real path: it looks for `.git` there and in every folder above, and
 * for a bare repository's `HEAD`. Outside of all repositories each call would otherwise start git to hear that.
 */
function mayHoldRepository(root: string): boolean {
  try {
    const there = ['.git', 'HEAD'].some(name => lstatSync(join(root, name), { throwIfNoEntry: false }))
    return there || (dirname(root) !== root && mayHoldRepository(dirname(root)))
  } catch {
    return true
  }
}

async function opened(root: string, trusted?: string): Promise<OpenRepository> {
  const text = (args: string[], options?: GitOptions) => git(root, args, { ...options, trusted })
  const bytes = (args: string[], options?: GitOptions) => gitBytes(root, args, { ...options, trusted })
  const fields: OpenRepository['fields'] = (args, take, options) =>
    gitFields(root, args, take, { ...options, trusted })
  const printed = await text(['rev-parse', '--is-shallow-repository', '--show-prefix'])
  const [shallow, prefix = ''] = printed.split('\n')
  return { prefix, shallow: shallow === 'true', text, bytes, fields, ids: new Map() }
}

/** The user's own `safe.directory` entry that covers the root. */
async function trustedName(root: string): Promise<string | undefined> {
  const folders = [realpathSync(root)]
  while (dirname(folders[0] ?? '') !== folders[0]) folders.unshift(dirname(folders[0] ?? ''))
  const covers = (entry: string) =>
    entry === '*' || folders.some(folder => folder === entry || entry === `${dirname(folder)}/*`)
  return (await trustedFolders()).find(covers)
}

/**
 * The full id of the commit that `ref` names. Only this id is ever handed to another git command.
 * @throws PlanError `unknown_ref`, with `field`
 */
export async function commitId(repository: OpenRepository, ref: string, field: string): Promise<string> {
  const known = repository.ids.get(ref)
  if (known) return known
  const plausible = ref.length > 0 && ref.length <= 250 && !ref.startsWith('-') && !/\p{Cc}/u.test(ref)
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]
  const printed = plausible ? await repository.text(args).catch(ignoreRefusal) : ''
  const id = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/m.exec(printed)?.[0]
  if (id) {
    repository.ids.set(ref, id).set(id, id)
    return id
  }
  throw new PlanError(
    'unknown_ref',
    `${field}: no commit of this repository has the name ${JSON.stringify(ref.slice(0, 80))}. Valid: a tag, a branch ` +
      'or a commit id; "git tag --sort=-creatordate" lists the tags. A shallow clone lacks old ones: "git fetch --unshallow --tags".',
    field,
  )
}

/** When the commit with this full id was made, ISO 8601 with offset. @throws GitFailure */
export async function commitDate(repository: OpenRepository, id: string): Promise<string> {
  const args = ['log', '-1', '--no-show-signature', '--format=%cI', '--end-of-options', id, '--']
  return readDate((await repository.text(args)).trim())
}

/** Nothing, where git's refusal is an answer as well (no such name); other failures are thrown, explained. */
export function ignoreRefusal(error: unknown): string {
  if (error instanceof GitFailure && error.reason === 'refused') return ''
  throw explained(error)
}

/** The same promise, with git's failures explained. */
export async function readable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw explained(error)
  }
}
