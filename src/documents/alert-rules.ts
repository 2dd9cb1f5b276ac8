import type { Tier } from '../plan/kinds/profile.ts'
import type { ErrorLadder, Plan } from '../plan/plan.ts'

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
  /** Share of failed requests, 0 to 1. */
  threshold: number
  minutes: number
  /** Requests per second below which the share says nothing. */
  traffic: number
  summary: string
}

/**
 * The error-rate ladder as Prometheus rules over two recorded series that the operator binds, each for the new version
 * alone and for all traffic: a broken version with 5 % of the traffic hardly shows in the whole.
 */
export function alertRules(plan: Plan, ladder: ErrorLadder): string {
  return [
    ...bindings.map(line => line.replace('"VERSION"', JSON.stringify(plan.version))),
    ...(ladder.baseline_known
      ? []
      : ['# Assumed: baseline 0 %, because none is known; the thresholds are error rates themselves.']),
    `# Thresholds: ${oneLine(ladder.basis.from)} (${ladder.basis.kind}); monitor: where promotion ends.`,
    ...tiersInWords(plan, ladder).map(
      tier => `# No rule for tier ${tier}: its trigger is told in words; give threshold as "N points".`,
    ),
    '# The highest tier that fires counts. Written from the release plan; change numbers there.',
    'groups:',
    `  - name: release-v${plan.version}`,
    '    rules:',
    ...rulesOf(plan, ladder).flatMap(rule => [
      `      - alert: ${rule.name}`,
      `        expr: >-`,
      `          release:errors:rate1m / release:requests:rate1m >= ${rule.threshold}`,
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
  '# Record both again for all traffic, without the version and with labels {traffic: all}: the same rules watch it.',
]

/** promtool unit tests: each rule fires above its threshold and stays silent below it, too early, or with too few requests. */
export function alertTests(plan: Plan, ladder: ErrorLadder): string {
  const quiet: Case = { requests: 0, errors: 0, at: QUIET_MINUTES + 1, fires: noRequests, traffic: 'new' }
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
  errors: number
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
  const above = Math.min(requests, requests * rule.threshold * 1.05)
  return [
    { requests, errors: above, at: rule.minutes + 1, fires: rule, traffic: labelled[rule.tier] },
    { requests, errors: above, at: rule.minutes - 1, silent: rule },
    { requests, errors: requests * rule.threshold * 0.95, at: rule.minutes + 1, silent: rule },
    { requests: rule.traffic / 2, errors: rule.traffic / 2, at: rule.minutes + 1, silent: rule },
  ]
}

/** One test a line pair, in YAML's flow style: seventeen tests of three lines each instead of twelve. */
function testLines({ requests, errors, at, fires, silent, traffic }: Case, version: string): string[] {
  const rule = (fires ?? silent)!
  const series = (name: string, value: number) =>
    `{series: 'release:${name}:rate1m${traffic ? `{traffic="${traffic}"}` : ''}', values: '${Number(value.toPrecision(12))}+0x${at + 1}'}`
  const alerts = fires
    ? `[{exp_labels: {${[...labels(rule, version), ...(traffic ? [`traffic: ${traffic}`] : [])].join(', ')}}, exp_annotations: {summary: '${rule.summary}'}}]`
    : '[]'
  return [
    `  - input_series: [${series('requests', requests)}, ${series('errors', errors)}]`,
    `    alert_rule_test: [{eval_time: ${at}m, alertname: ${rule.name}, exp_alerts: ${alerts}}]`,
    '    interval: 1m',
  ]
}

export function rulesOf(plan: Plan, ladder: ErrorLadder): Rule[] {
  return order.flatMap(tier => {
    const { minimum_requests } = ladder.tiers[tier]
    const own = toldErrorRate(plan, tier)
    const points = own ? own.points : ladder.tiers[tier].points
    const for_minutes = own ? own.for_minutes : ladder.tiers[tier].for_minutes
    if (points === undefined || for_minutes === 0) return []
    const percent = Math.min(100, ladder.baseline + points)
    return {
      name: `Release${tier[0]!.toUpperCase()}${tier.slice(1)}`,
      tier,
      threshold: Number((percent / 100).toPrecision(6)),
      minutes: for_minutes,
      traffic: Number((minimum_requests / (for_minutes * 60)).toPrecision(3)),
      summary: `Error rate at ${Number(percent.toFixed(3))} % or above for ${for_minutes} minutes - tier ${tier}`,
    }
  })
}

/** The caller's trigger of a tier on the error rate: its points, undefined where its words hold no number of points. */
function toldErrorRate(
  plan: Plan,
  tier: Tier,
): { points: number | undefined; for_minutes: number } | undefined {
  const told = plan.rollback.triggers.find(
    trigger =>
      trigger.tier === tier && trigger.basis.kind === 'given' && /^error rate$/i.test(trigger.signal),
  )
  if (!told) return undefined
  const points = /(\d+(?:\.\d+)?)\s*points?/i.exec(told.threshold)?.[1]
  return { points: points === undefined ? undefined : Number(points), for_minutes: told.for_minutes }
}

/** Tiers without a rule: their triggers are told in words that no rule can be made of. */
const tiersInWords = (plan: Plan, ladder: ErrorLadder): Tier[] =>
  order.filter(tier => !rulesOf(plan, ladder).some(rule => rule.tier === tier))

const noRequests: Rule = {
  name: 'ReleaseNoRequests',
  tier: 'immediate',
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
