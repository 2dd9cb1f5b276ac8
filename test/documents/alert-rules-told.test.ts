import { expect, test } from 'vitest'
import { documents } from '../../src/documents/index.ts'
import { derive } from '../../src/plan/derive.ts'
import type { PlanInputs } from '../../src/plan/inputs.ts'
import { exampleInputs, exampleNow } from '../support/example-inputs.ts'

const alerts = (triggers: NonNullable<PlanInputs['rollback']>['triggers']): string => {
  const inputs = exampleInputs('service')
  const plan = derive({ ...inputs, rollback: { ...inputs.rollback, triggers } }, exampleNow)
  return documents(plan).find(({ path }) => path === 'rollback/alerts.yaml')!.text
}

test("the alert rules follow the caller's triggers", () => {
  const baseline = exampleInputs('service').strategy?.baseline_error_percent ?? 0
  expect(
    alerts([{ tier: 'immediate', signal: 'Error rate', threshold: '40 points', for_minutes: 3 }]),
  ).toMatch(new RegExp(`>= ${(40 + baseline) / 100}\\n[^]*?for: 2m`))
})

test('a trigger in words gets no rule, and the file says so', () => {
  const text = alerts([
    { tier: 'planned', signal: 'Error rate', threshold: 'clearly higher than usual', for_minutes: 60 },
  ])
  expect(text).toContain('No rule for tier planned')
  expect(text).not.toContain('alert: ReleasePlanned')
})
