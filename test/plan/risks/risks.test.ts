import { describe, expect, test } from 'vitest'
import { documents } from '../../../src/documents/index.ts'
import { derive } from '../../../src/plan/derive.ts'
import type { PlanInputs } from '../../../src/plan/inputs.ts'
import { type Kind, kinds } from '../../../src/plan/kinds/profile.ts'
import { exampleInputs, exampleNow } from '../../support/example-inputs.ts'

const made = (kind: Kind = 'service', more: Partial<PlanInputs> = {}, now = exampleNow) =>
  derive(exampleInputs(kind, more), now)
const risk = (plan: ReturnType<typeof made>, id: string) => plan.risks.register.find(one => one.id === id)!

describe('the chain of a risk', () => {
  test.each(kinds)('%s: data and access start at once, and the answer keeps the data', kind => {
    const plan = made(kind)
    for (const id of ['schema_migration', 'access_change']) {
      expect(risk(plan, id).trigger, id).toMatch(/^immediate: /)
      const main = plan.rollback.methods.find(method => method.id === plan.rollback.main)!
      expect(risk(plan, id).way_back, id).toContain(main.name)
    }
  })

  test('a service: data integrity, the main way back, the restore as last resort only', () => {
    expect(risk(made(), 'schema_migration')).toMatchObject({
      trigger: 'immediate: Data integrity',
      way_back: expect.stringMatching(/^(?!Restore).+; last resort: Restore the database$/),
    })
  })

  test('no way that loses data while another exists', () => {
    const breaking = made('service', { strategy: { database_change: 'breaking' } })
    expect(risk(breaking, 'schema_migration').way_back).toMatch(/^Roll forward; last resort: Restore/)
  })
})

describe('what the scope says of itself', () => {
  test('a declared break is a risk that names it', () => {
    expect(risk(made(), 'declared_break')).toMatchObject({
      description: 'Remove /v1/users.',
      severity: 'medium',
    })
  })

  test('an unfinished item is a risk', () => {
    const items = [{ id: 'F-9', title: 'Export', status: 'in_development' as const }]
    const plan = made('service', { scope: { items } })
    expect(risk(plan, 'unfinished_item').description).toBe('In development: Export.')
    expect(risk(made(), 'unfinished_item')).toBeUndefined()
  })

  test('a change of behaviour is a risk with its examples', () => {
    const { observed } = exampleInputs('service')
    const signals = [
      { kind: 'behaviour_change', files: [], count: 6, example: 'a', examples: ['a', 'b', 'c', 'd', 'e'] },
    ]
    const plan = made('service', { observed: { ...observed, range: { ...observed!.range!, signals } } })
    expect(risk(plan, 'behaviour_change').description).toBe('a; b; c; d; and 2 more.')
  })
})

test('migrations that were edited after they shipped have a line of their own', () => {
  const { observed } = exampleInputs('service')
  const detail = '27 new migrations, 27 edited after they shipped'
  const signals = [
    { kind: 'database_migration', files: ['db/2.js'], count: 54, example: 'db/2.js', detail, edited: 27 },
  ]
  const plan = made('service', { observed: { ...observed, range: { ...observed!.range!, signals } } })
  const text = documents(plan).find(({ path }) => path === 'risks/risk_assessment.md')!.text
  expect(text).toContain(`${detail}, e.g. db/2.js; compatibility`)
  expect(text).toMatch(/^- 27 edited after they shipped: /m)
})

describe('who reviews the register, and when', () => {
  const last = (now: string) => {
    const plan = made('service', {}, now)
    const text = documents(plan).find(({ path }) => path === 'risks/risk_assessment.md')!.text
    return { plan, line: text.trimEnd().split('\n').at(-1)! }
  }

  test('nobody has reviewed it; the next review is within the week', () => {
    const { plan, line } = last('2026-11-02T09:00:00Z')
    expect(line).toContain('next review Mon 2026-11-09')
    expect(line).toMatch(/To be reviewed by Ann Example by \w{3} \d{4}/)
    expect(line).not.toContain('Reviewed by')
    expect(plan.risks.next_review).toBe('2026-11-09')
  })

  test('near the release: the go/no-go, then the day itself', () => {
    const { plan } = last('2026-11-26T09:00:00Z')
    const gate = plan.schedule.milestones.find(milestone => milestone.gate === 'go_no_go')!.date
    expect(plan.risks.next_review! <= gate || plan.risks.next_review === '2026-12-01').toBe(true)
    expect(last('2026-11-30T09:00:00Z').plan.risks.next_review).toBe('2026-12-01')
  })
})

describe('sentences of the risk assessment', () => {
  const assessment = (more: Partial<PlanInputs>): string =>
    documents(made('service', more)).find(({ path }) => path === 'risks/risk_assessment.md')!.text

  test.each([
    'high',
    'medium',
  ] as const)("a caller's %s risk without a full stop ends before what follows", impact => {
    const own = {
      id: 'edited',
      title: 'Edited migration',
      description: 'Behaves differently on databases from before 2.3.0',
      impact,
      probability_percent: 50,
      consequence: 'Feeds are lost.',
      contingency: [{ if: 'migration fails', then: 'restore the dump' }],
    }
    expect(assessment({ risks: { risks: [own] } })).toMatch(/from before 2\.3\.0\. (?:If|Feeds)/)
  })

  test('one file decides, two decide', () => {
    const { observed } = exampleInputs('service')
    const described = (count: number): string => {
      const signal = {
        kind: 'infrastructure',
        files: ['Dockerfile'],
        count,
        example: 'Dockerfile',
        examples: ['base image'],
      }
      const plan = made('service', {
        observed: { ...observed, range: { ...observed!.range!, signals: [signal] } },
      })
      return risk(plan, 'delivery_change').description
    }
    expect(described(1)).toContain('1 file that decides how')
    expect(described(2)).toContain('2 files that decide how')
  })
})
