import { isKnown } from '../plan/basis.ts'
import { longDate } from '../plan/calendar/date.ts'
import type { Criterion, OpenQuestion, Plan, Warning } from '../plan/plan.ts'
import { windowText } from '../plan/schedule/release-day/day-window.ts'
import { counted } from '../plan/text.ts'
import { additions, decisionTable } from './additions.ts'
import type { Document } from './document.ts'
import {
  basisText,
  code,
  escaped,
  type Markdown,
  md,
  questionMarker,
  questionStart,
  withBasis,
} from './markdown.ts'
import { rendered } from './template.ts'

/** The plan's index: what, when, what is open, where to read on. */
export function readmeDocument(plan: Plan, others: Document[]): Document {
  const { release, review } = plan
  const shown = tableQuestions(plan, others)
  const text = rendered('readme', {
    version: plan.version,
    product_suffix: isKnown(release.product) ? md(` of ${escaped(release.product.value)}`) : '',
    weekday_date: longDate(release.release_date.value),
    release_time: release.release_time.value,
    zone: release.timezone.value,
    kind: release.kind.value,
    release_type: release.release_type,
    previous: previousSuffix(plan),
    today: longDate(plan.today),
    summary: planSummary(plan),
    facts: factRows(plan),
    gates: gateRows(plan),
    has_unmet: review.go_no_go.some(isUnmet),
    unmet: review.go_no_go.filter(isUnmet),
    met_line: metLine(plan),
    has_warnings: plan.warnings.length > 0,
    warnings: plan.warnings.map(warning => warningRow(plan, warning)),
    has_questions: plan.questions.length > 0,
    questions: shown.map(questionRow),
    more_questions: moreQuestions(plan, shown),
    decisions: md(plan.decisions.length > 0 ? decisionTable(plan, plan.decisions) : ''),
    documents: listedDocuments(others).map(({ path, note }) => ({ path: md(path), note })),
    look_first: lookFirst(plan),
    approvals: review.approvals.map(({ who }) => who).join(', '),
    next_steps: nextSteps(plan).map(step => ({ step })),
    additions: additions({ ...plan, decisions: [] }, 'release'),
  })
  return { path: 'README.md', section: 'release', note: 'index, key dates, open questions', text }
}

/** The files to watch; why stands in the risk document. */
function lookFirst({ planned, risks }: Plan): Markdown {
  const paths = planned.includes('risks') ? risks.watch_files.slice(0, 3) : []
  if (paths.length === 0) return md('')
  const names = paths.map(({ path }) => code(path).text).join(', ')
  return md(`Files to look at first, [why](risks/risk_assessment.md): ${names}.`)
}

/** One sentence for somebody who reads nothing else. */
export function planSummary(plan: Plan): string {
  const { strategy, risks, questions } = plan
  const worst = risks.register[0]
  return [
    plan.planned.includes('strategy') ? `Rollout: ${strategy.name}.` : '',
    plan.planned.includes('risks')
      ? `Overall risk ${risks.overall_level}${worst ? `, the highest: ${worst.title}` : ''}.`
      : '',
    questions.length > 0
      ? `Open: ${counted(questions.length, 'question')}, the soonest by ${longDate(questions[0]!.needed_by)}.`
      : 'No question is open.',
  ]
    .filter(Boolean)
    .join(' ')
}

function factRows(plan: Plan): object[] {
  const { release } = plan
  return [
    { name: 'Release manager', value: withBasis(plan, release.release_manager) },
    { name: 'Kind of product', value: withBasis(plan, release.kind) },
    { name: 'Previous version', value: withBasis(plan, release.previous_version) },
    ...(sameBase(plan) ? [] : [{ name: 'Base of the scope', value: baseText(plan) }]),
    {
      name: 'Window',
      value: withBasis(plan, release.window, () => `${windowText(release)} ${release.timezone.value}`),
    },
    {
      name: 'Holidays of',
      value: withBasis(plan, release.countries, (codes: string[]) => codes.join(', ') || 'no country'),
    },
    {
      name: 'Working days left',
      value: md(
        `${release.working_days_left} _(${escaped('derived: from today to the day before the release')})_`,
      ),
    },
    ...release.moves.map(move => ({
      name: 'Moved',
      value: `${longDate(move.from)} to ${longDate(move.to)}${move.reason ? `: ${move.reason}` : ''}`,
    })),
  ]
}

const isUnmet = ({ met }: Criterion): boolean => met !== 'yes'

