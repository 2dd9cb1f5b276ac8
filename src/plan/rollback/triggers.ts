import { type Basis, isKnown } from '../basis.ts'
import type { Derivation } from '../derivation.ts'
import { type Tier, type TriggerSpec, tiers } from '../kinds/profile.ts'
import type { ErrorLadder, Strategy, Trigger, Warning } from '../plan.ts'
import { errorRateOf, latencyTimes, transactionsBelow } from '../strategy/ladder.ts'
import { tiersOf } from './recovery/recovery.ts'
import { errorRateTold, isOn, latencyTold, thresholdForms } from './told-threshold.ts'

const sameWords = (one: string, other: string): boolean =>
  one.trim().toLowerCase() === other.trim().toLowerCase()

/** Who decides in the tier that starts no way back. */
export const monitorAuthority = 'release manager; on-call watches'

/** What starts a way back, worst tier first. The caller's replace those of the same tier and signal. */
export function triggersOf({ inputs, profile }: Derivation, strategy: Strategy): Trigger[] {
  const own = inputs.rollback?.triggers ?? []
  const authority = (tier: Tier): string =>
    tiersOf(profile).find(spec => spec.tier === tier)?.authority ?? monitorAuthority
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

/** The baselines that thresholds are read against. */
interface Baselines {
  ladder: ErrorLadder
  p99: number | undefined
}

/** Where a tier starts by the ladder: error rate in percent, P99 latency in milliseconds; a text: why it is not known. */
export function ladderStart(
  tier: Tier,
  measure: 'error_rate' | 'latency',
  { ladder, p99 }: Baselines,
): number | string {
  if (measure === 'error_rate') return errorRateOf(ladder, tier)
  return p99 === undefined
    ? 'its baseline is not known (baseline_p99_ms of select_strategy)'
    : Number((p99 * latencyTimes[tier]).toPrecision(6))
}

/** The same of a trigger, by its own words where it was given; undefined for signals that no rule is made for. */
export function startOf(trigger: Trigger, baselines: Baselines): number | string | undefined {
  const own = trigger.basis.kind === 'given'
  const { tier, threshold } = trigger
  if (isOn(trigger, 'error_rate'))
    return own ? errorRateTold(threshold, baselines.ladder) : ladderStart(tier, 'error_rate', baselines)
  if (!isOn(trigger, 'latency')) return undefined
  return own ? latencyTold(threshold, baselines.p99) : ladderStart(tier, 'latency', baselines)
}

/** P99 latency of the running version in milliseconds. */
export function baselineP99({ baseline_p99_ms: row }: Strategy): number | undefined {
  return row && isKnown(row) && row.value > 0 ? row.value : undefined
}

/** Own triggers that no rule can be made of, and a ladder that falls or repeats: a value then has two actions. */
export function ladderWarnings(triggers: Trigger[], strategy: Strategy): Warning[] {
  const { ladder } = strategy
  if (!ladder) return []
  const baselines = { ladder, p99: baselineP99(strategy) }
  const measured = triggers.map(trigger => ({ ...trigger, start: startOf(trigger, baselines) }))
  const unread = measured.filter(
    ({ basis, start, for_minutes }) =>
      basis.kind === 'given' && (typeof start === 'string' || (start !== undefined && for_minutes === 0)),
  )
  const faults = (['error_rate', 'latency'] as const).flatMap(measure => {
    const rows = measured.filter(row => isOn(row, measure))
    return rows.flatMap((upper, index) =>
      rows.slice(index + 1).flatMap(lower => {
        if (lower.tier === upper.tier) return []
        const falls =
          typeof upper.start === 'number' && typeof lower.start === 'number' && lower.start >= upper.start
        return falls || lower.for_minutes < upper.for_minutes
          ? [`${upper.tier} (${described(upper)}) and ${lower.tier} (${described(lower)})`]
          : []
      }),
    )
  })
  return [
    ...(unread.length === 0
      ? []
      : [
          {
            code: 'trigger_without_rule',
            message: `No alert rule for an own trigger: ${unread.map(row => `${row.tier}, ${row.signal}, ${described(row)}: ${typeof row.start === 'string' ? row.start : 'lasts 0 min'}`).join('; ')}.`,
            fix: `Give threshold as ${thresholdForms} (P99 latency also "N ms") and for_minutes of 1 or more through write_rollback_plan triggers[], or watch it by hand.`,
          },
        ]),
    ...(faults.length === 0
      ? []
      : [
          {
            code: 'triggers_not_rising',
            message: `A worse tier must start higher and wait no longer: ${faults.join('; ')}.`,
            fix: 'Correct threshold or for_minutes through write_rollback_plan triggers[].',
          },
        ]),
  ]
}

const described = (trigger: Trigger): string => `${trigger.threshold}, ${trigger.for_minutes} min`
