import { assumed, given } from '../basis.ts'
import type { StrategyInputs } from '../inputs.ts'
import type { StrategySpec } from '../kinds/profile.ts'
import type { ErrorLadder, RolloutStep, StrategyOption } from '../plan.ts'
import type { Constraints } from './constraints.ts'
import { observation } from './observation.ts'

export type OwnStrategy = NonNullable<StrategyInputs['strategies']>[number]

const STEP_MINUTES = 15

/** A name as an id: `Canary by ring` and `canary-by-ring` are `canary_by_ring`. */
export const strategyId = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')

/** An own strategy under a catalogue's name keeps the catalogue's judgements; a new one has none (0). */
export function ownOption(own: OwnStrategy, replaced: StrategyOption | undefined): StrategyOption {
  const unjudged = { score: 0, zero_downtime: 0, risk_mitigation: 0, complexity: 0, cost: 0 }
  const base = replaced ?? { strategy: strategyId(own.strategy), name: own.strategy, ...unjudged }
  return {
    ...base,
    feasible: replaced?.feasible ?? true,
    against: [...(own.against ?? []), ...(replaced?.against ?? [])],
    complement: false,
    own: true,
  }
}

/** A step as the caller gave it, whose minutes may be open. */
interface OwnStep {
  name: string
  percent?: number | undefined
  minutes?: number | undefined
}

const ownStep = (step: OwnStrategy['steps'][number]): OwnStep =>
  typeof step === 'string' ? { name: step } : step

/** Shares of the traffic that an own strategy goes through, in its order. */
export const ownShares = (own: OwnStrategy): number[] =>
  own.steps.flatMap(step => {
    const { percent } = ownStep(step)
    return percent !== undefined && percent > 0 && percent < 100 ? [percent] : []
  })

/**
 * Steps as the caller gave them. A share without minutes lasts until its traffic shows the harm, like a catalogue's; any other
 * step without minutes gets a stated 15.
 */
export function ownSteps(
  own: OwnStrategy,
  spec: StrategySpec | undefined,
  role: string,
  constraints: Constraints,
  ladder: ErrorLadder | undefined,
): RolloutStep[] {
  return own.steps.map((step, index) => {
    const { name, percent, minutes } = ownStep(step)
    const timed =
      minutes === undefined
        ? assumed(STEP_MINUTES, 'no duration was given')
        : given(minutes, 'select_strategy')
    const shortest = {
      percent,
      shortest: timed.value,
      ...(minutes === undefined ? {} : { given: timed.basis }),
    }
    const same = spec?.steps.find(known => percent !== undefined && known.percent === percent)
    return {
      id: `step_${index + 1}`,
      name,
      ...(percent === undefined ? {} : { percent }),
      role: same?.role ?? role,
      irreversible: same?.irreversible ?? false,
      checks: same?.checks ?? [],
      ...(observation(shortest, constraints, ladder) ?? {
        minutes: timed.value,
        minutes_basis: timed.basis,
      }),
    }
  })
}

/** The own strategy behind an option, if the caller gave one under its id or name. */
export const ownOf = (own: OwnStrategy[] | undefined, option: StrategyOption): OwnStrategy | undefined =>
  own?.find(strategy => [option.strategy, strategyId(option.name)].includes(strategyId(strategy.strategy)))
