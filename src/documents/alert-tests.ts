import type { Tier } from '../plan/kinds/profile.ts'
import type { ErrorLadder, Plan } from '../plan/plan.ts'
import { labels, type Rule, rulesOf, silenceRule, windowName, windowOf } from './alert-rules.ts'

/**
 * promtool unit tests over the series as they are recorded: each rule fires by the end of its tier's time at its
 * threshold and with error-free minutes between few requests, and stays silent before, below, and with too few requests.
 */
export function alertTests(plan: Plan, ladder: ErrorLadder): string {
  return [
    '# promtool test rules alerts_test.yaml',
    'rule_files: [alerts.yaml]',
    'evaluation_interval: 1m',
    'tests:',
    ...rulesOf(plan, ladder).flatMap(rule =>
      casesOf(rule).flatMap(test => testLines(rule, test, plan.version)),
    ),
    ...silenceTests(plan, ladder),
    '',
  ].join('\n')
}

interface Case {
  what: string
  /** Values of the recorded series from minute 0 on, in promtool's notation. */
  series: Record<string, string>
  /** At these minutes it is silent. */
  silent: number[]
  fires?: number
  /** Label of the series; none where it does not matter. */
  traffic?: 'new' | 'all'
  /** Label of the alert, where the series have theirs in their names. */
  alerted?: Case['traffic']
}

/** The rules hold for either series; one page of each is tested. */
const labelled: Partial<Record<Tier, Case['traffic']>> = { immediate: 'new', fast: 'all' }

function casesOf(rule: Rule): Case[] {
  const { minutes, threshold, traffic } = rule
  const requests = Math.max(100, Math.ceil(traffic * 2))
  const at = reached(rule, requests)
  const twice = 2 * minutes
  const seriesOf = (rate: number, value: string) => recorded(rule, `${shown(rate)}+0x${twice}`, value)
  return [
    {
      what: 'at the threshold from minute 0 on',
      series: seriesOf(requests, ramp(rule, at)),
      silent: [minutes - 1],
      fires: minutes,
      traffic: labelled[rule.tier],
    },
    {
      what: 'below the threshold',
      series: seriesOf(requests, `${shown(at * 0.95)}+0x${twice}`),
      silent: [twice],
    },
    {
      what: 'too few requests',
      series: seriesOf(
        traffic / 2,
        `${shown(rule.measure === 'errors' ? traffic / 2 : threshold * 2)}+0x${twice}`,
      ),
      silent: [twice],
    },
    ...sparse(rule),
  ]
}

function silenceTests(plan: Plan, ladder: ErrorLadder): string[] {
  const quiet = silenceRule(plan, ladder)
  if (typeof quiet === 'string') return []
  const { minutes } = quiet.rule
  const name = (traffic: string) => `release:requests:rate1m{traffic="${traffic}"}`
  const cases: Case[] = [
    {
      what: 'no request to the new version',
      series: { [name('new')]: `0+0x${minutes}`, [name('all')]: `9+0x${minutes}` },
      silent: [minutes - 2],
      fires: minutes,
    },
    {
      what: 'no metric of the new version',
      series: { [name('all')]: `9+0x${minutes}` },
      silent: [minutes - 2],
      fires: minutes,
    },
    {
      what: 'nobody asks the product at all',
      series: { [name('new')]: `0+0x${minutes}`, [name('all')]: `0+0x${minutes}` },
      silent: [minutes],
    },
  ]
  return cases.flatMap(test => testLines(quiet.rule, { ...test, alerted: 'new' }, plan.version))
}

/** The lowest value that reaches the threshold, also in the digits that are written. */
function reached({ measure, threshold }: Rule, requests: number): number {
  if (measure === 'latency') return threshold
  const exact = Number((requests * threshold).toPrecision(12))
  return exact / requests >= threshold ? exact : Number((exact * (1 + 1e-11)).toPrecision(12))
}

/** From minute 0 on every minute has the value: a share fills the window little by little, a percentile at its end at the latest. */
function ramp(rule: Rule, value: number): string {
  const window = windowOf(rule)
  const step = rule.measure === 'errors' ? value / window : 0
  return `0+${shown(step)}x${window - 1} ${shown(value)}+0x${2 * rule.minutes}`
}

/** As few requests as count, and no error in every third minute. */
function sparse(rule: Rule): Case[] {
  const window = windowOf(rule)
  if (rule.measure === 'latency' || window < 3) return []
  const perMinute = Math.ceil(rule.traffic * 60)
  // The fewest bad minutes that a window can hold have to bring it to the threshold.
  const errors = Math.floor((rule.threshold * perMinute * window) / (window - Math.ceil(window / 3))) + 1
  if (errors > perMinute) return []
  const counted = Array.from({ length: rule.minutes + 1 }, (_, minute) => {
    const past = Array.from({ length: Math.min(minute, window) }, (_, back) => minute - 1 - back)
    return past.filter(each => each % 3 !== 2).length * errors
  })
  return [
    {
      what: 'few requests, every third minute without an error',
      series: recorded(
        rule,
        `${shown(perMinute / 60)}+0x${rule.minutes}`,
        counted.map(errors => shown(errors / (window * 60), 6)).join(' '),
      ),
      silent: [],
      fires: rule.minutes,
    },
  ]
}

const shown = (number: number, digits = 12): string => String(Number(number.toPrecision(digits)))

function recorded(rule: Rule, requests: string, value: string): Case['series'] {
  const window = windowName(windowOf(rule))
  const name = rule.measure === 'errors' ? 'errors' : 'latency_p99'
  return { [`release:requests:rate${window}`]: requests, [`release:${name}:rate${window}`]: value }
}

/** In YAML's flow style: a test of four lines. */
function testLines(
  rule: Rule,
  { what, series, silent, fires, traffic, alerted = traffic }: Case,
  version: string,
): string[] {
  const label = traffic ? `{traffic="${traffic}"}` : ''
  const inputs = Object.entries(series).map(
    ([name, values]) => `{series: '${name}${label}', values: '${values}'}`,
  )
  const given = [...labels(rule, version), ...(alerted ? [`traffic: ${alerted}`] : [])].join(', ')
  const looks = [
    ...silent.map(minute => [minute, '[]']),
    ...(fires === undefined
      ? []
      : [[fires, `[{exp_labels: {${given}}, exp_annotations: {summary: '${rule.summary}'}}]`]]),
  ].map(([minute, alerts]) => `{eval_time: ${minute}m, alertname: ${rule.name}, exp_alerts: ${alerts}}`)
  return [
    `  # ${rule.name}: ${what}`,
    `  - input_series: [${inputs.join(', ')}]`,
    `    alert_rule_test: [${looks.join(', ')}]`,
    '    interval: 1m',
  ]
}
