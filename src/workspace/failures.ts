import { PlanError } from '../plan/errors.ts'

/** The error code of a failed system call, such as `ENOENT`; undefined for any other error. */
export function errno(error: unknown): string | undefined {
  if (error instanceof PlanError || !(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' && /^E[A-Z0-9]+$/.test(error.code) ? error.code : undefined
}

const WRITE_REASONS: Record<string, [code: string, reason: string, remedy: string]> = {
  EACCES: ['not_writable', 'permission was denied', 'Give this user write permission'],
  EPERM: ['not_writable', 'the system does not allow it', 'Give this user write permission'],
  EROFS: [
    'not_writable',
    'the file system is read-only',
    'Start the server with --root on a writable folder',
  ],
  ENOSPC: ['disk_full', 'the disk is full', 'Free some space'],
  EDQUOT: ['disk_full', "the user's disk quota is used up", 'Free some space'],
  EFBIG: ['disk_full', 'the allowed file size is exceeded', 'Raise the limit on file size'],
  ENOTDIR: ['not_writable', 'a file stands where a folder is needed', 'Move that file away'],
  EISDIR: ['not_writable', 'a folder stands where a file is needed', 'Move that folder away'],
  ENOENT: ['not_writable', 'its folder disappeared meanwhile', 'Restore the folder'],
  ENAMETOOLONG: ['not_writable', 'the name is too long', 'Use a shorter id or version'],
}

/**
 * A failed system call on `path` (relative to the root) as a PlanError; what is no system error comes back
 * as it is. The system's own text is dropped, since it holds absolute paths.
 */
export function writeFailure(error: unknown, path: string): unknown {
  const code = errno(error)
  if (code === undefined) return error
  const [kind, reason, remedy] = WRITE_REASONS[code] ?? [
    'not_writable',
    `the system said ${code}`,
    'Mend that',
  ]
  return new PlanError(kind, `${path} cannot be written: ${reason}. ${remedy}, then call again.`, path)
}

/** The same for reading. */
export function readFailure(error: unknown, path: string): unknown {
  const code = errno(error)
  if (code === undefined) return error
  if (code === 'ELOOP') return linkRefused(path)
  const reason = code === 'EACCES' || code === 'EPERM' ? 'permission was denied' : `the system said ${code}`
  return new PlanError('not_readable', `${path} cannot be read: ${reason}. Mend that, then call again.`, path)
}

/** The refusal of a symbolic link at `path`, through which a write could leave the workspace. */
export function linkRefused(path: string): PlanError {
  const message = `${path} is a symbolic link, and links are not followed. Put a real file or folder in its place.`
  return new PlanError('symbolic_link', message, path)
}
