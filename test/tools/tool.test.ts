import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { PlanError } from '../../src/plan/errors.ts'
import { bounded, resultText } from '../../src/tools/result.ts'
import { callTool, type Tool, tool } from '../../src/tools/tool.ts'

const context = { root: async () => '/nowhere', now: () => '2026-11-21T00:00:00Z' }
const echo = (run: Tool['run']): Tool =>
  tool({
    name: 'echo',
    title: 'Echo',
    description: 'Echo.',
    input: {
      version: z.string(),
      count: z.number().min(1).max(9).optional(),
      kind: z.enum(['a', 'b']).optional(),
      items: z.array(z.strictObject({ id: z.string().min(1) })).optional(),
      form: z.union([z.string(), z.strictObject({ name: z.string() })]).optional(),
      names: z.record(z.string(), z.string()).optional(),
    },
    output: [],
    readOnly: true,
    run,
  })
const answered = echo(async args => ({ summary: 'done', ...args }))

describe('the error boundary', () => {
  test('a good call has both renderings', async () => {
    const result = await callTool(answered, { version: '1.0.0' }, context)
    expect(result.structuredContent).toEqual({ summary: 'done', version: '1.0.0' })
    expect(result.content).toEqual([{ type: 'text', text: 'done\nversion: 1.0.0' }])
  })

  test('an argument of an earlier call that does not go with this one is told from what this one gives', async () => {
    const refusing = echo(async () => {
      throw new PlanError('unknown_strategy', 'choose: "canary" is no strategy.', 'choose')
    })
    const said = async (args: object) => (await callTool(refusing, args, context)).content[0]?.text
    expect(await said({ version: '1.0.0', kind: 'a' })).toBe(
      'choose: "canary" is no strategy. It stands in the plan from an earlier call; nothing was changed by this one (kind).',
    )
    expect(await said({ version: '1.0.0' })).toBe('choose: "canary" is no strategy.')
  })

  test('so is a part of one', async () => {
    const refusing = echo(async () => {
      throw new PlanError('no_end', 'activities: "a" does not end.', 'activities.a')
    })
    const { content } = await callTool(refusing, { version: '1.0.0', kind: 'a' }, context)
    expect(content[0]?.text).toMatch(/nothing was changed by this one \(kind\)\.$/)
  })

  test.each([
    [{ '': [[]], version: '1.0.0' }, 'unknown argument ``; known are version, count'],
    [
      { '': JSON.parse(`${'['.repeat(50)}${']'.repeat(50)}`), version: '1.0.0' },
      'unknown argument ``; known are version, count',
    ],
    [
      { version: '1.0.0', cuont: 2 },
      'unknown argument `cuont`, did you mean `count`; known are version, count, kind, items, form, names.',
    ],
    [
      { version: '1.0.0', zzzzzz: 2 },
      'unknown argument `zzzzzz`; known are version, count, kind, items, form, names.',
    ],
    [{}, 'argument `version` is required: must be string.'],
    [{ version: '1.0.0', count: 12 }, 'argument `count` is 12: must be at most 9.'],
    [{ version: '1.0.0', count: 'many' }, 'argument `count` is "many": must be number.'],
    [{ version: '1.0.0', count: Number.POSITIVE_INFINITY }, 'argument `count` is Infinity: must be number.'],
    [{ version: '1.0.0', kind: 'c' }, 'argument `kind` is "c": must be one of a, b.'],
    [
      { version: '1.0.0', items: [{ id: 'x', nmae: 'y' }] },
      'unknown argument `items[0].nmae`; known are id.',
    ],
    [
      { version: '1.0.0', items: [{ id: '' }, { id: 'y'.repeat(9) }] },
      'argument `items[0].id` is "": must be at least 1 character that is seen.',
    ],
    [{ version: '1.0.0', count: '\u202ex\u{E0041}' }, 'is "\\u{202e}x\\u{e0041}": must be number.'],
    [{ version: '1.0.0', form: {} }, 'must be string, or `name` in it must be string.'],
    [{ version: '1.0.0', names: 'x' }, 'argument `names` is "x": must be object.'],
    [['1.0.0'], 'echo takes an object of arguments'],
  ])('%j is refused with what is valid', async (args, text) => {
    const result = await callTool(answered, args, context)
    expect(result.isError).toBe(true)
    expect(result.content[0]!.text).toContain(text)
  })

  test('what a caller made up is bounded in the answer', async () => {
    const said = async (args: object) => (await callTool(answered, args, context)).content[0]!.text
    const long = await said({ version: '1.0.0', ['k'.repeat(100_000)]: 1 })
    expect(long).toContain(`unknown argument \`${'k'.repeat(59)}…\`; known are version, count,`)
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`k${n}`, n]))
    expect(await said({ version: '1.0.0', ...many })).toContain('And 997 more that are unknown. Nothing was')
    const deep: unknown = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`)
    expect(await said({ version: '1.0.0', items: deep })).toContain(
      'echo: argument `items` is nested deeper than 20 levels.',
    )
  })

  test('null is no value: it clears, it is never invalid', async () => {
    expect((await callTool(answered, { version: '1.0.0', count: null }, context)).isError).toBeUndefined()
  })

  test("a caller's mistake is told in its own words", async () => {
    const result = await callTool(
      echo(async () => {
        throw new PlanError('no_plan', 'Call initialize_plan first.')
      }),
      { version: '1' },
      context,
    )
    expect(result).toEqual({
      isError: true,
      content: [{ type: 'text', text: 'Call initialize_plan first.' }],
    })
  })

  test('an unforeseen failure shows neither a stack trace nor a path', async () => {
    const result = await callTool(
      echo(async () => {
        throw new Error("ENOENT: open '/home/ann/secret/file.txt'\n    at x")
      }),
      { version: '1' },
      context,
    )
    expect(result.isError).toBe(true)
    expect(result.content[0]!.text).not.toMatch(/ann|\n|at x/)
  })
})

describe('a result within its limit', () => {
  test('long lists lose their ends and say how many', () => {
    const rows = Array.from({ length: 500 }, (_, id) => ({ id, text: 'x'.repeat(50) }))
    const result = bounded({ summary: 's', rows, few: [1, 2] }, [], 2000)
    expect(JSON.stringify(result).length).toBeLessThanOrEqual(2000)
    expect((result.rows as unknown[]).length + (result.omitted as Record<string, number>).rows!).toBe(500)
    expect(result.few).toEqual([1, 2])
  })

  test('what hides or reorders words is left out and counted', () => {
    const { text, list, removed_characters } = bounded({
      text: 'a\u202eb\u{e0041}\n',
      list: ['\x1b[2J ✨\ud800'],
    })
    expect([text, list, removed_characters]).toEqual(['ab\n', ['[2J ✨'], 5])
  })

  test('keeps its warnings while another list has something to lose, however long they are', () => {
    const warnings = Array.from({ length: 3 }, (_, n) => ({ code: `c${n}`, message: 'm'.repeat(400) }))
    const rows = Array.from({ length: 40 }, (_, n) => ({ name: `row ${n}`, hours: n }))
    const result = bounded({ summary: 's', warnings, rows }, [], 2000)
    expect(result.warnings).toEqual(warnings)
    expect(result.omitted).not.toHaveProperty('warnings')
    expect((result.rows as object[]).length).toBeLessThan(40)
  })

  test('a small result stays as it is', () => {
    expect(bounded({ summary: 's', rows: [1] })).toEqual({ summary: 's', rows: [1] })
  })

  test('the text holds every field', () => {
    const text = resultText({
      summary: 'All well.',
      range: { from: 'a', to: 'b' },
      rows: [{ id: 1, tags: ['x', 'y'] }],
      none: [],
      gone: null,
    })
    expect(text).toBe('All well.\nrange: from: a; to: b\nrows:\n- id: 1; tags: x, y\nnone: none\ngone: none')
  })
})
