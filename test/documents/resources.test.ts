import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import { resourcesDocuments } from '../../src/documents/resources.ts'
import { derive } from '../../src/plan/derive.ts'
import type { PlanInputs, ResourcesInputs } from '../../src/plan/inputs.ts'
import type { Kind } from '../../src/plan/kinds/profile.ts'

function documentsOf(kind: Kind, resources: ResourcesInputs = {}, answers: PlanInputs['answers'] = {}) {
  const inputs: PlanInputs = {
    schema_version: 1,
    version: '2.5.0',
    planning_started: '2026-10-20T09:00:00Z',
    release: { release_date: '2026-12-01', product: 'shop', release_manager: 'Rhea Lund', kind, country: [] },
    resources,
    answers,
    moves: [],
  }
  return resourcesDocuments(derive(inputs, inputs.planning_started))
}

const people: ResourcesInputs['people'] = [
  { name: 'Ana', roles: ['devops'], phone: '+49 30 1' },
  { name: 'Bo', roles: ['devops'], timezone: 'America/New_York' },
  { name: 'Cleo', roles: ['technical_lead'], hours_per_week: 10 },
]

describe('the team of a service without people', () => {
  const text = documentsOf('service')[0]!.text

  test('asks for each person once, with who answers and by when', () => {
    expect(text.match(/\[TBD: name of the DevOps engineer · Release manager by 2026-11-17\]/g)).toHaveLength(
      1,
    )
    expect(text).toContain('| Release manager | Rhea Lund |')
  })

  test('P1: the shifts are one question each, not a name for the whole watch', () => {
    const rows = text.split('\n').filter(line => line.includes('names and phones of the primary on-call'))
    expect(rows).toHaveLength(2)
    expect(rows[0]).toMatch(/^\| Tue 2026-12-01 06:\d\d \| Fri 2026-12-04 \d\d:00 \|/)
  })

  test('shows what is unknown in the budget as unknown', () => {
    expect(text).toContain('1 amount is unknown.')
    expect(text).not.toMatch(/Total/)
  })

  test('is short', () => {
    expect(Buffer.byteLength(text)).toBeLessThan(8_000)
  })

  test('has no calendar without a name: one without an entry is not valid', () => {
    expect(documentsOf('service').map(({ path }) => path)).toEqual(['resources/team_allocation.md'])
  })
})

test('a library needs neither administrator nor call', () => {
  const text = documentsOf('library')[0]!.text
  expect(text).toContain('Nothing but working time')
  expect(text).not.toMatch(/database|call of the release day|engineering manager|staging/i)
})

describe('the team with people', () => {
  const [team, calendar] = documentsOf('service', { people })
  const text = team!.text

  test('shows owners, backups, load, overloads with a fix, gaps and shifts', () => {
    expect(text).toMatch(/\| DevOps engineer \| Ana \([^|]+\) \| Bo \|/)
    expect(text).toMatch(/\| Cleo \|.* \*\*▲ [\d.]+\/10\*\* \|/)
    expect(text).toMatch(/- Cleo, W49: hand \d+ h of technical lead to one more person/)
    expect(text).toMatch(/## To close[\s\S]*\| [^|]*QA lead[^|]* \| nobody assigned \|/)
    expect(text).toMatch(/Hours on call: Ana \d+ h, Bo \d+ h/)
    expect(text).toContain('| Ana | +49 30 1 | UTC |')
  })

  test('the calendar has every shift', () => {
    const events = new ICAL.Component(ICAL.parse(calendar!.text)).getAllSubcomponents('vevent')
    const rows = text.split('\n').filter(line => /^\| \w{3} 2026-12-0\d \d\d:\d\d \|/.test(line))
    expect(events).toHaveLength(rows.length)
    expect(events.length).toBeGreaterThan(5)
  })
})

test('an answer stands where its question stood', () => {
  const text = documentsOf('service', {}, { primary_on_call: { value: 'Ana and Bo', from: 'fill_in' } })[0]!
    .text
  expect(text.match(/Ana and Bo/g)).toHaveLength(2)
  expect(text).not.toContain('names and phones of the primary')
})
