import type { Basis } from '../basis.ts'
import type { Derivation } from '../derivation.ts'
import { type Tier, type TriggerSpec, tiers } from '../kinds/profile.ts'
import type { ErrorLadder, Strategy, Trigger, Warning } from '../plan.ts'
import { errorRateOf, latencyTimes, transactionsBelow } from '../strategy/ladder.ts'
import { recoveryOf } from './recovery/recovery.ts'

const sameWords = (one: string, other: string): boolean =>
  one.trim().toLowerCase() === other.trim().toLowerCase()

/** Who decides in the tier that starts no way back. */
export const monitorAuthority = 'release manager; on-call watches'

/** What starts a way back, worst tier first. The caller's replace those of the same tier and signal. */
export function triggersOf({ inputs, profile }: Derivation, strategy: Strategy): Trigger[] {
  const own = inputs.rollback?.triggers ?? []
  const authority = (tier: Tier): string =>
    recoveryOf(profile.kind).tiers.find(spec => spec.tier === tier)?.authority ?? monitorAuthority
  const catalogue = profile.triggers
    .filter(spec => spec.measure === undefined || strategy.ladder)
    .filter(
      spec => !own.some(trigger => trigger.tier === spec.tier && sameWords(trigger.signal, spec.signal)),
    )
    .map(spec => fromSpec(spec, strategy.ladder, authority(spec.tier), `${profile.kind} profile`))
  const given = own.map(
    (trigger): Trigger => ({
      tier: trigger.tier,
      signal: trigger.signal,
      threshold: trigger.threshold,
      for_minutes: trigger.for_minutes ?? strategy.ladder?.tiers[trigger.tier].for_minutes ?? 0,
      authority: trigger.authority ?? authority(trigger.tier),
      basis: { kind: 'given', from: 'write_rollback_plan' },
    }),
  )
  return [...given, ...catalogue].sort((one, other) => tiers.indexOf(one.tier) - tiers.indexOf(other.tier))
}

function fromSpec(
  spec: TriggerSpec,
  ladder: ErrorLadder | undefined,
  authority: string,
  source: string,
): Trigger {
  const { tier, signal, condition, for_minutes } = spec
  if (spec.measure === undefined || !ladder) {
    const basis: Basis = { kind: 'assumed', from: source }
    return { tier, signal, threshold: condition, for_minutes, authority, basis }
  }
  const { minimum_requests, for_minutes: patience } = ladder.tiers[tier]
  if (spec.measure !== 'error_rate') {
    const threshold = `${otherThreshold[spec.measure](tier)}${condition}`
    const basis: Basis = { kind: 'assumed', from: source }
    return { tier, signal, threshold, for_minutes: patience, authority, basis }
  }
  const basis = tier === 'monitor' ? ladder.promotion_basis : ladder.basis
  const threshold = errorThreshold(ladder, tier)
  return { tier, signal, threshold, for_minutes: patience, authority, basis, minimum_requests }
}

function errorThreshold(ladder: ErrorLadder, tier: Tier): string {
  const { points } = ladder.tiers[tier]
  return ladder.baseline_known
    ? `${errorRateOf(ladder, tier)} % or more (${ladder.baseline} % + ${points} points)`
    : `${points} points or more above the baseline`
}

const otherThreshold = {
  latency: (tier: Tier): string => `${latencyTimes[tier]} times baseline`,
  transactions: (tier: Tier): string => `below ${transactionsBelow[tier]} % of baseline`,
}

/** A ladder that falls or repeats has values with two actions; only own thresholds can make one. */
export function ladderWarnings(triggers: Trigger[]): Warning[] {
  const measured = triggers.filter(trigger => sameWords(trigger.signal, 'Error rate'))
  const faults = measured.slice(1).flatMap((lower, index) => {
    const upper = measured[index]!
    const [high, low] = [firstNumber(upper.threshold), firstNumber(lower.threshold)]
    const falls = high !== undefined && low !== undefined && low >= high
    return falls || lower.for_minutes < upper.for_minutes
      ? [`${upper.tier} (${described(upper)}) and ${lower.tier} (${described(lower)})`]
      : []
  })
  if (faults.length === 0) return []
  return [
    {
      code: 'triggers_not_rising',
      message: `A worse tier must start higher and wait no longer: ${faults.join('; ')}.`,
      fix: 'Correct threshold or for_minutes through write_rollback_plan triggers[].',
    },
  ]
}

const described = (trigger: Trigger): string => `${trigger.threshold}, ${trigger.for_minutes} min`

function firstNumber(text: string): number | undefined {
  const found = /\d+(\.\d+)?/.exec(text)?.[0]
  return found === undefined ? undefined : Number(found)
}
