import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { type ServerProcess, scratchFolder, startedServer } from '../support/server-process.ts'

const version = JSON.parse(readFileSync('package.json', 'utf8')).version
const started: ServerProcess[] = []

function server(): ServerProcess {
  const one = startedServer({ root: scratchFolder(), now: '2026-11-02T09:00:00Z' })
  started.push(one)
  return one
}

afterEach(() => {
  for (const { child } of started.splice(0)) child.kill()
})

test('writes nothing but JSON-RPC and ends with 0 when its input ends', async () => {
  const one = server()
  expect((await one.initialize()).result).toMatchObject({ serverInfo: { name: 'release-planner', version } })
  expect((await one.request('tools/list')).result).toMatchObject({ tools: expect.any(Array) })
  const bad = await one.request('tools/call', { name: 'initialize_plan', arguments: { version: 7 } })
  expect(bad.result).toMatchObject({ isError: true })
  const unknown = await one.request('tools/call', { name: 'nothing', arguments: {} })
  expect(unknown.error).toMatchObject({ code: -32602 })
  expect(await one.end()).toBe(0)
  expect(one.lines.length).toBe(4)
  for (const line of one.lines) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' })
})

test('answers everything that came before the end of its input', async () => {
  const one = server()
  const answers = [
    one.initialize(),
    one.request('tools/list'),
    one.request('prompts/list'),
    one.request('tools/call', { name: 'read_plan', arguments: {} }),
  ]
  expect(await one.end()).toBe(0)
  expect((await Promise.all(answers)).filter(({ error }) => error)).toEqual([])
})

describe('a line that is no request is answered and the connection goes on', () => {
  const alive = async (one: ServerProcess) => expect((await one.request('ping')).result).toEqual({})
  const answerTo = async (one: ServerProcess, line: string) => {
    const before = one.lines.length
    one.send(line)
    await expect.poll(() => one.lines.length, { timeout: 15_000 }).toBe(before + 1)
    return JSON.parse(one.lines[before] ?? '')
  }

  test.each([
    ['no JSON', '{"jsonrpc":', null, -32700],
    ['no JSON-RPC', '{"id":"a","hello":1}', 'a', -32600],
    ['a batch', '[{"jsonrpc":"2.0","id":1,"method":"ping"}]', null, -32600],
    ['200,000 brackets', '['.repeat(200_000), null, -32700],
    [
      '5 MB',
      `{"jsonrpc":"2.0","id":"big","method":"ping","params":{"x":"${'x'.repeat(5_000_000)}"}}`,
      'big',
      -32600,
    ],
  ])('%s', async (_, line, id, code) => {
    const one = server()
    await one.initialize()
    expect(await answerTo(one, line)).toMatchObject({ jsonrpc: '2.0', id, error: { code } })
    await alive(one)
  })

  test('an empty line is nothing', async () => {
    const one = server()
    await one.initialize()
    one.send('')
    await alive(one)
    expect(one.lines.length).toBe(2)
  })
})
