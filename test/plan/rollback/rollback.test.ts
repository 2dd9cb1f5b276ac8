import { describe, expect, test } from 'vitest'
import { derived, isKnown } from '../../../src/plan/basis.ts'
import type { PlanInputs } from '../../../src/plan/inputs.ts'
import { profileOf } from '../../../src/plan/kinds/index.ts'
import type { Kind, Traits } from '../../../src/plan/kinds/profile.ts'
import { kinds } from '../../../src/plan/kinds/profile.ts'
import type { Resources, Schedule, Shift } from '../../../src/plan/plan.ts'
import { total } from '../../../src/plan/rollback/promises.ts'
import { deriveRollback } from '../../../src/plan/rollback/rollback.ts'
import { deriveStrategy } from '../../../src/plan/strategy/strategy.ts'
import { derivationOf, resourcesOf, scheduleOf, scopeOf } from '../../support/rollout.ts'

const orders =
  /^(Apply|Build|Check|Change|Delete|Deploy|Do not|Drain|Fix|Get|Go on|Halt|Keep|Leave|Lock|Mark|Move|Name|Pause|Pin|Plan|Point|Publish|Push|Put|Record|Recompute|Release|Reprocess|Restore|Revert|Roll|Run|Say|Send|Sign|Start|Stop|Switch|Take|Tell|Test|Try|Watch|Withdraw|Write|Yank|End|npm|cargo)\b/

interface Case {
  more?: Partial<PlanInputs>
  traits?: Partial<Traits>
  change?: Parameters<typeof scopeOf>[0]
  acknowledge?: number
  watch?: Partial<Resources>
}

function rollbackOf(
  kind: Kind,
  { more = {}, traits = {}, change = 'none', acknowledge = 5, watch = {} }: Case = {},
) {
  const derivation = derivationOf(kind, more, traits)
  const strategy = deriveStrategy(derivation, scopeOf(change))
  const schedule = scheduleOf(strategy)
  const resources = { ...resourcesOf(acknowledge), ...watch }
  const rollback = deriveRollback(derivation, { strategy, schedule, resources })
  return { ...rollback, strategy, derivation, codes: derivation.warnings.map(warning => warning.code) }
}

const asked = ({ derivation }: ReturnType<typeof rollbackOf>) =>
  derivation.questions.asked().map(question => question.id)