/** The criteria that ask for nothing. */
function metLine({ review }: Plan): string {
  const met = review.go_no_go.filter(entry => !isUnmet(entry)).map(({ criterion }) => criterion)
  if (met.length === 0) return 'No criterion is met yet.'
  const all = met.length === review.go_no_go.length
  return `${all ? 'Every criterion is met' : 'Met'}: ${met.map(firstLow).join('; ')}.`
}

const firstLow = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`

/** Why and how to mend it are read in the conflicts of the timeline where these say them. */
function warningRow({ planned, schedule }: Plan, warning: Warning): object {
  const { message, fix } = warning
  const ofTimeline = (text: string) => `${text}.`.toLowerCase() === fix.toLowerCase()
  if (!planned.includes('schedule') || !schedule.conflicts.some(conflict => ofTimeline(conflict.fix)))
    return warning
  const [what = ''] = message.split('; ')
  return {
    ...warning,
    message: what,
    fix: md('– why, and what would mend it: [conflicts](schedule/timeline.md).'),
  }
}

/** What is not met is said by the rows above. */
function nextSteps({ review }: Plan): string[] {
  const first = review.next_steps.findIndex(step => step.startsWith(mend))
  return review.next_steps.flatMap((step, n) =>
    n === first ? ['Mend what is not met above'] : step.startsWith(mend) ? [] : [step],
  )
}

const mend = 'Mend: '

/** The previous version says it. */
const sameBase = ({ release, scope }: Plan): boolean =>
  isKnown(release.previous_version) &&
  scope.range?.from !== undefined &&
  release.previous_version.basis.from === `tag ${scope.range.from}`

/** What the scope used, once it was read (scope.md says why); before that what it will use. */
function baseText({ release, scope: { range } }: Plan): unknown {
  if (range) {
    const told = range.why === 'said with from'
    const from = range.from ? code(range.from).text : 'the first commit'
    return md(
      `${from} _(${told ? 'given: gather_scope from' : release.base.tag ? 'observed: git tags' : 'observed: git'})_`,
    )
  }
  const { tag, commit, why } = release.base
  if (!tag && !commit) return why
  return md(`${code(tag ?? commit!.slice(0, 8))} _(${escaped(basisText({ kind: 'observed', from: why }))})_`)
}

function previousSuffix({ release }: Plan): string | Markdown {
  if (!isKnown(release.previous_version)) return ''
  return md(` after ${escaped(release.previous_version.value)}`)
}

/** All dates and what moved them stand in the timeline. */
function gateRows(plan: Plan): object[] {
  return plan.schedule.milestones
    .filter(milestone => milestone.gate)
    .map(({ name, date }) => ({ name, date: longDate(date) }))
}

/** The documents as a person looks for them: the many messages and scripts are one line a folder. */
export function listedDocuments(documents: Document[]): { path: string; note: string }[] {
  const folders = ['communications/messages/', 'rollback/scripts/']
  // The calendar for all says where those of each person are.
  const told = [...folders, 'resources/on_call/']
  const single = documents.filter(({ path }) => !told.some(folder => path.startsWith(folder)))
  const inFolder = (folder: string) => {
    const inside = documents.filter(({ path }) => path.startsWith(folder))
    const note =
      inside.length > 4
        ? `${inside.length} of them`
        : inside.map(({ path }) => path.slice(folder.length)).join(', ')
    return inside.length > 0 ? [{ path: folder, note }] : []
  }
  return [...single.map(({ path, note }) => ({ path, note })), ...folders.flatMap(inFolder)]
}

/** The table is for what is needed soonest; the rest is answered where it stands. */
const shownQuestions = 5

/** The questions of the table: the soonest ones, and all that stand in no other document. */
function tableQuestions(plan: Plan, others: Document[]): OpenQuestion[] {
  const standsElsewhere = (question: OpenQuestion) =>
    others.some(({ text }) => text.includes(questionStart(question)))
  return plan.questions.filter((question, index) => index < shownQuestions || !standsElsewhere(question))
}

const questionRow = (question: OpenQuestion): object => ({
  question: md(questionMarker(question, question.needed_by)),
  id: code(question.id),
})

function moreQuestions(plan: Plan, shown: OpenQuestion[]): string {
  const rest = plan.questions.filter(question => !shown.includes(question))
  if (rest.length === 0) return ''
  return `And ${rest.length} more where they stand; read_plan lists all.`
}
