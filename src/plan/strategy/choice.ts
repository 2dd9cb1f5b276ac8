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

/** What stands in the plan where every strategy is ruled out. */
const nonePossible: StrategyOption = {
  strategy: 'none',
  name: 'none possible',
  feasible: false,
  against: [],
  score: 0,
  zero_downtime: 0,
  risk_mitigation: 0,
  complexity: 0,
  cost: 0,
  complement: false,
  own: false,
}

/**
 * The caller's choice, else the possible one with the best score, the profile's usual one where scores are equal; none
 * where nothing is possible.
 * @throws PlanError `unknown_strategy` when `choose` names none of the options or only a complement
 */
export function chosenOption(options: StrategyOption[], derivation: Derivation): Choice {
  const { choose, because } = derivation.inputs.strategy ?? {}
  if (choose !== undefined) return told(options, choose, because, derivation)
  const main = options.filter(option => !option.complement)
  const preset = derivation.profile.default_strategy
  const usual = main.find(option => option.strategy === preset.id)
  const isUsual = (option: StrategyOption): number => Number(option === usual)
  const best = main
    .filter(option => option.feasible)
    .sort((one, other) => other.score - one.score || isUsual(other) - isUsual(one))[0]
  if (!best) return none(main, derivation)
  return {
    option: best,
    by: { kind: 'derived', from: 'best score of those possible' },
    because: best === usual ? preset.because : `best score of those possible${insteadOf(usual)}`,
  }
}

const insteadOf = (usual: StrategyOption | undefined): string =>
  !usual
    ? ''
    : usual.feasible
      ? ` (${usual.name}: ${usual.score})`
      : `; ${usual.name} is ruled out: ${usual.against[0]}`

function none(main: StrategyOption[], { warnings, questions }: Derivation): Choice {
  const each = main.map(({ name, against }) => `${name} (${against.join(', ')})`).join('; ')
  warnings.push({
    code: 'no_feasible_strategy',
    message: `No strategy is possible and none is recommended: ${each}.`,
    fix: 'Change a constraint through select_strategy, add your own strategy, or take one all the same with choose and because.',
  })
  questions.text({
    id: 'strategy_constraint',
    question: 'which constraint gives way, so that a strategy becomes possible',
    who: 'technical_lead',
    gate: 'freeze',
  })
  return {
    option: nonePossible,
    by: { kind: 'derived', from: 'every strategy is ruled out by a constraint' },
    because: 'every strategy is ruled out by a constraint below; one of them has to give way',
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
