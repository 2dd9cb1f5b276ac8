import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { mergeByGit, mergeByLines, mergedDocument } from '../../src/workspace/merge.ts'
import { connectedClient } from '../support/client.ts'
import { called } from '../support/plan-client.ts'
import { scratchFolder, startedServer } from '../support/server-process.ts'

// Input of any size and form costs little time and memory and never the session.

const version = '3.0.0'
const half = 2500

/** Texts of 5,000 lines that look much alike, as plans do, with changes on every hundredth line of both sides. */
const repetitive: Record<string, (n: number) => string> = {
  'empty lines, boxes and rules of tables': n =>
    ['', '- [ ] [TBD: owner]', '|---|---|', '', `## Part ${n % 7}`][n % 5]!,
  'one and the same line': () => '- [ ] check',
  'nothing but line ends': () => '',
}

describe.each(Object.entries(repetitive))('a document of 5,000 lines: %s', (_, line) => {
  const text = (changed: (n: number) => string | undefined) =>
    Array.from({ length: 2 * half }, (_, n) => `${changed(n) ?? line(n)}\n`).join('')
  const base = text(() => undefined)
  const disk = text(n => (n % 100 === 0 ? `person ${n}` : undefined))

  test.each([
    ['by git', mergeByGit],
    ['without git', mergeByLines],
  ])('is merged in half a second %s', async (_, merge) => {
    const next = text(n => (n % 100 === 50 ? `plan ${n}` : undefined))
    const began = performance.now()
    const merged = await mergedDocument('scope.md', { base, disk, next }, merge)
    expect(performance.now() - began).toBeLessThan(500)
    expect(merged.text.match(/^person \d+$/gm)).toHaveLength(50)
  })

  test('of which half is written anew keeps every line of the person', async () => {
    const next = text(n => (n < half ? `new ${n % 3}` : undefined))
    const began = performance.now()
    const merged = await mergedDocument('scope.md', { base, disk, next })
    expect(performance.now() - began).toBeLessThan(500)
    expect(merged.text.match(/^person \d+$/gm)).toHaveLength(50)
  })
})

test('a file of 10 MB is refused by its name and stays as it is', async () => {
  const root = scratchFolder()
  const client = await connectedClient({ root, now: '2026-02-02T09:00:00Z' })
  await called(client, 'initialize_plan', { version, release_date: '2026-03-17' })
  await called(client, 'gather_scope', { version })
  for (const name of ['planning/approvals.txt', 'scope.md', '.release-planner/base/scope.md', 'plan.json']) {
    const path = join(root, `releases/v${version}`, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, 'line\n'.repeat(2_000_000))
    const began = Date.now()
    const { isError, text } = await called(client, 'build_schedule', { version })
    expect(isError).toBe(true)
    expect(text).toContain(`releases/v${version}/${name} is larger than 5 MB. Shorten it`)
    expect(Date.now() - began).toBeLessThan(1000)
    if (name !== 'plan.json') writeFileSync(path, '')
  }
  await client.close()
})

describe('a session outlives', () => {
  const call = (id: string, name: string, args: string) =>
    `{"jsonrpc":"2.0","id":"${id}","method":"tools/call","params":{"name":"${name}","arguments":${args}}}`
  const brackets = (count: number) => '['.repeat(count) + ']'.repeat(count)
  const lines: [string, string, RegExp][] = [
    ['a bare null', 'null', /"id":null,"error":\{"code":-32600/],
    ['a number', '5', /"id":null,"error":\{"code":-32600/],
    ['a text', '"x"', /"id":null,"error":\{"code":-32600/],
    ['an empty batch', '[]', /"id":null,"error":\{"code":-32600/],
    ['a batch of 1,000', `[${'{"jsonrpc":"2.0","id":1,"method":"ping"},'.repeat(999)}5]`, /"code":-32600/],
    ['200,000 lists in one another', brackets(200_000), /"code":-32600/],
    ['200,000 objects without an end', '{"a":'.repeat(200_000), /"code":-32700/],
    [
      '64 MB',
      call('big', 'gather_scope', `{"x":"${'x'.repeat(64_000_000)}"}`),
      /"id":"big","error":\{"code":-32600,"message":"[^"]*64000\d{3} bytes; at most 4194304/,
    ],
    [
      'arguments of 200,000 levels',
      call('deep', 'gather_scope', `{"version":"${version}","items":${brackets(200_000)}}`),
      /`items` is nested deeper than 20 levels/,
    ],
    [
      '100,000 unknown arguments',
      call('keys', 'fill_in', `{${Array.from({ length: 100_000 }, (_, n) => `"k${n}":1`).join(',')}}`),
      /`k0`.*`k2`.*And 99997 more that are unknown/,
    ],
    [
      'a version of 3 MB',
      call('long', 'review_plan', `{"version":"${'1'.repeat(3_000_000)}"}`),
      /version: .*1…\\" is not a version/,
    ],
    [
      'a prototype as argument',
      call('proto', 'fill_in', `{"version":"${version}","answers":{"__proto__":"x","constructor":"y"}}`),
      /"id":"proto"/,
    ],
  ]

  test('lines that are no call, or one too large, and answers each', async () => {
    const server = startedServer({ root: scratchFolder() })
    await server.initialize()
    for (const [name, line, answer] of lines) {
      const before = server.lines.length
      server.send(line)
      await expect.poll(() => server.lines.length, { timeout: 10_000, interval: 5 }).toBeGreaterThan(before)
      const said = server.lines[before] ?? ''
      expect(said, name).toMatch(answer)
      expect(said.length, name).toBeLessThan(5000)
      expect((await server.request('ping')).result, name).toEqual({})
    }
    expect(await server.end()).toBe(0)
  })
})
