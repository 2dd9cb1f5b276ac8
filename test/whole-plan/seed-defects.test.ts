import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'
import { documents } from '../../src/documents/index.ts'
import { derive } from '../../src/plan/derive.ts'
import { type Kind, kinds } from '../../src/plan/kinds/profile.ts'
import { exampleInputs, exampleNow } from '../support/example-inputs.ts'

/** The defects of the plans that this product grew from, by their names; those of one room are tested beside the room. */

const filesOf = (kind: Kind, changes: Parameters<typeof exampleInputs>[1] = {}): Map<string, string> =>
  new Map(documents(derive(exampleInputs(kind, changes), exampleNow)).map(({ path, text }) => [path, text]))

const prose = (files: Map<string, string>): [string, string][] =>
  [...files]
    .filter(([path]) => path.endsWith('.md'))
    .map(([path, text]) => [path, text.replace(/```[\s\S]*?```|`[^`]*`/g, '')])

describe.each(kinds)('a plan of the kind %s', kind => {
  const files = filesOf(kind)

  test('M1: no doubled v', () => {
    for (const [path, text] of files) expect(text, path).not.toMatch(/\bvv\d/)
  })

  test('M2, M3: nothing is left of a shell or a template', () => {
    for (const [path, text] of prose(files))
      expect(text, path).not.toMatch(/\$\{|\$\(|\{\{|\}\}|undefined|\[object|NaN/)
  })

  test('M10: every fence is closed', () => {
    for (const [path, text] of files) expect((text.match(/^```/gm) ?? []).length % 2, path).toBe(0)
  })

  test('M12: the log stands in planning/ and nowhere else', () => {
    expect([...files.keys()].filter(path => path.endsWith('planning.log'))).toEqual(['planning/planning.log'])
  })

  test('M13: the communications folder is written, and every link leads to a file of the plan', () => {
    expect([...files.keys()].filter(path => path.startsWith('communications/')).length).toBeGreaterThan(5)
    for (const [path, text] of files) {
      for (const [, target] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^https?:/.test(target!)) continue
        const to = normalize(join(dirname(path), target!))
        const known = to.endsWith('/') ? [...files.keys()].some(file => file.startsWith(to)) : files.has(to)
        expect(known, `${path} links to ${target}`).toBe(true)
      }
    }
  })

  test('M13: every file that a document names is there', () => {
    const named =
      /\b(?:planning|risks|schedule|resources|rollback|communications)\/[\w./-]+\.(?:md|txt|ics|yaml|sh)\b/g
    for (const [path, text] of files) {
      for (const [name] of text.matchAll(named)) expect(files.has(name), `${path} names ${name}`).toBe(true)
    }
  })

  test('M14: no path of a machine', () => {
    for (const [path, text] of files) expect(text, path).not.toMatch(/\/(?:Users|home|mnt|tmp|root)\//)
  })

  test('I1: nothing is invented: no product, provider or place that nobody gave', () => {
    const invented =
      /payment gateway|app-(?:blue|green)-\d|PagerDuty|dashboard\.example|#release-|@example\.com|new dashboard/i
    for (const [path, text] of files) expect(text, path).not.toMatch(invented)
  })

  test('I5: nothing is promised about data on a day that has not come', () => {
    for (const [path, text] of prose(files))
      expect(text, path).not.toMatch(/no data (?:was|were|has been) lost/i)
  })

  test('I8: what is unknown is a question with who and by when, never an empty box to fill', () => {
    for (const [path, text] of prose(files)) {
      expect(text, path).not.toMatch(
        /\[(?:Name|Date|TBD|LOW|Insert|Yes ?\/ ?No)[^:\]]*\]|NOT STARTED|\bTODO\b/,
      )
      for (const [marker] of text.matchAll(/\[TBD[^\]]*\]/g))
        expect(marker, path).toMatch(/^\[TBD: .+ · .+ by \d{4}-\d\d-\d\d\]$/)
    }
  })
})

test('M6: a local midnight that does not exist changes no date', () => {
  for (const [timezone, date] of [
    ['America/Santiago', '2026-09-06'],
    ['Africa/Cairo', '2026-04-24'],
  ] as const) {
    const inputs = exampleInputs('service')
    const plan = derive(
      { ...inputs, release: { ...inputs.release, timezone, release_date: date } },
      exampleNow,
    )
    expect(plan.release.release_date.value).toBe(date)
    expect(plan.schedule.milestones.find(({ id }) => id === 'release')!.date).toBe(date)
    expect(plan.schedule.milestones.every(({ date: day }) => /^\d{4}-\d\d-\d\d$/.test(day))).toBe(true)
  }
})

test('M11: deriving again from the same inputs gives the same bytes, the start of planning included', () => {
  expect(filesOf('service')).toEqual(filesOf('service'))
  expect(filesOf('service').get('metadata.json')).toContain(exampleInputs('service').planning_started)
})

test('M16: the date of the release is one value in every file that prints it', () => {
  const plan = derive(exampleInputs('service'), exampleNow)
  const date = plan.release.release_date.value
  for (const path of [
    'README.md',
    'schedule/timeline.md',
    'metadata.json',
    'rollback/rollback_plan.md',
    'communications/communication_plan.md',
  ]) {
    expect(filesOf('service').get(path), path).toContain(date)
  }
  expect(filesOf('service').get('schedule/timeline.ics')).toContain(date.replaceAll('-', ''))
})

test('T1 to T3: one ladder of the error rate, rising without gap from promotion to immediate', () => {
  const { ladder } = derive(exampleInputs('service'), exampleNow).strategy
  const { tiers } = ladder!
  const order = [tiers.monitor, tiers.planned, tiers.fast, tiers.immediate]
  expect(order.map(({ points }) => points)).toEqual(
    [...order.map(({ points }) => points)].sort((one, other) => one - other),
  )
  expect(order.map(({ for_minutes }) => for_minutes)).toEqual(
    [...order.map(({ for_minutes }) => for_minutes)].sort((one, other) => other - one),
  )
})
