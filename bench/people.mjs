// People of many plans: one write among 40 plans of 60 people each, in milliseconds, and what of it reading the others costs.
// node bench/people.mjs [--plans 40] [--people 60] [--runs 5]; exit code 1 from one second on.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'

const { values } = parseArgs({
  options: {
    plans: { type: 'string', default: '40' },
    people: { type: 'string', default: '60' },
    runs: { type: 'string', default: '5' },
  },
})
const [plans, size, runs] = [values.plans, values.people, values.runs].map(Number)
const project = fileURLToPath(new URL('..', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'people-bench-'))
const roles = ['technical_lead', 'devops', 'dba', 'qa_lead', 'security', 'support_lead', 'product_manager']
const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'Australia/Sydney']

try {
  const { tools, callTool, otherReleases, openWorkspace } = await pipeline()
  const root = mkdtempSync(join(scratch, 'workspace-'))
  const call = async (name, args) => {
    const context = { root: async () => root, now: () => '2026-02-02T09:00:00Z' }
    const result = await callTool(
      tools.find(tool => tool.name === name),
      args,
      context,
    )
    if (result.isError) throw new Error(result.content[0].text)
    return result.structuredContent
  }
  const people = Array.from({ length: size }, (_, n) => ({
    name: `Person ${n}`,
    roles: [roles[n % roles.length], roles[(n * 3 + 1) % roles.length]],
    timezone: zones[n % zones.length],
    hours_per_week: 20 + 5 * (n % 5),
    absences: n % 4 === 0 ? [{ from: '2026-03-09', to: '2026-03-11' }] : [],
  }))
  for (let n = 0; n < plans; n++) {
    const version = `2.${n}.0`
    const release_date = `2026-03-${String(10 + (n % 15)).padStart(2, '0')}`
    await call('initialize_plan', { version, release_date, kind: 'service', release_manager: 'Person 0' })
    await call('allocate_resources', { version, people })
  }
  const version = `2.${plans - 1}.0`
  const times = []
  const reading = []
  let found = 0
  for (let run = 0; run < runs; run++) {
    const begin = performance.now()
    const result = await call('allocate_resources', { version, people })
    times.push(performance.now() - begin)
    found = result.warnings.filter(({ code }) => code === 'plan_conflict').length
    const again = performance.now()
    await otherReleases(openWorkspace(root), version)
    reading.push(performance.now() - again)
  }
  console.log(
    `a write among ${plans} plans of ${size} people  ${median(times).toFixed(0)} ms, median of ${runs}`,
  )
  console.log(`of it reading the other plans          ${median(reading).toFixed(0)} ms`)
  console.log(`conflicts warned of                    ${found > 0 ? 'yes' : 'no'}`)
  process.exitCode = median(times) < 1000 && found > 0 ? 0 : 1
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

async function pipeline() {
  const stdin = {
    contents: [
      "export { tools } from './src/tools/index.ts'",
      "export { callTool } from './src/tools/tool.ts'",
      "export { otherReleases } from './src/tools/other-releases.ts'",
      "export { openWorkspace } from './src/workspace/workspace.ts'",
    ].join('\n'),
    resolveDir: project,
    loader: 'ts',
  }
  const banner = { js: "import{createRequire as $r}from'node:module';const require=$r(import.meta.url);" }
  const outdir = join(project, 'node_modules/.cache/bench-people')
  await build({
    absWorkingDir: project,
    stdin,
    bundle: true,
    splitting: true,
    outdir,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    banner,
  })
  return import(join(outdir, 'stdin.js'))
}

function median(numbers) {
  return numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)]
}
