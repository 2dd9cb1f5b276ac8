import { assumed, derived, given, isKnown, type Statement } from '../basis.ts'
import { addDays } from '../calendar/date.ts'
import type { Derivation } from '../derivation.ts'
import type { RolloutStep, Strategy } from '../plan.ts'

const LIFE_DAYS = 30
/** Decided flags leave the code within two weeks. */
const CLEANUP_DAYS = 14
const usualShares = [5, 25, 50, 100]

/** The flags of the release: off at the rollout, switched on by the same shares as the traffic, removed by a date. */
export function flagRows(
  { inputs, release, questions }: Derivation,
  steps: RolloutStep[],
): Strategy['flags'] {
  const shares = steps.flatMap(step => (step.percent ? [step.percent] : []))
  const ladder = (shares.length > 1 ? shares : usualShares).join(' - ')
  return (inputs.strategy?.flags ?? []).map(flag => {
    const expires: Statement<string> = flag.expires
      ? given(flag.expires, 'select_strategy')
      : assumed(addDays(release.release_date.value, LIFE_DAYS), `${LIFE_DAYS} days after the release`)
    return {
      feature: flag.feature,
      name: flag.name,
      rollout: flag.rollout ?? `after the rollout ${ladder} %`,
      owner: flag.owner
        ? given(flag.owner, 'select_strategy')
        : questions.text({
            id: 'flag_owner',
            question: 'owner of the feature flags',
            who: 'technical_lead',
            gate: 'freeze',
          }),
      rollback: flag.rollback ?? 'off',
      expires,
      ...(isKnown(expires)
        ? {
            cleanup: derived(
              addDays(expires.value, CLEANUP_DAYS),
              `${CLEANUP_DAYS} days after it is decided`,
            ),
          }
        : {}),
    }
  })
}
