import { realpathSync, statSync } from 'node:fs'
import { isAbsolute, join, parse } from 'node:path'
import { PlanError } from '../plan/errors.ts'

export interface RootOptions {
  /** The value of `--root`. */
  root?: string
  env: Record<string, string | undefined>
  cwd: string
  home: string
  /** The folder this program is installed in. */
  packageDir: string
}

/**
 * The real path of the folder that holds `releases/`: `--root`, then `RELEASE_PLANNER_ROOT`, then
 * `CLAUDE_PROJECT_DIR`, then the working directory.
 * @throws PlanError `invalid_root` for a missing folder, a file system's root, the home directory itself and
 * the program's own folder.
 */
export async function workspaceRoot(options: RootOptions): Promise<string> {
  const { name, value } = chosenRoot(options)
  const given = isAbsolute(value) ? value : join(options.cwd, value)
  const path = realPath(given)
  if (path === undefined) throw refusal(name, 'names a folder that does not exist')
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw refusal(name, 'names something that is not a folder')
  if (path === parse(path).root) throw refusal(name, "is the file system's root")
  if (path === (realPath(options.home) ?? options.home)) throw refusal(name, 'is the home directory itself')
  if (path === (realPath(options.packageDir) ?? options.packageDir)) {
    throw refusal(name, "is the release planner's own folder, not your project")
  }
  return path
}

function chosenRoot({ root, env, cwd }: RootOptions): { name: string; value: string } {
  if (root) return { name: '--root', value: root }
  for (const name of ['RELEASE_PLANNER_ROOT', 'CLAUDE_PROJECT_DIR']) {
    const value = env[name]
    if (value) return { name, value }
  }
  return { name: 'The working directory', value: cwd }
}

/** Synchronous: every call asks, and a turn through the thread pool costs ten times the answer. */
function realPath(path: string): string | undefined {
  try {
    return realpathSync.native(path)
  } catch {
    return undefined
  }
}

function refusal(name: string, reason: string): PlanError {
  const remedy =
    'Start the server with --root, or set RELEASE_PLANNER_ROOT, to the folder of the repository whose release is planned.'
  return new PlanError('invalid_root', `${name} ${reason}. ${remedy}`, name)
}
