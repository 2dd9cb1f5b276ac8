import { expect, test } from 'vitest'
import { seededRandom } from '../../../src/plan/statistics/random.ts'
import { deriveStrategy } from '../../../src/plan/strategy/strategy.ts'
import { rolledOut } from '../../support/canary-simulation.ts'
import { derivationOf, scopeOf } from '../../support/rollout.ts'

// bench/canary.mjs does the same over 160 combinations with 20,000 runs each.
test.each([
  { baseline: 0.4, harm: 1, rate: 1200, looks: 3 },
  { baseline: 0.1, harm: 1, rate: 1200, looks: 3 },
  { baseline: 5, harm: 1, rate: 6000, looks: 3 },
  { baseline: 1, harm: 1, rate: 1200, looks: 1, platform: 'codedeploy' as const },
])('$baseline % + $harm points at $rate a minute, $looks looks: 5 % false aborts, 80 % found', told => {
  const strategy = {
    zero_downtime: true,
    traffic_splitting: true,
    mixed_versions: true,
    requests_per_minute: told.rate,
    baseline_error_percent: told.baseline,
    detect_points: told.harm,
    ...(told.platform ? { platform: told.platform } : {}),
  }
  const plan = deriveStrategy(derivationOf('service', { strategy }), scopeOf('none'))
  expect(plan.ladder?.looks).toBe(told.looks)
  const random = seededRandom(7)
  const version = { share: told.baseline / 100, requestsPerMinute: told.rate, runs: 4000 }
  const none = rolledOut(plan, { ...version, harm: 0 }, random)
  const there = rolledOut(plan, { ...version, harm: told.harm / 100 }, random)
  expect(none.aborted).toBeLessThanOrEqual(0.05)
  expect(there.seen_first).toBeGreaterThanOrEqual(0.8)
  expect(there.aborted).toBeGreaterThanOrEqual(0.8)
})
