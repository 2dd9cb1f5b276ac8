import { spawn } from 'node:child_process'
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { tools } from '../../src/tools/index.ts'
import { callTool } from '../../src/tools/tool.ts'
import { connectedClient } from '../support/client.ts'
import { planFiles } from '../support/files.ts'
import { serviceRepository } from '../support/fixtures.ts'
import { plannedBy } from '../support/plan-client.ts'
import { scratchFolder, serverCommand } from '../support/server-process.ts'
import { long, spreadOver } from './support/form.ts'

// A call is stopped before any of the system calls with which it changes files; what stands then, and after the next
// call, must be the whole old plan or the whole new one, with every edit of the person.

const version = '3.0.0'
const now = '2026-02-02T09:00:00Z'
const stopAt = fileURLToPath(new URL('support/stop-at.mjs', import.meta.url))
const buildSchedule = tools.find(({ name }) => name === 'build_schedule')!
const move = { name: 'move_release', arguments: { version, release_date: '2026-03-24' } }
const note = 'a line of a person, never to be lost'
let planned: string
let old: Map<string, string>
let moved: Map<string, string>
let steps: number

beforeAll(async () => {
  planned = serviceRepository().at
  const client = await connectedClient({ root: planned, now })
  await plannedBy(client, version, { release_date: '2026-03-17' })
  await client.close()
  for (const name of ['scope.md', 'schedule/timeline.md', 'rollback/rollback_plan.md']) {
    const path = join(planned, `releases/v${version}`, name)
    writeFileSync(path, readFileSync(path, 'utf8').replace('- [ ]', '- [x]').concat(`\n${note}\n`))
  }
  old = planFiles(planned, version)
  const root = copied()
  const counted = join(scratchFolder(), 'count')
  expect(await call(root, { COUNT_TO: counted })).toBe(true)
  moved = planFiles(root, version)
  steps = Number(readFileSync(counted, 'utf8'))
})

function copied(): string {
  const root = join(scratchFolder(), 'copy')
  cpSync(join(planned, 'releases'), join(root, 'releases'), { recursive: true })
  return root
}

/** Whether the move was answered before the process ended. */
async function call(root: string, env: Record<string, string>): Promise<boolean> {
  const { command, args, env: base } = serverCommand({ root, now, env })
  const child = spawn(command, ['--import', stopAt, ...args], { cwd: root, env: base })
  let answers = ''
  child.stdout.on('data', (text: Buffer) => {
    answers += text
  })
  const ended = new Promise(resolve => child.on('close', resolve))
  child.stdin.on('error', () => undefined)
  const clientInfo = { name: 'test', version: '1' }
  const initialize = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo }
  for (const [id, method, params] of [
    [1, 'initialize', initialize] as const,
    [2, 'tools/call', move] as const,
  ]) {
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`)
  }
  child.stdin.end()
  await ended
  return /"id":2\b/.test(answers)
}

test('there is something to stop', () => {
  expect(steps).toBeGreaterThan(100)
  expect(moved.get('plan.json')).not.toBe(old.get('plan.json'))
})

test.each([
  'between two calls',
  'in the middle of a write',
])('stopped %s, a plan is old or new, never torn, and the next call completes it', async how => {
  const torn: Record<string, string> = how.startsWith('in') ? { STOP_TORN: '1' } : {}
  const stops = long ? Array.from({ length: steps }, (_, n) => n + 1) : spreadOver(steps, 4)
  const stopped = async (stop: number) => {
    const root = copied()
    const answered = await call(root, { STOP_AT: String(stop), ...torn })
    for (const [path, text] of planFiles(root, version)) {
      expect([old.get(path), moved.get(path)], `${path}, stopped at ${stop}`).toContain(text)
    }
    // In this process, which takes half of the time of another server.
    const next = await callTool(buildSchedule, { version }, { root: async () => root, now: () => now })
    expect(next.isError, next.content[0]?.text).toBeUndefined()
    const files = planFiles(root, version)
    const whole = files.get('plan.json') === moved.get('plan.json') ? moved : old
    if (answered) expect(whole).toBe(moved)
    expect([...files.keys()], `stopped at ${stop}`).toEqual([...whole.keys()])
    for (const [path, text] of files) expect(text, `${path}, stopped at ${stop}`).toBe(whole.get(path))
    expect(files.get('scope.md')).toContain(note)
    for (const left of ['journal.json', 'lock']) {
      expect(existsSync(join(root, `releases/v${version}/.release-planner/${left}`)), left).toBe(false)
    }
    rmSync(root, { recursive: true })
  }
  while (stops.length > 0) await Promise.all(stops.splice(0, 4).map(stopped))
})
