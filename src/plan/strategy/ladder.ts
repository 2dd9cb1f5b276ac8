import type { Tier } from '../kinds/profile.ts'
import type { ErrorLadder } from '../plan.ts'

/** Minutes a value has to stay in its tier: the worse, the shorter. */
const patience: Record<Tier, number> = { immediate: 2, fast: 10, planned: 60, monitor: 120 }
/** Percentage points above the baseline, the usual 5, 10 and 50; upper limits where an SLO gives stricter ones. */
const usual = { planned: 5, fast: 10, immediate: 50 }
const PERIOD_MINUTES = 30 * 24 * 60
/** Each tier acts when the release has used this share of a 30-day error budget. */
const BUDGET_SHARE = 0.02
/** Errors that a reading needs before it says anything. */
const FEWEST_ERRORS = 5
/** Decision value of a one-sided test at 5 % with 80 % power, as a share of the harm it looks for: 1.645 / (1.645 + 0.842). */
const DECISION_SHARE = 0.66

/**
 * Thresholds above the baseline. With an SLO a tier starts where its patience would use 2 % of the 30-day error
 * budget: points = 2 % x 43,200 min / minutes x (100 - SLO), never above the usual value.
 */
export function errorLadder(known: {
  detect_points: number
  slo_percent?: number
  baseline_error_percent?: number
}): ErrorLadder {
  const { slo_percent: slo } = known
  const points = (tier: keyof typeof usual): number =>
    slo === undefined
      ? usual[tier]
      : Math.min(usual[tier], rounded(((BUDGET_SHARE * PERIOD_MINUTES) / patience[tier]) * (100 - slo)))
  const abort_from = Math.min(known.detect_points, points('planned'))
  const harm =
    abort_from < known.detect_points ? 'where the tier planned starts' : 'the smallest harm looked for'
  const promote_below = rounded(DECISION_SHARE * abort_from)
  const tier = (name: Tier, from: number) => ({
    points: from,
    for_minutes: patience[name],
    minimum_requests: Math.ceil(FEWEST_ERRORS / (from / 100)),
  })
  return {
    baseline: known.baseline_error_percent ?? 0,
    baseline_known: known.baseline_error_percent !== undefined,
    promote_below,
    abort_from,
    tiers: {
      monitor: tier('monitor', promote_below),
      planned: tier('planned', points('planned')),
      fast: tier('fast', points('fast')),
      immediate: tier('immediate', points('immediate')),
    },
    basis:
      slo === undefined
        ? { kind: 'assumed', from: 'usual thresholds of 5, 10 and 50 points; the SLO is not known' }
        : {
            kind: 'derived',
            from: `2 % of the 30-day error budget of an SLO of ${slo} % per tier, at most 5, 10 and 50 points`,
          },
    promotion_basis: {
      kind: 'derived',
      from: `abort: ${harm}; promote below ${DECISION_SHARE} of it (one-sided test at 5 %, 80 % power)`,
    },
  }
}

/** Three significant digits: a threshold people can read. */
const rounded = (points: number): number => Number(points.toPrecision(3))
