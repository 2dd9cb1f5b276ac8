import type { Directories } from './directories.ts'
import { errno } from './failures.ts'
import { fileMode, publish, readText, removeFile, renamed, type Temporary, temporaryFile } from './files.ts'
import { BACKUPS, documentParts, MACHINE } from './paths.ts'

/** Where a document, its backup and our temporary files are; the folders are on one file system. */
export interface Place {
  folder: string
  name: string
  backups: string
  temporaries: string
  /** The document's path relative to the root. */
  label: string
}

/** The place of a document of the release in `parts`; its folders are made. */
export async function placeOf(
  directories: Directories,
  parts: readonly string[],
  path: string,
): Promise<Place> {
  const { folder, name } = documentParts(path)
  return {
    folder: await directories.make([...parts, ...folder]),
    name,
    backups: await directories.make([...parts, MACHINE, BACKUPS, ...folder]),
    temporaries: await directories.make([...parts, MACHINE]),
    label: [...parts, path].join('/'),
  }
}

/** A person saved meanwhile: `found` is the person's text, `standing` what the document's name now holds. */
export interface Interference {
  found: string | undefined
  standing: string | undefined
}

/** Writes the text beside its document, ready to be put in its place. */
export async function staged(place: Place, text: string, durable = true): Promise<Temporary> {
  const mode = await fileMode(`${place.folder}/${place.name}`)
  const wanted = mode ?? (place.name.endsWith('.sh') ? 0o755 : undefined)
  return temporaryFile(place.temporaries, text, { mode: wanted, durable })
}

/**
 * Puts a staged file in the place of a document that holds `expected` (undefined: does not exist). An editor
 * may save at any moment: the old file is moved to the backups, the new one linked in, which fails if somebody
 * made the name meanwhile, and the backup is read again, for an editor that still writes to the old file.
 */
export async function put(
  place: Place,
  temporary: string,
  text: string,
  expected: string | undefined,
): Promise<Interference | undefined> {
  const path = `${place.folder}/${place.name}`
  try {
    if (expected !== undefined) {
      const moved = await moveAway(place, expected)
      if (moved) return moved
    }
    try {
      await publish(temporary, path)
    } catch (error) {
      if (errno(error) === 'EEXIST') return await present(place)
      if (expected !== undefined) await putBack(place)
      throw error
    }
    if (expected === undefined) return undefined
    const late = await readText(backupOf(place), place.label)
    return late === expected ? undefined : { found: late, standing: text }
  } finally {
    await removeFile(temporary)
  }
}

/** Moves a document that holds `expected` to the backups, where it stays until the next commit. */
export async function moveAway(place: Place, expected: string): Promise<Interference | undefined> {
  const path = `${place.folder}/${place.name}`
  if ((await readText(path, place.label)) !== expected) return present(place)
  try {
    await renamed(path, backupOf(place))
  } catch (error) {
    if (errno(error) === 'ENOENT') return { found: undefined, standing: undefined }
    throw error
  }
  if ((await readText(backupOf(place), place.label)) === expected) return undefined
  await putBack(place)
  return present(place)
}

/** Gives the backup its name again, unless the name is in use; then the backup stays. */
export async function putBack(place: Place): Promise<void> {
  try {
    await publish(backupOf(place), `${place.folder}/${place.name}`)
    await removeFile(backupOf(place))
  } catch (error) {
    if (errno(error) !== 'EEXIST' && errno(error) !== 'ENOENT') throw error
  }
}

function backupOf({ backups, name }: Place): string {
  return `${backups}/${name}`
}

async function present({ folder, name, label }: Place): Promise<Interference> {
  const found = await readText(`${folder}/${name}`, label)
  return { found, standing: found }
}
