import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { called } from '../support/plan-client.ts'
import { type ServerProcess, scratchFolder, startedServer } from '../support/server-process.ts'
import { long } from './support/form.ts'

const version = '3.0.0'
let root: string
let server: ServerProcess
let url: URL

beforeAll(async () => {
  root = scratchFolder()
  server = startedServer({ root, args: ['serve', '--http', '--port', '0'] })
  const address = /http:\/\/127\.0\.0\.1:\d+\/mcp/
  url = await vi.waitFor(() => new URL(address.exec(server.errors())?.[0] ?? ''), { timeout: 10_000 })
})
afterAll(() => void server.child.kill())

interface Answer {
  status: number | undefined
  body: string
}

function asked(body: string, headers: Record<string, string> = {}, method = 'POST', path = '/mcp') {
  return new Promise<Answer>((resolve, reject) => {
    const usual = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
    const options = { port: url.port, host: '127.0.0.1', path, method, headers: { ...usual, ...headers } }
    const sent = request(options, response => {
      let text = ''
      response.on('data', (part: Buffer) => {
        text += part
      })
      response.on('end', () => resolve({ status: response.statusCode, body: text }))
    })
    sent.on('error', reject)
    sent.end(method === 'GET' ? undefined : body)
  })
}

const made = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'initialize_plan', arguments: { version: '9.9.9', release_date: '2027-03-16' } },
})
const ping = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' })

describe('refused before anything is done', () => {
  test.each<[string, string, Record<string, string>, number[]]>([
    ['a foreign origin', made, { origin: 'https://evil.example' }, [403]],
    ['the origin null', made, { origin: 'null' }, [403]],
    ['an origin that begins like ours', made, { origin: 'http://localhost.evil.example' }, [403]],
    ['a foreign host', made, { host: 'evil.example' }, [403]],
    ['a host that ends like ours', made, { host: 'evil.localhost' }, [403]],
    ['a body as text', made, { 'content-type': 'text/plain' }, [415]],
    ['a form', made, { 'content-type': 'application/x-www-form-urlencoded' }, [415]],
    ['no JSON', made.slice(0, -1), {}, [400]],
    ['200,000 brackets', '['.repeat(200_000), {}, [400]],
    ['200,000 lists', '['.repeat(200_000) + ']'.repeat(200_000), {}, [400]],
    ['null', 'null', {}, [400]],
    ['nothing', '', {}, [400]],
  ])('%s', async (_, body, headers, status) => {
    expect(status).toContain((await asked(body, headers)).status)
    expect((await asked(ping)).status).toBe(200)
  })

  test('11 MB', async () => {
    const large = made.replace('9.9.9', '9'.repeat(11_000_000))
    const { status } = await asked(large).catch(() => ({ status: 413 }))
    expect(status).toBe(413)
    expect((await asked(ping)).status).toBe(200)
  })

  test.each(['GET', 'PUT', 'DELETE', 'OPTIONS'])('%s', async method => {
    expect((await asked(made, {}, method)).status).toBeGreaterThanOrEqual(400)
  })

  test('a header of 64 kB', async () => {
    // The connection is cut at the limit, at times before the client has sent all and reads the answer.
    const { status } = await asked(made, { 'x-long': 'x'.repeat(65_536) }).catch(() => ({ status: 431 }))
    expect(status).toBe(431)
    expect((await asked(ping)).status).toBe(200)
  })

  test('no plan came of all that', async () => {
    const client = await connected()
    expect((await called(client, 'read_plan', {})).fields.plans).toEqual([])
    await client.close()
  })
})

async function connected(): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'legacy' } })
  await client.connect(new StreamableHTTPClientTransport(url))
  return client
}

test('requests with one and the same id get their own answers', async () => {
  const call = (text: string) =>
    asked(
      JSON.stringify({
        jsonrpc: '2.0',
        id: 7,
        method: 'tools/call',
        params: { name: 'review_plan', arguments: { version: text } },
      }),
    )
  const names = Array.from({ length: 40 }, (_, n) => `client ${n}.`)
  const answers = await Promise.all(names.map(call))
  for (const [n, { body }] of answers.entries()) {
    expect(body).toContain(`version: \\"${names[n]}\\" is not a version`)
  }
})

test('eight clients at once lose no update', async () => {
  const each = long ? 60 : 5
  const clients = await Promise.all(Array.from({ length: 8 }, connected))
  const first = clients[0]!
  await called(first, 'initialize_plan', { version, release_date: '2027-03-16', kind: 'service' })
  const ids = await Promise.all(
    clients.map(async (client, c) => {
      const own: string[] = []
      for (let n = 0; n < each; n += 1) {
        const id = `c${c}n${n}`
        const { isError, text } = await called(client, 'gather_scope', {
          version,
          items: [{ id, title: id }],
        })
        expect(isError, text).toBe(false)
        own.push(id)
      }
      return own
    }),
  )
  const plan = JSON.parse(readFileSync(join(root, `releases/v${version}/plan.json`), 'utf8'))
  const kept: string[] = plan.scope.items.map((item: { id: string }) => item.id)
  expect(kept.toSorted()).toEqual(ids.flat().sort())
  await Promise.all(clients.map(client => client.close()))
})

test('connections that only drip are closed within six seconds, and others are served meanwhile', async () => {
  const closed: number[] = []
  const sockets: Socket[] = []
  const began = performance.now()
  for (let n = 0; n < (long ? 400 : 40); n += 1) {
    const socket = connect(Number(url.port), '127.0.0.1')
    socket.on('error', () => undefined)
    socket.on('close', () => closed.push(performance.now() - began))
    socket.write('POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\n')
    sockets.push(socket)
  }
  const dripping = setInterval(() => {
    for (const socket of sockets) if (socket.writable) socket.write('x')
  }, 200)
  const slowest: number[] = []
  while (closed.length < sockets.length && performance.now() - began < 9000) {
    const asking = performance.now()
    expect((await asked(ping)).status).toBe(200)
    slowest.push(performance.now() - asking)
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  clearInterval(dripping)
  for (const socket of sockets) socket.destroy()
  expect(closed.length).toBe(sockets.length)
  expect(Math.max(...closed)).toBeLessThan(6500)
  expect(Math.max(...slowest)).toBeLessThan(1000)
})
