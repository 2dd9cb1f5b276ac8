import { describe, expect, test } from 'vitest'
import type { PlanInputs, StrategyInputs } from '../../../src/plan/inputs.ts'
import { kinds, type Traits } from '../../../src/plan/kinds/profile.ts'
import { gravityOf } from '../../../src/plan/risks/severities.ts'
import { deriveStrategy } from '../../../src/plan/strategy/strategy.ts'
import { derivationOf, planOf, scopeOf } from '../../support/rollout.ts'

const everything: StrategyInputs = {
  zero_downtime: false,
  spare_environment: true,
  traffic_splitting: true,
  mixed_versions: true,
  feature_flags: true,
  sessions: 'stateless',
  instances: 10,
}

function service(
  strategy: StrategyInputs,
  change: Parameters<typeof scopeOf>[0] = 'none',
  more: Partial<PlanInputs> = {},
  traits: Partial<Traits> = {},
) {
  const derivation = derivationOf('service', { strategy, ...more }, traits)
  return { derivation, ...deriveStrategy(derivation, scopeOf(change)) }
}

const ruledOut = (made: ReturnType<typeof service>) =>
  Object.fromEntries(
    made.options
      .filter(({ feasible }) => !feasible)
      .map(({ strategy, against }) => [strategy, against.join('; ')]),
  )

describe('a constraint that rules a strategy out names itself', () => {
  test('with everything there nothing is ruled out, and every other one has its why not', () => {
    const made = service(everything)
    expect(ruledOut(made)).toEqual({})
    for (const option of made.options.filter(({ complement }) => !complement))
      if (option.strategy !== made.recommended) expect(option.against.join(), option.name).toMatch(/\w{4,}/)
  })

  test.each([
    [
      'no second environment',
      { spare_environment: false },
      ['blue_green', 'blue_green_canary', 'shadow'],
      'second full environment',
    ],
    [
      'no traffic splitting',
      { traffic_splitting: false },
      ['canary', 'blue_green_canary'],
      'cannot be split',
    ],
    [
      'mixed versions',
      { mixed_versions: false },
      ['canary', 'blue_green_canary', 'rolling', 'rolling_flags'],
      'side by side',
    ],
    ['one instance', { instances: 1 }, ['rolling', 'rolling_flags'], 'one instance'],
    [
      'sticky sessions',
      { sessions: 'sticky', zero_downtime: true },
      ['blue_green', 'recreate', 'shadow'],
      'sticky sessions',
    ],
    ['no flags', { feature_flags: false }, ['rolling_flags', 'feature_flags'], 'behind a flag'],
  ] as [string, StrategyInputs, string[], string][])('%s', (_name, change, ids, words) => {
    const out = ruledOut(service({ ...everything, ...change }))
    expect(Object.keys(out).sort()).toEqual([...ids].sort())
    expect(Object.values(out).join()).toContain(words)
  })

  test('breaking migration', () => {
    const out = ruledOut(service(everything, 'breaking'))
    expect(Object.keys(out).sort()).toEqual([
      'blue_green',
      'blue_green_canary',
      'canary',
      'rolling',
      'rolling_flags',
    ])
    for (const why of Object.values(out)) expect(why).toBe('the old version cannot use the changed schema')
  })

  test('sticky sessions may end where an interruption is allowed', () => {
    expect(ruledOut(service({ ...everything, sessions: 'sticky' }))).not.toHaveProperty('blue_green')
  })
})

describe('where nothing is possible', () => {
  const strategy: StrategyInputs = { ...everything, zero_downtime: true, mixed_versions: true }

  test('none is recommended, it says why, asks what gives way and has no steps', () => {
    const made = service(strategy, 'breaking')
    expect(made).toMatchObject({ recommended: 'none', name: 'none possible', steps: [], total_minutes: 0 })
    const warning = made.derivation.warnings.find(({ code }) => code === 'no_feasible_strategy')
    expect(warning?.message).toContain('Recreate (interrupts the service, which is ruled out)')
    expect(made.derivation.questions.asked().map(({ id }) => id)).toContain('strategy_constraint')
  })

  test('the whole plan still stands, and is not ready', () => {
    const plan = planOf('service', { strategy: { ...strategy, database_change: 'breaking' }, schedule: {} })
    expect(plan.strategy.recommended).toBe('none')
    expect(plan.review.go_no_go.find(({ criterion }) => criterion === 'The strategy is possible')?.met).toBe(
      'no',
    )
  })

  test('the caller may take one all the same, with a reason', () => {
    const made = service({ ...strategy, choose: 'recreate', because: 'agreed' }, 'breaking')
    expect(made.recommended).toBe('recreate')
    expect(made.rationale).toBe('Agreed.')
  })
})

