import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { sections } from '../../src/plan/inputs.ts'
import { tools } from '../../src/tools/index.ts'
import { type CallResult, callTool } from '../../src/tools/tool.ts'
import { serviceRepository } from '../support/fixtures.ts'
import { sectionTools } from '../support/plan-client.ts'
import { filledInputs } from './support/filled-inputs.ts'
import { long } from './support/form.ts'

// Arguments, and plan.json edited by hand, that are right but for one value: what is refused names the value's place and
// what is wrong, and leaves all as it was.

const version = '3.0.0'
const clock = '2026-02-02T09:00:00Z'
let root: string
let planPath: string

const call = (name: string, args: object): Promise<CallResult> =>
  callTool(
    tools.find(tool => tool.name === name)!,
    { version, ...args },
    { root: async () => root, now: () => clock },
  )

beforeAll(async () => {
  root = serviceRepository().at
  planPath = join(root, `releases/v${version}/plan.json`)
  expect((await call('initialize_plan', { release_date: '2026-03-17' })).isError).toBeUndefined()
  for (const name of sectionTools) expect((await call(name, {})).isError).toBeUndefined()
})

const wrong = fc.constantFrom<unknown>(
  null,
  5,
  -1,
  0.5,
  1e308,
  '',
  'x',
  'a\u202eb | <b> {{x}}',
  '../../x',
  '--output=/x',
  '2026-02-30',
  '0000-00-00T00:00:00Z',
  '2026-02-20',
  'T-99999',
  '25:61',
  'x'.repeat(20_000),
  [],
  [null],
  ['x', 5],
  {},
  { a: 1 },
  { __proto__x: 1, constructor: 2 },
  true,
  JSON.parse('{"__proto__": {"polluted": 1}}'),
)

const pathsIn = (value: unknown, at: readonly string[] = []): string[][] =>
  typeof value !== 'object' || value === null
    ? [[...at]]
    : [[...at], ...Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, [...at, key]))]

function changed(value: unknown, [key, ...rest]: readonly string[], to: unknown): unknown {
  if (key === undefined) return to
  const copy: Record<string, unknown> = Array.isArray(value)
    ? ([...value] as never)
    : { ...(value as object) }
  copy[key] = changed(copy[key], rest, to)
  return copy
}

function expectGood(text: string): void {
  expect(text).not.toMatch(/unexpectedly|\n\s+at |node_modules|\[object|undefined/)
  expect(text).not.toMatch(/[\p{Cf}\p{Cs}\x00-\x08\x0b-\x1f\x7f]/u)
  expect(text).not.toContain(root)
  expect(text.length).toBeLessThan(8000)
}

describe('arguments with one wrong value', () => {
  const filled = filledInputs(path => `text of ${path.join(' ')}`.slice(0, 60)) as Record<string, object>
  const given: [string, object][] = [
    ['initialize_plan', filled.release!],
    ...sections.map((section, n) => [sectionTools[n]!, filled[section]!] as [string, object]),
  ]

  test.each(given)('%s', async (name, args) => {
    const paths = pathsIn(args).filter(path => path.length > 0)
    const before = readFileSync(planPath)
    let refused = 0
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), wrong, async (path, value) => {
        const bad = changed(args, path, value) as object
        const result = await call(name, { ...bad, preview: true })
        if (!result.isError) return
        refused += 1
        const { text } = result.content[0]!
        expectGood(text)
        expect(text).toMatch(/must be|must not|unknown argument|Valid|Give|Call|known are|Nearest/)
        const keys = Object.keys(args).filter(key => new RegExp(`\\b${key}\\b`).test(text))
        expect(keys, text).not.toEqual([])
      }),
      { numRuns: long ? 1500 : 14, endOnFailure: true },
    )
    expect(refused).toBeGreaterThan(3)
    expect(readFileSync(planPath)).toEqual(before)
  })
})

test('plan.json with one wrong value', async () => {
  const plan = JSON.parse(readFileSync(planPath, 'utf8'))
  let refused = 0
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...pathsIn(plan).filter(path => path.length > 0)),
      wrong,
      fc.constantFrom('review_plan', 'build_schedule', 'write_rollback_plan'),
      async (path, value, name) => {
        const spoilt = `${JSON.stringify(changed(plan, path, value), null, 2)}\n`
        writeFileSync(planPath, spoilt)
        // What is not refused is only looked at, since no two cases may share a plan.
        const looked = name === 'review_plan' ? undefined : await call(name, { preview: true })
        if (looked && !looked.isError) return
        const result = await call(name, {})
        if (!result.isError) return
        const after = readFileSync(planPath, 'utf8')
        refused += 1
        const { text } = result.content[0]!
        expectGood(text)
        expect(text, path.join('.')).toMatch(
          /plan\.json(, line \d+: field `|: no release-planner| was written by)/,
        )
        expect(after).toBe(spoilt)
      },
    ),
    { numRuns: long ? 3000 : 50, endOnFailure: true },
  )
  expect(refused).toBeGreaterThan(20)
})
