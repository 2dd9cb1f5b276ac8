import { assumed, derived, given, type Known } from '../basis.ts'
import type { Derivation } from '../derivation.ts'
import type { RisksInputs } from '../inputs.ts'
import type { Level, Risk, Risks, Rollback, Schedule, Scope, Signal } from '../plan.ts'
import { counted } from '../text.ts'
import { parseVersion } from '../version.ts'
import { type RiskSpec, riskCatalogue } from './catalogue.ts'
import { chainLinks } from './chain.ts'
import { hotfixForecast } from './forecast.ts'
import {
  levels,
  type MatrixName,
  matrixTable,
  type Probability,
  probabilityBand,
  severityOf,
  worst,
} from './matrix.ts'
import { scopeRisks, scopeSignals } from './scope-risks.ts'
import { watchFiles } from './watch-files.ts'
import { monitoring, nextReview } from './watching.ts'

const catalogue = [...riskCatalogue, ...scopeRisks]

type OwnRisk = NonNullable<RisksInputs['risks']>[number]
interface Around {
  scope: Scope
  schedule: Schedule
  rollback: Rollback
}

/** The register: risks that a signal in the change shows and risks of the caller; nothing that neither shows. */
export function deriveRisks(derivation: Derivation, around: Around): Risks {
  const { inputs, today } = derivation
  const matrix: MatrixName = inputs.risks?.matrix ?? 'four_level'
  const dismissed = new Map((inputs.risks?.dismiss ?? []).map(entry => [entry.id, entry.reason]))
  const all = [...shownRisks(derivation, around, matrix), ...ownRisks(derivation, around, matrix)]
  const register = all.filter(risk => !dismissed.has(risk.id)).sort(bySeverity)
  const overall = register.length > 0 ? worst(register.map(risk => risk.severity)) : 'low'
  const forecast = hotfixForecast(inputs.observed, parseVersion(inputs.version), today)
  return {
    register,
    dismissed: [...dismissed].map(([id, reason]) => ({
      id,
      title: all.find(risk => risk.id === id)?.title ?? id,
      reason,
    })),
    matrix: matrixTable(matrix),
    overall_level: overall,
    recommendation: recommendation(overall, register.length),
    ...(forecast ? { hotfix_forecast: forecast } : {}),
    watch_files: watchFiles(around.scope),
    monitoring: monitoring(derivation),
    next_review: nextReview(derivation, around.schedule),
  }
}

const bySeverity = (one: Risk, other: Risk): number =>
  levels.indexOf(other.severity) - levels.indexOf(one.severity)

function shownRisks(derivation: Derivation, around: Around, matrix: MatrixName): Risk[] {
  const { profile, inputs } = derivation
  const signals = [...around.scope.signals, ...scopeSignals(around.scope)]
  return catalogue.flatMap(spec => {
    const signal = signals.find(candidate => candidate.kind === spec.signal)
    if (!signal || (spec.kinds && !spec.kinds.includes(profile.kind))) return []
    const own = inputs.risks?.risks?.find(risk => risk.id === spec.id)
    return [
      {
        ...catalogueRisk(spec, signal, derivation, around, matrix),
        ...(own ? overrides(own, derivation, matrix, spec) : {}),
      },
    ]
  })
}

function catalogueRisk(
  spec: RiskSpec,
  signal: Signal,
  derivation: Derivation,
  around: Around,
  matrix: MatrixName,
): Risk {
  const links = chainLinks(spec.answered_by, around.rollback)
  const remark = spec.remark?.(signal)
  return {
    id: spec.id,
    title: spec.title,
    category: spec.category,
    description: spec.description(signal, around.scope),
    probability: assumed(spec.probability, 'risk catalogue'),
    impact: assumed(spec.impact, 'risk catalogue'),
    severity: severityOf(matrix, spec.probability, spec.impact),
    consequence: spec.consequence,
    indicators: [],
    mitigations: spec.mitigations.map(mitigation => ({
      text: mitigation.text,
      ...dueAt(mitigation.stage, around.schedule),
    })),
    contingency: spec.contingency,
    go_no_go: spec.go_no_go,
    owner: riskOwner(derivation, undefined),
    files: signal.files,
    ...(remark ? { remarks: [remark] } : {}),
    basis:
      signal.files.length > 0
        ? { kind: 'observed', from: counted(signal.count, 'changed file') }
        : { kind: 'derived', from: 'what the scope says' },
    ...links,
  }
}

function ownRisks(derivation: Derivation, around: Around, matrix: MatrixName): Risk[] {
  const signals = [...around.scope.signals, ...scopeSignals(around.scope)]
  const shown = new Set(
    catalogue.filter(spec => signals.some(signal => signal.kind === spec.signal)).map(spec => spec.id),
  )
  const own = derivation.inputs.risks?.risks ?? []
  return own
    .filter(risk => !shown.has(risk.id))
    .map(risk => ({
      ...emptyRisk(risk, derivation, around),
      ...overrides(risk, derivation, matrix),
    }))
}

