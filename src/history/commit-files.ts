import type { TouchedFile } from '../plan/scope/repository.ts'
import { GitFailure } from './git.ts'
import { openRepository } from './open.ts'

/** Enough for every change that a plan keeps; of older ones the message has to tell. */
const MOST_COMMITS = 3_000
const MOST_FILES = 400
const LONGEST_PATH = 4_000

/**
 * The files that each of these commits touched, a merge against its first parent: for the first 3,000 of `commits`
 * (full ids as git gave them), at most 400 files each. Empty where git lacks the trees.
 */
export async function commitFiles(root: string, commits: string[]): Promise<Map<string, TouchedFile[]>> {
  const repository = commits.length > 0 ? await openRepository(root) : undefined
  if (!repository) return new Map()
  const how = ['--no-walk=unsorted', '--stdin', '-m', '--first-parent', '--root', '--name-status', '-z']
  const quiet = ['--no-renames', '--no-color', '--no-show-signature', '--no-ext-diff', '--no-textconv']
  const where = repository.prefix ? ['--relative'] : ['--no-relative']
  const input = commits
    .filter(id => /^[0-9a-f]{40,64}$/.test(id))
    .slice(0, MOST_COMMITS)
    .join('\n')
  const found = new Map<string, TouchedFile[]>()
  try {
    await repository.fields(
      ['log', ...how, ...quiet, ...where, '--format=tformat:%x01%H'],
      filesReader(found),
      {
        input: `${input}\n`,
        longest: LONGEST_PATH,
        timeoutSeconds: 60,
      },
    )
    return found
  } catch (error) {
    if (error instanceof GitFailure && error.reason !== 'missing') return new Map()
    throw error
  }
}

/** Takes `\x01` and the id, then pairs of a status letter and a path; each path is kept once. */
function filesReader(found: Map<string, TouchedFile[]>): (field: string) => void {
  const names = new Map<string, string>()
  let files: TouchedFile[] = []
  let status = ''
  return field => {
    const token = field.replace(/^\n+/, '')
    if (status) {
      const path = names.get(field) ?? field
      names.set(path, path)
      if (files.length < MOST_FILES) files.push({ path, added: status === 'A' })
      status = ''
    } else if (token.startsWith('\x01')) {
      files = []
      found.set(token.slice(1).trim(), files)
    } else if (/^[A-Z]\d*$/.test(token)) status = token
  }
}
