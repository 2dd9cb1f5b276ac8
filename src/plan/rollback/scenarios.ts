import { isKnown } from '../basis.ts'
import type { Derivation } from '../derivation.ts'
import { applies } from '../kinds/traits.ts'
import type { Scenario, WayBack } from '../plan.ts'
import { recoveryOf } from './recovery/recovery.ts'

/** What may happen, with the minutes of the way back that it takes; `main` is the strategy's own way. */
export function scenariosOf(
  { profile, traits }: Derivation,
  methods: WayBack[],
  main: string | undefined,
): Scenario[] {
  const ofStrategy = methods.find(method => method.id === main) ?? methods[1] ?? methods[0]!
  return recoveryOf(profile.kind)
    .scenarios.filter(scenario => applies(traits, scenario.when) !== 'no')
    .map(({ when: _, ways = [], ...scenario }) => {
      const way = ways.flatMap(id => methods.find(method => method.id === id) ?? [])[0] ?? ofStrategy
      const minutes = isKnown(way.minutes) ? scenario.decide_minutes + way.minutes.value : undefined
      return {
        ...scenario,
        way: way.id,
        ...(minutes === undefined ? {} : { minutes }),
        basis: { kind: 'derived', from: `decide + ${way.name}` },
      }
    })
}
