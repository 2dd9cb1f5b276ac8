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

  test('keeps a JSON file that the merge would break', async () => {
    const base = '{\n  "a": 1\n}\n'
    const disk = '{\n  "a": 1,\n  "mine": 2\n}\n'
    const next = '{\n  "a": 1,\n  "ours": 3\n}\n'
    const result = await merged(base, disk, next, 'metadata.json')
    expect(JSON.parse(result.text)).toMatchObject({ mine: 2 })
    expect(result.conflicts).toHaveLength(1)
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