describe('ways back', () => {
  test('D14: the old version is kept as long as the release is watched, and something works after it', () => {
    const { methods } = rollbackOf('service')
    const until = Object.fromEntries(methods.map(method => [method.id, method.until]))
    expect(until).toEqual({
      not_started: 'Tue 2026-12-01 08:00',
      switch_back: 'Fri 2026-12-04 09:00 (72 h after the rollout)',
      deploy_old: 'Tue 2026-12-15',
      roll_forward: 'no end',
    })
  })

  test('keep_old_hours moves the end of the quick way back', () => {
    const { methods } = rollbackOf('service', { more: { rollback: { keep_old_hours: 24 } } })
    expect(methods.find(method => method.id === 'switch_back')?.until).toContain('Wed 2026-12-02 09:00 (24 h')
  })

  const order = ['start', 'rollout_start', 'tag', 'publish', 'rollout_end', 'keep_old', 'close', 'never']
  const rank = (event: string | undefined) => order.indexOf(event ?? 'start')

  test.each(
    kinds,
  )('%s: with each strategy some way back works from before the rollout until the close and after it', kind => {
    const { strategies, ways_back } = profileOf(kind)
    for (const strategy of strategies.filter(spec => !spec.complement)) {
      const ways = ways_back.filter(
        way => !way.when && (!way.strategies || way.strategies.includes(strategy.id)),
      )
      let covered = 0
      for (const way of [...ways].sort((one, other) => rank(one.from) - rank(other.from))) {
        expect(rank(way.from), `${strategy.id}: gap before ${way.id}`).toBeLessThanOrEqual(covered)
        covered = Math.max(covered, rank(way.until))
      }
      expect(covered, strategy.id).toBe(rank('never'))
    }
  })

  test('the way without loss ends with the first step that changes production', () => {
    const derivation = derivationOf('service', {}, { database_change: 'yes' })
    const strategy = deriveStrategy(derivation, scopeOf('backward_compatible'))
    const schedule = scheduleOf(strategy)
    const migrate = {
      id: 'migrate',
      step: 'Run the migration',
      at_local: '07:35',
      at_utc: '2026-12-01T07:35:00Z',
      date: '2026-12-01',
      minutes: 25,
      part: 'before',
    }
    schedule.release_day.unshift(migrate as (typeof schedule.release_day)[number])
    const { methods } = deriveRollback(derivation, { strategy, schedule, resources: resourcesOf(5) })
    expect(methods.slice(0, 2).map(({ id, until }) => [id, until])).toEqual([
      ['not_started', 'Tue 2026-12-01 07:35 (Run the migration)'],
      ['leave_schema', 'Tue 2026-12-01 08:00'],
    ])
  })

  test.each(['library', 'distributed'] as const)('%s: a tag may already start publishing', kind => {
    const tagged = rollbackOf(kind).methods.find(({ id }) => id === 'tagged')
    expect(tagged?.applies_while).toContain('only where the tag itself does not start publishing')
  })

  test.each(kinds)('%s: the steps of a way back are orders', kind => {
    const traits = { database_change: 'yes', feature_flags: 'yes' } as const
    const registries = kind === 'library' ? ['npm', 'pypi', 'crates', 'go', 'other'] : ['none']
    for (const registry of registries) {
      const more = { observed: { ecosystem: { registry, name: 'left-pad' } } }
      for (const { steps } of rollbackOf(kind, { traits, more }).methods)
        for (const step of steps) expect(step).toMatch(orders)
    }
  })

  test('sticky sessions are moved on the way back and at every share', () => {
    const { methods, strategy } = rollbackOf('service', { more: { strategy: { sessions: 'sticky' } } })
    expect(methods.find(({ id }) => id === 'switch_back')!.steps[2]).toContain('sticky sessions')
    for (const step of strategy.steps)
      expect(step.checks.some(check => check.includes('sticky'))).toBe((step.percent ?? 0) > 0)
  })

  test('what the caller said of the backup is printed', () => {
    const { backup_minutes } = rollbackOf('service', {
      more: { rollback: { database: { backup_minutes: 12 } } },
    })
    expect(backup_minutes).toMatchObject({ value: 12, basis: { kind: 'given' } })
  })

  test('R9: rolling and recreate have a procedure of their own', () => {
    for (const choose of ['rolling', 'recreate']) {
      const { methods, scripts } = rollbackOf('service', { more: { strategy: { choose, because: 'told' } } })
      expect(methods.some(method => method.script === 'rollback/scripts/redeploy.sh')).toBe(true)
      expect(scripts.map(({ script }) => script)).toEqual(['redeploy'])
    }
  })

  test('I7: the minutes of a restore are asked for, never invented', () => {
    const plan = rollbackOf('service', { traits: { database_change: 'yes' }, change: 'backward_compatible' })
    expect(isKnown(plan.methods.find(method => method.id === 'restore_database')!.minutes)).toBe(false)
    expect(asked(plan)).toEqual(
      expect.arrayContaining(['restore_minutes', 'command_backup', 'command_restore']),
    )
    const told = rollbackOf('service', {
      traits: { database_change: 'yes' },
      more: { rollback: { database: { restore_minutes: 95 } } },
    })
    expect(told.methods.find(method => method.id === 'restore_database')!.minutes).toEqual(
      derived(115, '20 min emergency dump, assumed, + 95 min restore'),
    )
  })

  test('a restore takes its emergency dump and the restore, by the minutes that were given', () => {
    const { methods, scenarios, restore_minutes } = rollbackOf('service', {
      traits: { database_change: 'yes' },
      more: {
        rollback: { database: { backup_minutes: 18 } },
        answers: { restore_minutes: { value: '55 min', from: 'fill_in' } },
      },
    })
    expect(methods.find(({ id }) => id === 'restore_database')!.minutes).toEqual(
      derived(73, '18 min emergency dump + 55 min restore'),
    )
    expect(scenarios.find(({ way }) => way === 'restore_database')).toMatchObject({ minutes: 30 + 73 })
    expect(restore_minutes).toMatchObject({ value: 55 })
  })

  test('without a schema change nothing is said or asked of a database', () => {
    const plan = rollbackOf('service')
    expect(plan.methods.some(method => /database/i.test(method.name))).toBe(false)
    expect(asked(plan).filter(id => /backup|restore/.test(id))).toEqual([])
  })

  test('own ways back change the catalogue’s by name and are added otherwise; minutes exist once', () => {
    const methods = [
      { name: 'Send all traffic to the old version', minutes: 4 },
      { name: 'Switch region', minutes: 9, applies_while: 'the other region is warm', steps: ['move DNS'] },
    ]
    const plan = rollbackOf('service', { more: { rollback: { methods } } })
    expect(plan.methods.find(method => method.id === 'switch_back')!.minutes).toMatchObject({ value: 4 })
    expect(plan.strategy.rollback_minutes.value).toBe(4)
    expect(plan.tiers.every(tier => tier.execute_minutes === 4)).toBe(true)
    expect(plan.methods.at(-1)).toMatchObject({
      name: 'Switch region',
      minutes: { value: 9 },
      steps: ['move DNS'],
    })
  })

  test.each([
    ['npm', 'npm_steer_back', /npm dist-tag add left-pad@2\.4\.1 latest/],
    ['PyPI', undefined, /by hand/],
    ['crates.io', 'cargo_yank', /cargo yank --version 2\.5\.0 left-pad/],
    ['go', undefined, /retract v2\.5\.0/],
  ])('a library on %s is steered away by its registry’s own means', (registry, script, words) => {
    const plan = rollbackOf('library', { more: { observed: { ecosystem: { registry, name: 'left-pad' } } } })
    const way = plan.methods.find(method => method.id === 'steer_away')!
    expect(way.steps.join(' ')).toMatch(words)
    expect(plan.scripts.map(entry => entry.script)).toEqual(script ? [script] : [])
    expect(plan.point_of_no_return?.way_after).toBe(
      'The published version stays; ways 4, 5 and 6 only lead users away from it.',
    )
  })

  test('a schema that only grows has its point of no return where a later release drops something', () => {
    const { point_of_no_return: point } = rollbackOf('service', {
      traits: { database_change: 'yes' },
      change: 'backward_compatible',
    })
    expect(point).toMatchObject({ when: 'in a later release, if it drops what the old version needs' })
  })

  test('GitHub release pages give the command to withdraw, marked as assumed', () => {
    const observed = {
      repository: { shallow: false, web_url: 'https://github.com/acme/tool' },
      base: { tag: 'v2.4.1', why: 'newest', alternatives: [] },
    }
    const { commands } = rollbackOf('distributed', { more: { observed } })
    expect(commands.find(command => command.name === 'withdraw_release')!.statement).toMatchObject({
      value: "gh release edit 'v2.5.0' --prerelease && gh release edit 'v2.4.1' --latest",
      basis: { kind: 'assumed' },
    })
  })
})

