import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { rollbackDocuments } from '../../src/documents/rollback.ts'
import type { StrategyInputs } from '../../src/plan/inputs.ts'
import { planOf } from '../support/rollout.ts'

function alerts(strategy: StrategyInputs) {
  const documents = rollbackDocuments(planOf('service', { strategy }))
  const text = (name: string) => documents.find(document => document.path === `rollback/${name}`)!.text
  return { rules: text('alerts.yaml'), tests: text('alerts_test.yaml') }
}

const cases: StrategyInputs[] = [
  {},
  { slo_percent: 99.9, baseline_error_percent: 0.4 },
  { slo_percent: 99.999 },
  { baseline_error_percent: 70, detect_points: 100 },
  { slo_percent: 99.9999, baseline_error_percent: 0.4, detect_points: 0.01, baseline_p99_ms: 0.3 },
  { slo_percent: 50, baseline_error_percent: 0, requests_per_minute: 0.1, baseline_p99_ms: 86_400_000 },
]

describe('alert rules', () => {
  test('one rule per tier with the plan’s threshold, time and minimum traffic, and one for silence', () => {
    const { rules } = alerts({ slo_percent: 99.9, baseline_error_percent: 0.4 })
    const list = parse(rules).groups[0].rules
    expect(list.map((rule: { alert: string; for: string }) => [rule.alert, rule.for])).toEqual([
      ['ReleaseImmediate', '2m'],
      ['ReleaseFast', '10m'],
      ['ReleasePlanned', '60m'],
      ['ReleaseMonitor', '120m'],
      ['ReleaseNoRequests', '2m'],
    ])
    expect(list[0].expr).toMatch(/>= 0\.436 and release:requests:rate1m >= 0\.1$/)
    expect(rules).not.toContain('Assumed')
    expect(list[0].labels.release).toBe('2.5.0')
  })

  test('P99 latency has the same tiers where its baseline is known, and else the file says why not', () => {
    const { rules } = alerts({ baseline_p99_ms: 250 })
    const latency = parse(rules).groups[0].rules.filter(({ alert }: { alert: string }) =>
      /Latency$/.test(alert),
    )
    expect(
      latency.map((rule: { alert: string; expr: string; for: string }) => [rule.alert, rule.for]),
    ).toEqual([
      ['ReleaseImmediateLatency', '2m'],
      ['ReleaseFastLatency', '10m'],
      ['ReleasePlannedLatency', '60m'],
      ['ReleaseMonitorLatency', '120m'],
    ])
    expect(latency[1].expr).toBe('release:latency_p99:rate1m >= 0.75 and release:requests:rate1m >= 0.167')
    expect(alerts({}).rules).toContain('No rules for P99 latency')
  })

  test('no rule is looser than the trigger that people follow', () => {
    for (const strategy of cases) {
      const plan = planOf('service', { strategy })
      const told = plan.rollback.triggers.filter(({ signal }) => signal === 'Error rate')
      const { rules } = alerts(strategy)
      const list = parse(rules).groups[0].rules.slice(0, 4)
      for (const [index, { threshold, for_minutes }] of told.entries()) {
        const people = Number.parseFloat(threshold)
        const automated = 100 * Number(/>= ([\d.e-]+)/.exec(list[index].expr)![1])
        expect(automated, threshold).toBeCloseTo(people, 6)
        expect(list[index].for).toBe(`${for_minutes}m`)
      }
    }
  })

  test('an unknown baseline is said to be assumed', () => {
    expect(alerts({}).rules).toContain('# Assumed: baseline 0 %')
  })

  test('each rule is tested above, too early, below and with too little traffic', () => {
    const tests = parse(alerts({}).tests).tests as {
      alert_rule_test: { alertname: string; exp_alerts: unknown[] }[]
    }[]
    const fast = tests.map(one => one.alert_rule_test[0]!).filter(one => one.alertname === 'ReleaseFast')
    expect(fast.map(one => one.exp_alerts.length)).toEqual([1, 0, 0, 0])
  })

  test('a dead version at 5 % of the traffic fires: the series are those of the new version', () => {
    const { rules, tests } = alerts({ slo_percent: 99.9, baseline_error_percent: 0.4 })
    expect(rules).toMatch(/^# .*NEW version/m)
    expect(rules).toContain('YOUR_VERSION_LABEL="2.5.0"')
    expect(rules).toContain('absent(release:requests:rate1m{traffic="new"})')
    expect(tests).toContain('{traffic="new"}')
    expect(tests).toContain('{traffic="all"}')
  })

  const promtool = spawnSync('promtool', ['--version']).status === 0
  const extremes = cases.filter((_, index) => index !== 1 && index !== 2)
  test.skipIf(!promtool).each(extremes)('promtool accepts the rules and their tests: %j', strategy => {
    const folder = mkdtempSync(join(tmpdir(), 'alerts-'))
    try {
      const { rules, tests } = alerts(strategy)
      writeFileSync(join(folder, 'alerts.yaml'), rules)
      writeFileSync(join(folder, 'alerts_test.yaml'), tests)
      for (const args of [
        ['check', 'rules', 'alerts.yaml'],
        ['test', 'rules', 'alerts_test.yaml'],
      ]) {
        const { status, stdout, stderr } = spawnSync('promtool', args, { cwd: folder, encoding: 'utf8' })
        expect(status, `${stdout}${stderr}`).toBe(0)
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  test('a library has none', () => {
    const paths = rollbackDocuments(planOf('library')).map(document => document.path)
    expect(paths.some(path => path.includes('alerts'))).toBe(false)
  })
})
