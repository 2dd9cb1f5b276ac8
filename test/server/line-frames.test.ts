import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LineFrames } from '../../src/server/line-frames.ts'

const framesOf = (chunks: Buffer[], limit = 1000) => {
  const frames = new LineFrames(limit)
  return chunks.flatMap(chunk => frames.push(chunk))
}

test('however a text is cut into chunks, its lines are the same', () => {
  const text = fc.array(
    fc.string({ unit: 'binary' }).map(line => line.replaceAll(/[\r\n]/g, ' ')),
    { minLength: 1 },
  )
  fc.assert(
    fc.property(text, fc.array(fc.nat(50)), (lines, cuts) => {
      const all = Buffer.from(lines.map(line => `${line}\n`).join(''))
      const chunks: Buffer[] = []
      let from = 0
      for (const length of cuts) {
        chunks.push(all.subarray(from, from + length))
        from += length
      }
      chunks.push(all.subarray(Math.min(from, all.length)))
      const expected = lines.map(line => ({ text: Buffer.from(line).toString() }))
      expect(framesOf(chunks, 1e6)).toEqual(expected)
    }),
  )
})

test('a carriage return before the end of a line is left out', () => {
  expect(framesOf([Buffer.from('a\r\nb\n')])).toEqual([{ text: 'a' }, { text: 'b' }])
})

test('a line beyond the limit is counted, its beginning kept, and the next line is read', () => {
  expect(
    framesOf(
      ['x'.repeat(8), 'x'.repeat(8), 'x\nshort\n'].map(text => Buffer.from(text)),
      10,
    ),
  ).toEqual([{ tooLong: 17, head: 'x'.repeat(10) }, { text: 'short' }])
})

test('a line of exactly the limit is read', () => {
  expect(framesOf([Buffer.from(`${'x'.repeat(10)}\n`)], 10)).toEqual([{ text: 'x'.repeat(10) }])
})
