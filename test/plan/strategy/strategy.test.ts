import { describe, expect, test } from 'vitest'
import { PlanError } from '../../../src/plan/errors.ts'
import type { StrategyInputs } from '../../../src/plan/inputs.ts'
import type { Traits } from '../../../src/plan/kinds/profile.ts'
import { kinds } from '../../../src/plan/kinds/profile.ts'
import { deriveStrategy } from '../../../src/plan/strategy/strategy.ts'
import { derivationOf, scopeOf } from '../../support/rollout.ts'

type Change = Parameters<typeof scopeOf>[0]

function service(strategy: StrategyInputs, change: Change = 'none', traits: Partial<Traits> = {}) {
  const derivation = derivationOf('service', { strategy }, traits)
  return { derivation, ...deriveStrategy(derivation, scopeOf(change)) }
}

const splitting: StrategyInputs = {
  zero_downtime: true,
  traffic_splitting: true,
  mixed_versions: true,
  spare_environment: false,
}

describe('options and choice', () => {
  test('a service that can split traffic gets the canary; the others carry their reason', () => {
    const { recommended, options, chosen_by } = service(splitting)
    expect(recommended).toBe('canary')
    expect(chosen_by).toEqual({ kind: 'derived', from: 'best score of those possible' })
    const against = Object.fromEntries(options.map(option => [option.strategy, option]))
    expect(against.blue_green).toMatchObject({ feasible: false, against: ['no second full environment'] })
    expect(against.recreate).toMatchObject({ feasible: false })
    expect(against.rolling?.feasible).toBe(true)
    expect(against.rolling?.against[0]).toContain('more users meet a defect')
  })

  test('S1: unsafe mixed versions rule out rolling and canary alike', () => {
    const { options, recommended } = service({ ...splitting, mixed_versions: false, spare_environment: true })
    const infeasible = options.filter(option => !option.feasible).map(option => option.strategy)
    expect(infeasible).toEqual(expect.arrayContaining(['rolling', 'canary']))
    expect(recommended).toBe('blue_green')
  })

  test('what nobody answered keeps the strategy possible, is asked once, and the fallback is named', () => {
    const { options, derivation, fallback, rationale } = service({})
    expect(options.find(option => option.strategy === 'canary')).toMatchObject({ feasible: true })
    expect(rationale).toContain('if traffic can be split by weight (otherwise: Rolling update)')
    expect(fallback).toBe('Rolling update')
    const ids = derivation.questions.asked().map(question => question.id)
    expect(ids).toEqual(
      expect.arrayContaining(['zero_downtime', 'spare_environment', 'traffic_splitting', 'mixed_versions']),
    )
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('an answer to a question counts like an argument', () => {
    const derivation = derivationOf('service', {
      answers: { traffic_splitting: { value: 'no', from: 'fill_in' } },
    })
    const { options } = deriveStrategy(derivation, scopeOf('none'))
    expect(options.find(option => option.strategy === 'canary')?.feasible).toBe(false)
  })

  test('a breaking schema change leaves only what never needs the old version beside it', () => {
    const { options, recommended, database } = service({ mixed_versions: true }, 'breaking', {
      database_change: 'yes',
    })
    expect(
      options.filter(option => option.feasible && !option.complement).map(option => option.strategy),
    ).toEqual(['recreate'])
    expect(recommended).toBe('recreate')
    expect(database[0]?.heading).toContain('split')
  })

  test('choose wins with its reason, also over an own strategy', () => {
    const own = [
      {
        strategy: 'By region',
        steps: ['first region', { name: 'all regions', minutes: 40, percent: 100 }],
        rollback_minutes: 7,
      },
    ]
    const chosen = service({
      ...splitting,
      strategies: own,
      choose: 'by-region',
      because: 'regions are independent',
    })
    expect(chosen).toMatchObject({ recommended: 'by_region', name: 'By region', total_minutes: 55 })
    expect(chosen.rationale).toBe('Regions are independent.')
    expect(chosen.rollback_minutes).toMatchObject({ value: 7, basis: { kind: 'given' } })
    const unchosen = service({ ...splitting, strategies: own })
    expect(unchosen.recommended).toBe('canary')
    expect(unchosen.derivation.warnings.map(warning => warning.code)).toContain('own_strategy_not_chosen')
  })

  test('S5: flags and shadow traffic stand beside a strategy and cannot be chosen as one', () => {
    const { options } = service({ ...splitting, feature_flags: true })
    expect(options.filter(option => option.complement).map(option => option.strategy)).toEqual([
      'feature_flags',
      'shadow',
    ])
    for (const choose of ['feature_flags', 'shadow', 'big bang']) {
      expect(() => service({ choose })).toThrowError(PlanError)
      expect(() => service({ choose })).toThrowError(
        /blue_green, canary, blue_green_canary, rolling, rolling_flags, recreate/,
      )
    }
  })

  test('a chosen strategy that a constraint rules out is taken with a warning', () => {
    const { derivation, recommended } = service({ ...splitting, choose: 'recreate', because: 'told' })
    expect(recommended).toBe('recreate')
    expect(derivation.warnings.map(warning => warning.code)).toContain('chosen_strategy_infeasible')
  })
})

describe('steps', () => {
  test('S2: one ladder, whose minutes come from the sample size', () => {
    const { steps, total_minutes } = service({
      ...splitting,
      requests_per_minute: 378,
      baseline_error_percent: 0.5,
    })
    expect(steps.map(step => step.percent)).toEqual([0, 5, 25, 50, 100])
    const first = steps[1]!
    expect(first.requests_needed).toBe(921)
    expect(first.minutes).toBe(Math.ceil(921 / (0.05 * 378)))
    expect(first.minutes_basis.kind).toBe('derived')
    expect(first.smallest_harm_points).toBeLessThanOrEqual(1)
    expect(total_minutes).toBe(steps.reduce((sum, step) => sum + step.minutes, 0))
  })

  test('a step lasts until a reading of the error rate counts', () => {
    const { steps, ladder } = service({
      ...splitting,
      requests_per_minute: 1200,
      baseline_error_percent: 0.4,
    })
    for (const { requests_needed: needed } of steps)
      expect(needed ?? Infinity).toBeGreaterThanOrEqual(ladder!.tiers.monitor.minimum_requests)
  })

  test('a step that ends before its requests are seen is said', () => {
    const { derivation, steps } = service({
      ...splitting,
      slo_percent: 99.99,
      requests_per_minute: 500,
      baseline_error_percent: 0.01,
    })
    expect(steps[1]!.minutes).toBe(120)
    const warning = derivation.warnings.find(({ code }) => code === 'too_little_traffic')
    expect(warning?.message).toMatch(/3000 of \d+ requests in 120 min/)
  })

  test('too little traffic is said, with the harm that would show', () => {
    const { steps, derivation } = service({
      ...splitting,
      requests_per_minute: 20,
      baseline_error_percent: 0.5,
    })
    expect(steps[1]).toMatchObject({ minutes: 120 })
    expect(steps[1]!.smallest_harm_points).toBeGreaterThan(1)
    expect(derivation.warnings.map(warning => warning.code)).toContain('too_little_traffic')
  })

  test('an unknown request rate leaves a stated shortest observation', () => {
    const { steps } = service({ ...splitting, baseline_error_percent: 1 })
    expect(steps[1]).toMatchObject({ minutes: 15, requests_needed: 1533, minutes_basis: { kind: 'assumed' } })
    expect(steps[1]!.smallest_harm_points).toBeUndefined()
  })

  test('what a harm costs grows with every step it passes: points x share x minutes, and the way back', () => {
    const { steps, budget_used_percent, exposed_users } = service({
      ...splitting,
      requests_per_minute: 6000,
      baseline_error_percent: 0.5,
      slo_percent: 99.9,
      users_per_hour: 1000,
    })
    const shareMinutes = [0.05 * 17, 0.05 * 15 + 0.25 * 17, 0.05 * 15 + 0.25 * 15 + 0.5 * 17]
    expect(steps.flatMap(step => step.budget_percent ?? [])).toEqual(
      shareMinutes.map(minutes => Number(((100 * minutes) / (0.1 * 43_200)).toPrecision(2))),
    )
    expect(steps.flatMap(step => step.exposed_requests ?? [])).toEqual(
      shareMinutes.map(minutes => Math.round(minutes * 6000)),
    )
    expect(budget_used_percent).toBe(0.3)
    expect(exposed_users).toBe(500)
  })

  test('an objective missed before the release is a warning with the burn rate', () => {
    const told = { ...splitting, baseline_error_percent: 0.4, slo_percent: 99.9 }
    const { derivation, burn_rate } = service(told)
    expect(burn_rate).toBe(4)
    const warning = derivation.warnings.find(({ code }) => code === 'objective_missed_before_release')
    expect(warning?.message).toContain('fails 0.4 % of requests, an SLO of 99.9 % allows 0.1 %')
    const met = service({ ...told, baseline_error_percent: 0.1 })
    expect(met.derivation.warnings.map(({ code }) => code)).not.toContain('objective_missed_before_release')
  })

  test('each limit of promotion states where it comes from', () => {
    const { promotion } = service({ ...splitting, slo_percent: 99.9 })
    expect(promotion[0]!.basis.from).toBe(
      'abort: the smallest harm looked for; promote: two proportions, one-sided, 5 % false aborts over 3 looks (Bonferroni), 80 % power',
    )
    const strict = service({ ...splitting, slo_percent: 99.99 })
    expect(strict.promotion[0]!.basis.from).toContain('abort: where the tier planned starts;')
  })

  test('an SLO stricter than the harm looked for is a warning', () => {
    const { derivation, ladder } = service({ ...splitting, slo_percent: 99.99 })
    expect(ladder?.abort_from).toBe(0.144)
    expect(derivation.warnings.map(warning => warning.code)).toContain('detect_points_above_slo')
  })
})

describe('watching and migrating', () => {
  test('a service asks once for its dashboard and success metrics; a channel answers the first', () => {
    const ids = (derivation: ReturnType<typeof derivationOf>) =>
      derivation.questions.asked().map(question => question.id)
    expect(ids(service({}).derivation)).toEqual(expect.arrayContaining(['dashboard', 'success_metrics']))
    const told = derivationOf('service', { resources: { channels: { dashboard: 'https://d.example' } } })
    expect(deriveStrategy(told, scopeOf('none')).dashboard).toMatchObject({ value: 'https://d.example' })
    expect(ids(told)).not.toContain('dashboard')
    const library = derivationOf('library')
    deriveStrategy(library, scopeOf('none'))
    expect(ids(library)).not.toContain('success_metrics')
  })

  test('whether the migration needs a pause is decided where the schema may change', () => {
    const words = (strategy: StrategyInputs, change: Change) =>
      service(strategy, change, { database_change: 'yes' }).maintenance
    expect(words(splitting, 'backward_compatible')).toMatchObject({ value: expect.stringMatching(/^no/) })
    expect(words(splitting, 'breaking')).toMatchObject({ value: expect.stringMatching(/^yes/) })
    expect(words({ zero_downtime: false }, 'backward_compatible')).toMatchObject({
      value: expect.stringMatching(/^allowed/),
    })
    expect(words({}, 'backward_compatible')).toMatchObject({ unknown: { id: 'zero_downtime' } })
    expect(service(splitting).maintenance).toBeUndefined()
  })
})

describe('flags', () => {
  test('S3: off before the release, with an end date and the same ladder', () => {
    const { flags } = service({ ...splitting, flags: [{ feature: 'Search', name: 'search_v2' }] }, 'none', {
      feature_flags: 'yes',
    })
    expect(flags[0]).toMatchObject({
      rollout: 'after the rollout 5 - 25 - 50 - 100 %',
      rollback: 'off',
      expires: { value: '2026-12-31' },
    })
  })
})

describe('kinds', () => {
  test.each(kinds)('%s: the default exists, can be taken and has steps and limits', kind => {
    const derivation = derivationOf(kind)
    const strategy = deriveStrategy(derivation, scopeOf('none'))
    expect(strategy.options.some(option => option.strategy === derivation.profile.default_strategy.id)).toBe(
      true,
    )
    expect(strategy.steps.length).toBeGreaterThan(0)
    expect(strategy.promotion.length).toBeGreaterThan(1)
    for (const text of JSON.stringify(strategy).match(/\{\w+\}/g) ?? []) expect(text).toBe('')
  })

  test.each([
    ['npm', /dist-tag/],
    ['PyPI', /--pre/],
    ['crates.io', /named/],
    ['go', /tag v2\.5\.0-rc/],
    ['unheard-of', /pre-release/],
  ])('a library on %s speaks its words and asks for no traffic', (registry, words) => {
    const observed = { ecosystem: { registry, name: 'left-pad' } }
    const derivation = derivationOf('library', { observed })
    const strategy = deriveStrategy(derivation, scopeOf('none'))
    expect(`${strategy.description} ${strategy.steps.map(step => step.name).join(' ')}`).toMatch(words)
    expect(derivation.questions.asked().map(question => question.id)).not.toContain('requests_per_minute')
    expect(strategy.ladder).toBeUndefined()
  })
})
