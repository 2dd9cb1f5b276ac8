import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { rollbackDocuments } from '../../src/documents/rollback.ts'
import type { StrategyInputs } from '../../src/plan/inputs.ts'
import { errorAlerts } from '../support/alert-rule.ts'
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
      ['ReleaseImmediate', '1m'],
      ['ReleaseFast', '5m'],
      ['ReleasePlanned', '30m'],
      ['ReleaseMonitor', '60m'],
      ['ReleaseNoRequests', '1m'],
    ])
    expect(list[0].expr).toMatch(/>= 0\.436 and release:requests:rate1m >= 0\.1$/)
    expect(list[1].expr).toMatch(/>= 0\.0904 and release:requests:rate5m >= 0\.0966$/)
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
      ['ReleaseImmediateLatency', '1m'],
      ['ReleaseFastLatency', '5m'],
      ['ReleasePlannedLatency', '30m'],
      ['ReleaseMonitorLatency', '60m'],
    ])
    expect(latency[1].expr).toBe('release:latency_p99:rate5m >= 0.75 and release:requests:rate5m >= 0.166')
    expect(rules).toContain('The buckets have to reach 2.5 s')
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
        const { window, for: wait } = errorAlerts(rules)[list[index].alert]!
        expect(window + wait).toBe(for_minutes)
      }
    }
  })

  test('each window that a rule looks back on is recorded', () => {
    const { rules } = alerts({ baseline_p99_ms: 250 })
    const used = new Set(JSON.stringify(parse(rules)).match(/release:\w+:\w+/g))
    for (const name of used) expect(rules).toContain(`# - record: ${name}\n`.replace('# ', '#   '))
  })

  test('silence pages only where it is no chance, and nobody is paged while nobody asks', () => {
    const waits = (requests_per_minute?: number) => {
      const { rules } = alerts({ requests_per_minute, traffic_splitting: true, mixed_versions: true })
      const rule = parse(rules).groups[0].rules.find(
        ({ alert }: { alert: string }) => alert === 'ReleaseNoRequests',
      )
      return { rules, rule, waits: rule?.for }
    }
    // The smallest share is 5 %: 10 requests are due in 200 requests of the whole.
    expect(waits(1000).waits).toBe('1m')
    expect(waits(50).waits).toBe('3m')
    expect(waits(50).rules).toContain('at 5 % of 50 requests a minute 10 or more are due in 4 minutes')
    expect(waits(20).waits).toBe('9m')
    expect(waits(10).rule).toBeUndefined()
    expect(waits(10).rules).toContain('No rule for silence')
    expect(waits().waits).toBe('1m')
    expect(waits().rules).toContain('the traffic is not known')
    expect(waits().rule.expr).toMatch(/unless on \(\) release:requests:rate1m\{traffic="all"\} == 0$/)
    expect(waits().rules).toMatch(/^# .*UNLOAD them after a rollback/m)
  })

  test('an unknown baseline is said to be assumed', () => {
    expect(alerts({}).rules).toContain('# Assumed: baseline 0 %')
  })

  test('each rule is tested at its threshold and too early, below, with too little and with sparse traffic', () => {
    const tests = parse(alerts({}).tests).tests as {
      alert_rule_test: { eval_time: string; alertname: string; exp_alerts: unknown[] }[]
    }[]
    const fast = tests
      .map(one => one.alert_rule_test.filter(look => look.alertname === 'ReleaseFast'))
      .filter(looks => looks.length > 0)
    expect(fast.map(looks => looks.map(look => [look.eval_time, look.exp_alerts.length]))).toEqual([
      [
        ['9m', 0],
        ['10m', 1],
      ],
      [['20m', 0]],
      [['20m', 0]],
      [['10m', 1]],
    ])
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

  test.skipIf(!promtool)('over counters of few requests with error-free minutes, recorded as told', () => {
    const { rules } = alerts({ slo_percent: 99.9, baseline_error_percent: 0.4 })
    const folder = mkdtempSync(join(tmpdir(), 'alerts-'))
    const bindings = rules.split('\n').flatMap(line => (/^# {3}/.test(line) ? [line.slice(2)] : []))
    const recording = bindings
      .join('\n')
      .replaceAll('YOUR_REQUEST_COUNTER', 'asked')
      .replaceAll('YOUR_FAILED_REQUEST_COUNTER', 'failed')
      .replaceAll('YOUR_VERSION_LABEL', 'version')
    // Seven requests a minute; from minute 70 on three fail in two minutes of three.
    const counted = (of: (minute: number) => number, last: number) => {
      let total = 0
      return Array.from({ length: last + 1 }, (_, minute) => (total += of(minute))).join(' ')
    }
    const failed = (minute: number) => (minute > 70 && minute % 3 ? 3 : 0)
    const fires = (minute: number, alertname: string, label: string) =>
      `{eval_time: ${minute}m, alertname: ${alertname}, exp_alerts: [${label}]}`
    const labels = (severity: string, tier: string, summary: string) =>
      `{exp_labels: {severity: ${severity}, tier: ${tier}, release: "2.5.0", traffic: new}, exp_annotations: {summary: '${summary}'}}`
    try {
      writeFileSync(join(folder, 'alerts.yaml'), rules)
      writeFileSync(join(folder, 'recording.yaml'), `groups:\n- name: recorded\n  rules:\n${recording}\n`)
      writeFileSync(
        join(folder, 'test.yaml'),
        [
          'rule_files: [recording.yaml, alerts.yaml]',
          'evaluation_interval: 1m',
          'tests:',
          '- interval: 30s',
          '  input_series:',
          `  - {series: 'asked{version="2.5.0"}', values: '0+3.5x300'}`,
          `  - {series: 'failed{version="2.5.0"}', values: '${counted(half => (half % 2 ? 0 : failed(half / 2)), 300)}'}`,
          '  alert_rule_test:',
          ...[
            fires(70, 'ReleaseFast', ''),
            fires(
              80,
              'ReleaseFast',
              labels('page', 'fast', 'Error rate at 9.04 % or above for 10 minutes - tier fast'),
            ),
            fires(71, 'ReleasePlanned', ''),
            fires(
              130,
              'ReleasePlanned',
              labels('ticket', 'planned', 'Error rate at 1.84 % or above for 60 minutes - tier planned'),
            ),
          ].map(line => `  - ${line}`),
          '',
        ].join('\n'),
      )
      const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', 'test.yaml'], {
        cwd: folder,
        encoding: 'utf8',
      })
      expect(status, `${stdout}${stderr}`).toBe(0)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  test('a library has none', () => {
    const paths = rollbackDocuments(planOf('library')).map(document => document.path)
    expect(paths.some(path => path.includes('alerts'))).toBe(false)
  })
})
