import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Finish, Shortfall } from '../../src/plan/plan.ts'
import { tools } from '../../src/tools/index.ts'
import { callTool } from '../../src/tools/tool.ts'
import { scratchFolder } from '../support/scratch.ts'

let root: string

async function call(name: string, args: object = {}) {
  const called = tools.find(one => one.name === name)!
  const context = { root: async () => root, now: () => '2026-10-20T09:00:00Z' }
  const result = await callTool(called, { version: '2.5.0', ...args }, context)
  const fields = (result.structuredContent ?? {}) as Record<string, unknown> & {
    summary: string
    finish: Finish
    shortfall?: Shortfall
    people?: { waits: string[]; roles_open: string[] }
    conflicts: { what: string; fix: string }[]
  }
  return { fields, text: result.content[0]!.text, isError: result.isError === true }
}
const stored = () => readFileSync(join(root, 'releases/v2.5.0/plan.json'), 'utf8')
const timeline = () => readFileSync(join(root, 'releases/v2.5.0/schedule/timeline.md'), 'utf8')

beforeAll(async () => {
  root = scratchFolder()
  await call('initialize_plan', { release_date: '2026-12-01', kind: 'service', country: [] })
  await call('build_schedule')
})

describe('build_schedule', () => {
  test.each([
    [{ remove: ['perfomance'] }, /remove: "perfomance" is no stage.*Nearest: performance/],
    [{ activities: [{ id: 'pilot', phase: 'Pilots' }] }, /phase "Pilots" of "pilot" is no stage/],
    [
      { activities: [{ id: 'pilot', after: ['regresion+1d'] }] },
      /"regresion\+1d", which is no activity.*regression/,
    ],
    [{ activities: [{ id: 'pilot', after: ['regression then uat'] }] }, /no relation.*"qa SS\+1d"/],
    [
      { activities: [{ id: 'pilot', not_before: '2026-11-10', not_after: '2026-11-09' }] },
      /not_after 2026-11-09 of "pilot" lies before its not_before 2026-11-10/,
    ],
    [
      { milestones: [{ id: 'notice', offset: 'R-5w thrusday' }] },
      /^milestones\.notice\.offset: "R-5w thrusday" is not understood: "thrusday" is not a weekday/,
    ],
  ])('refuses %j and changes nothing', async (args, words) => {
    const before = stored()
    const { isError, text } = await call('build_schedule', args)
    expect(isError).toBe(true)
    expect(text).toMatch(words)
    expect(stored()).toBe(before)
  })

  test('an absence that ends before it begins is refused', async () => {
    const people = [{ name: 'Ana', absences: [{ from: '2026-11-20', to: '2026-11-10' }] }]
    const before = stored()
    const { isError, text } = await call('allocate_resources', { people })
    expect(isError).toBe(true)
    expect(text).toMatch(/^people\[0\]\.absences\[0\]: Ana is back on 2026-11-10, before/)
    expect(stored()).toBe(before)
  })

  test('says in result, summary and document that the work does not fit, who waits, and what to do', async () => {
    const people = [
      { name: 'Ana Ruiz', roles: ['QA lead'], absences: [{ from: '2026-11-20', to: '2026-11-25' }] },
      { name: 'Bo Lind', roles: ['devops'] },
    ]
    await call('allocate_resources', { people })
    const { fields, text } = await call('build_schedule', {
      activities: [
        { id: 'audit', phase: 'Verification', role: 'QA lead', duration_days: 3, after: ['regression SS'] },
      ],
    })
    const { days, add_people, earliest_date } = fields.shortfall!
    expect(fields.summary.length).toBeLessThanOrEqual(600)
    expect(fields.summary).toMatch(
      new RegExp(`needs ${days} working days more than there are \\(fits .* ${earliest_date}\\)`),
    )
    expect(add_people).toContainEqual({ role: 'qa_lead', count: 1 })
    expect(fields.people!.waits.join()).toMatch(/Ana Ruiz/)
    expect(fields.finish.on_time_percent).toBeLessThan(20)
    expect(JSON.stringify(fields).length).toBeLessThan(8000)
    expect(text).toContain('work_does_not_fit')
    expect(timeline()).toMatch(
      /^- the work before the release needs .* Mend: .*add 1 person more as QA lead/m,
    )
    expect(timeline()).toMatch(/^\*\*audit\*\* .* · Ana Ruiz/m)
    expect(timeline()).toMatch(
      /^- \*\*People:\*\* activities wait for those who are known; .*; nobody known as .*technical lead/m,
    )
  })
})
