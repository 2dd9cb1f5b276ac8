import type { Basis } from '../basis.ts'
import type { Derivation } from '../derivation.ts'
import { PlanError } from '../errors.ts'
import type { StrategyOption } from '../plan.ts'
import { comparedWith } from './options.ts'
import { strategyId } from './own.ts'

export interface Choice {
  option: StrategyOption
  by: Basis
  because: string
}

/**
 * The caller's choice, else the profile's default, else the possible one with the best score.
 * @throws PlanError `unknown_strategy` when `choose` names none of the options or only a complement
 */
export function chosenOption(options: StrategyOption[], derivation: Derivation): Choice {
  const { choose, because } = derivation.inputs.strategy ?? {}
  if (choose !== undefined) return told(options, choose, because, derivation)
  const main = options.filter(option => !option.complement)
  const preset = derivation.profile.default_strategy
  const usual = main.find(option => option.strategy === preset.id)
  if (usual?.feasible) {
    return {
      option: usual,
      by: { kind: 'assumed', from: `default for ${derivation.profile.name}` },
      because: preset.because,
    }
  }
  const best = [...main].sort(
    (one, other) => Number(other.feasible) - Number(one.feasible) || other.score - one.score,
  )[0]!
  if (!best.feasible) {
    derivation.warnings.push({
      code: 'no_feasible_strategy',
      message: `No strategy meets every constraint; ${best.name} is the least bad: ${best.against.join('; ')}.`,
      fix: 'Change a constraint through select_strategy, or add your own strategy and choose it.',
    })
  }
  const instead = usual ? `; ${usual.name} is ruled out: ${usual.against[0]}` : ''
  return {
    option: best,
    by: { kind: 'derived', from: 'best score of those possible' },
    because: `best score of those possible${instead}`,
  }
}

function told(
  options: StrategyOption[],
  choose: string,
  because: string | undefined,
  { warnings }: Derivation,
): Choice {
  const option = options.find(candidate =>
    [candidate.strategy, strategyId(candidate.name)].includes(strategyId(choose)),
  )
  const valid = options.filter(candidate => !candidate.complement).map(candidate => candidate.strategy)
  if (!option || option.complement) {
    const what = option
      ? `${option.name} goes beside a strategy and cannot be one`
      : `"${choose}" is no strategy of this plan`
    throw new PlanError(
      'unknown_strategy',
      `choose: ${what}. Valid: ${valid.join(', ')}, or one of your own from strategies[]. Call select_strategy with one of them, or with null for the best by score.`,
      'choose',
    )
  }
  if (!option.feasible) {
    warnings.push({
      code: 'chosen_strategy_infeasible',
      message: `${option.name} was chosen, but: ${option.against.join('; ')}.`,
      fix: 'Correct the constraint or choose another strategy through select_strategy.',
    })
  }
  return {
    option,
    by: { kind: 'given', from: 'select_strategy' },
    because: because ?? 'chosen by the caller; no reason was given',
  }
}

/** All options with the reason against each one that was not taken. */
export function withReasons(options: StrategyOption[], chosen: StrategyOption): StrategyOption[] {
  return options.map(option =>
    option.strategy === chosen.strategy || !option.feasible || option.complement
      ? option
      : { ...option, against: [...option.against, comparedWith(option, chosen)] },
  )
}
