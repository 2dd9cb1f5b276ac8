import { realpath, stat } from 'node:fs/promises'
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
  const path = await realpath(given).catch(() => undefined)
  if (path === undefined) throw refusal(name, 'names a folder that does not exist')
  const found = await stat(path).catch(() => undefined)
  if (!found?.isDirectory()) throw refusal(name, 'names something that is not a folder')
  if (path === parse(path).root) throw refusal(name, "is the file system's root")
  if (path === (await resolved(options.home))) throw refusal(name, 'is the home directory itself')
  if (path === (await resolved(options.packageDir))) {
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

function resolved(path: string): Promise<string> {
  return realpath(path).catch(() => path)
}

function refusal(name: string, reason: string): PlanError {
  const remedy =
    'Start the server with --root, or set RELEASE_PLANNER_ROOT, to the folder of the repository whose release is planned.'
  return new PlanError('invalid_root', `${name} ${reason}. ${remedy}`, name)
}
