import { describe, expect, test } from 'vitest'
import { documents } from '../../../src/documents/index.ts'
import { derive } from '../../../src/plan/derive.ts'
import { watchFiles, watchRule } from '../../../src/plan/risks/watch-files.ts'
import { releaseConstants, watchScore } from '../../../src/plan/risks/watch-score.ts'
import type { Observation } from '../../../src/plan/scope/observation.ts'
import { exampleInputs, exampleNow } from '../../support/example-inputs.ts'

const inputs = exampleInputs('service')
const { scope } = derive(inputs, exampleNow)
const file = (path: string, lines: number, bytes: number, year: number) => ({ path, lines, bytes, year })
const active = (files: ReturnType<typeof file>[], whole = true): NonNullable<Observation['range']> => ({
  ...inputs.observed!.range!,
  activity: { since: '2025-11-01', whole_year: whole, source_lines: 900, candidates: 24, files },
})

describe('the three-term ranking', () => {
  test.each([
    [100, 10_000, 20, 0.23 * Math.log(101) + 0.15 * Math.log(10_001) + 0.46 * Math.log(21)],
    [0, 0, 0, 0],
  ])('%i lines, %i bytes, %i commits', (lines, bytes, year, score) => {
    expect(watchScore({ lines, bytes, year })).toBeCloseTo(score, 12)
  })

  test('a busy file comes before a larger change of a quiet one, each with its reasons', () => {
    const range = active([file('src/quiet.ts', 400, 9_000, 1), file('src/login.ts', 30, 61_400, 40)])
    expect(watchFiles(scope, range)).toEqual([
      { path: 'src/login.ts', why: '30 lines changed, 61 kB, 40 commits in a year, access path' },
      { path: 'src/quiet.ts', why: '400 lines changed, 9 kB, 1 commit in a year' },
    ])
    expect(watchRule(range)).toMatch(
      /^The first 10 of 24 source files by .* since 2025-11-01\..*nothing says/,
    )
  })

  test('ten at most; a shallow clone says that the year is not in it', () => {
    const many = Array.from({ length: 15 }, (_, n) => file(`src/${n}.ts`, 10, 10, 2))
    expect(watchFiles(scope, active(many, false))).toHaveLength(10)
    expect(watchFiles(scope, active(many, false))[0]!.why).toBe(
      '10 lines changed, 10 bytes, 2 commits in the range',
    )
    expect(watchRule(active(many, false))).toContain('the year before is not in this clone')
  })
})

test('without activity: source by changed lines alone, and it says so', () => {
  const paths = [
    'src/a.ts',
    'src/lang/de.json',
    'test/a.test.ts',
    'docs/b.md',
    'CHANGELOG.md',
    'vendor/x.go',
    'api/x.pb.go',
  ]
  const watched = watchFiles({ ...scope, top_files: paths.map(path => ({ path, lines: 10 })) }, undefined)
  expect(watched).toEqual([{ path: 'src/a.ts', why: '10 lines changed' }])
  expect(watchRule(undefined)).toMatch(/^By changed lines alone/)
})

test('what every past release touches by a few lines is a version constant', () => {
  const past = (core: number) =>
    new Map([
      ['src/version.ts', { lines: 4, commits: 2 }],
      ['src/core.ts', { lines: core, commits: 3 }],
    ])
  expect(releaseConstants([past(400), past(900), past(20)])).toEqual(['src/version.ts'])
  expect(releaseConstants([past(400), past(900), new Map()])).toEqual([])
  expect(releaseConstants([past(400), past(900)])).toEqual([])
})

describe('where to look first stands', () => {
  const range = active([file('src/core.ts', 400, 9_000, 12), file('src/a|b.ts', 1, 10, 1)])
  const plan = derive({ ...inputs, observed: { ...inputs.observed, range } }, exampleNow)
  const texts = new Map(documents(plan).map(({ path, text }) => [path, text]))

  test('in the risk document with its reasons', () => {
    expect(texts.get('risks/risk_assessment.md')).toContain(
      '| `src/core.ts` | 400 lines changed, 9 kB, 12 commits in a year |',
    )
  })

  test('on the checklist of the first verification task, and of no other', () => {
    const line = /^- \[ \] look first at: src\/core\.ts, .*$/gm
    expect(texts.get('schedule/timeline.md')!.match(line)).toHaveLength(1)
    const stage = plan.schedule.stages.find(({ phase }) => phase === 'testing')!
    expect(stage.activities[0]!.checklist.some(text => text.startsWith('look first at: '))).toBe(true)
  })

  test('in the review and in the index', () => {
    expect(plan.review.decision_points).toContainEqual({
      name: 'Look first at',
      value: 'src/core.ts, src/a|b.ts',
    })
    expect(texts.get('README.md')).toMatch(/^Files to look at first, .*`src\/core\.ts`/m)
  })

  test('nowhere before assess_risks was called', () => {
    const { risks: _risks, ...without } = inputs
    const bare = derive({ ...without, observed: { ...inputs.observed, range } }, exampleNow)
    const all = documents(bare)
      .map(({ text }) => text)
      .join('')
    expect(all).not.toMatch(/look first at|look at first/)
  })
})
