import { isKnown } from '../plan/basis.ts'
import type { Tier } from '../plan/kinds/profile.ts'
import type { ErrorLadder, Plan } from '../plan/plan.ts'
import { isOn, thresholdForms } from '../plan/rollback/told-threshold.ts'
import { baselineP99, ladderStart, startOf } from '../plan/rollback/triggers.ts'
import { LATENCY_REQUESTS } from '../plan/strategy/ladder.ts'

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
    ...withoutRule(plan, ladder),
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

export const errorRules = (plan: Plan, ladder: ErrorLadder): Rule[] =>
  measuredRules(plan, ladder, 'error_rate', (tier, percent, minutes) => ({
    name: named(tier),
    tier,
    measure: 'errors',
    threshold: Number((percent / 100).toPrecision(10)),
    minutes,
    traffic: perSecond(ladder.tiers[tier].minimum_requests, minutes),
    summary: `Error rate at ${percent} % or above for ${minutes} minutes - tier ${tier}`,
  }))

const latencyRules = (plan: Plan, ladder: ErrorLadder): Rule[] =>
  measuredRules(plan, ladder, 'latency', (tier, milliseconds, minutes) => ({
    name: `${named(tier)}Latency`,
    tier,
    measure: 'latency',
    threshold: milliseconds / 1000,
    minutes,
    traffic: perSecond(LATENCY_REQUESTS, minutes),
    summary: `P99 latency at ${milliseconds} ms or above for ${minutes} minutes - tier ${tier}`,
  }))

/** One rule for each trigger of the plan on the signal; where a tier has none, the ladder's own. */
function measuredRules(
  plan: Plan,
  ladder: ErrorLadder,
  measure: 'error_rate' | 'latency',
  ruleOf: (tier: Tier, start: number, minutes: number) => Rule,
): Rule[] {
  const baselines = { ladder, p99: baselineP99(plan.strategy) }
  const told = plan.rollback.triggers.filter(trigger => isOn(trigger, measure))
  return order.flatMap(tier => {
    const own = told.filter(trigger => trigger.tier === tier)
    const starts =
      own.length > 0
        ? own.map(trigger => ({ start: startOf(trigger, baselines), minutes: trigger.for_minutes }))
        : [{ start: ladderStart(tier, measure, baselines), minutes: ladder.tiers[tier].for_minutes }]
    return starts
      .flatMap(({ start, minutes }) =>
        typeof start === 'number' && minutes > 0 ? [ruleOf(tier, start, minutes)] : [],
      )
      .map((rule, index) => (index === 0 ? rule : { ...rule, name: `${rule.name}${index + 1}` }))
  })
}

/** Triggers without a rule, each with its reason. */
function withoutRule(plan: Plan, ladder: ErrorLadder): string[] {
  const baselines = { ladder, p99: baselineP99(plan.strategy) }
  const rows = plan.rollback.triggers.map(trigger => ({ ...trigger, start: startOf(trigger, baselines) }))
  const unmeasured = rows.filter(({ start, signal }) => start === undefined && signal !== 'Health checks')
  const unknown = rows.find(({ start, basis }) => typeof start === 'string' && basis.kind !== 'given')
  return [
    ...(unknown ? [`# No rules for ${unknown.signal}: ${unknown.start}.`] : []),
    ...rows
      .filter(({ basis, start }) => basis.kind === 'given' && start !== undefined)
      .flatMap(({ tier, signal, threshold, start, for_minutes }) => {
        const why = typeof start === 'string' ? start : for_minutes === 0 ? 'lasts 0 minutes' : undefined
        return why
          ? [
              `# No rule for tier ${tier}: ${why}: ${oneLine(threshold)} (${oneLine(signal)}); give threshold as ${thresholdForms}.`,
            ]
          : []
      }),
    ...(unmeasured.length === 0
      ? []
      : [
          `# No rules for ${[...new Set(unmeasured.map(({ signal }) => oneLine(signal)))].join(', ')}: no standard metric tells them; people read them on the dashboard.`,
        ]),
  ]
}

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
