import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gitMerge } from '../../src/workspace/git-merge.ts'
import { lineChanges } from '../../src/workspace/line-changes.ts'
import { mergeByGit, mergeByLines, mergedDocument } from '../../src/workspace/merge.ts'

const BASE = '# Plan\n\nDate: 1 May\n\nPhone: [TBD]\n\nEnd\n'
const NEXT = BASE.replace('1 May', '8 May')

describe.each([
  ['git', mergeByGit],
  ['lines', mergeByLines],
])('mergedDocument by %s', (_, merge) => {
  const merged = (base?: string, disk?: string, next?: string, path = 'plan.md') =>
    mergedDocument(path, { base, disk, next }, merge)

  test('creates, updates and leaves alone', async () => {
    expect(await merged(undefined, undefined, NEXT)).toEqual({
      path: 'plan.md',
      text: NEXT,
      base: NEXT,
      status: 'created',
      kept_edits: 0,
      conflicts: [],
    })
    expect(await merged(BASE, BASE, NEXT)).toMatchObject({ text: NEXT, status: 'updated', kept_edits: 0 })
    expect(await merged(BASE, BASE, BASE)).toMatchObject({ text: BASE, status: 'unchanged' })
  })

  test('keeps edits beside our changes', async () => {
    const disk = `${BASE.replace('# Plan', '# My plan')}A note\n`
    const expected = { status: 'updated', kept_edits: 2, conflicts: [], base: NEXT }
    expect(await merged(BASE, disk, NEXT)).toMatchObject({
      ...expected,
      text: `${NEXT.replace('# Plan', '# My plan')}A note\n`,
    })
    expect(await merged(BASE, disk, BASE)).toMatchObject({ text: disk, status: 'unchanged', kept_edits: 2 })
    expect(await merged(BASE, NEXT, NEXT)).toMatchObject({ text: NEXT, status: 'unchanged', kept_edits: 1 })
  })

  test('keeps the person’s line in a conflict and reports ours', async () => {
    const disk = `New\n${BASE.replace('1 May', '3 May')}`
    expect(await merged(BASE, disk, NEXT)).toMatchObject({
      text: disk,
      status: 'unchanged',
      kept_edits: 2,
      conflicts: [{ line: 4, yours: 'Date: 3 May\n', proposed: 'Date: 8 May\n' }],
    })
  })

  test('a tick moves along with its item', async () => {
    const base = '## A\n\n- [ ] one\n- [ ] two\n\n## B\n\n- [ ] three\n- [ ] shared\n'
    const disk = base.replace('[ ] one', '[x] one').replace('[ ] shared', '[x] shared')
    const next = '## A\n\n- [ ] shared\n- [ ] two\n\n## B\n\n- [ ] three\n- [ ] new\n- [ ] one\n'
    const moved = await merged(base, disk, next)
    expect(moved).toMatchObject({
      text: next.replace('[ ] one', '[x] one').replace('[ ] shared', '[x] shared'),
      base: next,
      conflicts: [],
      kept_edits: 2,
    })
    const back = await merged(moved.base, moved.text.replace('[x] one', '[ ] one'), base)
    expect(back).toMatchObject({ text: base.replace('[ ] shared', '[x] shared'), conflicts: [] })
  })

  test('a ticked item that is no longer planned, or no longer told apart, stays as the person left it', async () => {
    const base = '- [ ] check\n- [ ] other\n'
    const disk = '- [x] check\n- [ ] other\n'
    expect((await merged(base, disk, '- [ ] other\n')).text).toContain('- [x] check')
    expect((await merged(base, disk, '- [ ] verify\n- [ ] other\n')).text).toContain('- [x] check')
    const twice = await merged(base, disk, '- [ ] check\n- [ ] other\n- [ ] check\n')
    expect(twice.text).toContain('- [x] check')
  })

  test('a cell filled in and a date moved on the next row are no conflict', async () => {
    const base = '| Phone | [TBD] |\n| Date | 1 May |\n| End | 2 May |\n'
    const disk = '| Phone | 555 |\n| Date | 1 May |\n| mine | |\n| End | 2 May |\n'
    const next = '| Phone | [TBD] |\n| Date | 8 May |\n| End | 9 May |\n'
    expect(await merged(base, disk, next)).toMatchObject({
      text: '| Phone | 555 |\n| Date | 8 May |\n| mine | |\n| End | 9 May |\n',
      conflicts: [],
      kept_edits: 2,
    })
  })

  test('keeps Windows line ends, the byte order mark and a missing last line end', async () => {
    const windows = (text: string) => text.replaceAll('\n', '\r\n')
    const disk = `\uFEFF${windows(BASE).replace('# Plan', '# Mine').trimEnd()}`
    expect(await merged(BASE, disk, NEXT)).toMatchObject({
      text: `\uFEFF${windows(NEXT).replace('# Plan', '# Mine').trimEnd()}`,
      kept_edits: 1,
      conflicts: [],
    })
    expect(await merged(BASE, windows(BASE), NEXT)).toMatchObject({ text: windows(NEXT), kept_edits: 0 })
    expect(await merged(BASE, BASE.trimEnd(), BASE)).toMatchObject({ status: 'unchanged', kept_edits: 0 })
    expect(await merged(BASE, BASE.trimEnd(), NEXT)).toMatchObject({ text: NEXT.trimEnd(), conflicts: [] })
  })

  test('a deleted document stays deleted, from where it was', async () => {
    expect(await merged(BASE, undefined, NEXT)).toMatchObject({ text: '', base: BASE, deleted: true })
  })

  test('a file that we did not write stays', async () => {
    const foreign = '# Plan\nmine\n'
    expect(await merged(undefined, foreign, '# Plan\nours\nmore\n')).toMatchObject({
      text: foreign,
      status: 'unchanged',
      conflicts: [{ line: 2, yours: 'mine\n', proposed: 'ours\nmore\n' }],
    })
    expect(await merged(undefined, BASE, BASE)).toMatchObject({ status: 'unchanged', conflicts: [] })
  })

  test('what is no longer generated goes unless it was edited', async () => {
    expect(await merged(BASE, BASE)).toMatchObject({ status: 'removed', text: '' })
    expect(await merged(BASE, `${BASE}mine\n`)).toMatchObject({
      status: 'unchanged',
      kept_edits: 1,
      text: `${BASE}mine\n`,
    })
  })

  test('does not merge around conflict markers of another tool', async () => {
    const disk = BASE.replace('Date: 1 May\n', '<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n')
    const result = await merged(BASE, disk, NEXT)
    expect(result).toMatchObject({ text: disk, base: BASE, status: 'unchanged' })
    expect(result.conflicts).toMatchObject([{ line: 3 }])
  })

  test('JSON is merged by key, where a merge of lines would break its commas', async () => {
    const base = '{\n  "a": 1,\n  "list": [1]\n}\n'
    const disk = '{\n  "a": 1,\n  "list": [1],\n  "mine": {"x": 1}\n}\n'
    const next = '{\n  "a": 2,\n  "list": [1],\n  "ours": 3\n}\n'
    const result = await merged(base, disk, next, 'metadata.json')
    expect(JSON.parse(result.text)).toEqual({ a: 2, list: [1], mine: { x: 1 }, ours: 3 })
    expect(result).toMatchObject({ status: 'updated', conflicts: [] })
  })

  test('a JSON value that both sides changed stays the person’s and is reported with its line', async () => {
    const base = '{\n  "a": {"b": 1, "__proto__": 1},\n  "gone": 1,\n  "c": 1\n}\n'
    const disk = '{\r\n\t"a": {"b": 2, "__proto__": 1},\r\n\t"c": 1\r\n}\r\n'
    const next = '{\n  "a": {"b": 3, "__proto__": 2},\n  "gone": 2,\n  "c": 4\n}\n'
    const result = await merged(base, disk, next, 'metadata.json')
    expect(result.text).toBe(
      '{\r\n\t"a": {\r\n\t\t"b": 2,\r\n\t\t"__proto__": 2\r\n\t},\r\n\t"c": 4\r\n}\r\n',
    )
    expect(result.conflicts).toEqual([
      { line: 3, yours: '"b": 2\n', proposed: '"b": 3\n' },
      { line: 1, yours: '', proposed: '"gone": 2\n' },
    ])
  })

  test('JSON that a person broke is left as it is', async () => {
    const disk = '{\n  "a": 1,\n  oops\n}\n'
    const result = await merged('{\n  "a": 1\n}\n', disk, '{\n  "a": 1,\n  "b": 2\n}\n', 'metadata.json')
    expect(result.text).toContain('oops')
  })

  test('identities', async () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', '', '- [ ] x', '# h'), { maxLength: 12 })
      .map(lines => lines.map(line => `${line}\n`).join(''))
    await fc.assert(
      fc.asyncProperty(text, text, async (base, other) => {
        expect((await merged(base, base, other)).text).toBe(other)
        expect((await merged(base, other, base)).text).toBe(other)
        expect((await merged(base, other, other)).text).toBe(other)
      }),
      { numRuns: 300 },
    )
  })

  test('no edit is lost, wherever it is', async () => {
    const edit = fc.record({ line: fc.nat({ max: 39 }), kind: fc.constantFrom('insert', 'change') })
    await fc.assert(
      fc.asyncProperty(
        fc.array(edit, { minLength: 1, maxLength: 5 }),
        fc.array(edit, { minLength: 1, maxLength: 5 }),
        fc.constantFrom('\n', '\r\n'),
        async (mine, ours, eol) => {
          const base = Array.from({ length: 40 }, (_, i) => (i % 3 ? `line ${i}` : ''))
          const disk = edited(base, mine, 'mine')
          const next = edited(base, ours, 'ours')
          const result = await merged(joined(base, '\n'), joined(disk, eol), joined(next, '\n'))
          const lines = result.text.split(eol)
          for (const line of disk.filter(line => line.startsWith('mine'))) expect(lines).toContain(line)
          const conflicts = result.conflicts.map(conflict => conflict.proposed).join('')
          for (const line of next.filter(line => line.startsWith('ours'))) {
            expect(lines.includes(line) || conflicts.includes(line)).toBe(true)
          }
          for (const { line, yours } of result.conflicts) {
            expect(
              result.text
                .split('\n')
                .slice(line - 1)
                .join('\n')
                .startsWith(yours),
            ).toBe(true)
          }
          expect(result.text).not.toMatch(/^[<|=>]{7}/m)
        },
      ),
      { numRuns: merge === mergeByLines ? 500 : 60 },
    )
  })
})