describe('triggers and promises', () => {
  test('T1-T5: the error rate has one threshold per tier, absolute where the baseline is known', () => {
    const { triggers } = rollbackOf('service', {
      more: { strategy: { slo_percent: 99.9, baseline_error_percent: 0.4 } },
    })
    const rates = triggers.filter(trigger => trigger.signal === 'Error rate')
    expect(rates.map(({ tier, threshold, for_minutes }) => [tier, threshold, for_minutes])).toEqual([
      ['immediate', '43.6 % or more (0.4 % + 43.2 points)', 2],
      ['fast', '9.04 % or more (0.4 % + 8.64 points)', 10],
      ['planned', '1.84 % or more (0.4 % + 1.44 points)', 60],
      ['monitor', '0.995 % or more (0.4 % + 0.595 points)', 120],
    ])
    expect(rates.at(-1)!.authority).toContain('release manager')
    expect(rates.at(-1)!.basis.from).toContain('promote: two proportions')
    expect(rates[0]!.basis.from).toContain('2 % of the 30-day error budget')
    for (const rate of rates) expect(rate.minimum_requests).toBeGreaterThan(10)
  })

  test('an own trigger replaces the catalogue’s; one that breaks the ladder is a warning', () => {
    const triggers = [{ tier: 'fast' as const, signal: 'error rate', threshold: '80 %', for_minutes: 10 }]
    const plan = rollbackOf('service', { more: { rollback: { triggers } } })
    expect(
      plan.triggers.filter(trigger => trigger.tier === 'fast' && /error rate/i.test(trigger.signal)),
    ).toHaveLength(1)
    expect(plan.codes).toContain('triggers_not_rising')
    expect(rollbackOf('service').codes).not.toContain('triggers_not_rising')
  })

  test('R8: a promise counts acknowledge, decide and execute; a broken one is a warning', () => {
    const canary = rollbackOf('service')
    expect(canary.tiers[0]).toMatchObject({ within_minutes: 5, kept: true })
    expect(canary.tiers[0]!.parts.map(part => [part.while, part.within_minutes, total(part)])).toEqual([
      ['watched live', 5, 4],
      ['on call', 15, 8],
    ])
    expect(canary.codes).not.toContain('promise_not_kept')
    const rolling = rollbackOf('service', { more: { strategy: { choose: 'rolling', because: 'told' } } })
    expect(rolling.tiers[0]).toMatchObject({ kept: false, execute_minutes: 20 })
    expect(rolling.codes).toContain('promise_not_kept')
  })

  test('a promise has to hold on call as well as while somebody watches', () => {
    const slow = rollbackOf('service', { acknowledge: 15 })
    expect(slow.tiers[0]).toMatchObject({ within_minutes: 15, acknowledge_minutes: 15, kept: false })
    expect(slow.codes).toContain('promise_not_kept')
  })

  test('a promise has to hold for a primary who sleeps and while nobody is on call, and names which', () => {
    const night = (hours: number): Shift => ({
      from: '2026-12-01T18:00:00Z',
      to: '2026-12-02T06:00:00Z',
      primary: derived('Ana', 'rotation'),
      secondary: derived('Bo', 'rotation'),
      primary_night_hours: hours,
    })
    const asleep = rollbackOf('service', { acknowledge: 8, watch: { on_call: [night(8)] } })
    expect(asleep.tiers.map(({ tier, kept }) => [tier, kept])).toEqual([
      ['immediate', false],
      ['fast', true],
      ['planned', true],
    ])
    const told = asleep.derivation.warnings.find(({ code }) => code === 'promise_not_kept')!
    expect(told.message).toBe(
      'Rollback tier immediate promises 15 min but takes 16 (primary in their own night: Ana): 13 to acknowledge, 1 to decide, 2 to execute.',
    )
    expect(told.fix).toContain('awake by their own clock')
    expect(rollbackOf('service', { acknowledge: 8, watch: { on_call: [night(0)] } }).tiers[0]!.kept).toBe(
      true,
    )

    const [from, to] = ['2026-12-02T00:00:00+00:00', '2026-12-02T12:00:00+00:00']
    const gap = { role: 'primary' as const, from, to, hours: 12, why: 'away' }
    const open = rollbackOf('service', { watch: { on_call_gaps: [gap] } })
    expect(open.tiers.map(({ kept }) => kept)).toEqual([false, false, false])
    expect(open.tiers[2]).toMatchObject({ within_minutes: 120, acknowledge_minutes: 725 })
  })

  test('an old version removed before the watch ends is a warning, and its slower way back counts', () => {
    const short = rollbackOf('service', { more: { rollback: { keep_old_hours: 48 } } })
    expect(short.tiers.map(tier => [tier.tier, tier.kept, total(tier), tier.within_minutes])).toEqual([
      ['immediate', false, 36, 15],
      ['fast', false, 45, 30],
      ['planned', true, 37, 120],
    ])
    const warning = short.derivation.warnings.find(({ code }) => code === 'keep_old_shorter_than_watch')
    expect(warning?.fix).toContain('keep_old_hours 72')
    for (const keep_old_hours of [72, undefined])
      expect(rollbackOf('service', { more: { rollback: { keep_old_hours } } }).codes).not.toContain(
        'keep_old_shorter_than_watch',
      )
    const rolling = { strategy: { choose: 'rolling' }, rollback: { keep_old_hours: 48 } }
    expect(rollbackOf('service', { more: rolling }).codes).not.toContain('keep_old_shorter_than_watch')
  })

  test('a scenario takes the minutes of the way that it names', () => {
    const restored = rollbackOf('service', {
      traits: { database_change: 'yes' },
      more: { rollback: { database: { restore_minutes: 35 } } },
    })
    const stopped = restored.scenarios.find(({ name }) => name.startsWith('Migration'))
    expect(stopped).toMatchObject({
      minutes: 30 + 20 + 35,
      basis: { from: 'decide + Restore the database (last resort)' },
    })
    const unmeasured = rollbackOf('service', { traits: { database_change: 'yes' } })
    expect(unmeasured.scenarios.find(({ name }) => name.startsWith('Migration'))).not.toHaveProperty(
      'minutes',
    )
    const patched = rollbackOf('library').scenarios.find(({ act }) => act.includes('steer away and patch'))
    expect(patched).toMatchObject({ way: 'roll_forward', minutes: 120 + 240 })
  })

  test.each(kinds)('%s: each scenario’s way back is one of the plan', kind => {
    const { scenarios, methods } = rollbackOf(kind)
    const ways = methods.map(method => method.id)
    for (const { way } of scenarios) expect(ways).toContain(way)
  })

  test('R6: data damage sends traffic back first; restoring is a second decision', () => {
    const scenario = rollbackOf('service').scenarios.find(
      ({ name }) => /data/i.test(name) && /lost/i.test(name),
    )!
    expect(scenario.decide).toContain('second decision')
    expect(scenario.minutes).toBe(15 + 2)
  })

  test('R10: the rehearsal has a time before the go/no-go and asks for its evidence', () => {
    const plan = rollbackOf('service')
    expect(plan.rehearsal.when).toBe('before the go/no-go on Fri 2026-11-27')
    expect(asked(plan)).toContain('rollback_rehearsed_on')
  })

  test('a rehearsal that ends on the day of the go/no-go is not before it, as the timeline says', () => {
    const derivation = derivationOf('service')
    const strategy = deriveStrategy(derivation, scopeOf('none'))
    const whenDone = (earliest_finish: string) => {
      const activity = { id: 'rollback_rehearsal', earliest_start: '2026-11-26', earliest_finish }
      const stages = [{ activities: [activity] }] as unknown as Schedule['stages']
      const schedule = { ...scheduleOf(strategy), stages }
      return deriveRollback(derivation, { strategy, schedule, resources: resourcesOf(5) }).rehearsal.when
    }
    expect(whenDone('2026-11-26')).toBe('Thu 2026-11-26, before the go/no-go on Fri 2026-11-27')
    expect(whenDone('2026-11-27')).toBe(
      'before the go/no-go on Fri 2026-11-27, which this plan cannot keep: done on Fri 2026-11-27 at the earliest',
    )
  })

  test.each(kinds)('%s: triggers, checks, scenarios and rehearsal are there', kind => {
    const plan = rollbackOf(kind)
    for (const list of [
      plan.triggers,
      plan.checks,
      plan.scenarios,
      plan.rehearsal.items,
      plan.tiers,
      plan.after,
    ]) {
      expect(list.length).toBeGreaterThan(0)
    }
    expect(plan.triggers.map(trigger => trigger.tier)).toEqual(
      expect.arrayContaining(['immediate', 'fast', 'planned', 'monitor']),
    )
    if (kind !== 'service') expect(plan.alerts).toBe(false)
  })
})
