import { createHash } from 'node:crypto'
import { writeFailure } from './failures.ts'
import { readText, removeFile, replaceFile } from './files.ts'
import { isDocumentPath } from './paths.ts'

/**
 * The documents that a commit is about to put in place, with their coming bases, and those it is about to remove, without.
 * It is there while a commit runs; if the process is killed between a document and its base, the next operation finds
 * the base here.
 */
export type Journal = Map<string, { text_sha256: string; base: string } | typeof removal>

export const removal = { removed: true } as const

export const isRemoval = (entry: object | undefined): entry is typeof removal =>
  entry !== undefined && 'removed' in entry

const NAME = 'journal.json'

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** The journal of an unfinished commit; empty when there is none or it cannot be understood. */
export async function readJournal(folder: string | undefined): Promise<Journal> {
  if (folder === undefined) return new Map()
  try {
    const entries: unknown = JSON.parse((await readText(`${folder}/${NAME}`, NAME)) ?? '{}')
    return new Map(
      Object.entries(entries as object).filter(
        ([path, entry]) =>
          isDocumentPath(path) && (typeof entry?.base === 'string' || entry?.removed === true),
      ),
    )
  } catch {
    return new Map()
  }
}

/** @param label the folder's path relative to the root */
export async function writeJournal(folder: string, journal: Journal, label: string): Promise<void> {
  const text = `${JSON.stringify(Object.fromEntries(journal))}\n`
  await replaceFile(`${folder}/${NAME}`, text, folder).catch(error => {
    throw writeFailure(error, `${label}/${NAME}`)
  })
}

export async function removeJournal(folder: string): Promise<void> {
  await removeFile(`${folder}/${NAME}`)
}
