import type { Tier } from '../kinds/profile.ts'
import type { ErrorLadder, Warning } from '../plan.ts'
import { ALPHA, alphaOfOneLook, decisionShare, POWER } from '../statistics/looks.ts'
import { normalQuantile } from '../statistics/normal.ts'

/** Minutes a value has to stay in its tier: the worse, the shorter. */
const patience: Record<Tier, number> = { immediate: 2, fast: 10, planned: 60, monitor: 120 }
/** Percentage points above the baseline, the usual 5, 10 and 50; upper limits where an SLO gives stricter ones. */
const usual = { planned: 5, fast: 10, immediate: 50 }
const PERIOD_MINUTES = 30 * 24 * 60
/** Each tier acts when the release has used this share of a 30-day error budget. */
const BUDGET_SHARE = 0.02
/** Errors that a reading needs before it says anything. */
const FEWEST_ERRORS = 5
/** Points that have to be left above the baseline for the usual thresholds; with fewer left all shrink alike. */
const ROOM = 60
/** Above this the running version fails nearly always: no error rate shows that the new one is worse. */
const HIGHEST_BASELINE = 99

/** P99 latency in times of the baseline: where a tier starts. */
export const latencyTimes: Record<Tier, number> = { monitor: 1.2, planned: 2, fast: 3, immediate: 10 }
/** Completed core transactions in percent of the baseline's share: below it a tier starts. */
export const transactionsBelow: Record<Tier, number> = { monitor: 99, planned: 95, fast: 85, immediate: 50 }
/** Requests without which a 99th percentile is only the slowest request. */
export const LATENCY_REQUESTS = 100

/** The error rate in percent at which a tier starts; promotion ends where the tier monitor starts. */
export const errorRateOf = (ladder: ErrorLadder, tier: Tier): number =>
  shownRate(ladder.baseline + ladder.tiers[tier].points)

/** Eight digits keep any two thresholds apart. */
export const shownRate = (percent: number): number => Number(percent.toPrecision(8))

/**
 * Thresholds above the baseline. With an SLO a tier starts where its patience would use 2 % of the 30-day error
 * budget: points = 2 % x 43,200 min / minutes x (100 - SLO), never above the usual value. Undefined where the running
 * version fails nearly always.
 */
export function errorLadder(known: {
  detect_points: number
  slo_percent?: number
  baseline_error_percent?: number
  /** Percent of the traffic at each step that is judged by its error rate, in order. */
  shares?: readonly number[]
}): ErrorLadder | undefined {
  const { slo_percent: slo, baseline_error_percent: baseline = 0 } = known
  if (baseline > HIGHEST_BASELINE) return undefined
  const room = Math.min(1, (100 - baseline) / ROOM)
  const points = (tier: keyof typeof usual): number => {
    const allowed =
      slo === undefined ? usual[tier] : ((BUDGET_SHARE * PERIOD_MINUTES) / patience[tier]) * (100 - slo)
    return rounded(Math.min(usual[tier], allowed) * room)
  }
  const abort_from = Math.min(rounded(known.detect_points), points('planned'))
  const harm =
    abort_from < rounded(known.detect_points)
      ? 'where the tier planned starts'
      : 'the smallest harm looked for'
  const shrunk =
    room < 1 ? `, times ${rounded(room)} because the baseline leaves ${rounded(100 - baseline)}` : ''
  const looks = Math.max(1, known.shares?.length ?? 0)
  const share = shareOfHarm(abort_from, looks, known)
  const promote_below = rounded(share * abort_from)
  const tier = (name: Tier, from: number) => ({
    points: from,
    for_minutes: patience[name],
    minimum_requests: Math.ceil(FEWEST_ERRORS / (from / 100)),
  })
  return {
    baseline,
    baseline_known: known.baseline_error_percent !== undefined,
    promote_below,
    abort_from,
    looks,
    tiers: {
      monitor: tier('monitor', promote_below),
      planned: tier('planned', points('planned')),
      fast: tier('fast', points('fast')),
      immediate: tier('immediate', points('immediate')),
    },
    basis:
      slo === undefined
        ? { kind: 'assumed', from: `usual thresholds of 5, 10 and 50 points${shrunk}; the SLO is not known` }
        : {
            kind: 'derived',
            from: `2 % of the 30-day error budget of SLO ${slo} % a tier, at most 5, 10, 50 points${shrunk}`,
          },
    promotion_basis: {
      kind: 'derived',
      from: `abort: ${harm}; promote: two proportions, one-sided, 5 % false aborts ${looks === 1 ? 'in one look' : `over ${looks} looks (Bonferroni)`}, 80 % power`,
    },
  }
}

/** Where promotion ends, as a share of the harm looked for: of the first step where its traffic is known, else of equal variances. */
function shareOfHarm(
  abort_from: number,
  looks: number,
  { shares, baseline_error_percent: error }: { shares?: readonly number[]; baseline_error_percent?: number },
): number {
  const first = shares?.[0]
  if (first !== undefined && error !== undefined && error < 100) {
    return decisionShare({ baseline: error / 100, harm: abort_from / 100, weight: first / 100, looks })
  }
  const [none, there] = [normalQuantile(1 - alphaOfOneLook(looks, ALPHA)), normalQuantile(POWER)]
  return none / (none + there)
}

/** Three significant digits: a threshold people can read. */
const rounded = (points: number): number => Number(points.toPrecision(3))

export const noLadder = (baseline: number | undefined): Warning => ({
  code: 'baseline_too_high',
  message: `The running version fails ${baseline} % of requests: no error rate shows that the new one is worse, so there are no thresholds and no alert rules.`,
  fix: 'Correct baseline_error_percent through select_strategy, or mend the running version first.',
})
