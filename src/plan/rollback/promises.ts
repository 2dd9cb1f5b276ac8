import type { Derivation } from '../derivation.ts'
import type { Resources, Strategy, TierPromise } from '../plan.ts'
import { recoveryOf } from './recovery/recovery.ts'

/** Until the on-call looks, where the escalation says nothing. */
const USUAL_ACKNOWLEDGE = 15

/** Each tier's promise against what it takes: acknowledge + decide + execute. A broken one is a warning. */
export function tierPromises(
  derivation: Derivation,
  strategy: Strategy,
  resources: Resources,
): TierPromise[] {
  const onCall = resources.escalation[0]?.minutes.value ?? USUAL_ACKNOWLEDGE
  const execute = strategy.rollback_minutes.value
  const promises = recoveryOf(derivation.profile.kind).tiers.map((spec): TierPromise => {
    const acknowledge = spec.acknowledge ?? onCall
    return {
      tier: spec.tier,
      within_minutes: spec.within,
      acknowledge_minutes: acknowledge,
      decide_minutes: spec.decide,
      execute_minutes: execute,
      kept: acknowledge + spec.decide + execute <= spec.within,
      authority: spec.authority,
      ...(spec.acknowledge === undefined ? {} : { after_watch_minutes: onCall + spec.decide + execute }),
    }
  })
  for (const promise of promises.filter(({ kept }) => !kept)) {
    const { tier, within_minutes, acknowledge_minutes, decide_minutes, execute_minutes } = promise
    const sum = acknowledge_minutes + decide_minutes + execute_minutes
    derivation.warnings.push({
      code: 'promise_not_kept',
      message: `Rollback tier ${tier} promises ${within_minutes} min but takes ${sum}: ${acknowledge_minutes} to acknowledge, ${decide_minutes} to decide, ${execute_minutes} to execute.`,
      fix: 'Choose a strategy with a quicker way back, or give measured minutes through write_rollback_plan methods[].',
    })
  }
  return promises
}
