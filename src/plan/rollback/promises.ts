import { isKnown, knownValue } from '../basis.ts'
import type { Derivation } from '../derivation.ts'
import type { WayBackSpec } from '../kinds/profile.ts'
import type { PromisedMinutes, Resources, Strategy, TierPromise, WayBack } from '../plan.ts'
import { keepOldHours, keptAtMost } from '../strategy/keep-old.ts'
import { tiersOf } from './recovery/recovery.ts'
import type { TierSpec } from './recovery/spec.ts'

/** Until the on-call looks, where the escalation says nothing. */
const USUAL_ACKNOWLEDGE = 15
/** From the page to the keyboard for somebody who sleeps, beside the minutes to acknowledge; a stated default. */
const WAKE = 5

type Part = TierPromise['parts'][number]

interface Around {
  strategy: Strategy
  resources: Resources
  specs: WayBackSpec[]
  methods: WayBack[]
}

/**
 * Each tier's promise against what it takes, acknowledge + decide + execute, in every part of the watch: watched
 * live, on call, by a primary in their own night, with nobody on call, and after the old version is gone, where there are such. A
 * broken one is a warning.
 */
export function tierPromises(derivation: Derivation, around: Around): TierPromise[] {
  const later = afterOldVersion(derivation, around)
  const promises = tiersOf(derivation.profile).map((spec): TierPromise => {
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
    const { while: when, by_staffing: _, ...minutes } = promise.parts.find(part => !part.kept)!
    derivation.warnings.push({
      code: 'promise_not_kept',
      message: `Rollback tier ${promise.tier} promises ${minutes.within_minutes} min but takes ${total(minutes)} (${when}): ${minutes.acknowledge_minutes} to acknowledge, ${minutes.decide_minutes} to decide, ${minutes.execute_minutes} to execute.`,
      fix: fixOf(when),
    })
  }
  return promises
}

const goneOld = 'old version removed'
const asleep = 'primary in their own night'
const nobody = 'nobody on call'

function fixOf(when: string): string {
  const measured = 'or give measured minutes through write_rollback_plan methods[].'
  if (when === goneOld)
    return `Keep the old version as long as the release is watched (keep_old_hours), ${measured}`
  if (when.startsWith(asleep) || when.startsWith(nobody))
    return 'Add people to allocate_resources who are there then, awake by their own clock (timezone), with a role that can act; or promise no more than this.'
  return `Choose a strategy with a quicker way back, ${measured}`
}

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
    ...staffing(resources).map(({ when, minutes }) => ({
      ...part(when, within, onCall + minutes, execute),
      by_staffing: true as const,
    })),
    ...(later === undefined ? [] : [part(goneOld, within, onCall, later)]),
  ]
}

/** What the shifts add to the minutes until somebody looks: waking up, or the wait for the next one who is on call. */
function staffing({ on_call, on_call_gaps = [] }: Resources): { when: string; minutes: number }[] {
  const nights = on_call.filter(({ primary_night_hours: hours = 0 }) => hours > 0)
  const names = [...new Set(nights.flatMap(({ primary }) => knownValue(primary) ?? []))]
  const empty = on_call_gaps.filter(({ role }) => role === 'primary').toSorted((a, b) => b.hours - a.hours)[0]
  const several =
    names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')
  return [
    ...(nights.length > 0 ? [{ when: `${asleep}: ${several}`, minutes: WAKE }] : []),
    ...(empty
      ? [
          {
            when: `${nobody}: ${empty.from.slice(0, 16)} to ${empty.to.slice(0, 16)}`,
            minutes: empty.hours * 60,
          },
        ]
      : []),
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
