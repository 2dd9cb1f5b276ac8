import { isKnown, type Statement } from '../plan/basis.ts'
import { longDate } from '../plan/calendar/date.ts'
import { roleInSentence, roleName } from '../plan/kinds/roles.ts'
import type { Plan, RolloutStep, ScoreWeights, StrategyOption } from '../plan/plan.ts'
import { remediesOf, sightText } from '../plan/strategy/sight.ts'
import { additions } from './additions.ts'
import type { Documents } from './document.ts'
import { manifestDocuments } from './manifests/index.ts'
import { basisText, escaped, md, sourcesText, statementText, withBasis } from './markdown.ts'
import { rendered } from './template.ts'

/** How the release reaches its users, and the files of the platform that was named. */
export const strategyDocuments: Documents = plan => [
  {
    path: 'planning/deployment_strategy.md',
    section: 'strategy',
    note: 'rollout, its steps and limits',
    text: rendered('deployment-strategy', strategyView(plan)),
  },
  ...manifestDocuments(plan),
]

function strategyView(plan: Plan): object {
  const { release, strategy } = plan
  const { ladder } = strategy
  const nameOf = (step: RolloutStep) => roleName(step.role, plan.profile.roles)
  const roles = [...new Set(strategy.steps.map(nameOf))]
  return {
    version: plan.version,
    product: statementText(plan, release.product),
    name: strategy.name,
    rationale: strategy.rationale,
    description: strategy.description,
    chosen_by: basisText(strategy.chosen_by),
    advantages: strategy.advantages.join('; '),
    considerations: strategy.considerations.join('; '),
    has_constraints: strategy.constraints.length > 0,
    constraints: strategy.constraints.map(({ name, statement }) => ({
      name,
      value: fromCaller(statement) ? statementText(plan, statement) : withBasis(plan, statement),
    })),
    told: strategy.constraints.some(({ statement }) => fromCaller(statement))
      ? ' (without a mark: given)'
      : '',
    options: strategy.options
      .filter(option => !option.complement)
      .map(option => optionView(option, strategy.recommended)),
    complements: strategy.options.filter(option => option.complement).map(option => optionView(option, '')),
    weights: strategy.weights ? [{ text: weightsText(strategy.weights) }] : [],
    has_complements: strategy.options.some(option => option.complement),
    steps: strategy.steps.map((step, index) =>
      stepView(step, index, roles.length > 1 ? nameOf(step) : undefined),
    ),
    measured: ladder ? [{}] : [],
    reported: ladder ? [] : [{}],
    who_head: md(roles.length > 1 ? ' Who |' : ''),
    who_rule: md(roles.length > 1 ? '---|' : ''),
    by_all: roles.length === 1 ? `, by the ${roleInSentence(roles[0]!)}` : '',
    total_minutes: strategy.total_minutes,
    step_basis: stepBasis(strategy.steps),
    rollback_minutes: withBasis(plan, strategy.rollback_minutes, (value: number) => `${value} min`),
    budget: budgetLines(plan),
    promotion: strategy.promotion,
    promotion_basis: promotionBasis(plan),
    promotion_note: promotionNote(plan),
    has_flags: strategy.flags.length > 0,
    flags: strategy.flags.map(flag => ({
      ...flag,
      cleanup: flag.cleanup ? statementText(plan, flag.cleanup, longDate) : none,
      owner: statementText(plan, flag.owner),
      expires: statementText(plan, flag.expires, longDate),
    })),
    has_database: strategy.database.length > 0,
    database: strategy.database,
    database_condition: plan.traits.database_change === 'unknown' ? ', if the schema changes' : '',
    baseline: strategy.baseline
      .filter(({ statement }) => statement && isKnown(statement) && statement.basis.kind === 'assumed')
      .map(({ name }) => name)
      .join('; '),
    known_baseline: strategy.baseline
      .filter(({ statement }) => !isKnown(statement) || statement.basis.kind !== 'assumed')
      .map(({ name, statement }) => ({ name, value: withBasis(plan, statement) })),
    baseline_when: ladder ? 'over 24 hours, same weekday and hours' : 'in the week before, written to a file',
    days: strategy.monitoring.calendar_days,
    cadence: `hours ${strategy.monitoring.cadence
      .map(
        ({ from_hours, to_hours, every_minutes }) =>
          `${from_hours} to ${to_hours} every ${interval(every_minutes)}`,
      )
      .join(', ')}`,
    monitoring_basis: basisText(strategy.monitoring.basis),
    maintenance: strategy.maintenance ? [{ text: withBasis(plan, strategy.maintenance) }] : [],
    watched: [
      ...(strategy.dashboard ? [{ name: 'Dashboard', value: withBasis(plan, strategy.dashboard) }] : []),
      ...(strategy.success_metrics
        ? [{ name: 'Success', value: withBasis(plan, strategy.success_metrics) }]
        : []),
    ],
    files: manifestNames(plan),
    alert_file: ladder ? [{}] : [],
    additions: additions(plan, 'strategy'),
  }
}

