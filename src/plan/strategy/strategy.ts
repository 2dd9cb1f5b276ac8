import { assumed, given, type Known, type Statement } from '../basis.ts'
import type { Derivation } from '../derivation.ts'
import type { RolloutStep, Scope, Strategy, StrategyOption } from '../plan.ts'
import { publishedByTag } from '../scope/product/publishing.ts'
import { budgetUsed, burnRate, objectiveMissed } from './budget.ts'
import { chosenOption, withReasons } from './choice.ts'
import { type Constraints, constraintRows, constraintsOf, known, measuresTraffic } from './constraints.ts'
import { databaseSteps, maintenanceOf } from './database.ts'
import { flagRows } from './flags.ts'
import { keepOldHours } from './keep-old.ts'
import { errorLadder } from './ladder.ts'
import { manifestsFor } from './manifests.ts'
import { allOptions, specOf } from './options.ts'
import { ownOf, ownSteps } from './own.ts'
import { promotionCriteria } from './promotion.ts'
import { fallbackOf, rationaleOf, unchosen } from './rationale.ts'
import { registryWords, worded } from './registries.ts'
import { blindSteps, rolloutSteps } from './steps.ts'
import { watchedBy } from './watch.ts'
import { wayBackMinutes } from './way-back-minutes.ts'

/**
 * How the release reaches its users: every strategy judged against the facts, one chosen, its steps timed by the
 * traffic. Reads the scope's schema change, the release, the kind's profile and traits.
 * @throws PlanError `unknown_strategy`
 */
export function deriveStrategy(derivation: Derivation, scope: Scope): Strategy {
  const { inputs, profile, traits, release, warnings } = derivation
  const constraints = constraintsOf(derivation, scope)
  const options = allOptions(derivation, constraints)
  const choice = chosenOption(options, derivation)
  const spec = specOf(profile, choice.option.strategy)
  const own = ownOf(inputs.strategy?.strategies, choice.option)
  const words = registryWords(release)
  const role = profile.strategies[0]?.steps[0]?.role ?? 'devops'
  const slo_percent = serviceLevel(derivation)
  const ladder = measuresTraffic(profile)
    ? errorLadder({
        detect_points: constraints.detect_points.value,
        slo_percent: known(slo_percent),
        baseline_error_percent: known(constraints.baseline_error_percent),
      })
    : undefined
  const fewest = ladder?.tiers.monitor.minimum_requests
  const planned = own
    ? ownSteps(own, spec, role)
    : spec
      ? rolloutSteps(spec, profile, constraints, words, fewest)
      : []
  const steps = withPublishingTag(planned, scope)
  const burn_rate = burnRate(constraints, known(slo_percent))
  const fallback = fallbackOf(options, choice)
  warnings.push(
    ...blindSteps(steps, constraints),
    ...objectiveMissed(burn_rate, constraints, known(slo_percent)),
    ...unchosen(inputs.strategy?.strategies, choice),
  )
  if (ladder && ladder.abort_from < constraints.detect_points.value) {
    warnings.push({
      code: 'detect_points_above_slo',
      message: `The SLO allows ${ladder.abort_from} points, the observation looks for ${constraints.detect_points.value}: smaller harm passes the steps.`,
      fix: `Call select_strategy with detect_points ${ladder.abort_from} or less; the steps then last longer.`,
    })
  }
  const rollback_minutes = wayBackMinutes(derivation, choice.option.strategy, own)
  return {
    recommended: choice.option.strategy,
    name: choice.option.name,
    description: spec ? worded(spec.description, words).join(' ') : `Own strategy in ${steps.length} steps.`,
    rationale: rationaleOf(choice, fallback),
    chosen_by: choice.by,
    options: withReasons(options, choice.option),
    complements: options.filter(option => option.complement && option.feasible).map(option => option.name),
    advantages: spec?.advantages ?? [],
    considerations: [
      ...(spec?.considerations ?? []),
      ...stickySessions(constraints),
      ...costOf(derivation, choice.option),
    ],
    constraints: constraintRows(constraints, profile, slo_percent),
    steps,
    total_minutes: steps.reduce((sum, step) => sum + step.minutes, 0),
    rollback_minutes,
    ...budgetUsed(steps, constraints, known(slo_percent), rollback_minutes.value),
    ...(burn_rate === undefined ? {} : { burn_rate }),
    slo_percent,
    budget_left_percent: inputs.strategy?.budget_left_percent,
    baseline: baselineRows(derivation, constraints),
    promotion: promotionCriteria(profile, ladder),
    flags: flagRows(derivation, steps),
    database: databaseSteps(scope, traits),
    database_change: scope.database_change,
    ...maintenanceOf(derivation, constraints, choice.option.strategy),
    ...watchedBy(derivation),
    monitoring: { ...profile.monitoring, basis: { kind: 'assumed', from: `${profile.kind} profile` } },
    manifests: manifestsFor({
      release,
      platform: inputs.strategy?.platform,
      strategy: choice.option.strategy,
      steps,
      keepOldHours: keepOldHours(derivation).value,
      successFrom: ladder ? Number((100 - ladder.baseline - ladder.abort_from).toFixed(2)) : 99,
    }),
    ...(fallback ? { fallback } : {}),
    ...(ladder ? { ladder } : {}),
  }
}

function serviceLevel({ inputs, profile, questions }: Derivation): Statement<number> {
  const told = inputs.strategy?.slo_percent
  if (told !== undefined) return given(told, 'select_strategy')
  const question = 'service level objective for successful requests in percent'
  const slo = { id: 'slo_percent', question, who: 'Technical lead', gate: 'go_no_go' } as const
  return measuresTraffic(profile) ? questions.percent(slo) : { unknown: { ...slo, answer: 'percent' } }
}

const stickySessions = ({ sessions }: Constraints): string[] =>
  known(sessions) === 'sticky'
    ? ['sticky sessions: drain or move them before each share, and again on the way back']
    : []

function costOf(derivation: Derivation, option: StrategyOption): string[] {
  const hourly = derivation.inputs.strategy?.hourly_cost
  if (hourly === undefined || !['blue_green', 'canary'].includes(option.strategy)) return []
  const { value } = keepOldHours(derivation)
  return [
    `keeping the old version for ${value} h costs ${Number((hourly * value).toFixed(2))} at ${hourly} per hour`,
  ]
}

function baselineRows({ profile, inputs }: Derivation, constraints: Constraints): Strategy['baseline'] {
  const p99: Known<number> | undefined =
    inputs.strategy?.baseline_p99_ms === undefined
      ? undefined
      : given(inputs.strategy.baseline_p99_ms, 'select_strategy')
  const error = constraints.baseline_error_percent
  const rows: Strategy['baseline'] = profile.baseline.map(name => ({
    name,
    statement: assumed('measured before the release', `${profile.kind} profile`),
  }))
  return [
    ...(error && 'basis' in error
      ? [{ name: 'error rate known now', statement: { ...error, value: `${error.value} %` } }]
      : []),
    ...(p99 ? [{ name: 'P99 latency known now', statement: { ...p99, value: `${p99.value} ms` } }] : []),
    ...rows,
  ]
}

/** Where a workflow publishes on the pushed tag, the tag cannot be taken back: the step says so and by which file. */
function withPublishingTag(steps: RolloutStep[], scope: Scope): RolloutStep[] {
  const workflow = publishedByTag(scope.publishing)
  if (!workflow) return steps
  return steps.map(step =>
    step.id === 'tag'
      ? { ...step, irreversible: true, name: `${step.name}; ${workflow.file} publishes on the tag` }
      : step,
  )
}
