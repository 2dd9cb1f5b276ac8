import { assumed, given, type Known } from '../basis.ts'
import type { Derivation } from '../derivation.ts'
import type { WayBackSpec } from '../kinds/profile.ts'
import { type OwnStrategy, strategyId } from './own.ts'

/**
 * The catalogue's way back that belongs to a strategy; the first one bound to any strategy where it is an own one, and
 * the first that works after the rollout's start where none is bound.
 */
export function wayBackOf(derivation: Derivation, strategy: string): WayBackSpec | undefined {
  const { ways_back } = derivation.profile
  if (strategy === 'none') return undefined
  const bound = ways_back.filter(spec => spec.strategies)
  return (
    bound.find(spec => spec.strategies?.includes(strategy)) ??
    bound.at(0) ??
    ways_back.find(spec => spec.from)
  )
}

/** Minutes back from the chosen strategy: what the caller said of the strategy or of its way back, else the catalogue's. */
export function wayBackMinutes(
  derivation: Derivation,
  strategy: string,
  own: OwnStrategy | undefined,
): Known<number> {
  const spec = wayBackOf(derivation, strategy)
  if (own?.rollback_minutes !== undefined) return given(own.rollback_minutes, 'select_strategy')
  const told = derivation.inputs.rollback?.methods?.find(
    method => spec && [spec.id, strategyId(spec.name)].includes(strategyId(method.name)),
  )
  if (told?.minutes !== undefined) return given(told.minutes, 'write_rollback_plan')
  return spec
    ? assumed(spec.minutes, spec.minutes_source)
    : assumed(30, 'no way back is known for this strategy')
}
