import { isKnown } from '../plan/basis.ts'
import type { Tier } from '../plan/kinds/profile.ts'
import type { ErrorLadder, Plan, Trigger } from '../plan/plan.ts'
import { errorRateOf, LATENCY_REQUESTS, latencyTimes, shownRate } from '../plan/strategy/ladder.ts'

const severities: Record<Tier, string> = {
  immediate: 'page',
  fast: 'page',
  planned: 'ticket',
  monitor: 'info',
}
const order = ['immediate', 'fast', 'planned', 'monitor'] as const
const QUIET_MINUTES = 2

interface Rule {
  name: string
  tier: Tier
  measure: 'errors' | 'latency'
  /** Share of failed requests, 0 to 1, or seconds. */
  threshold: number
  minutes: number
  /** Requests per second below which a reading says nothing. */
  traffic: number
  summary: string
}

/**
 * The ladders of error rate and, where its baseline is known, of P99 latency as Prometheus rules over recorded series
 * that the operator binds, each for the new version alone and for all traffic: a broken version with 5 % of the traffic
 * hardly shows in the whole.
 */
export function alertRules(plan: Plan, ladder: ErrorLadder): string {
  return [
    ...[...bindings, ...(p99Of(plan) === undefined ? [] : latencyBinding), ...bindingsEnd].map(line =>
      line.replace('"VERSION"', JSON.stringify(plan.version)),
    ),
    ...(ladder.baseline_known
      ? []
      : ['# Assumed: baseline 0 %, because none is known; the thresholds are error rates themselves.']),
    `# Thresholds: ${oneLine(ladder.basis.from)} (${ladder.basis.kind}); monitor: where promotion ends.`,
    ...(p99Of(plan) === undefined
      ? ['# No rules for P99 latency: its baseline is not known (baseline_p99_ms of select_strategy).']
      : []),
    ...tiersInWords(plan, ladder).map(
      tier =>
        `# No rule for tier ${tier}: its trigger is told in words; give threshold as "N points" or "N %".`,
    ),
    '# The highest tier that fires counts. Written from the release plan; change numbers there.',
    'groups:',
    `  - name: release-v${plan.version}`,
    '    rules:',
    ...rulesOf(plan, ladder).flatMap(rule => [
      `      - alert: ${rule.name}`,
      `        expr: >-`,
      `          ${series[rule.measure]} >= ${rule.threshold}`,
      `          and release:requests:rate1m >= ${rule.traffic}`,
      ...tail(rule, plan.version),
    ]),
    '      - alert: ReleaseNoRequests',
    '        expr: release:requests:rate1m == 0 or absent(release:requests:rate1m{traffic="new"})',
    ...tail(noRequests, plan.version),
    '',
  ].join('\n')
}

const bindings = [
  '# Record these series of the NEW version from your own metrics, in requests per second; load the rules when it gets its first share:',
  '#   - record: release:requests:rate1m',
  '#     expr: sum(rate(YOUR_REQUEST_COUNTER{YOUR_VERSION_LABEL="VERSION"}[1m]))',
  '#     labels: {traffic: new}',
  '#   - record: release:errors:rate1m',
  '#     expr: sum(rate(YOUR_FAILED_REQUEST_COUNTER{YOUR_VERSION_LABEL="VERSION"}[1m]))',
  '#     labels: {traffic: new}',
]

const latencyBinding = [
  '#   - record: release:latency_p99:rate1m',
  '#     expr: histogram_quantile(0.99, sum by (le) (rate(YOUR_SECONDS_BUCKET{YOUR_VERSION_LABEL="VERSION"}[1m])))',
  '#     labels: {traffic: new}',
]

const bindingsEnd = [
  '# Record them again for all traffic, without the version and with labels {traffic: all}: the same rules watch it.',
]

const series: Record<Rule['measure'], string> = {
  errors: 'release:errors:rate1m / release:requests:rate1m',
  latency: 'release:latency_p99:rate1m',
}

/** Baseline of the P99 latency in milliseconds. */
function p99Of({ strategy }: Plan): number | undefined {
  const row = strategy.baseline_p99_ms
  return row && isKnown(row) ? row.value : undefined
}

/** promtool unit tests: each rule fires above its threshold and stays silent below it, too early, or with too few requests. */
export function alertTests(plan: Plan, ladder: ErrorLadder): string {
  const quiet: Case = { requests: 0, value: 0, at: QUIET_MINUTES + 1, fires: noRequests, traffic: 'new' }
  return [
    '# promtool test rules alerts_test.yaml',
    'rule_files: [alerts.yaml]',
    'evaluation_interval: 1m',
    'tests:',
    ...[...rulesOf(plan, ladder).flatMap(casesOf), quiet].flatMap(test => testLines(test, plan.version)),
    '',
  ].join('\n')
}

interface Case {
  requests: number
  /** Failed requests per second, or seconds of a latency rule. */
  value: number
  at: number
  fires?: Rule
  silent?: Rule
  /** Label of the series; none where it does not matter. */
  traffic?: 'new' | 'all'
}

/** The rules hold for either series; one page of each is tested. */
const labelled: Partial<Record<Tier, Case['traffic']>> = { immediate: 'new', fast: 'all' }

