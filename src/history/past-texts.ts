import { readDate } from './dates.ts'
import { GitFailure } from './git.ts'
import { commitDate, commitId, type OpenRepository, openRepository, readable } from './open.ts'

const MOST_SUBJECTS = 5_000
const MOST_VERSIONS = 1_000
const LONGEST_FILE = 256 * 1024

export type PastSubject = { commit: string; date: string; subject: string }
/** A file as one commit left it. */
export type PastText = { commit: string; date: string; text: string }

/** Where the history up to a ref ends: its full id and date. @throws PlanError `unknown_ref` */
export async function endOf(root: string, to: string): Promise<{ commit: string; date: string } | undefined> {
  const repository = await openRepository(root)
  if (!repository) return undefined
  const commit = await commitId(repository, to, 'to')
  return { commit, date: await readable(commitDate(repository, commit)) }
}

/**
 * Commits up to `to` whose message has a line with two numbers and a word of releasing, newest first, at most 5,000.
 * @throws PlanError `unreadable_repository`, `unknown_ref`, `git_timeout`
 */
export async function releaseSubjects(root: string, to: string): Promise<PastSubject[]> {
  const repository = await openRepository(root)
  if (!repository) return []
  const id = await commitId(repository, to, 'to')
  const pattern = '--grep=(release|version|publish|bump|^ *v?[0-9]).*[0-9]'
  const how = ['-z', '-n', String(MOST_SUBJECTS), '-E', '-i', pattern, '--no-color', '--no-show-signature']
  const args = ['log', ...how, '--format=tformat:%H%x00%cI%x00%s', '--end-of-options', id, '--']
  const printed = await readable(repository.text(args, { timeoutSeconds: 30, megabytes: 16 }))
  return triples(printed).map(([commit, date, subject]) => ({ commit, date, subject }))
}

/** What a file said at each commit that changed it, newest first, at most 1,000 and 256 kB each. */
export async function pastTexts(root: string, to: string, path: string): Promise<PastText[]> {
  const repository = await openRepository(root)
  if (!repository || /[\n\0]/.test(path)) return []
  const id = await commitId(repository, to, 'to')
  return readable(readTexts(repository, id, path))
}

async function readTexts(repository: OpenRepository, id: string, path: string): Promise<PastText[]> {
  const how = ['-z', '-n', String(MOST_VERSIONS), '--no-merges', '--no-color', '--no-show-signature']
  const args = ['log', ...how, '--format=tformat:%H%x00%cI%x00%x01', '--end-of-options', id, '--', path]
  const commits = triples(await repository.text(args, { timeoutSeconds: 30 }))
  const input = commits.map(([commit]) => `${commit}:${repository.prefix}${path}\n`).join('')
  if (!input) return []
  const batch = ['cat-file', '--batch=%(objecttype) %(objectsize)']
  const printed = await repository
    .bytes(batch, { input, megabytes: 256, timeoutSeconds: 30 })
    .catch(emptyWithoutContents)
  const texts: PastText[] = []
  let at = 0
  if (printed.length === 0) return []
  for (const [commit, date] of commits) {
    const end = printed.indexOf(10, at)
    const [, size] = /^blob (\d+)$/.exec(printed.toString('utf8', at, end)) ?? []
    at = end + 1
    if (size === undefined) continue
    if (Number(size) <= LONGEST_FILE)
      texts.push({ commit, date, text: printed.toString('utf8', at, at + Number(size)) })
    at += Number(size) + 1
  }
  return texts
}

/** A partial clone lacks the texts: nothing is told then. */
function emptyWithoutContents(error: unknown): Buffer {
  if (error instanceof GitFailure && error.reason !== 'missing') return Buffer.alloc(0)
  throw error
}

function triples(printed: string): [string, string, string][] {
  const fields = printed.split('\0')
  const found: [string, string, string][] = []
  for (let i = 0; i + 2 < fields.length; i += 3)
    found.push([fields[i] ?? '', readDate(fields[i + 1] ?? ''), fields[i + 2] ?? ''])
  return found
}
