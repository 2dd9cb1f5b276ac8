import { isKnown, type Known } from '../plan/basis.ts'
import { longDate } from '../plan/calendar/date.ts'
import type { Plan, Risk, Risks } from '../plan/plan.ts'
import { counted, ended } from '../plan/text.ts'
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
  const { register } = risks
  const freeze =
    schedule.milestones.find(milestone => milestone.gate === 'freeze')?.date ??
    plan.release.release_date.value
  const lesser = register.filter(risk => !isSevere(risk))
  const work = tasksOf(register)
  const missing = missingOf(risks)
  return {
    version: plan.version,
    today: longDate(plan.today),
    overall: risks.overall_level,
    recommendation: risks.recommendation,
    forecast: forecastLines(risks),
    has_risks: register.length > 0,
    risks: register.map((risk, at) => riskRow(plan, risk, at)),
    basis_note: basisNote(register),
    on_call: onCallText(risks),
    no_risks: scope.range
      ? 'The change shows no signal of the catalogue and nobody named a risk.'
      : 'No range was read and nobody named a risk: this is no statement about safety.',
    has_missing: missing.length > 0,
    missing,
    has_work: work.length > 0,
    work,
    detailed: register.filter(isSevere).map(detailView),
    has_lesser: lesser.length > 0,
    lesser: lesser.map(lesserView),
    has_dismissed: risks.dismissed.length > 0,
    dismissed: risks.dismissed,
    has_watch: risks.watch_files.length > 0,
    watch_rule: risks.watch_rule,
    watch_files: risks.watch_files.map(({ path, why }) => ({ path: code(path), why })),
    matrix_name: risks.matrix.name,
    matrix_source: risks.matrix.source,
    matrix: risks.matrix.rows
      .map(({ probability, cells }) => `${probability}: ${cells.join(', ')}`)
      .join('; '),
    monitoring: risks.monitoring,
    next_review: longDate(risks.next_review ?? freeze),
    review_by: longDate(freeze),
    reviewer: statementText(plan, plan.release.release_manager),
    additions: additions(plan, 'risks'),
  }
}

const isSevere = (risk: Risk): boolean => risk.severity === 'high' || risk.severity === 'critical'

function forecastLines({ hotfix_forecast: forecast, no_forecast: none }: Risks): Markdown {
  if (!forecast) return md(escaped(`Chance that a patch release follows: no number, because ${none}.`))
  const { percent, low, high, days_7: week, trust, basis, size, worth } = forecast
  const what =
    trust === 'class_rate' ? 'Rate of patch releases elsewhere' : 'Chance that a patch release follows'
  const weak = trust === 'weak' ? ' Weak: fewer than ten releases.' : ''
  return md(
    [
      `- **${what}:** ${percent} % within 14 days (80 % interval ${low} to ${high}), ${week.percent} % within 7 (${week.low} to ${week.high})`,
      `- Derived: ${escaped(`${[basis, size].filter(Boolean).join('; ')}.${weak}`)}`,
      `- Worth: ${escaped(`${worth}.`)}`,
    ].join('\n'),
  )
}

const basisNote = (register: readonly Risk[]): Markdown =>
  md(
    register.some(({ probability, impact }) =>
      [probability, impact].some(({ basis }) => basis.kind === 'assumed'),
    )
      ? 'Levels marked \\* are assumed (risk catalogue) until assess_risks states them. Left: the severity once the mitigations are done, assumed one step less probable.'
      : 'Left: the severity once the mitigations are done, assumed one step less probable.',
  )

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
    left: risk.residual?.value ?? risk.severity,
    owner: isKnown(risk.owner) || asked === at ? statementText(plan, risk.owner) : 'the same',
    answered_by: [risk.trigger, way].filter(Boolean).join(' → ') || 'nothing yet',
  }
}

const level = (known: Known<string>, percent?: number): Markdown =>
  md(
    `${known.value}${percent === undefined ? '' : ` (${percent} %)`}${known.basis.kind === 'assumed' ? '\\*' : ''}`,
  )

const onCallText = ({ on_call: { date, who, missing } }: Risks): string =>
  `On call on ${longDate(date)}: ${who ?? missing}.`

/** Each missing link once, with the risks that lack it. */
function missingOf({ register }: Risks): { link: string; risks: Markdown }[] {
  const byLink = new Map<string, string[]>()
  for (const { id, missing_links } of register)
    for (const link of missing_links) byLink.set(link, [...(byLink.get(link) ?? []), id])
  return [...byLink].map(([link, ids]) => ({ link, risks: codes(ids) }))
}

interface Task {
  activity: string
  task: string
  due: string
  who: string
  does: { risk: string; text: string }[]
}

/** The mitigations by the task that holds them, the soonest first. */
function tasksOf(register: readonly Risk[]): object[] {
  const tasks = new Map<string, Task>()
  for (const { id, mitigations } of register) {
    for (const { text, activity, task, due, who } of mitigations) {
      if (!activity || !task || !due || !who) continue
      const found = tasks.get(activity) ?? { activity, task, due, who, does: [] }
      found.does.push({ risk: id, text })
      tasks.set(activity, found)
    }
  }
  return [...tasks.values()]
    .sort((one, other) => (one.due < other.due ? -1 : Number(one.due > other.due)))
    .map(({ task, due, who, does }) => ({
      due: longDate(due),
      task,
      who,
      does: md(does.map(({ risk, text }) => `${code(risk).text}: ${escaped(text)}`).join('; ')),
    }))
}

const codes = (texts: readonly string[]): Markdown => md(texts.map(text => code(text).text).join(', '))

function detailView(risk: Risk): object {
  return {
    title: risk.title,
    description: risk.description && ended(risk.description),
    consequence: risk.consequence,
    files_line: risk.files.length > 1,
    files: codes(risk.files.slice(0, 3)),
    has_remarks: risk.remarks !== undefined,
    remarks: texts(risk.remarks ?? []),
    has_indicators: risk.indicators.length > 0,
    indicators: texts(risk.indicators),
    has_open: risk.mitigations.some(mitigation => !mitigation.activity),
    open: unplaced(risk),
    contingency: risk.contingency,
    has_go_no_go: risk.go_no_go.length > 0,
    go_no_go: texts(risk.go_no_go),
  }
}

const texts = (lines: readonly string[]): object[] => lines.map(text => ({ text }))

const unplaced = ({ mitigations }: Risk): object[] =>
  texts(mitigations.filter(mitigation => !mitigation.activity).map(({ text }) => text))

function lesserView(risk: Risk): object {
  const first = risk.contingency[0]
  const open = risk.mitigations.filter(mitigation => !mitigation.activity).map(({ text }) => text)
  return {
    id: risk.id,
    severity: risk.severity,
    description: [risk.description || risk.title, ...(risk.remarks ?? [])].map(ended).join(' '),
    mitigation: open.length > 0 ? ` Mitigation without a task: ${open.join('; ')}.` : '',
    contingency: first ? ` If ${first.if}: ${first.then}.` : '',
  }
}
