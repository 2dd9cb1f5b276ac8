import { describe, expect, test } from 'vitest'
import { listedSubjects, readFooters, readHeader } from '../../../../src/plan/scope/commits/commit-message.ts'
import { changeOf } from '../../../../src/plan/scope/commits/commits.ts'

test.each([
  ['feat: x', { type: 'feat', marked: false, text: 'x' }],
  ['FIX(Core): x', { type: 'FIX', scope: 'Core', marked: false, text: 'x' }],
  ['feat(api)!: x', { type: 'feat', scope: 'api', marked: true, text: 'x' }],
  ['build-tools!: x', { type: 'build-tools', marked: true, text: 'x' }],
  ['feat:x', { marked: false, text: 'feat:x' }],
  ['feat : x', { marked: false, text: 'feat : x' }],
  ['two words: x', { marked: false, text: 'two words: x' }],
])('header %s', (subject, message) => {
  expect(readHeader(subject)).toEqual(message)
})

describe('footers', () => {
  test('tokens with colon or number sign, values over several lines, in any order', () => {
    const body = [
      'A body: with a colon inside.',
      '',
      'Reviewed-by: Z',
      'Refs #12',
      'BREAKING-CHANGE: the names',
      'are others',
      '',
      'and so are the numbers',
      'Acked-by: Y',
    ].join('\n')
    expect(readFooters(body)).toEqual([
      { token: 'Reviewed-by', value: 'Z' },
      { token: 'Refs', value: '#12' },
      { token: 'BREAKING CHANGE', value: 'the names\nare others\n\nand so are the numbers' },
      { token: 'Acked-by', value: 'Y' },
    ])
  })

  test.each([
    ['breaking change: lower case', []],
    ['Breaking Change: mixed', []],
    ['see BREAKING CHANGE: inside a line', []],
    ['BREAKING CHANGE:nothing behind the colon', []],
    ['text\nRefs: no blank line before', []],
    ['text\n\nRefs: with one', ['Refs']],
    ['https://example.org is no footer', []],
  ])('%j', (body, tokens) => {
    expect(readFooters(body).map(({ token }) => token)).toEqual(tokens)
  })

  test('a squash ends the value where its next commit begins', () => {
    const [first] = readFooters('* feat: a\n\nBREAKING CHANGE: renamed\n\n* review\n\nmore')
    expect(first?.value).toBe('renamed')
    expect(listedSubjects('* feat: a\n\ntext\n- fix: b')).toEqual(['feat: a', 'fix: b'])
  })
})

test('10 MB bodies and 50,000 messages are read in time that grows with their length only', () => {
  const million = 10_000_000
  const hostile = [
    'BREAKING CHANGE: '.padEnd(million, 'a'),
    'A-: '.repeat(million / 4),
    '\n'.repeat(million),
    'Refs: x\n'.repeat(million / 8),
    ' '.repeat(million),
  ]
  const start = performance.now()
  for (const body of hostile) readFooters(body)
  for (let i = 0; i < 50_000; i++) {
    readHeader(`feat(part): change number ${i} (#${i})`)
    readFooters('Why it is so, in one line.\n\nCloses #7\nReviewed-by: Ada')
  }
  expect(performance.now() - start).toBeLessThan(3000)
  const whole = performance.now()
  const unit = { commit: 'c', date: '2026-01-01', author: 'Ada', subject: 'x', members: [] }
  for (const body of hostile) changeOf({ ...unit, body: body.slice(0, 100_000) })
  expect(performance.now() - whole).toBeLessThan(3000)
})
