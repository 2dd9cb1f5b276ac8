import { assert, integer, property, tuple } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { documents } from '../../src/documents/index.ts'
import type { StrategyInputs } from '../../src/plan/inputs.ts'
import { seededRandom } from '../../src/plan/statistics/random.ts'
import { type AlertRule, errorAlerts, firesAfter, type Minute, over } from '../support/alert-rule.ts'
import { planOf } from '../support/rollout.ts'

const alertsOf = (strategy: StrategyInputs): Record<string, AlertRule> =>
  errorAlerts(
    documents(planOf('service', { strategy })).find(({ path }) => path === 'rollback/alerts.yaml')!.text,
  )
const usual = alertsOf({ slo_percent: 99.9, baseline_error_percent: 0.4 })
/** Minutes of a tier's time, as the rollback plan says them. */
const lasts = { ReleaseImmediate: 2, ReleaseFast: 10, ReleasePlanned: 60, ReleaseMonitor: 120 }
const named = Object.entries(lasts) as [keyof typeof lasts, number][]

const minutes = (count: number, of: (minute: number) => Minute): Minute[] =>
  Array.from({ length: count }, (_, minute) => of(minute))

describe('a rule is never looser than the words "so much for so long"', () => {
  test.each(
    named,
  )('%s: at or above its threshold in every minute of %i it fires by the last', (name, time) => {
    const rule = usual[name]!
    // The fewest requests a minute with which the plan's number is reached over the time.
    const fewest = Math.ceil(rule.traffic * 60)
    const bad = integer({ min: fewest, max: fewest * 4 }).chain(requests =>
      integer({ min: Math.ceil(rule.threshold * requests - 1e-9), max: requests }).map(errors => ({
        requests,
        errors,
      })),
    )
    assert(
      property(
        tuple(bad, bad, bad, bad, bad),
        integer({ min: 0, max: 90 }),
        integer({ min: 1, max: 1000 }),
        (some, before, busy) => {
          const history = minutes(before, () => ({ requests: busy, errors: 0 }))
          const harm = minutes(time, minute => some[(minute * 7) % some.length]!)
          expect(firesAfter(rule, [...history, ...harm])).toBeLessThanOrEqual(before + time)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('error-free minutes between sparse requests do not start it anew', () => {
    const sparse = minutes(60, minute => ({ requests: 6, errors: minute % 3 === 2 ? 0 : 3 }))
    const calm = minutes(60, () => ({ requests: 6, errors: 0 }))
    for (const name of ['ReleaseFast', 'ReleasePlanned'] as const)
      expect(firesAfter(usual[name]!, [...calm, ...sparse]), name).toBeLessThanOrEqual(60 + lasts[name])
  })

  test('at one request a second and twice the threshold it fires in its time, nearly always', () => {
    for (const name of ['ReleasePlanned', 'ReleaseMonitor'] as const) {
      const rule = usual[name]!
      const random = seededRandom(7)
      const minute = (share: number) => () => ({
        requests: 60,
        errors: Array.from({ length: 60 }, random).filter(draw => draw < share).length,
      })
      const fired = Array.from({ length: 20 }, () =>
        firesAfter(rule, [
          ...minutes(rule.window, minute(0.004)),
          ...minutes(lasts[name], minute(2 * rule.threshold)),
        ]),
      ).filter(at => at !== undefined)
      expect(fired.length, name).toBeGreaterThanOrEqual(19)
    }
  })
})

describe('a rule fires for nothing that its tier does not say', () => {
  test.each(
    named,
  )('%s: when it fires, its threshold was reached over the whole of the time', (name, time) => {
    const rule = usual[name]!
    assert(
      property(
        tuple(
          integer({ min: 0, max: 100 }),
          integer({ min: 0, max: 100 }),
          integer({ min: 1, max: 2 * time }),
          integer({ min: 3, max: 97 }),
        ),
        ([one, other, turn, step]) => {
          const harm = minutes(3 * time, minute => ({
            requests: 100 + ((minute * step) % 50),
            errors: minute < time ? 0 : Math.floor(minute / turn) % 2 ? one : other,
          }))
          const at = firesAfter(rule, harm)
          if (at === undefined) return
          const { requests, errors } = over(harm, at, time)
          expect(errors / requests).toBeGreaterThanOrEqual(rule.threshold - 1e-9)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('one minute in which everything fails is nothing for the slow tiers, nor are too few requests', () => {
    const once = minutes(300, minute => ({ requests: 100, errors: minute === 150 ? 100 : 0 }))
    const few = minutes(300, () => ({ requests: 1, errors: 1 }))
    for (const name of ['ReleasePlanned', 'ReleaseMonitor'] as const) {
      expect(firesAfter(usual[name]!, once), name).toBeUndefined()
      expect(firesAfter(usual[name]!, few), name).toBeUndefined()
    }
  })
})
