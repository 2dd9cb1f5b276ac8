import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { createMcpHandler } from '@modelcontextprotocol/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { serverFactory } from '../../src/server/create-server.ts'
import { servedSkill } from '../../src/server/skill.ts'
import { tool } from '../../src/tools/tool.ts'

const pause = () => new Promise(resolve => setTimeout(resolve, 20))
let toldProgress: boolean | undefined

const slow = tool({
  name: 'slow',
  title: 'Slow',
  description: 'Works in three steps.',
  input: { version: z.string(), steps: z.array(z.string()).max(3).optional() },
  output: ['done'],
  readOnly: false,
  async run(args, context) {
    toldProgress = context.progress !== undefined
    for (const step of args.steps ?? []) {
      context.progress?.(step)
      await pause()
    }
    return { summary: `Done for ${args.version}.`, done: true, more: { than: 'advertised' } }
  },
})

const broken = tool({
  name: 'broken',
  title: 'Broken',
  description: 'Fails.',
  input: {},
  output: [],
  readOnly: true,
  async run() {
    throw new Error('cannot read /srv/secret/plan.json')
  },
})

const readPlan = tool({
  name: 'read_plan',
  title: 'Read a plan',
  description: 'Lists the plans.',
  input: {},
  output: ['plans'],
  readOnly: true,
  run: async () => ({ summary: 'Two.', plans: [{ version: '2.5.0' }, { version: '3.0.0' }] }),
})

const context = { root: async () => '/nowhere', now: () => '2026-11-02T09:00:00Z' }
let client: Client

beforeAll(async () => {
  const skill = servedSkill([], () => undefined)
  const handler = createMcpHandler(
    serverFactory(context, { version: '1.2.3', skill, tools: [slow, broken, readPlan] }),
  )
  client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'auto' } })
  const fetch = (url: string | URL, init?: RequestInit) => handler.fetch(new Request(url, init))
  await client.connect(new StreamableHTTPClientTransport(new URL('http://localhost/mcp'), { fetch }))
})

afterAll(() => client.close())

test('the version is the program’s', () => {
  expect(client.getServerVersion()).toMatchObject({ name: 'release-planner', version: '1.2.3' })
})

test('progress goes to who asked for it', async () => {
  const messages: (string | undefined)[] = []
  const call = { name: 'slow', arguments: { version: '2.5.0', steps: ['reading', 'writing'] } }
  const onprogress = ({ message }: { message?: string }) => void messages.push(message)
  await client.callTool(call, { onprogress })
  expect(messages).toEqual(['reading', 'writing'])
  expect(toldProgress).toBe(true)
})

test('nobody is told who did not ask', async () => {
  await client.callTool({ name: 'slow', arguments: { version: '2.5.0', steps: ['reading'] } })
  expect(toldProgress).toBe(false)
})

test('a field that is not advertised does not make a checking client refuse the result', async () => {
  await client.listTools()
  const result = await client.callTool({ name: 'slow', arguments: { version: '2.5.0' } })
  expect(result.structuredContent).toMatchObject({ done: true, more: { than: 'advertised' } })
  expect(result.content).toMatchObject([{ type: 'text', text: expect.stringContaining('Done for 2.5.0.') }])
})

test('arguments beyond what is advertised are refused in our words', async () => {
  const result = await client.callTool({
    name: 'slow',
    arguments: { version: '1', steps: ['1', '2', '3', '4'] },
  })
  expect(result.isError).toBe(true)
  expect(JSON.stringify(result.content)).toContain('at most 3')
})

test('an unforeseen failure is a result without a path', async () => {
  const result = await client.callTool({ name: 'broken', arguments: {} })
  expect(result.isError).toBe(true)
  expect(JSON.stringify(result.content)).not.toContain('secret')
})

test('a host may complete the version of a prompt to a planned one', async () => {
  const ref = { type: 'ref/prompt', name: 'review-release' } as const
  const values = async (value: string) =>
    (await client.complete({ ref, argument: { name: 'version', value } })).completion.values
  expect(await values('')).toEqual(['2.5.0', '3.0.0'])
  expect(await values('v2')).toEqual(['2.5.0'])
  expect(await values('9')).toEqual([])
})
