// CPU milliseconds in which the schedule of a plan is derived, by the number of activities, without and with people.
// node bench/schedule.mjs run [--runs 7]; exits 1 when 200 activities, without or with 60 people, take 100 ms or more.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'

const { values, positionals } = parseArgs({
  options: { runs: { type: 'string', default: '7' } },
  allowPositionals: true,
})
if (positionals[0] !== 'run') {
  console.log('node bench/schedule.mjs run [--runs 7]   CPU milliseconds to derive a plan, by size')
  process.exit(0)
}

const limitMilliseconds = 100
const project = fileURLToPath(new URL('..', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'schedule-bench-'))
const stages = ['development', 'freeze', 'staging']
const roles = ['technical_lead', 'qa_lead', 'devops']
const now = '2026-10-20T09:00:00Z'

/** Short activities over the stages before the release, each after two earlier ones of its stage. */
const activities = count =>
  Array.from({ length: count }, (_, n) => ({
    id: `a${n}`,
    phase: stages[n % 3],
    role: roles[n % 3],
    duration_days: { optimistic: 0.1, likely: 0.2, pessimistic: 0.5 },
    after: n > 30 ? [`a${n - 30}`, `a${n - 27}`] : [],
  }))

const people = count =>
  Array.from({ length: count }, (_, n) => ({ name: `Person ${n}`, roles: [roles[n % 3], 'release_manager'] }))

const inputsOf = (count, staff) => ({
  schema_version: 1,
  version: '2.5.0',
  planning_started: now,
  answers: {},
  moves: [],
  release: { release_date: '2026-12-01', kind: 'service', country: ['DE', 'US'] },
  schedule: { activities: activities(count) },
  ...(staff > 0 && { resources: { people: people(staff) } }),
})

try {
  const { derive, planInputs } = await derivation()
  const cases = [
    [0, 0],
    [0, 12],
    [200, 0],
    [200, 60],
    [1000, 0],
    [1000, 100],
  ]
  console.log('activities  people   whole plan    runs   in time')
  let slow = false
  for (const [count, staff] of cases) {
    const inputs = planInputs.parse(inputsOf(count, staff))
    const plan = derive(inputs, now)
    const times = []
    for (let run = 0; run < Number(values.runs); run += 1) {
      // Another version each time has other random numbers, so that no run is remembered.
      const other = { ...inputs, version: `2.5.${run + 1}` }
      const begin = process.cpuUsage()
      derive(other, now)
      const { user, system } = process.cpuUsage(begin)
      times.push((user + system) / 1000)
    }
    const least = Math.min(...times)
    if (count === 200 && least >= limitMilliseconds) slow = true
    const work = plan.schedule.stages.flatMap(stage => stage.activities).length
    const samples = /^(\d+)/.exec(plan.schedule.finish.basis.from)?.[1] ?? '-'
    console.log(
      `${String(work).padStart(10)}${String(staff).padStart(8)}${`${least.toFixed(0)} ms`.padStart(13)}${samples.padStart(8)}${`${plan.schedule.finish.on_time_percent} %`.padStart(10)}`,
    )
  }
  process.exitCode = slow ? 1 : 0
  if (slow) console.log(`200 activities: less than ${limitMilliseconds} ms wanted`)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

async function derivation() {
  const entry = join(scratch, 'entry.mjs')
  const outfile = join(scratch, 'bundle.mjs')
  const from = name => JSON.stringify(join(project, 'src/plan', name))
  writeFileSync(
    entry,
    `export { derive } from ${from('derive.ts')}\nexport { planInputs } from ${from('inputs.ts')}\n`,
  )
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    nodePaths: [join(project, 'node_modules')],
  })
  return import(pathToFileURL(outfile).href)
}
