import { describe, expect, test } from 'vitest'
import { documents } from '../../../src/documents/index.ts'
import { derive } from '../../../src/plan/derive.ts'
import type { PlanInputs } from '../../../src/plan/inputs.ts'
import { type Kind, kinds } from '../../../src/plan/kinds/profile.ts'
import { checked } from '../../../src/plan/review/checks/checks.ts'
import { exampleInputs, exampleNow } from '../../support/example-inputs.ts'

const people = ['Kim', 'Lee', 'Max', 'Noa'].map((name, n) => ({
  name,
  roles: [['devops', 'technical_lead', 'qa_lead', 'dba'][n]!],
  on_call: true,
  ...(n === 0 ? { absences: [{ from: '2026-12-03', to: '2026-12-04' }] } : {}),
}))

const measured = { requests_per_minute: 6000, baseline_error_percent: 0.5, slo_percent: 99.9 }

const release = (kind: Kind) => ({ release: { release_date: '2026-12-05', product: 'Acme', kind } })

/** Plans of all sorts: much known, little known on a Saturday that the caller wants. */
const any: Record<string, (kind: Kind) => Partial<PlanInputs>> = {
  'with much known': () => ({}),
  'with little known, on a Saturday': kind => ({ ...release(kind), scope: {}, risks: {}, strategy: {} }),
}

const ofServices: Record<string, Partial<PlanInputs>> = {
  canary: {
    strategy: {
      choose: 'canary',
      because: 'asked',
      traffic_splitting: true,
      mixed_versions: true,
      ...measured,
    },
  },
  'blue-green': {
    strategy: { choose: 'blue_green', because: 'asked', spare_environment: true, ...measured },
  },
  recreate: { strategy: { choose: 'recreate', because: 'one machine', database_change: 'breaking' } },
  'with people and commands': {
    resources: {
      people,
      costs: [
        { item: 'load test', amount: 10, currency: 'EUR' },
        { item: 'spare servers', amount: 20, currency: 'EUR' },
      ],
    },
    rollback: {
      commands: {
        switch_traffic: './a',
        health_check: './b',
        error_rate: './c',
        backup: './d',
        restore: './e',
      },
    },
  },
}

const found = (kind: Kind, changes: Partial<PlanInputs>) =>
  checked(documents(derive(exampleInputs(kind, changes), exampleNow)))

describe('the checks find nothing in plans of ours', () => {
  test.each(
    kinds.flatMap(kind => Object.keys(any).map(name => [kind, name] as const)),
  )('%s %s', (kind, name) => {
    expect(found(kind, any[name]!(kind))).toEqual([])
  })

  test.each(Object.keys(ofServices))('service %s', name => {
    expect(found('service', ofServices[name]!)).toEqual([])
  })
})
