import type { Client } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tools } from '../../src/tools/index.ts'
import { connectedClient, eras } from '../support/client.ts'
import { scratchFolder } from '../support/server-process.ts'

describe.each(eras)('a client of the %s kind', era => {
  let client: Client
  beforeAll(async () => {
    client = await connectedClient({ root: scratchFolder(), now: '2026-11-02T09:00:00Z' }, era)
  })
  afterAll(() => client.close())

  test('lists all tools in order, each with honest annotations', async () => {
    const listed = (await client.listTools()).tools
    expect(listed.map(({ name }) => name)).toEqual(tools.map(({ name }) => name))
    for (const tool of listed) {
      const readOnlyHint = tools.find(({ name }) => name === tool.name)?.readOnly
      expect(tool.annotations).toEqual({
        readOnlyHint,
        destructiveHint: false,
        idempotentHint: true,
        openWorldHint: false,
      })
      expect(tool.inputSchema.additionalProperties).toBe(false)
      expect(tool.title).toMatch(/\S/)
    }
    const atOnce = listed.filter(({ _meta }) => _meta?.['anthropic/alwaysLoad'])
    expect(atOnce.map(({ name }) => name)).toEqual(['initialize_plan'])
  })

  test('keeps the list small', async () => {
    const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value))
    const listed = (await client.listTools()).tools
    expect(bytes({ tools: listed })).toBeLessThanOrEqual(20_000)
    for (const tool of listed) expect(bytes(tool), tool.name).toBeLessThanOrEqual(2500)
  })

  test('is told how the tools work together, within what hosts show', () => {
    const text = client.getInstructions() ?? ''
    expect(text.length).toBeLessThanOrEqual(1800)
    for (const { name } of tools) expect(text).toContain(name)
  })

  test('lists the prompts and gets one with and without what may be left out', async () => {
    const { prompts } = await client.listPrompts()
    expect(prompts.map(({ name }) => name)).toEqual([
      'go-no-go',
      'move-release',
      'plan-release',
      'review-release',
    ])
    expect(prompts[2]?.arguments).toMatchObject([
      { name: 'version', required: true },
      { name: 'date', required: false },
    ])
    const text = async (given: Record<string, string>) => {
      const { messages } = await client.getPrompt({ name: 'plan-release', arguments: given })
      return (messages[0]!.content as { text: string }).text
    }
    expect(await text({ version: '2.5.0', date: '2026-12-01' })).toContain('wanted on `2026-12-01`')
    expect(await text({ version: '2.5.0' })).toContain('No date was given')
    await expect(client.getPrompt({ name: 'plan-release' })).rejects.toThrow(/version/)
  })

  test('reads the skill, its references and which copy they are', async () => {
    const { resources } = await client.listResources()
    expect(resources.map(({ uri }) => uri)).toEqual([
      'release-planner://skill-source',
      'skill://release-management/SKILL.md',
    ])
    const text = async (uri: string) => {
      const { contents } = await client.readResource({ uri })
      return (contents[0] as { text: string }).text
    }
    expect(await text('release-planner://skill-source')).toContain('the packaged skill')
    expect(await text('skill://release-management/SKILL.md')).toContain('# Release management')
    expect(await text('skill://release-management/references/databases.md')).toMatch(/^# /)
  })

  test('gets the error of a bad call as a result that says how to go on', async () => {
    const result = await client.callTool({ name: 'initialize_plan', arguments: { versoin: '2.5.0' } })
    expect(result.isError).toBe(true)
    expect(JSON.stringify(result.content)).toContain('did you mean `version`')
  })

  test('accepts the result of a call', async () => {
    const result = await client.callTool({ name: 'read_plan', arguments: {} })
    expect(result.isError, JSON.stringify(result.content)).toBeFalsy()
    expect(result.structuredContent).toMatchObject({ summary: expect.any(String) })
  })

  test('gets an error for a tool there is none of', async () => {
    await expect(client.callTool({ name: 'deploy', arguments: {} })).rejects.toThrow(/deploy/)
  })
})
