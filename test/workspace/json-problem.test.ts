import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonProblem } from '../../src/workspace/json-problem.ts'

describe('jsonProblem', () => {
  test.each([
    ['{\n  "a": 1,\n  b: 2\n}', 3, 3, 'a field name in double quotes'],
    ['{"a": 1 "b": 2}', 1, 9, '"," or "}"'],
    ['[1, 2,]', 1, 7, 'a value'],
    ['{"a" 1}', 1, 6, '":" after the field name'],
    ['{"a": "x\n"}', 1, 7, 'a string that ends on its line'],
    ['{"a": 1', 1, 8, '"," or "}"'],
    ['{}\n<<<<<<< ours', 2, 1, 'the end of the file'],
    ['', 1, 1, 'a value'],
    ['[01]', 1, 2, 'a value'],
  ])('%j', (text, line, column, expected) => {
    expect(jsonProblem(text)).toMatchObject({ line, column, expected })
  })

  test('agrees with JSON.parse on damaged texts', () => {
    const damaged = fc.tuple(
      fc.json(),
      fc.nat(),
      fc.constantFrom('', '"', ',', '}', ' ', '\n', '0', '.', '\\'),
    )
    fc.assert(
      fc.property(damaged, ([text, position, insert]) => {
        const at = position % (text.length + 1)
        const changed = text.slice(0, at) + insert + text.slice(at + (position % 2))
        let valid = true
        try {
          JSON.parse(changed)
        } catch {
          valid = false
        }
        expect(jsonProblem(changed) === undefined).toBe(valid)
      }),
      { numRuns: 1000 },
    )
  })
})
