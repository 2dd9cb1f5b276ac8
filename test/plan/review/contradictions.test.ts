import { expect, test } from 'vitest'
import { contradictions } from '../../../src/plan/review/contradictions.ts'

const edit = (yours: string, proposed: string) => ({ line: 1, yours, proposed })

test.each([
  ['another date', edit('Release: 2026-03-17', 'Release: 2026-03-24'), 1],
  ['another time', edit('starts at 08:00', 'starts at 07:00'), 1],
  ['another figure', edit('above 5 points', 'above 10 points'), 1],
  ['another length', edit('within 30 min', 'within 5 min'), 1],
  ['a former release date in an added line', edit('We ship on 2026-03-17!', ''), 1],
  ['other words', edit('Call Ann first, then 2026-03-24', 'Call somebody, then 2026-03-24'), 0],
  ['a ticked box', edit('- [x] scanned', '- [ ] scanned'), 0],
  ['an added line with a date of its own', edit('Fair on 2026-05-01', ''), 0],
  ['a removed line', edit('', 'Release: 2026-03-24'), 0],
])('%s', (_, change, count) => {
  expect(contradictions([change], ['2026-03-17'])).toHaveLength(count)
})
