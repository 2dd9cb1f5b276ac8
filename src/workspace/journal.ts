import { createHash } from 'node:crypto'
import { readText, removeFile, replaceFile } from './files.ts'

/**
 * The documents that a commit is about to put in place, with their coming bases. It is there while a commit
 * runs; if the process is killed between a document and its base, the next operation finds the base here.
 */
export type Journal = Map<string, { text_sha256: string; base: string }>

const NAME = 'journal.json'

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** The journal of an unfinished commit; empty when there is none or it cannot be understood. */
export async function readJournal(folder: string | undefined): Promise<Journal> {
  if (folder === undefined) return new Map()
  try {
    const entries: unknown = JSON.parse((await readText(`${folder}/${NAME}`, NAME)) ?? '{}')
    return new Map(Object.entries(entries as object).filter(([, entry]) => typeof entry?.base === 'string'))
  } catch {
    return new Map()
  }
}

export async function writeJournal(folder: string, journal: Journal): Promise<void> {
  await replaceFile(`${folder}/${NAME}`, `${JSON.stringify(Object.fromEntries(journal))}\n`, folder)
}

export async function removeJournal(folder: string): Promise<void> {
  await removeFile(`${folder}/${NAME}`)
}