describe('the score', () => {
  const risk = (impact: 'low' | 'critical') =>
    ({
      risks: { risks: [{ id: 'own', title: 'Payments fail', probability: 'low', impact }] },
    }) as Partial<PlanInputs>

  test('weighs risk and the way back by this release’s register, and says by which risk', () => {
    const low = service(everything, 'none', risk('low'))
    const high = service(everything, 'none', risk('critical'))
    expect(low.weights).toMatchObject({ risk_mitigation: 1, way_back: 1, zero_downtime: 0 })
    expect(high.weights).toMatchObject({ risk_mitigation: 3, way_back: 2 })
    expect(high.weights?.basis.from).toBe('risk register: high, by "Payments fail"')
    const score = (made: typeof low, id: string) =>
      made.options.find(({ strategy }) => strategy === id)!.score
    expect(score(high, 'canary') - score(high, 'recreate')).toBeGreaterThan(
      score(low, 'canary') - score(low, 'recreate'),
    )
  })

  test('is the weighted mean that the weights say', () => {
    const { options, weights: w } = service({ ...everything, zero_downtime: true }, 'none', risk('critical'))
    const { zero_downtime, risk_mitigation, way_back, complexity, cost, score } = options.find(
      ({ strategy }) => strategy === 'canary',
    )!
    const sum =
      w!.zero_downtime * zero_downtime +
      w!.risk_mitigation * risk_mitigation +
      w!.way_back * way_back! +
      (6 - complexity) +
      (6 - cost)
    const most = 5 * (w!.zero_downtime + w!.risk_mitigation + w!.way_back + 2)
    expect(score).toBe(Math.round((100 * sum) / most))
  })

  test('reads the same level as the register that the plan ends up with', () => {
    for (const impact of ['low', 'critical'] as const) {
      const more = { ...risk(impact), strategy: { database_change: 'breaking' as const }, scope: {} }
      const plan = planOf('service', more)
      const derivation = derivationOf('service', more)
      expect(gravityOf(derivation, plan.scope).level).toBe(plan.risks.overall_level)
    }
  })

  test.each(kinds)('%s: the best possible one is recommended, with its own steps', kind => {
    const made = deriveStrategy(derivationOf(kind), scopeOf('none'))
    const main = made.options.filter(({ complement, feasible }) => feasible && !complement)
    expect(main.find(({ strategy }) => strategy === made.recommended)?.score).toBe(
      Math.max(...main.map(({ score }) => score)),
    )
    expect(made.steps.length).toBeGreaterThan(0)
  })
})

describe('what the traffic cannot show', () => {
  const thin = { ...everything, requests_per_minute: 40, baseline_error_percent: 0.5 }

  test('is said with the numbers and what would', () => {
    const [first] = service(thin).blind!
    expect(first).toMatchObject({ percent: 5, minutes: 120, requests_seen: 240 })
    expect(first!.minutes_needed).toBe(Math.ceil(first!.requests_needed / (0.05 * 40)))
    expect(first!.share_needed).toBeGreaterThan(5)
    expect(first!.shows_points).toBeGreaterThan(1)
    const fix = service(thin).derivation.warnings.find(({ code }) => code === 'too_little_traffic')!.fix
    expect(fix).toMatch(/a share of \d+ %, or \d+ min, or detect_points [\d.]+, or \d+ synthetic requests/)
  })

  test('the wider share that it names can see', () => {
    const share = service(thin).blind![0]!.share_needed!
    const own = {
      strategy: 'Wider',
      steps: [
        { name: 'first', percent: share },
        { name: 'all', percent: 100 },
      ],
    }
    const made = service({ ...thin, strategies: [own], choose: 'wider', because: 'thin traffic' })
    expect(made.steps[0]!.requests_needed).toBeGreaterThan(0)
    expect(made.blind).toBeUndefined()
  })

  test('a peak has to be seen where the change is load-bound', () => {
    const peak = (made: ReturnType<typeof service>) =>
      made.promotion.some(({ signal }) => /peak/.test(signal))
    expect(peak(service(everything))).toBe(false)
    const risks = { risks: [{ id: 'load', title: 'Slow under load' }] }
    expect(peak(service(everything, 'none', { risks }))).toBe(true)
  })
})
