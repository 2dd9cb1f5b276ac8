import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { linesOf } from './line-changes.ts'
import { type Piece, threeWay } from './three-way.ts'

const run = promisify(execFile)

/**
 * The merge of three texts by `git merge-file`, its conflicts narrowed to the lines that both sides changed.
 * Undefined when git is missing, fails or takes more than 10 seconds.
 */
export async function gitMerge(base: string, yours: string, proposed: string): Promise<Piece[] | undefined> {
  const marker = markerSize([base, yours, proposed])
  const folder = await mkdtemp(join(tmpdir(), 'release-planner-')).catch(() => undefined)
  if (folder === undefined) return undefined
  try {
    await writeFile(join(folder, 'yours'), yours)
    await writeFile(join(folder, 'base'), base)
    await writeFile(join(folder, 'proposed'), proposed)
    const merged = await gitOutput(folder, marker)
    return merged === undefined ? undefined : pieces(linesOf(merged), marker)
  } catch {
    return undefined
  } finally {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined)
  }
}

async function gitOutput(folder: string, marker: number): Promise<string | undefined> {
  const files = ['--', 'yours', 'base', 'proposed']
  const command = ['merge-file', '-p', '-q', '--diff3', `--marker-size=${marker}`, ...files]
  try {
    const options = { cwd: folder, env: gitEnvironment(folder), timeout: 10_000, maxBuffer: 32_000_000 }
    return (await run('git', command, options)).stdout
  } catch (error) {
    // The exit status counts the conflicts, up to 127; above that git has failed.
    const { code, killed, stdout } = error as { code?: unknown; killed?: boolean; stdout?: string }
    return typeof code === 'number' && code >= 1 && code <= 127 && !killed ? stdout : undefined
  }
}

/** No configuration, and no repository that somebody planted in a folder above. */
function gitEnvironment(folder: string): Record<string, string | undefined> {
  return {
    PATH: process.env.PATH,
    SystemRoot: process.env.SystemRoot,
    HOME: folder,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: join(folder, 'none'),
    GIT_CEILING_DIRECTORIES: dirname(folder),
  }
}

/** Longer than any such run of characters in the texts, so that our marker lines are unmistakable. */
function markerSize(texts: readonly string[]): number {
  let size = 16
  while (texts.some(text => ['<', '|', '=', '>'].some(sign => text.includes(sign.repeat(size))))) size += 16
  return size
}

function pieces(lines: readonly string[], marker: number): Piece[] {
  const result: Piece[] = []
  const signs = ['<', '|', '=', '>'].map(sign => sign.repeat(marker))
  let parts: string[][] = [[]]
  for (const line of lines) {
    const sign = signs.findIndex(sign => line.startsWith(sign))
    if (sign === 0) result.push({ lines: parts[0] ?? [] })
    if (sign === 3) result.push(...threeWay(parts[1] ?? [], parts[0] ?? [], parts[2] ?? []))
    if (sign < 0) parts.at(-1)?.push(line)
    else if (sign === 0 || sign === 3) parts = [[]]
    else parts.push([])
  }
  return [...result, { lines: parts[0] ?? [] }]
}
