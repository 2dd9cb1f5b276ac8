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
/** Requests after which silence is no chance: e to the minus 10 is below 0.00005. */
const EXPECTED = 10

export interface Rule {
  name: string
  tier: Tier
  measure: 'errors' | 'latency'
  /** Share of failed requests, 0 to 1, or seconds. */
  threshold: number
  /** The tier's time: {@link windowOf} of it is looked back on, for the rest that has to hold. */
  minutes: number
  /** Requests per second below which a reading says nothing. */
  traffic: number
  summary: string
}

/**
 * Minutes that a rule looks back; the rest of the tier's time it waits (`for`). So it fires by the end of the time where
 * the threshold was reached in each of its minutes, whatever an error-free minute between few requests; and when it
 * fires, the threshold was reached over both halves, so over the whole of it: one bad minute is not enough unless its
 * errors are too many for all of the time.
 */
export const windowOf = ({ minutes }: Rule): number => Math.max(1, Math.floor(minutes / 2))

export const waitOf = (rule: Rule): number => rule.minutes - windowOf(rule)

/** `5m`, `1h`: the window in PromQL and in the names of the recorded series. */
export const windowName = (minutes: number): string =>
  minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`

/**
 * The ladders of error rate and, where its baseline is known, of P99 latency as Prometheus rules over recorded series
 * that the operator binds, each for the new version alone and for all traffic: a broken version with 5 % of the traffic
 * hardly shows in the whole.
 */
export function alertRules(plan: Plan, ladder: ErrorLadder): string {
  const rules = rulesOf(plan, ladder)
  const quiet = silenceRule(plan, ladder)
  return [
    ...bindings(plan, rules),
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
    `# ${typeof quiet === 'string' ? quiet : quiet.from}`,
    '# The highest tier that fires counts. Written from the release plan; change numbers there.',
    'groups:',
    `  - name: release-v${plan.version}`,
    '    rules:',
    ...rules.flatMap(rule => [
      `      - alert: ${rule.name}`,
      `        expr: >-`,
      `          ${reading(rule)} >= ${rule.threshold}`,
      `          and release:requests:rate${windowName(windowOf(rule))} >= ${rule.traffic}`,
      ...tail(rule, plan.version),
    ]),
    ...silence(quiet, plan.version),
    '',
  ].join('\n')
}

/** What the operator records: each window that a rule looks back on, and the minute that the rest of the plan reads. */
function bindings({ version }: Plan, rules: Rule[]): string[] {
  const ofNew = `{YOUR_VERSION_LABEL=${JSON.stringify(version)}}`
  const recorded = (name: string, minutes: number, expr: string): string[] => [
    `#   - record: release:${name}:rate${windowName(minutes)}`,
    `#     expr: ${expr.replace('RANGE', `${ofNew}[${windowName(minutes)}]`)}`,
    '#     labels: {traffic: new}',
  ]
  const windows = (some: Rule[], ...more: number[]): number[] =>
    [...new Set([...more, ...some.map(windowOf)])].sort((one, other) => one - other)
  const latency = rules.filter(({ measure }) => measure === 'latency')
  const highest = Math.max(...latency.map(({ threshold }) => threshold))
  return [
    '# Load the rules when the new version gets its first share; UNLOAD them after a rollback and when the old version is',
    '# removed: a version without traffic pages as ReleaseNoRequests.',
    '# Record these series of the NEW version from your own metrics, in requests per second:',
    ...windows(rules, 1).flatMap(minutes => [
      ...recorded('requests', minutes, 'sum(rate(YOUR_REQUEST_COUNTERRANGE))'),
      ...recorded('errors', minutes, 'sum(rate(YOUR_FAILED_REQUEST_COUNTERRANGE))'),
    ]),
    ...windows(latency).flatMap(minutes =>
      recorded(
        'latency_p99',
        minutes,
        'histogram_quantile(0.99, sum by (le) (rate(YOUR_SECONDS_BUCKETRANGE)))',
      ),
    ),
    '# Record them again for all traffic, without the version and with labels {traffic: all}: the same rules watch it.',
    ...(latency.length > 0
      ? [`# The buckets have to reach ${highest} s or more: a percentile never shows above the last of them.`]
      : []),
    '# A rule looks back on half of its tier\'s time and waits ("for") the other half: errors at its threshold in every',
    '# minute of the time fire it, an error-free minute does not start it anew, a short burst alone does not fire it.',
  ]
}

