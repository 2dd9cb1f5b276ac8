// Writing one plan over stdio: one caller, one server with eight calls in flight, and eight servers at once. Milliseconds a
// call, without the first of each server, which loads the program.
// node bench/writes.mjs [--calls 400]; exits 1 when a call fails, one caller's p50 is above 50 ms or a p99 above 500 ms.

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { calls: { type: 'string', default: '400' } } })
const program = fileURLToPath(new URL('../dist/cli.js', import.meta.url))
const version = '1.0.0'

for (const [what, processes, inFlight] of [
  ['1 server, 1 caller', 1, 1],
  ['1 server, 8 in flight', 1, 8],
  ['8 servers', 8, 1],
]) {
  const root = mkdtempSync(join(tmpdir(), 'writes-bench-'))
  const servers = Array.from({ length: processes }, () => serverOn(root))
  try {
    await servers[0].call('initialize_plan', { release_date: '2027-03-16', kind: 'service' })
    for (const name of ['gather_scope', 'build_schedule']) await servers[0].call(name, {})
    await Promise.all(servers.map((server, n) => written(server, `first${n}`, 0)))
    const each = Math.ceil(Number(values.calls) / (processes * inFlight))
    const lanes = servers.flatMap(server => Array.from({ length: inFlight }, () => server))
    const times = await Promise.all(
      lanes.map(async (server, lane) => {
        const taken = []
        for (let n = 0; n < each; n += 1) taken.push(await written(server, `item${lane}`, n))
        return taken
      }),
    )
    report(what, times.flat(), processes * inFlight === 1 ? 50 : undefined)
  } finally {
    for (const server of servers) server.end()
    rmSync(root, { recursive: true, force: true })
  }
}

function report(what, times, most) {
  times.sort((a, b) => a - b)
  const at = share => times[Math.min(times.length - 1, Math.floor(share * times.length))]
  const [p50, p99] = [at(0.5), at(0.99)]
  if (p99 > 500 || (most !== undefined && p50 > most)) process.exitCode = 1
  const limit = most === undefined ? '' : ` (at most ${most})`
  console.log(
    `${what}: ${times.length} calls, p50 ${p50.toFixed(0)} ms${limit}, p99 ${p99.toFixed(0)} ms (at most 500)`,
  )
}

/** Milliseconds of a call that changes one item's title. */
async function written(server, id, n) {
  const begin = performance.now()
  await server.call('gather_scope', { items: [{ id, title: `change ${n}` }] })
  return performance.now() - begin
}

function serverOn(root) {
  const child = spawn(process.execPath, [program, '--root', root], { stdio: ['pipe', 'pipe', 'inherit'] })
  const waiting = new Map()
  let id = 0
  createInterface({ input: child.stdout }).on('line', line => {
    const answer = JSON.parse(line)
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  })
  const send = message => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  const asked = (method, params) =>
    new Promise(resolve => {
      id += 1
      waiting.set(id, resolve)
      send({ id, method, params })
    })
  const clientInfo = { name: 'bench', version: '1' }
  const ready = asked('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo })
  const greeted = ready.then(() => send({ method: 'notifications/initialized' }))
  return {
    call: async (name, args) => {
      await greeted
      const { error, result } = await asked('tools/call', { name, arguments: { version, ...args } })
      if (error || result.isError) throw new Error(JSON.stringify(error ?? result.content))
    },
    end: () => child.kill(),
  }
}
