import { expect, test } from 'vitest'
import { checkMessageNames } from '../../../src/plan/communications/message-names.ts'

test.each([['con'], ['NUL.md'], ['Lpt1.x']])('%s is a device on Windows', id => {
  expect(() => checkMessageNames(['freeze_notice', id])).toThrow(
    `Windows cannot have a file named "${id}.md"`,
  )
})

test('ids that differ by the case of letters are refused by both names', () => {
  expect(() => checkMessageNames(['freeze_notice', 'Freeze_Notice'])).toThrow(
    'messages: the ids "freeze_notice" and "Freeze_Notice" differ only by the case',
  )
})

test('usual ids pass', () => {
  expect(() => checkMessageNames(['freeze_notice', 'console', 'A1', 'nuls', 'com10'])).not.toThrow()
})