function emptyRisk(risk: OwnRisk, derivation: Derivation, { rollback }: Around): Risk {
  const words = new RegExp(wordsOf(`${risk.title ?? ''} ${risk.category ?? ''}`).join('|') || '(?!)', 'i')
  return {
    id: risk.id,
    title: risk.id,
    category: 'other',
    description: '',
    probability: assumed('medium', 'no probability given'),
    impact: assumed('medium', 'no impact given'),
    severity: 'medium',
    consequence: '',
    indicators: [],
    mitigations: [],
    contingency: [],
    go_no_go: [],
    owner: riskOwner(derivation, undefined),
    files: [],
    basis: given(risk.id, 'assess_risks').basis,
    ...toldLinks(risk, chainLinks({ trigger: words, way_back: words }, rollback), rollback),
  }
}

/** The links that the caller named, where the rollback plan has them; the words of the risk find the others. */
function toldLinks(
  { trigger, way_back }: OwnRisk,
  found: ReturnType<typeof chainLinks>,
  { triggers, methods }: Rollback,
): ReturnType<typeof chainLinks> {
  const same = (one: string, other: string | undefined) => one.toLowerCase() === other?.toLowerCase()
  const named = triggers.find(({ signal }) => same(signal, trigger))
  const way = methods.find(({ name, id }) => same(name, way_back) || same(id, way_back))
  const missing = [
    ...(named || found.trigger ? [] : [trigger ? `no rollback trigger "${trigger}"` : 'no rollback trigger']),
    ...(way || found.way_back ? [] : [way_back ? `no way back "${way_back}"` : 'no way back']),
  ]
  return {
    ...found,
    ...(named ? { trigger: `${named.tier}: ${named.signal}` } : {}),
    ...(way ? { way_back: way.name } : {}),
    missing_links: missing,
  }
}

const wordsOf = (text: string): string[] =>
  (text.toLowerCase().match(/[a-z]{5,}/g) ?? []).filter(
    word => !['release', 'change', 'changes', 'version', 'other'].includes(word),
  )

/** What the caller said of a risk, over what the catalogue says. */
function overrides(own: OwnRisk, derivation: Derivation, matrix: MatrixName, spec?: RiskSpec): Partial<Risk> {
  const probability =
    statedProbability(own) ??
    assumed<Probability>(spec?.probability ?? 'medium', spec ? 'risk catalogue' : 'no probability given')
  const impact: Known<Level> = own.impact
    ? given(own.impact, 'assess_risks')
    : assumed(spec?.impact ?? 'medium', spec ? 'risk catalogue' : 'no impact given')
  const texts = pickStated(own, [
    'title',
    'category',
    'description',
    'consequence',
    'indicators',
    'contingency',
    'go_no_go',
    'residual',
  ])
  return {
    ...texts,
    ...(own.mitigations ? { mitigations: own.mitigations.map(text => ({ text })) } : {}),
    ...(own.probability_percent === undefined ? {} : { probability_percent: own.probability_percent }),
    probability,
    impact,
    severity: severityOf(matrix, probability.value, impact.value),
    owner: riskOwner(derivation, own.owner),
  }
}

function pickStated<K extends keyof OwnRisk>(own: OwnRisk, keys: K[]): Pick<OwnRisk, K> {
  return Object.fromEntries(keys.filter(key => own[key] !== undefined).map(key => [key, own[key]])) as Pick<
    OwnRisk,
    K
  >
}

function statedProbability(own: OwnRisk): Known<Probability> | undefined {
  if (own.probability) return given(own.probability, 'assess_risks')
  if (own.probability_percent === undefined) return undefined
  return derived(
    probabilityBand(own.probability_percent),
    `${own.probability_percent} % given; low below 20, high from 50`,
  )
}

/** One question for all risks without an owner: the register is gone through in one meeting, not by one form each. */
function riskOwner({ questions }: Derivation, name: string | undefined): Risk['owner'] {
  if (name) return given(name, 'assess_risks')
  return questions.text({
    id: 'risk_owner',
    question: 'owner of the risks that name none',
    who: 'Release manager',
    gate: 'freeze',
  })
}

function dueAt(stage: 'freeze' | 'go_no_go' | 'release', schedule: Schedule): { due?: string } {
  const milestone = schedule.milestones.find(candidate => candidate.gate === stage)
  return milestone ? { due: milestone.date } : {}
}

function recommendation(overall: Level, count: number): string {
  if (count === 0) return 'No risk is shown by the change or named by anyone: standard procedure.'
  if (overall === 'critical')
    return 'Ship in small steps with a pause for a decision after each, or take the critical part out; do not ship all at once.'
  if (overall === 'high')
    return 'Ship in steps with observation between them, and finish the mitigations of the high risks before the go/no-go.'
  if (overall === 'medium')
    return 'Proceed, with the mitigations below done by their dates and closer watching after the release.'
  return 'Proceed by the standard procedure.'
}
