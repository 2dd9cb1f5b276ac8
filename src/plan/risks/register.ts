import { assumed, type Basis, derived, given, type Known } from '../basis.ts'
import type { Derivation } from '../derivation.ts'
import type { RisksInputs } from '../inputs.ts'
import type { Level, Risk, Rollback, Schedule, Scope } from '../plan.ts'
import { riskRules } from './catalogue/index.ts'
import { chainLinks, toldLinks } from './chain.ts'
import {
  bandsText,
  type MatrixName,
  type Probability,
  probabilities,
  probabilityBand,
  severityOf,
} from './matrix.ts'
import { anyTrigger, type RiskRule, type Seen, type Shown } from './rule.ts'
import { missingTasks, placedMitigation, toldMitigation } from './work.ts'

export interface Around {
  scope: Scope
  schedule: Schedule
  rollback: Rollback
}
type OwnRisk = NonNullable<RisksInputs['risks']>[number]
interface Levels {
  probability: Known<Probability>
  impact: Known<Level>
  percent?: number
}

const byCaller = 'assess_risks'
const byCatalogue = 'risk catalogue'

/** Risks that the change shows and risks of the caller, dismissed ones included; nothing that neither shows. */
export function allRisks(derivation: Derivation, around: Around, matrix: MatrixName): Risk[] {
  const own = derivation.inputs.risks?.risks ?? []
  const freeze = around.schedule.milestones.find(milestone => milestone.gate === 'freeze')?.date
  const seen = seenIn(derivation, around.scope, freeze)
  const shown = riskRules.flatMap(rule => {
    const evidence = rule.shown(seen)
    const told = own.find(risk => risk.id === rule.id)
    return evidence ? [shownRisk(rule, evidence, told, derivation, around, matrix)] : []
  })
  const ids = new Set(shown.map(risk => risk.id))
  const others = own.filter(risk => !ids.has(risk.id))
  return [...shown, ...others.map(risk => ownRisk(risk, derivation, around, matrix))]
}

/** @param freeze the day of the code freeze, where a schedule says it */
export function seenIn({ inputs, profile }: Derivation, scope: Scope, freeze?: string): Seen {
  const range = inputs.observed?.range
  return {
    kind: profile.kind,
    scope,
    ...(range ? { range } : {}),
    past_sizes: (inputs.observed?.past_releases?.sizes ?? []).map(({ lines }) => lines),
    ...(freeze ? { freeze } : {}),
    signal: kind => scope.signals.find(signal => signal.kind === kind),
  }
}

function shownRisk(
  rule: RiskRule,
  shown: Shown,
  own: OwnRisk | undefined,
  derivation: Derivation,
  around: Around,
  matrix: MatrixName,
): Risk {
  const levels = levelsOf(own, matrix, rule, shown)
  const work = { schedule: around.schedule, profile: derivation.profile }
  const mitigations = own?.mitigations
    ? own.mitigations.map(text => toldMitigation(text, rule.id, work))
    : rule.mitigations.map(mitigation => placedMitigation(mitigation, work))
  const links = chainLinks(rule.answered_by, around.rollback, anyTrigger)
  const told = own ? toldLinks(own, links, around.rollback) : links
  return {
    id: rule.id,
    title: rule.title,
    category: rule.category,
    description: shown.description,
    consequence: rule.consequence,
    indicators: [],
    contingency: rule.contingency,
    go_no_go: rule.go_no_go,
    files: [...(shown.files ?? [])],
    ...(shown.remarks && shown.remarks.length > 0 ? { remarks: [...shown.remarks] } : {}),
    ...told,
    missing_links: [...missingTasks(mitigations, around.schedule), ...told.missing_links],
    ...(own ? statedTexts(own) : {}),
    mitigations: mitigations.map(bare),
    ...rated(levels, matrix),
    residual: residualOf(own, levels, mitigations.length, matrix),
    owner: riskOwner(derivation, own?.owner),
    basis: observedBasis(shown, around.scope),
  }
}

function observedBasis({ by, files = [] }: Shown, { range }: Scope): Basis {
  const at = range ? ` at ${range.head_commit.slice(0, 8)}` : ''
  return files.length > 0 || range
    ? { kind: 'observed', from: `${by}${at}` }
    : { kind: 'derived', from: `${by} in the scope` }
}

