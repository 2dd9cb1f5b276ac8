import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanText, ended, hidesText, quoted, sentence, shortened } from '../../src/plan/text.ts'

test.each([
  ['plain', 10, 'plain'],
  ['a\r\nb\tc', 10, 'a b c'],
  ['  a  ', 10, 'a'],
  ['a\u202eb\u2066c\u200bd\ufeff', 10, 'abcd'],
  ['a\u{e0041}\u{e0042}b', 10, 'ab'],
  ['a\ud800b', 10, 'ab'],
  ['\u001b[31mred', 20, '[31mred'],
  ['abcdef', 4, 'abc…'],
  ['ab cdef', 4, 'ab…'],
  ['🚀🚀🚀', 3, '🚀🚀🚀'],
  ['🚀🚀🚀🚀', 3, '🚀🚀…'],
  ['', 5, ''],
])('%j in %i is %j', (text, cap, expected) => {
  expect(cleanText(text, cap)).toBe(expected)
})

test('never longer than the cap, never unseen, and the same when cleaned again', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.integer({ min: 1, max: 50 }),
      (text, cap) => {
        const clean = cleanText(text, cap)
        expect(Array.from(clean).length).toBeLessThanOrEqual(cap)
        expect(clean).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u)
        expect(cleanText(clean, cap)).toBe(clean)
      },
    ),
  )
})

test('a text in an error shows what is not seen', () => {
  expect(quoted('1.0.0\0\u202e"\u{e0041}\x9b\ud800', 80)).toBe(
    '"1.0.0\\u0000\\u{202e}\\"\\u{e0041}\\u{9b}\\ud800"',
  )
  expect(quoted('🚀'.repeat(9), 4)).toBe('"🚀🚀🚀…"')
  expect(quoted('x'.repeat(1e6), 80)).toHaveLength(82)
})

test.each([
  ['a\u202eb', true],
  ['a\u200bb', true],
  ['a\u{e0041}', true],
  ['a\x1b[2J', true],
  ['fix: ✨ 👩‍💻 ♥️\r\n\tمی‌خواهم', false],
])('%j hides text: %s', (text, hides) => {
  expect(hidesText(text)).toBe(hides)
})

test.each([
  ['no language until their next refresh', 40, 'no language until their next refresh'],
  ['no language until their next refresh', 33, 'no language until their next…'],
  ['no language until their next refresh', 29, 'no language until their next…'],
  ['no language until their next refresh', 28, 'no language until their…'],
  ['Remove the type (it is no longer exported)', 30, 'Remove the type…'],
  ['Remove (old) types; and more', 20, 'Remove (old) types…'],
  ['Aufgabenverwaltung', 8, 'Aufgabe…'],
])('%j of at most %i to send is %j', (text, cap, expected) => {
  expect(shortened(text, cap)).toBe(expected)
})

test.each([
  ['addHttpMethod is gone', 'addHttpMethod is gone.'],
  ['max_size is gone.', 'max_size is gone.'],
  ['req.id is gone', 'req.id is gone.'],
  ['`port` is gone', '`port` is gone.'],
  ['listen() returns nothing', 'listen() returns nothing.'],
  ['clients have to change', 'Clients have to change.'],
  ['until their next…', 'Until their next…'],
])('%j as a sentence is %j', (text, expected) => {
  expect(sentence(text)).toBe(expected)
})

test('a text ends with one mark', () => {
  expect(['a', 'a.', 'a...', 'a?', 'a…'].map(ended)).toEqual(['a.', 'a.', 'a.', 'a?', 'a…'])
})
