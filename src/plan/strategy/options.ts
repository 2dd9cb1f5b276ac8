import type { Derivation } from '../derivation.ts'
import type { KindProfile, StrategySpec } from '../kinds/profile.ts'
import type { ScoreWeights, StrategyOption } from '../plan.ts'
import { type Constraints, known } from './constraints.ts'
import { ownOption, strategyId } from './own.ts'
import { scoreOf, wayBackJudged } from './score.ts'
import { wayBackMinutes } from './way-back-minutes.ts'

/** What stands against a strategy: what rules it out, and what it depends on that nobody answered. */
export interface Verdict {
  blocked: string[]
  open: string[]
}

type Need = keyof StrategySpec['needs']
type Answer = 'met' | 'unmet' | 'open'

const reasons: Record<Need, { unmet: string; open: string }> = {
  spare_environment: { unmet: 'no second full environment', open: 'a second environment can run' },
  traffic_splitting: { unmet: 'traffic cannot be split by weight', open: 'traffic can be split by weight' },
  feature_flags: { unmet: 'nothing of this release is behind a flag', open: 'features are behind flags' },
  mixed_versions: {
    unmet: 'old and new must not serve side by side',
    open: 'old and new may serve side by side',
  },
  downtime: { unmet: 'interrupts the service, which is ruled out', open: 'an interruption is allowed' },
  compatible_schema: {
    unmet: 'the old version cannot use the changed schema',
    open: 'the old version can work with the new schema',
  },
  several_instances: { unmet: 'one instance: nothing to roll through', open: '' },
  sessions_may_end: {
    unmet: 'sticky sessions: the switch ends all of them, and an interruption is ruled out',
    open: 'all sticky sessions may end at the switch',
  },
  stateless: { unmet: 'sticky sessions: copied requests find no session', open: '' },
}

/** Judges a catalogue's strategy against the facts; an unanswered need keeps it possible, as "if ...". */
export function verdictOn(spec: StrategySpec, constraints: Constraints): Verdict {
  const needs = (Object.keys(spec.needs) as Need[]).filter(need => spec.needs[need])
  const answers = needs.map(need => [need, answerTo(need, constraints)] as const)
  const open = answers
    .filter(([, answer]) => answer === 'open')
    .map(([need]) => `only if ${reasons[need].open}`)
  return {
    blocked: answers.filter(([, answer]) => answer === 'unmet').map(([need]) => reasons[need].unmet),
    open: [...open, ...stickiness(spec, constraints)],
  }
}

function answerTo(need: Need, constraints: Constraints): Answer {
  if (need === 'compatible_schema') {
    const change = known(constraints.database_change)
    return change === 'breaking' ? 'unmet' : change === undefined ? 'open' : 'met'
  }
  const sticky = known(constraints.sessions) === 'sticky'
  if (need === 'several_instances') return known(constraints.instances) === 1 ? 'unmet' : 'met'
  if (need === 'stateless') return sticky ? 'unmet' : 'met'
  if (need === 'sessions_may_end') {
    const ruledOut = known(constraints.zero_downtime)
    return !sticky || ruledOut === false ? 'met' : ruledOut ? 'unmet' : 'open'
  }
  const fact = need === 'downtime' ? constraints.zero_downtime : constraints[need]
  const value = known(fact)
  if (value === undefined) return 'open'
  return value === (need !== 'downtime') ? 'met' : 'unmet'
}

function stickiness(spec: StrategySpec, constraints: Constraints): string[] {
  const moves = spec.needs.spare_environment || spec.needs.mixed_versions
  return moves && known(constraints.sessions) === 'sticky'
    ? ['sticky sessions have to be drained or moved']
    : []
}

function catalogueOption(
  spec: StrategySpec,
  constraints: Constraints,
  derivation: Derivation,
  weights: ScoreWeights,
): StrategyOption {
  const { blocked, open } = verdictOn(spec, constraints)
  const back = spec.complement ? undefined : wayBackMinutes(derivation, spec.id, undefined).value
  const way_back = back === undefined ? 5 : wayBackJudged(back)
  return {
    strategy: spec.id,
    name: spec.name,
    feasible: blocked.length === 0,
    against: blocked.length > 0 ? blocked : open,
    score: scoreOf(spec.scores, way_back, weights),
    ...spec.scores,
    ...(back === undefined ? {} : { rollback_minutes: back, way_back }),
    complement: spec.complement ?? false,
    own: false,
  }
}

/** The catalogue's strategies, replaced by own ones of the same name, then the other own ones. */
export function allOptions(
  derivation: Derivation,
  constraints: Constraints,
  weights: ScoreWeights,
): StrategyOption[] {
  const { profile, inputs } = derivation
  const own = inputs.strategy?.strategies ?? []
  const catalogue = profile.strategies.map(spec => catalogueOption(spec, constraints, derivation, weights))
  const named = (id: string) => own.find(strategy => strategyId(strategy.strategy) === id)
  return [
    ...catalogue.map(option => {
      const replacement = named(option.strategy) ?? named(strategyId(option.name))
      return replacement ? ownOption(replacement, option) : option
    }),
    ...own
      .filter(
        strategy =>
          !catalogue.some(({ strategy: id, name }) =>
            [id, strategyId(name)].includes(strategyId(strategy.strategy)),
          ),
      )
      .map(strategy => ownOption(strategy, undefined)),
  ]
}

/** Why another possible strategy was not taken, in the terms of the table. */
export function comparedWith(option: StrategyOption, chosen: StrategyOption): string {
  if (option.own || chosen.own) return `not chosen; ${chosen.name} was preferred`
  const worse = [
    option.risk_mitigation < chosen.risk_mitigation ? 'more users meet a defect' : '',
    option.zero_downtime < chosen.zero_downtime ? 'interrupts more' : '',
    slower(option, chosen) ? 'slower back' : '',
    option.complexity > chosen.complexity ? 'more work' : '',
    option.cost > chosen.cost ? 'costs more' : '',
  ].filter(Boolean)
  const most = option.against.length > 0 ? 1 : 2
  return worse.length > 0
    ? worse.slice(0, most).join(', ')
    : `possible as well (score ${option.score} against ${chosen.score})`
}

const slower = (one: StrategyOption, other: StrategyOption): boolean =>
  one.rollback_minutes !== undefined &&
  other.rollback_minutes !== undefined &&
  one.rollback_minutes > other.rollback_minutes

export const specOf = (profile: KindProfile, id: string): StrategySpec | undefined =>
  profile.strategies.find(spec => spec.id === id)
