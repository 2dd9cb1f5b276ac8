// A whole plan (eight calls) through the tools: milliseconds in all and without git, and the bytes of its documents.
// node bench/plan.mjs [--root REPOSITORY] [--version 2.5.0] [--runs 5]; without --root a small repository made here.

import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'

const { values } = parseArgs({
  options: {
    root: { type: 'string' },
    version: { type: 'string', default: '2.5.0' },
    runs: { type: 'string', default: '5' },
  },
})
const project = fileURLToPath(new URL('..', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'plan-bench-'))
const names = [
  'initialize_plan',
  'gather_scope',
  'assess_risks',
  'select_strategy',
  'build_schedule',
  'allocate_resources',
  'write_rollback_plan',
  'plan_communications',
]

try {
  const { tools, callTool } = await pipeline()
  const withGit = values.root ?? madeRepository()
  const rows = []
  for (let run = 0; run < Number(values.runs); run++) {
    rows.push({
      git: await whole(tools, callTool, copyOf(withGit, `git-${run}`)),
      plain: await whole(tools, callTool, emptyFolder(`plain-${run}`)),
    })
  }
  const last = join(scratch, `git-${Number(values.runs) - 1}`, 'releases', `v${values.version}`)
  console.log(
    `whole plan with git      ${median(rows.map(row => row.git)).toFixed(0)} ms, median of ${values.runs}`,
  )
  console.log(`whole plan without git   ${median(rows.map(row => row.plain)).toFixed(0)} ms`)
  console.log(`documents (*.md)         ${bytes(last, path => path.endsWith('.md'))} bytes, at most 60000`)
  console.log(`all files but plan.json  ${bytes(last, path => path !== 'plan.json')} bytes`)
  process.exitCode = bytes(last, path => path.endsWith('.md')) > 60_000 ? 1 : 0
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

async function whole(tools, callTool, root) {
  const context = { root: async () => root, now: () => '2026-02-02T09:00:00Z' }
  const begin = performance.now()
  for (const name of names) {
    const args = {
      version: values.version,
      ...(name === 'initialize_plan' ? { release_date: '2026-03-17' } : {}),
    }
    const result = await callTool(
      tools.find(tool => tool.name === name),
      args,
      context,
    )
    if (result.isError) throw new Error(result.content[0].text)
  }
  return performance.now() - begin
}

async function pipeline() {
  const stdin = {
    contents: "export { tools } from './src/tools/index.ts'\nexport { callTool } from './src/tools/tool.ts'",
    resolveDir: project,
    loader: 'ts',
  }
  const banner = { js: "import{createRequire as $r}from'node:module';const require=$r(import.meta.url);" }
  const outdir = join(project, 'node_modules/.cache/bench')
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

function madeRepository() {
  const root = emptyFolder('made')
  const git = (...args) =>
    execFileSync('git', ['-C', root, '-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args])
  git('init', '-q')
  for (let n = 0; n < 60; n++) {
    writeFileSync(join(root, `file-${n % 20}.js`), `${n}\n`.repeat(20))
    git('add', '-A')
    git('commit', '-q', '-m', `${n % 2 ? 'feat' : 'fix'}: change ${n}`)
    if (n === 9) git('tag', 'v2.4.0')
  }
  return root
}

function emptyFolder(name) {
  return mkdtempSync(join(scratch, `${name}-`))
}

function copyOf(root, name) {
  const target = join(scratch, name)
  if (values.root) execFileSync('git', ['clone', '-q', root, target])
  else cpSync(root, target, { recursive: true })
  return target
}

function bytes(folder, wanted) {
  return readdirSync(folder, { recursive: true })
    .map(path => path.replaceAll('\\', '/'))
    .filter(path => !path.startsWith('.release-planner') && wanted(path))
    .map(path => statSync(join(folder, path)))
    .filter(found => found.isFile())
    .reduce((sum, { size }) => sum + size, 0)
}

function median(numbers) {
  return numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)]
}