function casesOf(rule: Rule): Case[] {
  const requests = Math.max(100, Math.ceil(rule.traffic * 2))
  const errors = rule.measure === 'errors'
  const unit = errors ? requests * rule.threshold : rule.threshold
  // Where 100 % of the requests is the most that there can be, its own threshold has to fire.
  const above = errors ? Math.min(requests, unit * 1.05) : unit * 1.05
  const below = unit * 0.95
  const quiet = rule.traffic / 2
  return [
    { requests, value: above, at: rule.minutes + 1, fires: rule, traffic: labelled[rule.tier] },
    { requests, value: above, at: rule.minutes - 1, silent: rule },
    { requests, value: below, at: rule.minutes + 1, silent: rule },
    { requests: quiet, value: errors ? quiet : above, at: rule.minutes + 1, silent: rule },
  ]
}

/** One test a line pair, in YAML's flow style: seventeen tests of three lines each instead of twelve. */
function testLines({ requests, value, at, fires, silent, traffic }: Case, version: string): string[] {
  const rule = (fires ?? silent)!
  const given = (name: string, number: number) =>
    `{series: 'release:${name}:rate1m${traffic ? `{traffic="${traffic}"}` : ''}', values: '${Number(number.toPrecision(12))}+0x${at + 1}'}`
  const alerts = fires
    ? `[{exp_labels: {${[...labels(rule, version), ...(traffic ? [`traffic: ${traffic}`] : [])].join(', ')}}, exp_annotations: {summary: '${rule.summary}'}}]`
    : '[]'
  return [
    `  - input_series: [${given('requests', requests)}, ${given(rule.measure === 'errors' ? 'errors' : 'latency_p99', value)}]`,
    `    alert_rule_test: [{eval_time: ${at}m, alertname: ${rule.name}, exp_alerts: ${alerts}}]`,
    '    interval: 1m',
  ]
}

const rulesOf = (plan: Plan, ladder: ErrorLadder): Rule[] => [
  ...errorRules(plan, ladder),
  ...latencyRules(plan, ladder),
]

const named = (tier: Tier): string => `Release${tier[0]!.toUpperCase()}${tier.slice(1)}`

const perSecond = (requests: number, minutes: number): number =>
  Number((requests / (minutes * 60)).toPrecision(3))

export function errorRules(plan: Plan, ladder: ErrorLadder): Rule[] {
  return order.flatMap(tier => {
    const { minimum_requests } = ladder.tiers[tier]
    const own = toldErrorRate(plan, ladder, tier)
    const percent = own ? own.percent : errorRateOf(ladder, tier)
    const minutes = own ? own.for_minutes : ladder.tiers[tier].for_minutes
    if (percent === undefined || minutes === 0) return []
    return {
      name: named(tier),
      tier,
      measure: 'errors',
      threshold: Number((percent / 100).toPrecision(10)),
      minutes,
      traffic: perSecond(minimum_requests, minutes),
      summary: `Error rate at ${percent} % or above for ${minutes} minutes - tier ${tier}`,
    }
  })
}

function latencyRules(plan: Plan, ladder: ErrorLadder): Rule[] {
  const p99 = p99Of(plan)
  if (!p99) return []
  return order.flatMap(tier => {
    if (toldBy(plan, tier, /^p99 latency$/i)) return []
    const { for_minutes: minutes } = ladder.tiers[tier]
    const milliseconds = Number((p99 * latencyTimes[tier]).toPrecision(6))
    return {
      name: `${named(tier)}Latency`,
      tier,
      measure: 'latency',
      threshold: milliseconds / 1000,
      minutes,
      traffic: perSecond(LATENCY_REQUESTS, minutes),
      summary: `P99 latency at ${milliseconds} ms or above for ${minutes} minutes - tier ${tier}`,
    }
  })
}

const toldBy = (plan: Plan, tier: Tier, signal: RegExp): Trigger | undefined =>
  plan.rollback.triggers.find(
    trigger => trigger.tier === tier && trigger.basis.kind === 'given' && signal.test(trigger.signal),
  )

/** The caller's trigger of a tier on the error rate in percent: undefined where its words hold neither points nor percent. */
function toldErrorRate(
  plan: Plan,
  ladder: ErrorLadder,
  tier: Tier,
): { percent: number | undefined; for_minutes: number } | undefined {
  const told = toldBy(plan, tier, /^error rate$/i)
  if (!told) return undefined
  const [, number, unit] = /(\d+(?:\.\d+)?)\s*(points?|%)/i.exec(told.threshold) ?? []
  const value = Number(number)
  const percent = unit === '%' ? value : shownRate(ladder.baseline + value)
  return { percent: unit && percent <= 100 ? percent : undefined, for_minutes: told.for_minutes }
}

/** Tiers without a rule: their triggers are told in words that no rule can be made of. */
const tiersInWords = (plan: Plan, ladder: ErrorLadder): Tier[] =>
  order.filter(tier => !errorRules(plan, ladder).some(rule => rule.tier === tier))

const noRequests: Rule = {
  name: 'ReleaseNoRequests',
  tier: 'immediate',
  measure: 'errors',
  threshold: 0,
  minutes: QUIET_MINUTES,
  traffic: 0,
  summary: `No request, or no metric, for ${QUIET_MINUTES} minutes - tier immediate`,
}

const labels = (rule: Rule, version: string): string[] => [
  `severity: ${severities[rule.tier]}`,
  `tier: ${rule.tier}`,
  `release: "${version}"`,
]

const tail = (rule: Rule, version: string): string[] => [
  `        for: ${rule.minutes}m`,
  '        labels:',
  ...labels(rule, version).map(line => `          ${line}`),
  '        annotations:',
  `          summary: ${rule.summary}`,
]

const oneLine = (text: string): string => text.replace(/\s+/g, ' ')
