import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { questionMarker } from '../../src/documents/markdown.ts'
import { readBack } from '../../src/documents/read-back.ts'
import type { Question } from '../../src/plan/basis.ts'

const question = (id: string, text: string): Question => ({
  id,
  question: text,
  who: 'Release Manager',
  gate: 'freeze',
  answer: 'text',
})
const phone = question('phone', 'phone of the primary on-call')
const name = question('name', 'name of the primary on-call')
const questions = [phone, name]
const asked = (which: Question, by = '2026-12-01') => questionMarker(which, by)

describe('reading answers back from documents', () => {
  test('an answer typed over its question', () => {
    const base = `# Team\n\nPhone: ${asked(phone)}\n`
    const disk = '# Team\n\nPhone: +1 555 0100\n'
    expect(readBack(base, disk, () => questions)).toEqual({
      answers: [{ id: 'phone', value: '+1 555 0100' }],
      refused: [],
      base: disk,
    })
  })

  test('two questions in one table row, one answered', () => {
    const base = `| On-call | ${asked(name)} | ${asked(phone)} |`
    const disk = `| On-call | Ann Lee | ${asked(phone)} |`
    const read = readBack(base, disk, () => questions)
    expect(read.answers).toEqual([{ id: 'name', value: 'Ann Lee' }])
    expect(read.base).toBe(disk)
  })

  test('the date in the marker does not matter, the question does', () => {
    const base = `Phone: ${asked(phone, '2026-12-01')}`
    expect(readBack(base, 'Phone: 1', () => [phone]).answers).toEqual([{ id: 'phone', value: '1' }])
    expect(readBack(base, 'Phone: 1', () => [name]).answers).toEqual([])
  })

  test('a line moved by inserted lines is still found', () => {
    const base = `# Team\n\nPhone: ${asked(phone)}\n\n## End\n`
    const disk = '# Team\n\nA note.\n\nAnother note.\n\nPhone: 7\n\n## End\n'
    expect(readBack(base, disk, () => questions).answers).toEqual([{ id: 'phone', value: '7' }])
  })

  test('a deleted question and a reworded line are no answers', () => {
    const base = `# Team\n\nPhone: ${asked(phone)}\n`
    expect(readBack(base, '# Team\n\n', () => questions)).toEqual({ answers: [], refused: [], base })
    expect(readBack(base, '# Team\n\nWe have no phones\n', () => questions)).toEqual({
      answers: [],
      refused: [],
      base,
    })
  })

  test('what has not the form of its question stays in the document and is told with its line', () => {
    const traffic = { ...question('traffic', 'requests per minute'), answer: 'number' } as const
    const base = `# T\n\nTraffic: ${asked(traffic)}\n`
    const read = readBack(base, '# T\n\nTraffic: about 4000\n', () => [traffic])
    expect(read).toEqual({
      answers: [],
      refused: [{ question: traffic, value: 'about 4000', line: 3 }],
      base,
    })
  })

  test('a marker left standing beside the answer and the quoting of a code span are no part of it', () => {
    const base = `Name: ${asked(name)}\n`
    expect(readBack(base, `Name: ${asked(name)} Quentin\n`, () => questions).answers).toEqual([
      { id: 'name', value: 'Quentin' },
    ])
    expect(readBack(base, 'Name: `kubectl get`\n', () => questions).answers).toEqual([
      { id: 'name', value: 'kubectl get' },
    ])
  })

  test('Windows line ends and escaped text', () => {
    const base = `Phone: ${asked(phone)}\nend\n`
    expect(readBack(base, 'Phone: a \\| b\r\nend\r\n', () => questions).answers).toEqual([
      { id: 'phone', value: 'a | b' },
    ])
  })

  test('any answer without markup on one line comes back as typed, its spaces folded', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 .,@+-]{0,60}[A-Za-z0-9]$/), value => {
        const base = `# T\n\n- Phone: ${asked(phone)} (mobile)\n- Name: ${asked(name)}\n`
        const disk = base.replace(asked(phone), value)
        expect(readBack(base, disk, () => questions).answers).toEqual([
          { id: 'phone', value: value.replace(/ +/g, ' ') },
        ])
      }),
    )
  })
})
