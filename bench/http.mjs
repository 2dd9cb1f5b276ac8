// Reading over HTTP: a plan's page is asked for by 50 connections at once; requests a second, latency and failures.
// node bench/http.mjs [--connections 50] [--seconds 30]; server and clients share this machine.
// Exits 1 when an answer fails or p99 is above 150 ms.

import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    connections: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '30' },
  },
})
const program = fileURLToPath(new URL('../dist/cli.js', import.meta.url))
const root = mkdtempSync(join(tmpdir(), 'http-bench-'))
const agent = new Agent({ keepAlive: true, maxSockets: Number(values.connections) })
const page = {
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'read_plan', arguments: { version: '2.5.0', document: 'schedule/timeline.md' } },
}

const plan = ['plan', '2.5.0', '--date', '2026-03-17', '--now', '2026-02-02T09:00:00Z', '--root', root]
const made = spawnSync(process.execPath, [program, ...plan], { encoding: 'utf8' })
if (made.status !== 0) throw new Error(made.stderr)
const server = spawn(process.execPath, [program, 'serve', '--http', '--port', '0', '--root', root])
try {
  const url = await address()
  await asked(url)
  const end = performance.now() + 1000 * Number(values.seconds)
  const times = []
  let failed = 0
  const one = async () => {
    while (performance.now() < end) {
      const begin = performance.now()
      if (!(await asked(url))) failed += 1
      times.push(performance.now() - begin)
    }
  }
  await Promise.all(Array.from({ length: Number(values.connections) }, one))
  times.sort((a, b) => a - b)
  const at = share => times[Math.min(times.length - 1, Math.floor(share * times.length))].toFixed(0)
  const rate = (times.length / Number(values.seconds)).toFixed(0)
  console.log(
    `${values.connections} connections, ${values.seconds} s: ${rate} pages/s, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms (at most 150), worst ${at(1)} ms, ${failed} of ${times.length} failed`,
  )
  process.exitCode = failed > 0 || Number(at(0.99)) > 150 ? 1 : 0
} finally {
  server.kill()
  agent.destroy()
  rmSync(root, { recursive: true, force: true })
}

function address() {
  return new Promise((resolve, reject) => {
    server.once('exit', () => reject(new Error('the server ended')))
    server.stderr.on('data', text => {
      const found = /http:\S+/.exec(String(text))?.[0]
      if (found) resolve(found)
    })
  })
}

/** Whether the page came. */
function asked(url) {
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
  return new Promise(resolve => {
    const sent = request(url, { method: 'POST', agent, headers }, answer => {
      let text = ''
      answer.on('data', chunk => {
        text += chunk
      })
      answer.on('end', () => resolve(answer.statusCode === 200 && text.includes('# Schedule of 2.5.0')))
    })
    sent.on('error', () => resolve(false))
    sent.end(JSON.stringify(page))
  })
}
