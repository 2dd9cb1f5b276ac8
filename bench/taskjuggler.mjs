// 200 random projects with own working weeks, holidays, absences and lags through TaskJuggler (Debian package tj3) and through the
// product: first and last day of every activity. Usage: node bench/taskjuggler.mjs [projects] [seed]. Exits 1 on a difference.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const outfile = fileURLToPath(new URL('../node_modules/.cache/bench/taskjuggler.mjs', import.meta.url))
await build({
  entryPoints: [fileURLToPath(new URL('../test/support/taskjuggler.ts', import.meta.url))],
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile,
  logLevel: 'error',
})
const { ownDays, randomProjects, taskJugglerDays } = await import(outfile)

const [count = 200, seed = 1] = process.argv.slice(2).map(Number)
const folder = mkdtempSync(join(tmpdir(), 'taskjuggler-'))
try {
  const projects = randomProjects(count, seed)
  const theirs = taskJugglerDays(projects, folder)
  for (const [name, days] of Object.entries(ownDays(projects))) {
    const differing = [...days].filter(([id, { from, to }]) => {
      const other = theirs.get(id)
      return other?.from !== from || other?.to !== to
    })
    console.log(
      `${name}: ${days.size - differing.length} of ${days.size} activities of ${count} projects agree`,
    )
    for (const [id, own] of differing.slice(0, 5)) console.log(id, own, 'TaskJuggler:', theirs.get(id))
    if (differing.length > 0 || days.size === 0) process.exitCode = 1
  }
} finally {
  rmSync(folder, { recursive: true })
}
