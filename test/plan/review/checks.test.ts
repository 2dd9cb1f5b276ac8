import { describe, expect, test } from 'vitest'
import { checked, rules } from '../../../src/plan/review/checks/checks.ts'
import { examples } from './foreign-documents.ts'

const documents = (texts: Record<string, string>) =>
  Object.entries(texts).map(([path, text]) => ({ path, text }))

const of = (id: string, texts: Record<string, string>) =>
  checked(documents(texts)).filter(finding => finding.id === id)

test('each check has an id of its own and an example', () => {
  const ids = rules.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(examples.map(({ id }) => id).toSorted()).toEqual(ids.toSorted())
})

describe.each(examples)('$id', ({ id, fires, quiet }) => {
  test('is found with its line and the words that stand there', () => {
    const found = of(id, fires)
    expect(found.length).toBeGreaterThan(0)
    for (const { path, line, says, against, why } of found) {
      expect(says).not.toBe('')
      expect(why).not.toBe('')
      for (const place of [{ path, line, says }, ...(against ? [against] : [])])
        expect(fires[place.path]!.split('\n')[place.line - 1]!.replaceAll('**', '')).toContain(place.says)
    }
  })

  test('is not seen where there is none', () => {
    expect(of(id, quiet)).toEqual([])
  })
})

describe('whatever the documents hold', () => {
  test('no text makes the checks fail or wait', () => {
    const long = `${'T-1 to '.repeat(3000)}\n${'a_b '.repeat(3000)}\n${'| x '.repeat(3000)}|\n`
    const fences = '```bash\nif ! a; then\n'.repeat(200)
    const started = performance.now()
    for (const text of ['', '\n', '```', long, fences, '# \n**\n|\n', '\u0000\u202e', '# a\n'.repeat(3000)])
      expect(checked([{ path: 'a.md', text }])).toBeInstanceOf(Array)
    expect(performance.now() - started).toBeLessThan(5000)
  })

  test('a quote shows no more than a line and nothing hidden', () => {
    const [finding] = of('M1', { 'a.md': `vv1.2.3 \u202e${'x'.repeat(500)}` })
    expect(finding!.says.length).toBeLessThanOrEqual(160)
    expect(finding!.says).not.toContain('\u202e')
  })

  test('one kind of finding is told at most five times', () => {
    expect(of('M1', { 'a.md': 'vv1.2.3\n'.repeat(50) })).toHaveLength(5)
  })
})