function optionView(option: StrategyOption, recommended: string): object {
  const score = (value: number): string => (value === 0 ? 'not scored' : String(value))
  const chosen = option.strategy === recommended
  return {
    name: option.name,
    possible: option.feasible
      ? option.against.some(point => point.startsWith('only if'))
        ? 'open'
        : 'yes'
      : 'no',
    zero_downtime: score(option.zero_downtime),
    risk_mitigation: score(option.risk_mitigation),
    complexity: score(option.complexity),
    cost: score(option.cost),
    way_back: option.rollback_minutes === undefined ? none : `${option.rollback_minutes} min`,
    score: score(option.score),
    verdict: [chosen ? 'recommended' : '', ...option.against].filter(Boolean).join('; ') || 'possible',
  }
}

function stepView(step: RolloutStep, index: number, who: string | undefined): object {
  const harm = step.smallest_harm_points
  return {
    number: index + 1,
    name: `${step.name}${shareIn(step)}${step.irreversible ? ' (no way to undo it)' : ''}`,
    minutes: step.minutes,
    requests: step.requests_needed ?? none,
    harm: harm === undefined ? none : `${harm} points`,
    spent: spentText(step),
    who: md(who === undefined ? '' : ` ${escaped(who)} |`),
  }
}

/** The share, where the step's name does not say it. */
const shareIn = ({ name, percent }: RolloutStep): string =>
  !percent || /\d ?%|\ball\b/i.test(name) ? '' : ` (${percent} %)`

function spentText({ exposed_requests: requests, budget_percent: budget }: RolloutStep): unknown {
  const parts = [requests, budget === undefined ? undefined : `${budget} %`].filter(
    part => part !== undefined,
  )
  return parts.length > 0 ? parts.join(', ') : none
}

const none = md('-')

const fromCaller = (statement: Statement<unknown>): boolean =>
  isKnown(statement) && statement.basis.kind === 'given' && statement.basis.from === 'select_strategy'

/** The basis of most limits once, of the others with the signal that has it. */
function promotionBasis({ strategy: { promotion } }: Plan): string {
  const bases = promotion.map(({ basis }) => basisText(basis))
  const count = (text: string) => bases.filter(other => other === text).length
  const usual = bases.toSorted((a, b) => count(b) - count(a))[0] ?? ''
  const others = promotion
    .filter(({ basis }) => basisText(basis) !== usual)
    .map(({ signal, basis }) => `${signal.split(/[,(]/)[0]!.trim()}: ${basisText(basis)}; `)
  return `${others.join('')}${others.length > 0 ? 'the rest: ' : ''}${usual}`
}

/** The files for the platform, where there are any. */
function manifestNames(plan: Plan): { platform: string; names: string }[] {
  const files = manifestDocuments(plan)
  const { deployment } = plan.strategy
  if (!deployment || files.length === 0) return []
  return [{ platform: deployment.platform, names: files.map(({ path }) => path).join(', ') }]
}

/** `zero downtime 3, risk mitigation 2, ... (derived: ...)`. */
const weightNames = {
  zero_downtime: 'no downtime',
  risk_mitigation: 'risk',
  way_back: 'back',
  complexity: 'complexity',
  cost: 'cost',
}

function weightsText({ basis, ...weights }: ScoreWeights): string {
  const parts = Object.entries(weights).map(
    ([name, weight]) => `${weightNames[name as keyof typeof weights]} ${weight}`,
  )
  return `${parts.join(', ')} (${basis.from})`
}

/** Each basis of a step's length once. */
function stepBasis(steps: RolloutStep[]): string {
  return sourcesText([...new Set(steps.map(step => basisText(step.minutes_basis)))])
}

const interval = (minutes: number): string => (minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`)

function promotionNote({ strategy: { ladder } }: Plan): string {
  if (!ladder) return 'Hold: wait, then decide again; no promotion while one row says abort.'
  const { minimum_requests } = ladder.tiers.monitor
  return `Baseline: the old version beside it; points are percentage points. A reading counts from ${minimum_requests} requests on, or what its step needs if more; below that judge by health checks and journeys, never as a pass. Judge at the end of a step; before it only a trigger of the rollback plan takes it back. Hold: observe as long again, judge both together; what is not promote then is abort.`
}

function budgetLines(plan: Plan): { text: string }[] {
  const { strategy } = plan
  const used = strategy.budget_used_percent
  const left = strategy.ladder ? strategy.budget_left_percent : undefined
  const burn = strategy.ladder && strategy.burn_rate
  const last = strategy.steps.findLast(({ exposed_requests }) => exposed_requests !== undefined)
  const lines = [
    burn !== undefined &&
      burn > 1 &&
      `Objective missed before the release: the running version burns its error budget ${burn} times too fast, all of it in ${Number((30 / burn).toFixed(1))} days.`,
    last &&
      `Spent until back: requests on the new version${used === undefined ? '' : ' and 30-day error budget'} when a harm is found at the end of that step.${strategy.exposed_users === undefined ? '' : ` At most ${strategy.exposed_users} users, where each keeps to one version.`}`,
    left !== undefined &&
      `Error budget left: ${left} %. ${used !== undefined && left < used ? 'That is less: wait, or start smaller.' : 'Below 25 % only fixes should go out.'}`,
    ...(strategy.blind ?? []).map(
      blind =>
        `Cannot see: ${sightText(blind)}. What would: ${remediesOf(blind)}. Until then the step cannot promote by its error rate.`,
    ),
  ]
  return lines.flatMap(text => (text ? [{ text }] : []))
}
