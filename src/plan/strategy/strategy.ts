import { assumed, given, type Known, type Statement } from '../basis.ts'
import type { Derivation } from '../derivation.ts'
import type { StrategySpec } from '../kinds/profile.ts'
import type { ErrorLadder, RolloutStep, Scope, Strategy, Warning } from '../plan.ts'
import { loadBound } from '../risks/severities.ts'
import { publishedByTag } from '../scope/product/publishing.ts'
import { burnRate, objectiveMissed, withExposure, worstCase } from './budget.ts'
import { chosenOption, withReasons } from './choice.ts'
import { type Constraints, constraintRows, constraintsOf, known, measuresTraffic } from './constraints.ts'
import { databaseSteps, maintenanceOf } from './database.ts'
import { deploymentOf } from './deployment.ts'
import { flagRows } from './flags.ts'
import { keepOldHours } from './keep-old.ts'
import { errorLadder, noLadder } from './ladder.ts'
import { allOptions, specOf } from './options.ts'
import { ownOf, ownShares, ownSteps } from './own.ts'
import { coarseShares } from './pod-shares.ts'
import { promotionCriteria } from './promotion.ts'
import { fallbackOf, rationaleOf, unchosen } from './rationale.ts'
import { registryWords, worded } from './registries.ts'
import { weightsOf } from './score.ts'
import { blindSteps, blindWarnings } from './sight.ts'
import { isObserved, rolloutSteps, stepsOn } from './steps.ts'
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
  const weights = weightsOf(derivation, scope, constraints)
  const options = allOptions(derivation, constraints, weights)
  const choice = chosenOption(options, derivation)
  const chosen = choice.option.strategy
  const platform = inputs.strategy?.platform
  const spec = specOf(profile, chosen)
  const specSteps = spec ? stepsOn(platform, spec) : []
  const own = ownOf(inputs.strategy?.strategies, choice.option)
  const words = registryWords(release)
  const role = profile.strategies[0]?.steps[0]?.role ?? 'devops'
  const slo_percent = serviceLevel(derivation)
  const slo = known(slo_percent)
  const ladder = measuresTraffic(profile)
    ? errorLadder({
        detect_points: constraints.detect_points.value,
        slo_percent: slo,
        baseline_error_percent: known(constraints.baseline_error_percent),
        shares: own ? ownShares(own) : specSteps.filter(isObserved).map(step => step.percent!),
      })
    : undefined
  const planned = own
    ? ownSteps(own, spec, role, constraints, ladder)
    : rolloutSteps(specSteps, profile, constraints, words, ladder)
  const rollback_minutes = wayBackMinutes(derivation, chosen, own)
  const wayBack = rollback_minutes.value
  const exposure = { points: ladder?.abort_from, slo, wayBack }
  const deployment = deploymentOf(derivation, chosen)
  const named = deployment?.keep_old_hours.value === 0 ? withoutOld(planned) : planned
  const steps = withExposure(withPublishingTag(named, scope), constraints, exposure)
  const blind = blindSteps(steps, constraints, ladder)
  const burn_rate = burnRate(constraints, slo)
  const fallback = fallbackOf(options, choice)
  const load_bound = ladder && loadBound(derivation, scope)
  const instances = inputs.strategy?.instances
  warnings.push(
    ...(platform === 'kubernetes' && chosen === 'canary' && instances ? coarseShares(steps, instances) : []),
    ...blindWarnings(blind, ladder?.abort_from ?? constraints.detect_points.value),
    ...objectiveMissed(burn_rate, constraints, slo),
    ...unchosen(inputs.strategy?.strategies, choice),
    ...stricterObjective(ladder, constraints),
    ...(measuresTraffic(profile) && !ladder ? [noLadder(known(constraints.baseline_error_percent))] : []),
  )
  return {
    recommended: chosen,
    name: choice.option.name,
    description: spec
      ? worded(spec.description, words).join(' ')
      : own
        ? `Own strategy in ${steps.length} steps.`
        : '',
    rationale: rationaleOf(choice, fallback),
    chosen_by: choice.by,
    options: withReasons(options, choice.option),
    weights,
    complements: options.filter(option => option.complement && option.feasible).map(option => option.name),
    advantages: spec?.advantages ?? [],
    considerations: [
      ...(spec?.considerations ?? []),
      ...stickySessions(constraints),
      ...costOf(derivation, spec),
      ...(deployment?.considerations ?? []),
    ],
    constraints: constraintRows(constraints, profile, slo_percent),
    steps,
    total_minutes: steps.reduce((sum, step) => sum + step.minutes, 0),
    rollback_minutes,
    ...worstCase(steps, inputs.strategy?.users_per_hour, wayBack),
    ...(blind.length > 0 ? { blind } : {}),
    ...(burn_rate === undefined ? {} : { burn_rate }),
    slo_percent,
    ...(inputs.strategy?.baseline_p99_ms === undefined
      ? {}
      : { baseline_p99_ms: given(inputs.strategy.baseline_p99_ms, 'select_strategy') }),
    ...(known(constraints.requests_per_minute) === undefined
      ? {}
      : { requests_per_minute: constraints.requests_per_minute }),
    budget_left_percent: inputs.strategy?.budget_left_percent,
    baseline: baselineRows(derivation),
    promotion: promotionCriteria(profile, ladder, load_bound),
    flags: flagRows(derivation, steps),
    database: databaseSteps(scope, traits),
    database_change: scope.database_change,
    ...maintenanceOf(derivation, constraints, chosen),
    ...watchedBy(derivation),
    monitoring: { ...profile.monitoring, basis: { kind: 'assumed', from: `${profile.kind} profile` } },
    ...(deployment ? { deployment } : {}),
    ...(fallback ? { fallback } : {}),
    ...(ladder ? { ladder } : {}),
  }
}

