import { describe, expect, test } from 'vitest'
import { rollbackDocuments } from '../../src/documents/rollback.ts'
import { strategyDocuments } from '../../src/documents/strategy.ts'
import type { PlanInputs } from '../../src/plan/inputs.ts'
import { type Kind, kinds } from '../../src/plan/kinds/profile.ts'
import { planOf } from '../support/rollout.ts'

const strategyText = (kind: Kind, more: Partial<PlanInputs> = {}) =>
  strategyDocuments(planOf(kind, more))[0]!.text
const rollbackText = (kind: Kind, more: Partial<PlanInputs> = {}) =>
  rollbackDocuments(planOf(kind, more))[0]!.text

describe('deployment_strategy.md', () => {
  test.each(kinds)('%s: the recommended strategy stands on exactly one line', kind => {
    const text = strategyText(kind)
    expect(text.match(/Recommended Strategy:/g)).toHaveLength(1)
    expect(text).toMatch(/^Recommended Strategy: \S.*$/m)
  })

  test('where minutes come from is said once', () => {
    expect(strategyText('library')).toMatch(/Minutes assumed: library profile; shortest observation\.$/m)
  })

  test('T5, T6: says what points are, what is relative, and the minimum traffic', () => {
    const text = strategyText('service')
    expect(text).toContain('percentage points')
    expect(text).toMatch(/counts from \d+ requests/)
  })

  test('a strategy with an open need is open, a missed objective stands in the budget line', () => {
    const text = strategyText('service', { strategy: { baseline_error_percent: 0.4, slo_percent: 99.9 } })
    expect(text).toMatch(/^\| Canary \| open \|/m)
    expect(text).toContain('burns its error budget 4 times too fast, all of it in 7.5 days')
    expect(text).toMatch(/^- Dashboard: \[TBD: /m)
    expect(text).toMatch(/^- Success: \[TBD: /m)
  })

  test('what only a person knows stands as a question with the day it is needed', () => {
    expect(strategyText('service')).toMatch(
      /\[TBD: requests per minute in the hours of the rollout · DevOps engineer by \d{4}-/,
    )
  })

  test('a library’s plan knows no traffic, database or load balancer', () => {
    const text = `${strategyText('library')}${rollbackText('library')}`
    expect(text).not.toMatch(/traffic|load balancer|database|DBA|canary/i)
  })

  test('notes of the caller are printed', () => {
    const notes = [{ id: 'n', heading: 'Cold caches', text: 'Warm them **first**.' }]
    expect(strategyText('service', { strategy: { notes } })).toContain('Warm them **first**.')
  })

  test('M8: a hostile flag name stays text in its cell', () => {
    const flags = [{ feature: 'a | b\n## c', name: '{{version}}<b>' }]
    const text = strategyText('service', { strategy: { flags } })
    expect(text).toContain('a \\| b ## c | {{version}}\\<b\\>')
    expect(text).not.toMatch(/^## c/m)
  })
})

describe('rollback_plan.md', () => {
  test.each(kinds)('%s: is short and complete', kind => {
    const text = rollbackText(kind)
    for (const heading of [
      'Now',
      'Who decides',
      'When',
      'Ways back',
      'Verify',
      'Scenarios',
      'Afterwards',
      'Rehearsal',
    ]) {
      expect(text).toMatch(new RegExp(`^## ${heading}`, 'm'))
    }
    expect(Buffer.byteLength(text)).toBeLessThan(10_500)
    expect(text).not.toMatch(/undefined|NaN|\[object/)
  })

  test('the column "Lasts" stands only where something lasts', () => {
    expect(rollbackText('service')).toContain('| Tier | Signal | Condition | Lasts |')
    for (const kind of ['library', 'distributed'] as const)
      expect(rollbackText(kind)).toContain('| Tier | Signal | Condition |\n')
  })

  test('who decides is named for every tier, what commands get and how long readings take is said', () => {
    const flags = [{ feature: 'a', name: 'a' }]
    const database = { backup_minutes: 12 }
    const text = rollbackText('service', {
      strategy: { flags, database_change: 'backward_compatible' },
      rollback: { database },
    })
    expect(text).toMatch(/^\| Monitor \| - \| no way back \| release manager/m)
    expect(text).toContain('| 5 min watched live, 15 min on call | watched live 1 + 1 + 2 = 4 min; on call ')
    expect(text).toContain(
      'Variables: VERSION, PREVIOUS_VERSION, BACKUP_FILE (backup, restore), FLAG (flag_off).',
    )
    expect(text).toContain('until 5 in a row are below the limit: add 5 to 15 minutes.')
    expect(text).toContain('Backup before the release: 12 min _(given: write_rollback_plan)_.')
    expect(text).toContain('| 5 + 2 (way 3) = 7 |')
    expect(text).toMatch(/\| 30 \+ way \d, not measured \|/)
  })

  test('I5: it promises nowhere that no data was lost', () => {
    expect(rollbackText('service')).not.toMatch(/no data (was|were|is) lost/i)
  })

  test('a given command is printed, a missing one is a question', () => {
    const text = rollbackText('service', {
      rollback: { commands: { switch_traffic: 'kubectl patch `x` | cat' } },
    })
    expect(text).toContain('`` kubectl patch `x` \\| cat ``')
    expect(text).toContain('[TBD: command that prints the present error rate')
  })

  test('boxes carry no date, so that ticks survive a move', () => {
    const boxes = rollbackText('service').match(/^- \[ \] .*$/gm) ?? []
    expect(boxes.length).toBeGreaterThan(15)
    for (const box of boxes) expect(box).not.toMatch(/\d{4}-\d{2}-\d{2}/)
  })

  test('everything is printed without a value that the plan does not hold: a moved date moves all dates', () => {
    const later = {
      release: {
        release_date: '2027-01-12',
        kind: 'service' as const,
        product: 'Acme shop',
        previous_version: '2.4.1',
      },
    }
    const text = rollbackText('service', later)
    expect(text).toContain('Tue 2027-01-12')
    expect(text).not.toContain('2026-12-01')
  })
})