function ownRisk(risk: OwnRisk, derivation: Derivation, around: Around, matrix: MatrixName): Risk {
  const named = wordsOf(`${risk.title ?? ''} ${risk.category ?? ''}`)
  const words = new RegExp(named.length > 0 ? `\\b(?:${named.join('|')})` : '(?!)', 'i')
  const { rollback, schedule } = around
  const work = { schedule, profile: derivation.profile }
  const mitigations = (risk.mitigations ?? []).map(text => toldMitigation(text, risk.id, work))
  const links = toldLinks(risk, chainLinks({ trigger: words, way_back: words }, rollback), rollback)
  const levels = levelsOf(risk, matrix)
  return {
    id: risk.id,
    title: risk.id,
    category: 'other',
    description: '',
    consequence: '',
    indicators: [],
    contingency: [],
    go_no_go: [],
    files: [],
    ...links,
    missing_links: [...missingTasks(mitigations, schedule), ...links.missing_links],
    ...statedTexts(risk),
    mitigations: mitigations.map(bare),
    ...rated(levels, matrix),
    residual: residualOf(risk, levels, mitigations.length, matrix),
    owner: riskOwner(derivation, risk.owner),
    basis: given(risk.id, byCaller).basis,
  }
}

/** Without the activity that was asked for and is not there. */
const bare = ({
  wanted: _wanted,
  ...mitigation
}: ReturnType<typeof toldMitigation>): Risk['mitigations'][number] => mitigation

/** Words of any title, that say nothing of what it is about. */
const saysNothing = new Set(
  (
    'release releases change changes version versions other about above after again before behaves behind below ' +
    'between cannot could differently during every first their there these those through under until using where ' +
    'which while whose within without would'
  ).split(' '),
)

const wordsOf = (text: string): string[] =>
  (text.toLowerCase().match(/[a-z]{5,}/g) ?? []).filter(word => !saysNothing.has(word))

/** What the caller said, else what this evidence calls for, else the catalogue's own judgement. */
export function levelsOf(
  own: OwnRisk | undefined,
  matrix: MatrixName,
  rule?: RiskRule,
  shown?: Shown,
): Levels {
  const judged = shown?.levels
  const percent = own?.probability_percent
  const probability = own?.probability
    ? given(own.probability, byCaller)
    : percent !== undefined
      ? derived(probabilityBand(percent, matrix), `${percent} % given; ${bandsText(matrix)}`)
      : judged
        ? derived(judged.probability, judged.because)
        : assumed(rule?.probability ?? 'medium', rule ? byCatalogue : 'no probability given')
  const impact = own?.impact
    ? given(own.impact, byCaller)
    : judged
      ? derived(judged.impact, judged.because)
      : assumed(rule?.impact ?? 'medium', rule ? byCatalogue : 'no impact given')
  return { probability, impact, ...(percent === undefined ? {} : { percent }) }
}

function rated(
  { probability, impact, percent }: Levels,
  matrix: MatrixName,
): Pick<Risk, 'probability' | 'probability_percent' | 'impact' | 'severity'> {
  return {
    probability,
    ...(percent === undefined ? {} : { probability_percent: percent }),
    impact,
    severity: severityOf(matrix, probability.value, impact.value, percent),
  }
}

/** What is left when the mitigations are done: what the caller said, else one step less probable, and no less without any. */
function residualOf(
  own: OwnRisk | undefined,
  { probability, impact, percent }: Levels,
  mitigations: number,
  matrix: MatrixName,
): Risk['residual'] {
  if (own?.residual) return given(own.residual, byCaller)
  if (mitigations === 0)
    return derived(severityOf(matrix, probability.value, impact.value, percent), 'no mitigation')
  const lower = probabilities[Math.max(0, probabilities.indexOf(probability.value) - 1)]!
  return assumed(severityOf(matrix, lower, impact.value), 'one step less probable')
}

function statedTexts(own: OwnRisk): Partial<Risk> {
  const { title, category, description, consequence, indicators, contingency, go_no_go } = own
  const told = { title, category, description, consequence, indicators, contingency, go_no_go }
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined))
}

/** One question for all risks without an owner: the register is gone through in one meeting, not by one form each. */
function riskOwner({ questions }: Derivation, name: string | undefined): Risk['owner'] {
  if (name) return given(name, byCaller)
  return questions.text({
    id: 'risk_owner',
    question: 'owner of the risks that name none',
    who: 'release_manager',
    gate: 'freeze',
  })
}
