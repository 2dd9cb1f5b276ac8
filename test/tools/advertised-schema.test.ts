import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { advertisedInput, advertisedOutput } from '../../src/tools/advertised-schema.ts'
import { tools } from '../../src/tools/index.ts'

const properties = (input: z.ZodRawShape) => advertisedInput({ input }).properties as Record<string, unknown>

test('types, enumerations and what is required stay; what we check ourselves is left out', () => {
  expect(
    advertisedInput({
      input: {
        version: z.string().trim().min(1).max(200).describe('e.g. 2.5.0'),
        percent: z.number().min(0).max(100).optional(),
        count: z.number().int().min(1).optional(),
        mode: z.enum(['a', 'b']).optional(),
        time: z.string().regex(/^\d+$/).optional(),
        words: z.array(z.string().max(5)).min(1).max(3).optional(),
        named: z.record(z.string().regex(/^\w+$/), z.string()).optional(),
      },
    }),
  ).toEqual({
    type: 'object',
    properties: {
      version: { type: 'string', description: 'e.g. 2.5.0' },
      percent: { type: 'number' },
      count: { type: 'integer' },
      mode: { type: 'string', enum: ['a', 'b'] },
      time: { type: 'string' },
      words: { type: 'array', items: { type: 'string' } },
      named: { type: 'object', additionalProperties: { type: 'string' } },
    },
    required: ['version'],
    additionalProperties: false,
  })
})

test('a small object is told in one line', () => {
  const entry = z.strictObject({
    id: z.string(),
    text: z.string().optional(),
    minutes: z.number().optional(),
    after: z.array(z.string()).optional(),
    move: z.enum(['before', 'after']).optional(),
    days: z.union([z.number(), z.strictObject({ low: z.number(), high: z.number() })]).optional(),
  })
  expect(properties({ list: z.array(entry) }).list).toEqual({
    type: 'array',
    items: {
      type: 'object',
      description:
        '{id, text?, minutes?: number, after?[], move?: before | after, days?: number or {low: number, high: number}}',
    },
  })
})

test('a large object keeps its schema, without the word that it is closed', () => {
  const fields = Object.fromEntries([...'abcdefghijkl'].map(name => [name, z.string().optional()]))
  expect(properties({ list: z.array(z.strictObject(fields)) }).list).toEqual({
    type: 'array',
    items: {
      type: 'object',
      properties: Object.fromEntries([...'abcdefghijkl'].map(name => [name, { type: 'string' }])),
    },
  })
})

test('an argument may have the name of a keyword', () => {
  expect(properties({ pattern: z.string(), format: z.string() })).toEqual({
    pattern: { type: 'string' },
    format: { type: 'string' },
  })
})

test('results are checked for their summary only', () => {
  expect(advertisedOutput({ output: ['moved'] })).toEqual({
    type: 'object',
    properties: { summary: { type: 'string' }, moved: {} },
    required: ['summary'],
  })
})

describe.each(tools.map(tool => [tool.name, tool] as const))('%s', (_, tool) => {
  test('every argument is advertised', () => {
    expect(Object.keys(advertisedInput(tool).properties as object)).toEqual(Object.keys(tool.input))
  })

  test('every list says what it is a list of: some hosts refuse a tool otherwise', () => {
    expect(JSON.stringify(advertisedInput(tool))).not.toMatch(/"type":"array"(?!,"(?:items|description)")/)
  })
})
