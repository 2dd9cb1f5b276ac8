import { expect, test } from 'vitest'
import { fieldLine } from '../../src/workspace/field-line.ts'

const text = JSON.stringify(
  {
    version: '1',
    release: { date: 'x', window: { from: 'a' } },
    list: [{ id: 1 }, { id: 2, sub: ['p', 'q'] }],
    last: true,
  },
  null,
  2,
)
const lineOf = (words: string) => text.split('\n').findIndex(line => line.includes(words)) + 1

test.each([
  [['version'], '"version"'],
  [['release', 'date'], '"date"'],
  [['release', 'window', 'from'], '"from"'],
  [['list', 1, 'id'], '"id": 2'],
  [['list', 1, 'sub', 1], '"q"'],
  [['last'], '"last"'],
  [['release', 'missing'], '"release"'],
])('%j', (path, words) => {
  expect(fieldLine(text, path)).toBe(lineOf(words))
})
