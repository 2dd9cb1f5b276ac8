import { expect, test } from 'vitest'
import type { PlanInputs } from '../../../src/plan/inputs.ts'
import { suggestionFor } from '../../../src/plan/resources/suggestion.ts'
import { derivationOf } from '../../support/schedule.ts'

const file = (path: string, year: number, authors: Record<string, number> = {}) => ({
  path,
  lines: 10,
  bytes: 1000,
  year,
  authors: Object.entries(authors).map(([name, commits]) => ({ name, commits })),
})

function suggested(files: ReturnType<typeof file>[] | undefined, whole_year = true) {
  const activity = files && { since: '2025-12-01', whole_year, candidates: files.length, files }
  const range = { authors: [{ name: 'Mia', commits: 12 }], ...(activity && { activity }) }
  const observed = { range } as unknown as NonNullable<PlanInputs['observed']>
  return suggestionFor(derivationOf({ inputs: { observed } }))
}

test('who made commits to most of the files to look at first, with how many of how many', () => {
  const files = [
    file('src/db.ts', 20, { 'renovate[bot]': 15, Mia: 3, Bo: 2 }),
    file('src/api.ts', 9, { Bo: 8 }),
    file('src/log.ts', 4, { Bo: 1, Mia: 1 }),
  ]
  expect(suggested(files)).toBe(
    'Bo: 11 of 33 commits in a year to src/api.ts, src/db.ts and 1 more, files to look at first; not asked',
  )
  expect(suggested(files, false)).toMatch(/11 of 33 commits in the range/)
})

test('without the history of files it is who made most of the change; nobody is named as a risk', () => {
  expect(suggested(undefined)).toBe('Mia: most commits in this range (12); not asked')
  expect(suggested([file('src/db.ts', 20)])).toMatch(/^Mia/)
})
