import { request } from 'node:http'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { Client as ClientOfSdk1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as TransportOfSdk1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type ServerProcess, scratchFolder, startedServer } from '../support/server-process.ts'

let server: ServerProcess
let url: URL

beforeAll(async () => {
  server = startedServer({ root: scratchFolder(), args: ['serve', '--http', '--port', '0'] })
  const address = /http:\/\/127\.0\.0\.1:\d+\/mcp/
  url = await vi.waitFor(() => new URL(address.exec(server.errors())?.[0] ?? ''), { timeout: 10_000 })
})

afterAll(() => void server.child.kill())

const me = { name: 'test', version: '1' }
const ping = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' })

/** Status, type and body of a request as no browser would let a page send it. */
function answer(headers: Record<string, string>, path = '/mcp', body = ping) {
  return new Promise<{ status: number | undefined; type: string | undefined; body: string }>(
    (resolve, reject) => {
      const all = {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...headers,
      }
      const sent = request(
        { port: url.port, host: '127.0.0.1', path, method: 'POST', headers: all },
        response => {
          let text = ''
          response.on('data', (part: Buffer) => {
            text += part
          })
          response.on('end', () =>
            resolve({ status: response.statusCode, type: response.headers['content-type'], body: text }),
          )
        },
      )
      sent.on('error', reject)
      sent.end(body)
    },
  )
}

describe('clients', () => {
  test.each(['auto', 'legacy'] as const)('%s', async mode => {
    const client = new Client(me, { versionNegotiation: { mode } })
    await client.connect(new StreamableHTTPClientTransport(url))
    expect((await client.listTools()).tools).toHaveLength(12)
    expect((await client.listPrompts()).prompts).toHaveLength(4)
    const { contents } = await client.readResource({ uri: 'skill://release-management/SKILL.md' })
    expect(contents).toHaveLength(1)
    const result = await client.callTool({ name: 'initialize_plan', arguments: { version: 'vv2' } })
    expect(result.isError).toBe(true)
    await client.close()
  })

  test('sdk 1', async () => {
    const client = new ClientOfSdk1(me)
    await client.connect(new TransportOfSdk1(url))
    expect((await client.listTools()).tools).toHaveLength(12)
    await client.close()
  })
})

describe('who is let in', () => {
  test.each([
    ['no origin', {}, 200],
    ['our own origin', { origin: 'http://localhost:5173' }, 200],
    ['another origin', { origin: 'https://example.com' }, 403],
    ['the origin null', { origin: 'null' }, 403],
    ['another host name', { host: 'example.com' }, 403],
    ['a form of a web page', { 'content-type': 'text/plain' }, 415],
  ])('%s', async (_, headers, status) => {
    expect((await answer(headers as Record<string, string>)).status).toBe(status)
  })
})

test('another path is not found, in JSON', async () => {
  const { status, type, body } = await answer({}, '/')
  expect([status, type]).toEqual([404, 'application/json'])
  expect(JSON.parse(body)).toMatchObject({ error: 'not_found' })
})

test('a body beyond 4 MB is refused and the server lives on', async () => {
  const { status } = await answer({}, '/mcp', `{"x":"${'x'.repeat(5_000_000)}"}`).catch(() => ({
    status: 413,
  }))
  expect(status).toBe(413)
  expect((await answer({})).status).toBe(200)
})

describe('a token', () => {
  const started = async (args: string[], env: Record<string, string>) => {
    const guarded = startedServer({
      root: scratchFolder(),
      args: ['serve', '--http', '--port', '0', ...args],
      env,
    })
    await vi.waitFor(() => expect(guarded.errors()).toMatch(/http:|reached/), { timeout: 10_000 })
    return guarded
  }
  const asked = (address: string, headers: Record<string, string>) =>
    fetch(address, {
      method: 'POST',
      body: ping,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...headers,
      },
    })

  test('that is set is asked for before anything is read', async () => {
    const guarded = await started([], { RELEASE_PLANNER_TOKEN: 'a long secret' })
    const address = /http:\S+/.exec(guarded.errors())?.[0] ?? ''
    expect((await asked(address, {})).status).toBe(401)
    expect((await asked(address, { authorization: 'Bearer a long secre' })).status).toBe(401)
    expect((await asked(address, { authorization: 'Basic a long secret' })).status).toBe(401)
    expect((await asked(address, { authorization: 'Bearer a long secret' })).status).toBe(200)
    guarded.child.kill()
  })

  test('is needed where other machines can reach the server', async () => {
    const refused = await started(['--host', '0.0.0.0'], {})
    expect(refused.errors()).toContain('RELEASE_PLANNER_TOKEN')
    expect(refused.errors()).not.toContain('http://')
    expect(await refused.end()).not.toBe(0)
  })
})
