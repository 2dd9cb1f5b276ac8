// How long the built server takes until it has answered `initialize` and `tools/list`, as a ratio to an empty Node
// process in the same run (pairs interleaved, medians), and how many bytes `tools/list` puts before a model.
// Usage: node bench/start.mjs [pairs]. Exits 1 when the list or a tool is above its limit.

import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../dist/cli.js', import.meta.url))
const limits = { list: 20_000, tool: 2500 }
const pairs = Number(process.argv[2] ?? 15)
const project = mkdtempSync(join(tmpdir(), 'release-planner-bench-'))

const initialize = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'bench', version: '1' } },
}
const afterwards = [
  { jsonrpc: '2.0', method: 'notifications/initialized' },
  { jsonrpc: '2.0', id: 2, method: 'tools/list' },
]

/** Milliseconds until each answer, and the tools. */
async function started() {
  const begun = performance.now()
  const child = spawn(process.execPath, [program, '--root', project], { stdio: ['pipe', 'pipe', 'ignore'] })
  const send = message => child.stdin.write(`${JSON.stringify(message)}\n`)
  send(initialize)
  const times = {}
  let tools = []
  for await (const line of createInterface({ input: child.stdout })) {
    const { id, result } = JSON.parse(line)
    times[id === 1 ? 'initialize' : 'list'] = performance.now() - begun
    if (id === 1) afterwards.forEach(send)
    else {
      tools = result.tools
      child.stdin.end()
    }
  }
  return { ...times, tools }
}

function emptyNode() {
  const begun = performance.now()
  spawnSync(process.execPath, ['-e', '0'])
  return performance.now() - begun
}

const median = values => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]
const bytes = value => Buffer.byteLength(JSON.stringify(value))

const empty = []
const runs = []
for (let pair = 0; pair < pairs; pair += 1) {
  empty.push(emptyNode())
  runs.push(await started())
}
rmSync(project, { recursive: true })

const base = median(empty)
const shown = name => {
  const time = median(runs.map(run => run[name]))
  return `${time.toFixed(0)} ms, ${(time / base).toFixed(2)} times an empty Node process (${base.toFixed(0)} ms)`
}
console.log(`initialize answered after ${shown('initialize')}`)
console.log(`tools/list answered after ${shown('list')}`)

const { tools } = runs[0]
for (const tool of tools) console.log(`${String(bytes(tool)).padStart(6)}  ${tool.name}`)
console.log(
  `${String(bytes({ tools })).padStart(6)}  bytes of tools/list, at most ${limits.list}; a tool at most ${limits.tool}`,
)
if (bytes({ tools }) > limits.list || tools.some(tool => bytes(tool) > limits.tool)) process.exitCode = 1