/** The steps look for what the objective allows where that is less than the harm named. */
function stricterObjective(ladder: ErrorLadder | undefined, { detect_points }: Constraints): Warning[] {
  if (!ladder || ladder.abort_from >= detect_points.value) return []
  return [
    {
      code: 'detect_points_above_slo',
      message: `The SLO allows ${ladder.abort_from} points, less than the ${detect_points.value} looked for: the steps look for ${ladder.abort_from} and last accordingly.`,
      fix: `Give detect_points ${ladder.abort_from} or less, or correct slo_percent, through select_strategy.`,
    },
  ]
}

function serviceLevel({ inputs, profile, questions }: Derivation): Statement<number> {
  const told = inputs.strategy?.slo_percent
  if (told !== undefined) return given(told, 'select_strategy')
  const question = 'service level objective for successful requests in percent'
  const slo = { id: 'slo_percent', question, who: 'technical_lead', gate: 'go_no_go' } as const
  return measuresTraffic(profile) ? questions.percent(slo) : { unknown: { ...slo, answer: 'percent' } }
}

const stickySessions = ({ sessions }: Constraints): string[] =>
  known(sessions) === 'sticky'
    ? ['sticky sessions: drain or move them before each share, and again on the way back']
    : []

function costOf(derivation: Derivation, spec: StrategySpec | undefined): string[] {
  const hourly = derivation.inputs.strategy?.hourly_cost
  const keepsOld = spec?.needs.spare_environment || spec?.needs.traffic_splitting
  if (hourly === undefined || !keepsOld) return []
  const { value } = keepOldHours(derivation, spec?.id)
  return [
    `keeping the old version for ${value} h costs ${Number((hourly * value).toFixed(2))} at ${hourly} per hour`,
  ]
}

function baselineRows({ profile, inputs }: Derivation): Strategy['baseline'] {
  const p99: Known<number> | undefined =
    inputs.strategy?.baseline_p99_ms === undefined
      ? undefined
      : given(inputs.strategy.baseline_p99_ms, 'select_strategy')
  const rows: Strategy['baseline'] = profile.baseline.map(name => ({
    name,
    statement: assumed('measured before the release', `${profile.kind} profile`),
  }))
  return [
    ...(p99 ? [{ name: 'P99 latency known now', statement: { ...p99, value: `${p99.value} ms` } }] : []),
    ...rows,
  ]
}

/** Steps whose names do not promise an old version that the platform stops. */
const withoutOld = (steps: RolloutStep[]): RolloutStep[] =>
  steps.map(step => ({ ...step, name: step.name.replace('; the old version keeps running', '') }))

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
