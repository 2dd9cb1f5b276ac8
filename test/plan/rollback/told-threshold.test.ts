import { describe, expect, test } from 'vitest'
import { rollbackDocuments } from '../../../src/documents/rollback.ts'
import { rollbackInputs } from '../../../src/plan/inputs.ts'
import { errorRateTold, thresholdTold } from '../../../src/plan/rollback/told-threshold.ts'
import { errorAlerts } from '../../support/alert-rule.ts'
import { planOf } from '../../support/rollout.ts'

type Own = { tier: 'immediate' | 'fast' | 'planned' | 'monitor'; threshold: string; signal?: string }

function withOwn(own: Own[], strategy: object = {}) {
  const triggers = own.map(trigger => ({ signal: 'Error rate', ...trigger }))
  expect(rollbackInputs.triggers.safeParse(triggers).success).toBe(true)
  const plan = planOf('service', {
    strategy: { baseline_error_percent: 10, ...strategy },
    rollback: { triggers },
  })
  const text = rollbackDocuments(plan).find(({ path }) => path === 'rollback/alerts.yaml')!.text
  return { plan, text, rules: errorAlerts(text), codes: plan.warnings.map(({ code }) => code) }
}

describe('own thresholds', () => {
  test.each([
    ['2.5 %', 2.5, 'percent'],
    ['2,5 %', 2.5, 'percent'],
    ['.5%', 0.5, 'percent'],
    [',5 percent', 0.5, 'percent'],
    ['>= 5 % of requests', 5, 'percent'],
    ['Above 5 %', 5, 'percent'],
    ['at least 5 % or more', 5, 'percent'],
    ['43.6 % or more (0.4 % + 43.2 points)', 43.6, 'percent'],
    ['12 points', 12, 'points'],
    ['+1,5 percentage points', 1.5, 'points'],
    ['baseline + 12 points', 12, 'points'],
    ['5 points or more above the baseline', 5, 'points'],
    ['.5 pp above baseline', 0.5, 'points'],
    ['3 times the baseline', 3, 'times'],
    ['1.5x baseline', 1.5, 'times'],
    ['10 times baseline', 10, 'times'],
    ['800 ms', 800, 'ms'],
    ['1,5 s or more', 1500, 'ms'],
  ])('%s', (text, value, unit) => {
    expect(thresholdTold(text)).toEqual({ value, unit })
  })

  test.each([
    '.5 % above baseline',
    'baseline + 5 %',
    'below 99 %',
    '5',
    'clearly higher than usual',
    '5 % or 10 %',
    '5 % for 10 minutes',
    '2 to 3 %',
    '2.5.1 %',
    '-5 %',
  ])('%s is not understood, never guessed', text => {
    expect(thresholdTold(text)).toBeUndefined()
  })

  test('what they are as an error rate, or why there is none', () => {
    const known = { baseline: 10, baseline_known: true }
    expect(errorRateTold('2,5 %', known)).toBe(2.5)
    expect(errorRateTold('12 points', known)).toBe(22)
    expect(errorRateTold('3 times the baseline', known)).toBe(30)
    expect(errorRateTold('95 points', known)).toContain('100 %')
    expect(errorRateTold('3 times', { baseline: 0, baseline_known: false })).toContain('baseline')
    expect(errorRateTold('0 %', known)).toContain('always')
  })
})

describe('own triggers in rules and warnings', () => {
  test('a rule holds what was told', () => {
    expect(withOwn([{ tier: 'monitor', threshold: '12,5 %' }]).rules.ReleaseMonitor?.threshold).toBe(0.125)
    const { rules } = withOwn([{ tier: 'planned', threshold: '1.5 times the baseline' }])
    expect(rules.ReleasePlanned?.threshold).toBe(0.15)
  })

  test('what is not understood gets no rule, said in the file and as a warning', () => {
    const { rules, text, plan } = withOwn([{ tier: 'planned', threshold: '.5 % above baseline' }])
    expect(rules.ReleasePlanned).toBeUndefined()
    expect(text).toMatch(/^# No rule for tier planned: not understood: \.5 % above baseline/m)
    const warning = plan.warnings.find(({ code }) => code === 'trigger_without_rule')
    expect(warning?.message).toContain('.5 % above baseline')
    expect(warning?.fix).toContain('points')
    expect(withOwn([{ tier: 'planned', threshold: '14 %' }]).codes).not.toContain('trigger_without_rule')
  })

  test('points and percent are compared by what they mean', () => {
    const { plan } = withOwn([
      { tier: 'fast', threshold: '20 %' },
      { tier: 'planned', threshold: '15 %' },
      { tier: 'monitor', threshold: '12 points' },
    ])
    const warning = plan.warnings.find(({ code }) => code === 'triggers_not_rising')
    expect(warning?.message).toContain('planned')
    expect(warning?.message).toContain('fast')
    const { codes } = withOwn([
      { tier: 'fast', threshold: '12 points' },
      { tier: 'planned', threshold: '15 %' },
      { tier: 'monitor', threshold: '1.2 times the baseline' },
    ])
    expect(codes).not.toContain('triggers_not_rising')
  })

  test('P99 latency: times and milliseconds make rules and are compared', () => {
    const own = [
      { tier: 'fast', signal: 'P99 latency', threshold: '800 ms' },
      { tier: 'planned', signal: 'P99 latency', threshold: '9 times baseline' },
    ] satisfies Own[]
    const { text, codes } = withOwn(own, { baseline_p99_ms: 100 })
    expect(text).toContain('release:latency_p99:rate5m >= 0.8\n')
    expect(text).toContain('release:latency_p99:rate30m >= 0.9\n')
    expect(codes).toContain('triggers_not_rising')
    expect(withOwn(own.slice(0, 1)).text).toContain('release:latency_p99:rate5m >= 0.8\n')
  })

  test('two own triggers of one tier both get a rule', () => {
    const { rules } = withOwn([
      { tier: 'fast', threshold: '30 %' },
      { tier: 'fast', threshold: '25 %' },
    ])
    expect([rules.ReleaseFast?.threshold, rules.ReleaseFast2?.threshold]).toEqual([0.3, 0.25])
  })

  test('the file names the signals without a rule and why', () => {
    const { text } = withOwn([{ tier: 'fast', signal: 'Queue length', threshold: '500' }])
    expect(text).toMatch(/^# No rules for .*Core transactions.*: no standard metric/m)
    expect(text).toMatch(/^# No rules for .*Queue length/m)
  })
})
