import { isKnown } from '../plan/basis.ts'
import { longDate } from '../plan/calendar/date.ts'
import type { Tier } from '../plan/kinds/profile.ts'
import type { Plan, TierPromise, Trigger, WayBack } from '../plan/plan.ts'
import { additions } from './additions.ts'
import { alertRules, alertTests } from './alert-rules.ts'
import type { Document, Documents } from './document.ts'
import { basisText, code, type Markdown, md, questionMarker, statementText } from './markdown.ts'
import { scriptText } from './rollback-scripts.ts'
import { rendered } from './template.ts'

/** The rollback plan, its scripts, and alert rules with their unit tests where requests are measured. */
export const rollbackDocuments: Documents = plan => [
  {
    path: 'rollback/rollback_plan.md',
    section: 'rollback',
    note: 'when and how to go back',
    text: rendered('rollback-plan', rollbackView(plan)),
  },
  ...plan.rollback.scripts.map(
    ({ path, script, purpose }): Document => ({
      path,
      section: 'rollback',
      note: purpose,
      text: scriptText(plan, script, purpose),
    }),
  ),
  ...alertDocuments(plan),
]

function alertDocuments(plan: Plan): Document[] {
  const { ladder } = plan.strategy
  if (!plan.rollback.alerts || !ladder) return []
  return [
    {
      path: 'rollback/alerts.yaml',
      section: 'rollback',
      note: 'Prometheus rules for the triggers',
      text: alertRules(plan, ladder),
    },
    {
      path: 'rollback/alerts_test.yaml',
      section: 'rollback',
      note: 'their unit tests',
      text: alertTests(plan, ladder),
    },
  ]
}

function rollbackView(plan: Plan): object {
  const { release, rollback, strategy } = plan
  const { point_of_no_return: point } = rollback
  return {
    version: plan.version,
    product: statementText(plan, release.product),
    previous: statementText(plan, release.previous_version),
    date: longDate(release.release_date.value),
    zone: release.timezone.value,
    strategy: strategy.name,
    tiers: tierRows(rollback.tiers),
    triggers: rollback.triggers.map(triggerView),
    trigger_note: triggerNote(plan),
    methods: rollback.methods.map((method, index) => methodView(plan, method, index)),
    point: point ? [{ ...point }] : [],
    remains: rollback.remains ? [{ text: rollback.remains }] : [],
    has_commands: rollback.commands.length > 0,
    commands: rollback.commands.map(({ name, statement }) => ({
      name: code(name),
      command: isKnown(statement)
        ? code(statement.value)
        : md(questionMarker(statement.unknown, neededBy(plan, statement.unknown.id))),
      basis: isKnown(statement) ? basisText(statement.basis) : '',
    })),
    has_scripts: rollback.scripts.length > 0,
    readings: strategy.ladder ? [{}] : [],
    kind: plan.profile.kind,
    checks: rollback.checks,
    scenarios: rollback.scenarios,
    after: rollback.after,
    rehearsal: { ...rollback.rehearsal, last: statementText(plan, rollback.rehearsal.last, longDate) },
    metrics: rollback.metrics.join('; '),
    additions: additions(plan, 'rollback'),
  }
}

const neededBy = (plan: Plan, id: string): string | undefined =>
  plan.questions.find(question => question.id === id)?.needed_by

const tierName = (tier: Tier): string => `${tier[0]!.toUpperCase()}${tier.slice(1)}`

function tierRows(tiers: TierPromise[]): object[] {
  return tiers.map(promise => {
    const {
      acknowledge_minutes: seen,
      decide_minutes: decided,
      execute_minutes: done,
      after_watch_minutes: later,
    } = promise
    const sum = seen + decided + done
    return {
      tier: tierName(promise.tier),
      within: duration(promise.within_minutes),
      made_of: `${seen} + ${decided} + ${done} = ${sum} min${promise.kept ? '' : ': NOT KEPT'}${later === undefined ? '' : `; ${later} once nobody watches live`}`,
      authority: promise.authority,
    }
  })
}

const duration = (minutes: number): string =>
  minutes === 0
    ? '0 min'
    : minutes % 1440 === 0
      ? `${minutes / 1440} d`
      : minutes % 60 === 0
        ? `${minutes / 60} h`
        : `${minutes} min`

const triggerView = (trigger: Trigger): object => ({
  tier: tierName(trigger.tier),
  signal: trigger.signal,
  threshold: trigger.threshold,
  lasts: trigger.for_minutes === 0 ? 'at once' : duration(trigger.for_minutes),
  given: trigger.basis.kind === 'given' ? ' (given)' : '',
})

function triggerNote({ rollback, strategy: { ladder } }: Plan): string {
  const source = rollback.triggers.find(trigger => trigger.basis.kind !== 'given')?.basis
  const rule =
    'The worst row counts whose condition and time are both met; until then on-call watches, below Monitor all is well.'
  if (!ladder) return `${rule}${source ? ` Source: ${source.from}.` : ''}`
  const counts = (['immediate', 'fast', 'planned', 'monitor'] as const).map(
    tier => ladder.tiers[tier].minimum_requests,
  )
  return `${rule} Error rates are percentage points above the baseline, "times" is relative to it. A reading needs at least ${counts.join(', ')} requests over its time (Immediate to Monitor); with fewer, health checks and journeys decide. Error rate: ${basisText(ladder.basis)}; the rest assumed by the profile.`
}

function methodView(plan: Plan, method: WayBack, index: number): object {
  return {
    number: index + 1,
    name: method.name,
    state: method.condition ? `${method.applies_while} (${method.condition})` : method.applies_while,
    minutes: minutesText(plan, method),
    until: method.until,
    loses: method.loses,
    steps: method.steps.map((text, step) => ({ number: step + 1, text })),
    has_steps: method.steps.length > 0,
    script: method.script ? [{ path: code(method.script) }] : [],
  }
}

/** Minutes; a note below the table says where those without a mark come from. */
function minutesText(plan: Plan, { minutes }: WayBack): Markdown {
  if (!isKnown(minutes)) return statementText(plan, minutes)
  return md(`${duration(minutes.value)}${minutes.basis.kind === 'given' ? ' (given)' : ''}`)
}
