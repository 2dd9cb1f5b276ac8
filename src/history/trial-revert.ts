import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { GitFailure, git } from './git.ts'
import { commitId, type OpenRepository, openRepository, readable } from './open.ts'

/**
 * What taking one commit back from the end of the range meets; `nothing`: it has been taken back already, `empty`: it
 * changed no file.
 */
export type TrialRevert = {
  commit: string
  result: 'clean' | 'conflict' | 'nothing' | 'empty' | 'unknown'
  files: string[]
}

/** `left`: why some, or all, were not tried. */
export type TrialReverts = { tried: TrialRevert[]; left?: string }

const MOST_FILES = 10
const SECONDS = 15

/**
 * Takes each commit (by its id, not by a name) back from `head` by a merge in a temporary object store beside the repository's own: no
 * work tree, no reference and no file of the repository changes (git renews the time stamps of objects that a result
 * shares), and none of its settings, attributes or programs are used. `undefined` without a repository.
 * @throws PlanError `unreadable_repository`, `unknown_ref`, `git_not_found`
 */
export async function trialReverts(
  root: string,
  head: string,
  commits: string[],
): Promise<TrialReverts | undefined> {
  const repository = await openRepository(root)
  if (!repository) return undefined
  const id = await commitId(repository, head, 'to')
  return readable(triedOn(repository, id, commits))
}

async function triedOn(repository: OpenRepository, head: string, commits: string[]): Promise<TrialReverts> {
  const version = (await repository.text(['version'])).match(/(\d+)\.(\d+)/)
  if (!version || Number(version[1]) * 1000 + Number(version[2]) < 2038)
    return { tried: [], left: `git ${version?.[0] ?? ''} cannot merge without a work tree; 2.38 can` }
  const place = ['rev-parse', '--path-format=absolute', '--git-path', 'objects']
  const objects = (await repository.text(place)).replace(/\n$/, '')
  if (/[\n"#]/.test(objects))
    return { tried: [], left: 'the repository lies at a path that git cannot refer to' }
  const store = await mkdtemp(join(tmpdir(), 'trial-revert-'))
  try {
    await emptyStore(store, objects, head.length)
    const trees = await treesOf(repository, [`${head}^{tree}`, ...commits.flatMap(treeNames)])
    const until = Date.now() + SECONDS * 1000
    const tried: TrialRevert[] = []
    for (const [index, commit] of commits.entries()) {
      if (Date.now() > until)
        return { tried, left: `time was up after ${SECONDS} s, ${commits.length - index} left` }
      const [now, old] = trees.slice(1 + 2 * index)
      tried.push({ commit, ...(await merged(store, trees[0], now, old)) })
    }
    return { tried }
  } finally {
    await rm(store, { recursive: true, force: true })
  }
}

const treeNames = (commit: string): string[] => [`${commit}^{tree}`, `${commit}^1^{tree}`]

/** A bare repository of nothing, which reads the objects of the other one. */
async function emptyStore(store: string, objects: string, idLength: number): Promise<void> {
  const format = idLength === 64 ? '1\n[extensions]\n\tobjectFormat = sha256' : '0'
  await mkdir(join(store, 'objects/info'), { recursive: true })
  await mkdir(join(store, 'refs'))
  await Promise.all([
    writeFile(join(store, 'objects/info/alternates'), `${objects}\n`),
    writeFile(join(store, 'HEAD'), 'ref: refs/heads/none\n'),
    writeFile(join(store, 'config'), `[core]\n\tbare = true\n\trepositoryformatversion = ${format}\n`),
  ])
}

/** The trees' ids; undefined where this clone lacks one. */
async function treesOf(repository: OpenRepository, names: string[]): Promise<(string | undefined)[]> {
  const printed = await repository.text(['cat-file', '--batch-check'], { input: `${names.join('\n')}\n` })
  return printed.split('\n').map(line => /^([0-9a-f]{40,64}) tree /.exec(line)?.[1])
}

/** Merges the change from `now` back to `old` into `head`, all of them trees: that is a revert. */
async function merged(
  store: string,
  head: string | undefined,
  now: string | undefined,
  old: string | undefined,
): Promise<Omit<TrialRevert, 'commit'>> {
  if (!head || !now || !old) return { result: 'unknown', files: [] }
  if (now === old) return { result: 'empty', files: [] }
  const base = await commitOf(store, now)
  const [ours, theirs] = [await commitOf(store, head, base), await commitOf(store, old, base)]
  const args = ['merge-tree', '--write-tree', '--name-only', '--no-messages', '-z', ours, theirs]
  try {
    const [tree, ...files] = (await git(store, args, { answer: 1 })).split('\0').filter(Boolean)
    if (files.length > 0) return { result: 'conflict', files: files.slice(0, MOST_FILES) }
    return { result: tree === head ? 'nothing' : 'clean', files: [] }
  } catch (error) {
    // A partial clone lacks contents, which are not fetched.
    if (error instanceof GitFailure && error.reason !== 'missing') return { result: 'unknown', files: [] }
    throw error
  }
}

/** Writes a commit of a tree into the store; its id. */
async function commitOf(store: string, tree: string, parent?: string): Promise<string> {
  const person = 'trial <trial@example.org> 0 +0000'
  const from = parent ? `parent ${parent}\n` : ''
  const text = `tree ${tree}\n${from}author ${person}\ncommitter ${person}\n\ntrial\n`
  const object = `commit ${text.length}\0${text}`
  const id = createHash(tree.length === 64 ? 'sha256' : 'sha1')
    .update(object)
    .digest('hex')
  const file = join(store, 'objects', id.slice(0, 2), id.slice(2))
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, deflateSync(object))
  return id
}

/** Full ids of the commits of a range that touched a path, merges left out, newest first, at most `most`. */
export async function commitsTouching(
  root: string,
  range: { from?: string; to: string },
  paths: string[],
  most: number,
): Promise<string[]> {
  const repository = paths.length > 0 ? await openRepository(root) : undefined
  if (!repository) return []
  const to = await commitId(repository, range.to, 'to')
  const from = range.from === undefined ? [] : [`^${await commitId(repository, range.from, 'from')}`]
  const args = ['rev-list', '--no-merges', `--max-count=${most}`, to, ...from, '--', ...paths]
  return (await readable(repository.text(args))).split('\n').filter(Boolean)
}
