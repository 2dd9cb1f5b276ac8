import { assumed, given, isKnown, type Known, type Statement } from '../basis.ts'
import type { Derivation } from '../derivation.ts'
import type { RollbackInputs } from '../inputs.ts'
import type { WayBackSpec } from '../kinds/profile.ts'
import { applies, conditionOf } from '../kinds/traits.ts'
import type { RollbackScript, Strategy, WayBack } from '../plan.ts'
import { publishedByTag } from '../scope/product/publishing.ts'
import { strategyId } from '../strategy/own.ts'
import { registryWords, worded } from '../strategy/registries.ts'
import { wayBackOf } from '../strategy/way-back-minutes.ts'
import { type Around, instantOfMoment, momentOf } from './moments.ts'
import { restoringMinutes } from './restore-minutes.ts'
import { scriptPath } from './scripts.ts'

type OwnMethod = NonNullable<RollbackInputs['methods']>[number]
const tool = 'write_rollback_plan'

/** The catalogue's ways back of the chosen strategy and of the traits, in the order of the release's states. */
export function specsFor({ derivation, strategy }: Around): WayBackSpec[] {
  const { ways_back } = derivation.profile
  const named = ways_back.some(spec => spec.strategies?.includes(strategy.recommended))
  const like = named ? strategy.recommended : ways_back.find(spec => spec.strategies)?.strategies?.[0]
  const publishing = publishedByTag(derivation.inputs.observed?.publishing)
  return ways_back.filter(
    spec =>
      !(publishing && spec.until === 'publish') &&
      (spec.strategies === undefined || (like !== undefined && spec.strategies.includes(like))) &&
      applies(derivation.traits, spec.when) !== 'no',
  )
}

/** Every way back of the plan: the catalogue's, changed and followed by the caller's own. */
export function waysBack(around: Around): WayBack[] {
  const own = around.derivation.inputs.rollback?.methods ?? []
  const catalogue = specsFor(around).map(spec => {
    const change = own.find(method => matches(method, spec))
    return changed(fromSpec(spec, around), change)
  })
  const added = own.filter(method => !around.derivation.profile.ways_back.some(spec => matches(method, spec)))
  return [...catalogue, ...added.map(method => ownWayBack(method, around))]
}

const matches = (method: OwnMethod, spec: WayBackSpec): boolean =>
  [spec.id, strategyId(spec.name)].includes(strategyId(method.name))

function fromSpec(spec: WayBackSpec, around: Around): WayBack {
  const { derivation, strategy } = around
  const words = registryWords(derivation.release)
  const fitted = (text: string) => worded(text, words).join(' ')
  const script = scriptOf(spec, around)
  const condition =
    spec.when && applies(derivation.traits, spec.when) === 'unknown' ? conditionOf(spec.when) : undefined
  const end = untouched(spec) ? 'production_change' : spec.until
  const until_at = instantOfMoment(end, around)
  return {
    id: spec.id,
    name: spec.name,
    applies_while: spec.applies_while,
    until: momentOf(end, around),
    ...(until_at && { until_at }),
    minutes: minutesOf(spec, around),
    loses: losesByBreakingSchema(spec, strategy) ?? fitted(spec.loses),
    steps: [
      ...undoFirst(spec, around),
      ...drainedAfterSwitch(
        spec.steps.flatMap(step => worded(step, words)),
        spec,
        around,
      ),
    ],
    basis: { kind: 'assumed', from: `${derivation.profile.kind} profile` },
    ...(condition ? { condition } : {}),
    ...(script ? { script: scriptPath(script) } : {}),
  }
}

/** Whether it only works while production is as it was. */
const untouched = (spec: WayBackSpec): boolean => spec.from === undefined && spec.until === 'rollout_start'

/** Sessions that stick to the new version do not follow the traffic by themselves. */
function drainedAfterSwitch(steps: string[], spec: WayBackSpec, { derivation }: Around): string[] {
  const sticky = spec.script === 'switch_back' && derivation.inputs.strategy?.sessions === 'sticky'
  const at = steps.findIndex(step => step.startsWith('Switch')) + 1
  return sticky ? steps.toSpliced(at, 0, 'Drain the sticky sessions of the new version, or move them') : steps
}

/** The script of a way back, in the form that the package registry allows; none where people do it by hand. */
export function scriptOf(spec: WayBackSpec, { derivation, strategy }: Around): RollbackScript | undefined {
  if (spec.when === 'feature_flags' && strategy.flags.length === 0) return undefined
  if (spec.script === '{script}') return registryWords(derivation.release).script
  return spec.script as RollbackScript | undefined
}

function minutesOf(spec: WayBackSpec, { derivation, strategy }: Around): Statement<number> {
  const bound = wayBackOf(derivation, strategy.recommended)?.id === spec.id
  if (bound) return strategy.rollback_minutes
  if (spec.script !== 'restore_database') return assumed(spec.minutes, spec.minutes_source)
  return restoringStatement(derivation)
}

function restoringStatement(derivation: Derivation): Statement<number> {
  const minutes = restoringMinutes(derivation)
  if (minutes && derivation.inputs.answers.restore_minutes === undefined) return minutes
  const asked = derivation.questions.number({
    id: 'restore_minutes',
    question: 'measured minutes of a database restore',
    who: 'dba',
    gate: 'go_no_go',
  })
  return minutes ?? asked
}

function losesByBreakingSchema(spec: WayBackSpec, strategy: Strategy): string | undefined {
  const breaking = isKnown(strategy.database_change) && strategy.database_change.value === 'breaking'
  if (!breaking || !spec.strategies) return undefined
  return 'everything written since the backup: the old version cannot use the new schema, so the restore comes first and its time on top'
}

function undoFirst(spec: WayBackSpec, { derivation }: Around): string[] {
  const reversible = spec.when === 'database_change' && derivation.inputs.rollback?.database?.reversible
  return reversible ? ['Try the reverse migration first: it was said to be reversible'] : []
}

function changed(way: WayBack, change: OwnMethod | undefined): WayBack {
  if (!change) return way
  const { applies_while, steps, minutes, loses } = change
  return {
    ...way,
    ...(applies_while ? { applies_while } : {}),
    ...(steps ? { steps } : {}),
    ...(loses ? { loses } : {}),
    ...(minutes === undefined ? {} : { minutes: given(minutes, tool) }),
    basis: { kind: 'given', from: tool },
  }
}

function ownWayBack(method: OwnMethod, { derivation }: Around): WayBack {
  const id = strategyId(method.name)
  const asked = (): Statement<number> =>
    derivation.questions.number({
      id: `minutes_${id}`.slice(0, 60),
      question: `minutes that "${method.name}" takes`,
      who: 'technical_lead',
      gate: 'go_no_go',
    })
  const minutes: Statement<number> | Known<number> =
    method.minutes === undefined ? asked() : given(method.minutes, tool)
  return {
    id,
    name: method.name,
    applies_while: method.applies_while ?? 'as its steps say',
    until: 'as long as it applies',
    minutes,
    loses: method.loses ?? 'not said',
    steps: method.steps ?? [],
    basis: { kind: 'given', from: tool },
  }
}
