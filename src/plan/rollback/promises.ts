import { isKnown } from '../basis.ts'
import type { Derivation } from '../derivation.ts'
import type { WayBackSpec } from '../kinds/profile.ts'
import type { PromisedMinutes, Resources, Strategy, TierPromise, WayBack } from '../plan.ts'
import { keepOldHours, keptAtMost } from '../strategy/keep-old.ts'
import { recoveryOf } from './recovery/recovery.ts'
import type { TierSpec } from './recovery/spec.ts'

/** Until the on-call looks, where the escalation says nothing. */
const USUAL_ACKNOWLEDGE = 15

type Part = TierPromise['parts'][number]

interface Around {
  strategy: Strategy
  resources: Resources
  specs: WayBackSpec[]
  methods: WayBack[]
}

/**
 * Each tier's promise against what it takes, acknowledge + decide + execute, in every part of the watch: watched
 * live, on call, and after the old version is gone, where that comes before the end. A broken one is a warning.
 */
export function tierPromises(derivation: Derivation, around: Around): TierPromise[] {
  const later = afterOldVersion(derivation, around)
  const promises = recoveryOf(derivation.profile.kind).tiers.map((spec): TierPromise => {
    const parts = partsOf(spec, around, later)
    const { within_minutes, acknowledge_minutes, decide_minutes, execute_minutes } =
      parts.find(part => !part.kept) ?? parts[0]!
    return {
      tier: spec.tier,
      within_minutes,
      acknowledge_minutes,
      decide_minutes,
      execute_minutes,
      kept: parts.every(part => part.kept),
      authority: spec.authority,
      parts,
    }
  })
  for (const promise of promises.filter(({ kept }) => !kept)) {
    const { while: when, ...minutes } = promise.parts.find(part => !part.kept)!
    derivation.warnings.push({
      code: 'promise_not_kept',
      message: `Rollback tier ${promise.tier} promises ${minutes.within_minutes} min but takes ${total(minutes)} (${when}): ${minutes.acknowledge_minutes} to acknowledge, ${minutes.decide_minutes} to decide, ${minutes.execute_minutes} to execute.`,
      fix:
        when === goneOld
          ? 'Keep the old version as long as the release is watched (keep_old_hours), or give measured minutes through write_rollback_plan methods[].'
          : 'Choose a strategy with a quicker way back, or give measured minutes through write_rollback_plan methods[].',
    })
  }
  return promises
}

const goneOld = 'old version removed'

export const total = (minutes: PromisedMinutes): number =>
  minutes.acknowledge_minutes + minutes.decide_minutes + minutes.execute_minutes

function partsOf(spec: TierSpec, { strategy, resources }: Around, later: number | undefined): Part[] {
  const onCall = resources.escalation[0]?.minutes.value ?? USUAL_ACKNOWLEDGE
  const execute = strategy.rollback_minutes.value
  const within = spec.on_call_within ?? spec.within
  const part = (when: string, within_minutes: number, seen: number, execute_minutes: number): Part => {
    const minutes = {
      within_minutes,
      acknowledge_minutes: seen,
      decide_minutes: spec.decide,
      execute_minutes,
    }
    return { while: when, ...minutes, kept: total(minutes) <= within_minutes }
  }
  return [
    ...(spec.acknowledge === undefined ? [] : [part('watched live', spec.within, spec.acknowledge, execute)]),
    part('on call', within, onCall, execute),
    ...(later === undefined ? [] : [part(goneOld, within, onCall, later)]),
  ]
}

/** Minutes of the way back that follows the old version's removal, where it is removed before the watch ends. */
function afterOldVersion(derivation: Derivation, { specs, methods, strategy }: Around): number | undefined {
  const next = specs.find(spec => spec.from === 'keep_old')
  const watched = derivation.profile.monitoring.calendar_days * 24
  const kept = keepOldHours(derivation, strategy.recommended).value
  if (!next || kept >= watched) return undefined
  const most = keptAtMost(derivation, strategy.recommended)
  const told = methods.find(method => method.id === next.id)?.minutes
  const minutes = told && isKnown(told) ? told.value : next.minutes
  derivation.warnings.push({
    code: 'keep_old_shorter_than_watch',
    message: `The old version is kept for ${kept} h, the release is watched for ${watched} h: in between the way back takes ${minutes} min ("${next.name}").`,
    fix: most
      ? (most.fix ?? `Plan with that way back: ${most.because}.`)
      : `Call write_rollback_plan with keep_old_hours ${watched}.`,
  })
  return minutes
}
