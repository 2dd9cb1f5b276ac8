import { assumed, type Basis, given, knownValue } from '../../basis.ts'
import type { Derivation } from '../../derivation.ts'
import type { ScheduleInputs } from '../../inputs.ts'
import type { RunbookSpec } from '../../kinds/profile.ts'
import { applies, conditionOf } from '../../kinds/traits.ts'
import type { RunbookStep, Strategy } from '../../plan.ts'
import { roleIdOf } from '../role-id.ts'
import { byCaller } from '../stages/stage-list.ts'
import { lastDecisionId, withLastDecision } from './last-decision.ts'
import type { StepDraft } from './step-draft.ts'

type OwnStep = NonNullable<ScheduleInputs['release_day']>[number]

/**
 * The steps of the day in order: the profile's before the rollout, the strategy's, the profile's after it, with the caller's
 * merged in by id or put behind what they name in `after`. `lost`: own steps whose `after` names nothing known.
 */
export function runbookSteps(
  derivation: Derivation,
  strategy: Strategy,
): { steps: StepDraft[]; lost: string[] } {
  const own = derivation.inputs.schedule?.release_day ?? []
  const removed = new Set(derivation.inputs.schedule?.remove)
  const rolloutIds = new Set(strategy.steps.map(step => step.id))
  const steps = derivation.profile.release_day
    .filter(
      spec =>
        !removed.has(spec.id) && !rolloutIds.has(spec.id) && applies(derivation.traits, spec.when) !== 'no',
    )
    .flatMap(spec =>
      spec.part === 'rollout' ? rollout(strategy, spec) : [profileStep(derivation, strategy, spec)],
    )
    .filter(step => !removed.has(step.id))
  const none = removed.has(lastDecisionId)
  const merged = withOwn(
    derivation,
    withLastDecision(steps, derivation.profile, none),
    own.filter(step => !removed.has(step.id)),
  )
  // Own steps may have come between the decision and what it decides on.
  return { ...merged, steps: withLastDecision(merged.steps, derivation.profile, none) }
}

function profileStep(derivation: Derivation, strategy: Strategy, spec: RunbookSpec): StepDraft {
  const conditional = spec.when && applies(derivation.traits, spec.when) === 'unknown'
  const told = spec.id === 'backup' ? derivation.inputs.rollback?.database?.backup_minutes : undefined
  return {
    id: spec.id,
    step: spec.step,
    minutes: told ?? spec.minutes,
    role: spec.role,
    part: spec.part,
    irreversible:
      spec.irreversible ??
      (spec.when === 'database_change' &&
        spec.irreversible_because !== undefined &&
        oneWay(derivation, strategy)),
    ...(spec.irreversible_because && { irreversible_because: spec.irreversible_because }),
    ...(conditional && { condition: conditionOf(spec.when!) }),
    checks: spec.checks,
    basis:
      told === undefined
        ? assumed(undefined, `${derivation.profile.kind} profile`).basis
        : given(undefined, 'write_rollback_plan').basis,
  }
}

/** A change of the database that the caller called breaking or not reversible. */
function oneWay({ inputs }: Derivation, { database_change }: Strategy): boolean {
  return inputs.rollback?.database?.reversible === false || knownValue(database_change) === 'breaking'
}

function rollout(strategy: Strategy, spec: RunbookSpec): StepDraft[] {
  return strategy.steps.map(step => ({
    id: step.id,
    step: step.name,
    minutes: step.minutes,
    role: step.role,
    part: 'rollout',
    irreversible: step.irreversible,
    ...(spec.irreversible_because && { irreversible_because: spec.irreversible_because }),
    checks: step.checks,
    basis: step.minutes_basis,
  }))
}

function withOwn(
  derivation: Derivation,
  steps: StepDraft[],
  own: readonly OwnStep[],
): { steps: StepDraft[]; lost: string[] } {
  const result = [...steps]
  const lost: string[] = []
  for (const step of own) {
    const at = result.findIndex(known => known.id === step.id)
    const merged = mergedStep(derivation, result[at], step)
    if (at >= 0 && !step.after) {
      result[at] = merged
      continue
    }
    if (at >= 0) result.splice(at, 1)
    const places = (step.after ?? []).map(id => result.findIndex(known => known.id === id))
    if (places.includes(-1)) lost.push(step.id)
    const behind = Math.max(-1, ...places)
    const place = behind < 0 ? result.length : behind + 1
    result.splice(place, 0, { ...merged, part: at >= 0 ? merged.part : partAt(result, place) })
  }
  return { steps: result, lost }
}

function mergedStep(derivation: Derivation, known: StepDraft | undefined, own: OwnStep): StepDraft {
  const basis: Basis = given(undefined, byCaller).basis
  return {
    ...(known ?? {
      id: own.id,
      step: own.id,
      minutes: 5,
      role: 'release_manager',
      part: 'after',
      irreversible: false,
      checks: [],
    }),
    ...(own.step !== undefined && { step: own.step }),
    ...(own.minutes !== undefined && { minutes: own.minutes }),
    ...(own.role !== undefined && { role: roleIdOf(own.role, derivation.profile.roles) }),
    basis,
  }
}

/** A step put between two steps of the rollout belongs to it, else to the side on which it stands. */
function partAt(steps: readonly StepDraft[], place: number): RunbookStep['part'] {
  const before = steps[place - 1]?.part ?? 'before'
  const after = steps[place]?.part ?? 'after'
  if (before === after) return before
  return before === 'before' ? 'before' : 'after'
}