test('git itself takes part', async () => {
  expect(await gitMerge('a\nb\nc\nd\ne\n', 'A\nb\nc\nd\ne\n', 'a\nb\nc\nd\nE\n')).toEqual([
    { lines: ['A\n', 'b\n', 'c\n', 'd\n', 'E\n'] },
  ])
  const path = process.env.PATH
  try {
    process.env.PATH = ''
    expect(await gitMerge('a\n', 'b\n', 'c\n')).toBeUndefined()
  } finally {
    process.env.PATH = path
  }
})

describe('lineChanges', () => {
  test('applied, they give the other text', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 })
    fc.assert(
      fc.property(lines, lines, (from, to) => {
        const result: string[] = []
        let at = 0
        for (const { start, end, lines } of lineChanges(from, to)) {
          expect(start).toBeGreaterThanOrEqual(at)
          result.push(...from.slice(at, start), ...lines)
          at = end
        }
        expect([...result, ...from.slice(at)]).toEqual(to)
      }),
      { numRuns: 1000 },
    )
  })

  test('are few and quick on a long repetitive text', () => {
    const from = Array.from({ length: 5000 }, (_, i) => (i % 5 ? '- [ ] TBD' : `# ${i}`))
    const to = from.map((line, i) => (i % 100 === 7 ? 'changed' : line))
    expect(lineChanges(from, to)).toHaveLength(50)
    const other = Array.from({ length: 5000 }, (_, i) => `other ${i}`)
    expect(lineChanges(from, other)).toEqual([{ start: 0, end: 5000, lines: other }])
  })
})

function edited(base: readonly string[], edits: { line: number; kind: string }[], mark: string): string[] {
  const result = [...base]
  edits.forEach(({ line, kind }, i) => {
    result.splice(line, kind === 'insert' ? 0 : 1, `${mark} ${i} ${line}`)
  })
  return result
}

function joined(lines: readonly string[], eol: string): string {
  return lines.map(line => line + eol).join('')
}
