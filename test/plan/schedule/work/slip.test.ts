import { describe, expect, test } from 'vitest'
import { addDays } from '../../../../src/plan/calendar/date.ts'
import { slipHistory } from '../../../../src/plan/schedule/work/slip.ts'
import { releaseHistory } from '../../../../src/plan/scope/base/base.ts'
import { scheduleOf } from '../../../support/schedule.ts'

const tag = (name: string, day: string) => ({
  name,
  commit: name.padEnd(40, '0'),
  date: `${day}T12:00:00+00:00`,
  committed: `${day}T12:00:00+00:00`,
})

/** Minor releases every `every` days, each with a candidate so many days before. */
const history = (soaks: readonly number[], every = 90) =>
  soaks.flatMap((days, n) => {
    const final = addDays('2024-01-10', n * every)
    return [
      tag(`v1.${n}.0-rc.1`, addDays(final, -days)),
      tag(`v1.${n}.0-beta.1`, '2023-01-01'),
      tag(`v1.${n}.0`, final),
    ]
  })

const observed = (soaks: readonly number[], every?: number) => ({
  releases: releaseHistory(history(soaks, every)),
})

describe('past releases', () => {
  test('show the days from the first candidate to the final', () => {
    const { candidate_to_final } = slipHistory(observed([10, 12, 14, 20, 40]), [], '2027-01-01')!
    expect(candidate_to_final).toEqual({ n: 5, median: 14, p80: 20, from: 'tags v1.0.0 to v1.4.0' })
  })

  test('show a rhythm where there is one, and how late releases come', () => {
    const { interval } = slipHistory(observed([1, 1, 1, 1, 1, 1, 1], 42), [], '2027-01-01')!
    expect(interval).toEqual({ n: 6, median: 0, p80: 0, every_days: 42, from: 'tags v1.1.0 to v1.6.0' })
    const wild = {
      releases: [3, 90, 10, 200, 30, 60, 5].map((days, n) => ({
        version: `1.${n}.0`,
        tag: `v1.${n}.0`,
        date: addDays('2024-01-01', n * 100 + days),
      })),
    }
    expect(slipHistory(wild, [], '2027-01-01')).toBeUndefined()
  })

  test('too few of them show nothing', () => {
    expect(slipHistory(observed([10, 12]), [], '2027-01-01')).toBeUndefined()
    expect(slipHistory(undefined, [], '2027-01-01')).toBeUndefined()
  })

  test('that took longer than the plan has are a warning with the day that would do', () => {
    const run = (soaks: readonly number[]) =>
      scheduleOf({ kind: 'library', inputs: { observed: observed(soaks) } })
    const { schedule, derivation } = run([20, 25, 30, 31, 33])
    expect(schedule.finish.slip?.candidate_to_final).toMatchObject({
      planned: 12,
      within: 0,
      median: 30,
      p80: 31,
    })
    expect(derivation.warnings).toMatchObject([
      {
        code: 'past_releases_slower',
        message: expect.stringMatching(/has 12 days.*5 of 5 past releases took longer/),
      },
    ])
    expect(run([5, 6, 7, 8, 9]).derivation.warnings).toEqual([])
  })
})
