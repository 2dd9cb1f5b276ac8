import { isKnown, type Known } from '../plan/basis.ts'
import { longDate } from '../plan/calendar/date.ts'
import type { Plan, Risk } from '../plan/plan.ts'
import { counted } from '../plan/text.ts'
import { additions } from './additions.ts'
import type { Documents } from './document.ts'
import { code, escaped, type Markdown, md, statementText } from './markdown.ts'
import { rendered } from './template.ts'

export const risksDocuments: Documents = plan => [
  {
    path: 'risks/risk_assessment.md',
    section: 'risks',
    note: `${counted(plan.risks.register.length, 'risk')}, overall ${plan.risks.overall_level}`,
    text: rendered('risk-assessment', risksView(plan)),
  },
]

function risksView(plan: Plan): object {
  const { risks, scope, schedule } = plan
  const detailed = risks.register.filter(isSevere)
  const freeze =
    schedule.milestones.find(milestone => milestone.gate === 'freeze')?.date ??
    plan.release.release_date.value
  const lesser = risks.register.filter(risk => !isSevere(risk))
  return {
    version: plan.version,
    today: longDate(plan.today),
    overall: risks.overall_level,
    recommendation: risks.recommendation,
    forecast: forecastText(plan),
    has_risks: risks.register.length > 0,
    risks: risks.register.map((risk, at) => riskRow(plan, risk, at)),
    basis_note: 'Levels marked * are assumed (risk catalogue) until assess_risks states them.',
    no_risks: scope.range
      ? 'The change shows no signal of the catalogue and nobody named a risk.'
      : 'No range was read and nobody named a risk: this is no statement about safety.',
    detailed: detailed.map(risk => detailView(risk)),
    has_lesser: lesser.length > 0,
    lesser: lesser.map(lesserView),
    has_dismissed: risks.dismissed.length > 0,
    dismissed: risks.dismissed,
    has_watch: risks.watch_files.length > 0,
    watch_files: risks.watch_files.map(({ path, why }) => ({ path: code(path), why })),
    matrix_name: risks.matrix.name,
    matrix_source: risks.matrix.source,
    matrix: risks.matrix.rows
      .map(({ probability, cells }) => `${probability} probability ${cells.join(', ')}`)
      .join('; '),
    monitoring: risks.monitoring,
    next_review: longDate(risks.next_review ?? freeze),
    review_by: longDate(freeze),
    reviewer: statementText(plan, plan.release.release_manager),
    additions: additions(plan, 'risks'),
  }
}

const isSevere = (risk: Risk): boolean => risk.severity === 'high' || risk.severity === 'critical'

function forecastText({ risks }: Plan): string {
  const forecast = risks.hotfix_forecast
  if (!forecast) return 'No forecast of a patch release: the history of releases carries none.'
  return `Chance that a patch release follows within ${forecast.horizon_days} days: ${forecast.percent} % (${forecast.low} to ${forecast.high} %). Derived: ${forecast.basis}.`
}

/** A question stands for every risk without an owner, a way back answers several: each is printed in its first row. */
function riskRow(plan: Plan, risk: Risk, at: number): object {
  const { register } = plan.risks
  const asked = register.findIndex(other => !isKnown(other.owner))
  const repeated = register.findIndex(other => other.way_back === risk.way_back) < at
  const way = risk.way_back && repeated ? 'the same' : risk.way_back
  return {
    id: code(risk.id),
    title: risk.title,
    probability: level(risk.probability, risk.probability_percent),
    impact: level(risk.impact),
    severity: risk.severity,
    owner: isKnown(risk.owner) || asked === at ? statementText(plan, risk.owner) : 'the same',
    answered_by: [risk.trigger, way].filter(Boolean).join(' → ') || 'nothing yet',
  }
}

const level = (known: Known<string>, percent?: number): Markdown =>
  md(
    `${known.value}${percent === undefined ? '' : ` (${percent} %)`}${known.basis.kind === 'assumed' ? '\\*' : ''}`,
  )

function detailView(risk: Risk): object {
  const due = risk.mitigations.find(mitigation => mitigation.due)?.due
  return {
    id: risk.id,
    title: risk.title,
    description: risk.description,
    consequence: risk.consequence,
    severity: risk.severity,
    probability: risk.probability.value,
    impact: risk.impact.value,
    residual: risk.residual ? ` After mitigation: ${risk.residual}.` : '',
    files_line: risk.files.length > 1,
    files: md(
      risk.files
        .slice(0, 5)
        .map(path => code(path).text)
        .join(', '),
    ),
    has_remarks: risk.remarks !== undefined,
    remarks: texts(risk.remarks ?? []),
    has_indicators: risk.indicators.length > 0,
    indicators: texts(risk.indicators),
    has_mitigations: risk.mitigations.length > 0,
    due: due ? ` (first due ${longDate(due)})` : '',
    mitigations: risk.mitigations.map(({ text }) => ({ text })),
    contingency: risk.contingency,
    has_go_no_go: risk.go_no_go.length > 0,
    go_no_go: texts(risk.go_no_go),
    missing:
      risk.missing_links.length > 0
        ? md(`**Missing in the chain:** ${escaped(risk.missing_links.join(', '))}.`)
        : '',
  }
}

const texts = (lines: string[]): object[] => lines.map(text => ({ text }))

function lesserView(risk: Risk): object {
  const first = risk.contingency[0]
  return {
    id: risk.id,
    severity: risk.severity,
    description: [risk.description || risk.title, ...(risk.remarks ?? []).map(text => `${text}.`)].join(' '),
    mitigation: risk.mitigations.map(({ text }) => text).join('; ') || 'none named',
    contingency: first ? `If ${first.if}: ${first.then}.` : '',
  }
}
