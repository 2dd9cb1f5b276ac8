import { assumed, derived, given, isKnown, type Known, type Statement } from '../basis.ts'
import type { Derivation } from '../derivation.ts'
import type { StrategyInputs } from '../inputs.ts'
import type { Answerer } from '../kinds/answerer.ts'
import type { KindProfile, StrategySpec } from '../kinds/profile.ts'
import type { Scope } from '../plan.ts'

/** What decides between strategies; a fact absent here was neither given nor worth asking for this kind. */
export interface Constraints {
  zero_downtime?: Statement<boolean>
  spare_environment?: Statement<boolean>
  traffic_splitting?: Statement<boolean>
  feature_flags?: Statement<boolean>
  mixed_versions?: Statement<boolean>
  database_change: Scope['database_change']
  sessions?: Statement<'stateless' | 'sticky'>
  instances?: Statement<number>
  requests_per_minute?: Statement<number>
  baseline_error_percent?: Statement<number>
  detect_points: Known<number>
}

type Fact = 'zero_downtime' | 'spare_environment' | 'traffic_splitting' | 'mixed_versions'
type Need = keyof StrategySpec['needs']

const asked: Record<Fact, { need: Need; question: string; who: Answerer }> = {
  zero_downtime: {
    need: 'downtime',
    question: 'whether an interruption is ruled out',
    who: 'product_manager',
  },
  spare_environment: {
    need: 'spare_environment',
    question: 'whether a second full environment can run beside production',
    who: 'devops',
  },
  traffic_splitting: {
    need: 'traffic_splitting',
    question: 'whether traffic can be split by weight between two versions',
    who: 'devops',
  },
  mixed_versions: {
    need: 'mixed_versions',
    question: 'whether old and new version may serve side by side',
    who: 'technical_lead',
  },
}

const tool = 'select_strategy'

/** Collects what was given and asks for what the kind's strategies need and nobody said. */
export function constraintsOf({ inputs, profile, traits, questions }: Derivation, scope: Scope): Constraints {
  const told = inputs.strategy ?? {}
  const facts: Partial<Record<Fact, Statement<boolean>>> = {}
  for (const fact of Object.keys(asked) as Fact[]) {
    const { need, question, who } = asked[fact]
    const value = told[fact]
    if (value !== undefined) facts[fact] = given(value, tool)
    else if (somethingNeeds(profile, need))
      facts[fact] = questions.yesNo({ id: fact, question, who, gate: 'freeze' })
  }
  const measured = measuresTraffic(profile)
  const number = (
    id: 'requests_per_minute' | 'baseline_error_percent',
    question: string,
  ): Statement<number> | undefined =>
    told[id] !== undefined
      ? given(told[id], tool)
      : measured
        ? questions[id.endsWith('_percent') ? 'percent' : 'number']({
            id,
            question,
            who: 'devops',
            gate: 'go_no_go',
          })
        : undefined
  return {
    ...facts,
    ...flagsFact(told, traits.feature_flags),
    database_change: scope.database_change,
    ...(told.sessions ? { sessions: given(told.sessions, tool) } : {}),
    ...(told.instances ? { instances: given(told.instances, tool) } : {}),
    requests_per_minute: number('requests_per_minute', 'requests per minute in the hours of the rollout'),
    baseline_error_percent: number(
      'baseline_error_percent',
      'error rate of the running version in percent, same weekday and hours',
    ),
    detect_points:
      told.detect_points === undefined ? assumed(1, 'usual choice') : given(told.detect_points, tool),
  }
}

/** Whether requests can be counted for this kind: some strategy of it splits traffic. */
export const measuresTraffic = (profile: KindProfile): boolean => somethingNeeds(profile, 'traffic_splitting')

const somethingNeeds = (profile: KindProfile, need: Need): boolean =>
  profile.strategies.some(spec => spec.needs[need])

function flagsFact(
  told: StrategyInputs,
  trait: 'yes' | 'no' | 'unknown',
): Pick<Constraints, 'feature_flags'> {
  if (told.feature_flags !== undefined) return { feature_flags: given(told.feature_flags, tool) }
  return trait === 'yes' ? { feature_flags: derived(true, 'flags were named') } : {}
}

/** The facts as rows of a table, without what is not known and not asked. */
export function constraintRows(
  constraints: Constraints,
  profile: KindProfile,
  slo: Statement<number>,
): { name: string; statement: Statement<string> }[] {
  const { detect_points, database_change, ...facts } = constraints
  const measured = measuresTraffic(profile)
  const all: [keyof typeof names, Statement<unknown> | undefined][] = [
    ...(Object.entries(facts) as [keyof typeof names, Statement<unknown> | undefined][]),
    ['database_change', somethingNeeds(profile, 'compatible_schema') ? database_change : undefined],
    ['slo_percent', measured ? slo : undefined],
    ['detect_points', measured ? detect_points : undefined],
  ]
  return all.flatMap(([key, statement]) =>
    statement ? [{ name: names[key], statement: inWords(statement) }] : [],
  )
}

const names = {
  zero_downtime: 'Interruption ruled out',
  spare_environment: 'Second environment possible',
  traffic_splitting: 'Traffic can be split by weight',
  feature_flags: 'Features behind flags',
  mixed_versions: 'Old and new may serve side by side',
  database_change: 'Change of the database schema',
  sessions: 'Sessions',
  instances: 'Instances',
  requests_per_minute: 'Requests per minute',
  baseline_error_percent: 'Error rate of the running version, percent',
  slo_percent: 'Service level objective, percent',
  detect_points: 'Smallest harm worth stopping for, points',
}

function inWords(statement: Statement<unknown>): Statement<string> {
  if (!isKnown(statement)) return statement
  const { value } = statement
  const text = typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value).replaceAll('_', ' ')
  return { value: text, basis: statement.basis }
}

/** The value of a fact that may not even have been asked. */
export const known = <T>(statement: Statement<T> | undefined): T | undefined =>
  statement && isKnown(statement) ? statement.value : undefined