function reading(rule: Rule): string {
  const window = windowName(windowOf(rule))
  return rule.measure === 'errors'
    ? `release:errors:rate${window} / release:requests:rate${window}`
    : `release:latency_p99:rate${window}`
}

/** Baseline of the P99 latency in milliseconds. */
function p99Of({ strategy }: Plan): number | undefined {
  const row = strategy.baseline_p99_ms
  return row && isKnown(row) ? row.value : undefined
}

export const rulesOf = (plan: Plan, ladder: ErrorLadder): Rule[] => [
  ...errorRules(plan, ladder),
  ...latencyRules(plan, ladder),
]

const named = (tier: Tier): string => `Release${tier[0]!.toUpperCase()}${tier.slice(1)}`

/** Three significant digits, never more than asked: so many requests are enough. */
function perSecond(requests: number, minutes: number): number {
  const exact = requests / (minutes * 60)
  const shown = Number(exact.toPrecision(3))
  return shown <= exact ? shown : Number((shown - 10 ** (Math.floor(Math.log10(exact)) - 2)).toPrecision(3))
}

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

export interface Silence {
  rule: Rule
  /** Where its minutes come from. */
  from: string
}

/**
 * The rule on silence: so many minutes that {@link EXPECTED} requests were due at the smallest share, never fewer than
 * two. A text instead where that takes longer than people wait in the tier fast.
 */
export function silenceRule({ strategy }: Plan, ladder: ErrorLadder): Silence | string {
  const share = Math.min(100, ...strategy.steps.flatMap(({ percent = 0 }) => (percent > 0 ? percent : [])))
  const traffic = strategy.requests_per_minute
  const rate = traffic && isKnown(traffic) ? traffic.value : undefined
  const due = rate === undefined ? undefined : (rate * share) / 100
  const minutes = due === undefined ? QUIET_MINUTES : Math.max(QUIET_MINUTES, Math.ceil(EXPECTED / due))
  const longest = ladder.tiers.fast.for_minutes
  if (minutes > longest)
    return `No rule for silence: of ${rate} requests a minute ${share} % leave ${longest} minutes empty by chance; ask by health checks.`
  const from =
    due === undefined
      ? `ReleaseNoRequests: ${minutes} minutes, assumed; the traffic is not known (requests_per_minute of select_strategy). With less than ${EXPECTED} requests expected in them it pages by chance.`
      : `ReleaseNoRequests: at ${share} % of ${rate} requests a minute ${EXPECTED} or more are due in ${minutes} minutes; none by chance: below 0.00005.`
  const rule: Rule = {
    name: 'ReleaseNoRequests',
    tier: 'immediate',
    measure: 'errors',
    threshold: 0,
    minutes,
    traffic: 0,
    summary: `No request, or no metric, for ${minutes} minutes - tier immediate`,
  }
  return { rule, from }
}

/** Silent while nobody asks the product at all; where the series of all traffic is missing too, it is not. */
function silence(found: Silence | string, version: string): string[] {
  if (typeof found === 'string') return []
  return [
    '      - alert: ReleaseNoRequests',
    '        expr: >-',
    '          (release:requests:rate1m{traffic="new"} == 0 or absent(release:requests:rate1m{traffic="new"}))',
    '          unless on () release:requests:rate1m{traffic="all"} == 0',
    ...tail(found.rule, version, found.rule.minutes - 1),
  ]
}

export const labels = (rule: Rule, version: string): string[] => [
  `severity: ${severities[rule.tier]}`,
  `tier: ${rule.tier}`,
  `release: "${version}"`,
]

const tail = (rule: Rule, version: string, wait = waitOf(rule)): string[] => [
  `        for: ${wait}m`,
  '        labels:',
  ...labels(rule, version).map(line => `          ${line}`),
  '        annotations:',
  `          summary: ${rule.summary}`,
]

const oneLine = (text: string): string => text.replace(/\s+/g, ' ')
