import { isKnown } from '../basis.ts'
import type { PlanInputs } from '../inputs.ts'
import type { Kind, Trait, Traits } from '../kinds/profile.ts'
import type { Release, Scope } from '../plan.ts'

type Switch = Traits[Trait]

/**
 * Which conditional parts of the profile this release needs. A range that was read answers by its files; without
 * one the parts stay in, as conditional.
 */
export function traitsOf(inputs: PlanInputs, kind: Kind, release: Release, scope: Scope): Traits {
  const seen = (kinds: string[]): Switch => {
    if (scope.signals.some(signal => kinds.includes(signal.kind))) return 'yes'
    return scope.range ? 'no' : 'unknown'
  }
  const has = (item: string): boolean => scope.items.some(entry => entry.kind === item)
  const yes = (answer: boolean, otherwise: Switch): Switch => (answer ? 'yes' : otherwise)
  return {
    database_change: databaseTrait(scope),
    // Whatever breaks is seen by those who call.
    api_change: yes(
      has('api_change') || scope.breaking.length > 0,
      seen(['api_description', 'api_breaking']),
    ),
    breaking: yes(scope.breaking.length > 0, scope.range ? 'no' : 'unknown'),
    dependency_major: seen(['dependency_major']),
    infrastructure_change: yes(has('infrastructure'), seen(['infrastructure', 'delivery'])),
    security_change: yes(has('security'), seen(['authentication'])),
    feature_flags: flagsTrait(inputs, kind),
    major: release.release_type === 'major' ? 'yes' : 'no',
  }
}

function databaseTrait(scope: Scope): Switch {
  if (isKnown(scope.database_change)) return scope.database_change.value === 'none' ? 'no' : 'yes'
  return scope.signals.some(signal => signal.kind === 'database_migration') ? 'yes' : 'unknown'
}

function flagsTrait(inputs: PlanInputs, kind: Kind): Switch {
  const { feature_flags, flags } = inputs.strategy ?? {}
  if (flags && flags.length > 0) return 'yes'
  if (feature_flags !== undefined) return feature_flags ? 'yes' : 'no'
  return kind === 'service' || kind === 'mobile' ? 'unknown' : 'no'
}
