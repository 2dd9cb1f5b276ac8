import { expect, test } from 'vitest'
import { derive } from '../../../src/plan/derive.ts'
import type { PlanInputs } from '../../../src/plan/inputs.ts'
import { exampleInputs, exampleNow } from '../../support/example-inputs.ts'

const planOf = (kind: 'service' | 'library', changes: Partial<PlanInputs> = {}) =>
  derive(exampleInputs(kind, changes), exampleNow)
const met = (plan: ReturnType<typeof planOf>, criterion: RegExp) =>
  plan.review.go_no_go.find(entry => criterion.test(entry.criterion))!

test('work that does not fit is a matter of the dates, not of the window', () => {
  const activities = [{ id: 'regression', not_after: '2026-11-17' }]
  const plan = planOf('service', { schedule: { activities } })
  expect(met(plan, /fit the window/).evidence).not.toMatch(/after its limit/)
  expect(met(plan, /dates hold/)).toMatchObject({
    met: 'no',
    evidence: expect.stringMatching(/after its limit/),
  })
})

test('a window that is too short is a matter of the day', () => {
  const { release } = exampleInputs('service')
  const plan = planOf('service', { release: { ...release, window: { from: '06:45', to: '08:00' } } })
  expect(met(plan, /fit the window/)).toMatchObject({
    met: 'no',
    evidence: expect.stringMatching(/too short/),
  })
  expect(met(plan, /dates hold/).evidence).not.toMatch(/too short/)
})

test('no rollback tier can be kept while nobody is named who is on call', () => {
  const nobody = planOf('service', { resources: {}, answers: {} })
  expect(met(nobody, /rollback tier/)).toMatchObject({
    met: 'unknown',
    evidence: expect.stringMatching(/once a primary on-call is named/),
  })
  const answers = { primary_on_call: { value: 'Ana Ruiz, Bo Lind', from: 'fill_in' } }
  expect(met(planOf('service', { resources: {}, answers }), /rollback tier/).met).toBe('yes')
})

test('approvals are those of the go criterion, of roles that the plan has', () => {
  for (const kind of ['service', 'library'] as const) {
    const plan = planOf(kind)
    const names = plan.review.approvals.map(({ who }) => who)
    const go = plan.schedule.stages.find(({ gate }) => gate === 'go_no_go')!.exit_criteria[0]!
    expect(go.toLowerCase()).toBe(`go by ${names.join(', ')}`.toLowerCase())
  }
  expect(planOf('library').review.approvals.map(({ who }) => who)).not.toContain('Product manager')
})
