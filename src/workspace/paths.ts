import { PlanError } from '../plan/errors.ts'

/** The folder inside a release's folder where the last renderings, the lock and temporary files live. */
export const MACHINE = '.release-planner'
/** Inside it: what we last wrote of each document, and the documents that the last commit replaced. */
export const BASES = 'base'
export const BACKUPS = 'backup'
export const PLAN_FILE = 'plan.json'
/** In the machine's folder: the JSON Schema of plan.json, for editors. */
export const SCHEMA_FILE = 'plan.schema.json'

/** The folder of a plan below the root, e.g. `['releases', 'v2.5.0']`. */
export function releaseParts(version: string): [string, string] {
  if (!/^\d[0-9A-Za-z.+-]{0,63}$/.test(version) || version.includes('..') || version.endsWith('.')) {
    const message = `${JSON.stringify(version)} is not a version. Give it as MAJOR.MINOR.PATCH, e.g. 2.5.0.`
    throw new PlanError('invalid_version', message, 'version')
  }
  return ['releases', `v${version}`]
}

/**
 * The parts of a document's path inside the release's folder.
 * @throws PlanError `invalid_path` for a path that is absolute, climbs out, is not portable, or belongs to us.
 */
export function documentParts(path: string): { folder: string[]; name: string } {
  const parts = path.split('/')
  const name = parts.at(-1) ?? ''
  if (!isDocumentPath(path)) {
    const message = `${JSON.stringify(path)} is not a document's path. Use folders and names inside the release's folder.`
    throw new PlanError('invalid_path', message, 'path')
  }
  return { folder: parts.slice(0, -1), name }
}

/** Whether a document of ours could have this path; a name that somebody planted among ours need not. */
export function isDocumentPath(path: string): boolean {
  const parts = path.split('/')
  const reserved = parts[0]?.toLowerCase() === MACHINE || path.toLowerCase() === PLAN_FILE
  return !reserved && parts.every(isPortable)
}

/** Windows opens a device of such a name, whatever stands behind the dot. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i

function isPortable(part: string): boolean {
  const usual = /^[^\x00-\x1f<>:"|?*\\]+$/.test(part) && !/[. ]$/.test(part)
  return usual && !DEVICE.test(part) && Buffer.byteLength(part) <= 255
}
