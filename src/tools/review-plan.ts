import * as z from 'zod'
import type { Document } from '../documents/document.ts'
import { evidenceOf } from '../documents/evidence.ts'
import { listedDocuments } from '../documents/readme.ts'
import { isKnown } from '../plan/basis.ts'
import { longDate } from '../plan/calendar/date.ts'
import { PlanError } from '../plan/errors.ts'
import { sections } from '../plan/inputs.ts'
import type { Plan } from '../plan/plan.ts'
import { checked, rules } from '../plan/review/checks/checks.ts'
import type { Finding } from '../plan/review/checks/rule.ts'
import { contradictions } from '../plan/review/contradictions.ts'
import { nextCall } from '../plan/review/next-call.ts'
import { outcomeOf } from '../plan/review/outcome.ts'
import { wayBackText } from '../plan/review/review.ts'
import { settlingText } from '../plan/review/settle.ts'
import { cleanText, counted } from '../plan/text.ts'
import { editsOf, type MergedDocument } from '../workspace/workspace.ts'
import { version } from './arguments.ts'
import { dataNotice, unknownsField } from './common-result.ts'
import { type ToolContext, tool } from './tool.ts'
import { readPlan } from './update-plan.ts'

export const reviewPlan = tool({
  name: 'review_plan',
  title: 'Review the plan',
  description:
    'Judge the plan as it stands on disk and write nothing: go or no-go with what shows each criterion, contradictions of documents with the plan or each other, what is stale, decision points, approvals, and the closing report (tree). Call it before every gate and at the end.',
  input: {
    version: version.optional(),
    folder: z.string().max(500).optional().describe('documents that are not ours'),
  },
  output: [
    'ready',
    'go_no_go',
    'sections',
    'contradictions',
    'stale',
    'decision_points',
    'approvals',
    'tree',
    'planned_vs_actual',
  ],
  readOnly: true,
  keep: ['go_no_go', 'contradictions'],
  async run(args, context) {
    if (args.folder !== undefined) return foreignReview(context, args.folder, args.version)
    if (args.version === undefined) throw nothingToReview()
    const { plan, documents, listed } = await readPlan(context, args.version)
    const { review } = plan
    return {
      version: plan.version,
      release_dir: plan.release_dir,
      summary: reviewSummary(plan),
      data_notice: dataNotice,
      ready: review.ready,
      go_no_go: review.go_no_go,
      sections: sections.map(name => ({ name, planned: plan.planned.includes(name) })),
      contradictions: [
        ...documents.flatMap(document => contradictionsIn(plan, document, sectionOf(listed, document))),
        ...contradictionsAmong(plan, documents),
      ],
      planned_vs_actual: outcomeOf(plan, documents, ticksOf(documents)),
      stale: [
        ...staleDocuments(plan, documents),
        ...deletedDocuments(plan, documents),
        ...(await staleHead(plan, context)),
      ],
      documents: documents.filter(isTouched).map(({ path, status, kept_edits, conflicts, deleted }) => ({
        path: `${plan.release_dir}/${path}`,
        status,
        kept_edits,
        conflicts: conflicts.length,
        ...(deleted ? { deleted } : {}),
      })),
      decision_points: review.decision_points,
      approvals: review.approvals,
      top_risks: plan.risks.register.slice(0, 3).map(({ id, title, severity, mitigations }) => ({
        id,
        title,
        severity,
        mitigation: mitigations[0]?.text ?? 'none named',
      })),
      watch_files: plan.planned.includes('risks') ? plan.risks.watch_files.slice(0, 5) : [],
      key_dates: plan.schedule.milestones.map(({ name, date }) => `${longDate(date)} ${name}`),
      tree: listedDocuments(listed).map(({ path, note }) => `${path}: ${note}`),
      strategy: { name: plan.strategy.name, why: plan.strategy.rationale },
      team: teamLines(plan),
      rollback: wayBackText(plan.rollback),
      warnings: plan.warnings,
      unknowns: unknownsField(plan, documents),
      next_steps: review.next_steps,
      next: nextCall(plan),
    }
  },
})

function teamLines({ resources }: Plan): string[] {
  return resources.roles.map(
    ({ name, assigned }) =>
      `${name}: ${
        assigned
          .filter(isKnown)
          .map(({ value }) => value)
          .join(', ') || 'open'
      }`,
  )
}

function reviewSummary(plan: Plan): string {
  const { review } = plan
  const no = review.go_no_go.filter(({ met }) => met === 'no')
  const unknown = review.go_no_go.filter(({ met }) => met === 'unknown')
  if (review.ready)
    return `Go: all ${review.go_no_go.length} criteria are met for ${longDate(plan.release.release_date.value)}.`
  const first = no[0] ? ` First: ${no[0].criterion.toLowerCase()} (${no[0].evidence}).` : ''
  return `No go yet: ${counted(no.length, 'criterion', 'criteria')} not met, ${unknown.length} unknown.${first} ${counted(plan.questions.length, 'question')} open.`
}

/** Open conflicts, and edits of before that say another date or figure than the plan does now. */
function contradictionsIn(plan: Plan, document: MergedDocument, section: string): object[] {
  if (document.deleted || document.text === '') return []
  const former = plan.release.moves
    .map(({ from }) => from)
    .filter(date => date !== plan.release.release_date.value)
  const lines = new Set(document.conflicts.map(({ line }) => line))
  const edits = contradictions(editsOf(document), former).filter(({ line }) => !lines.has(line))
  return [...document.conflicts, ...edits].map(({ line, yours, proposed }) => ({
    path: `${plan.release_dir}/${document.path}`,
    line,
    says: yours.trim().slice(0, 200),
    plan_says: proposed.trim().slice(0, 200),
    fix: settlingText(plan, { path: document.path, section, says: yours, plan_says: proposed }),
  }))
}

const sectionOf = (listed: readonly Document[], { path }: MergedDocument): string =>
  listed.find(document => document.path === path)?.section ?? 'release'

/** What edited documents say against other documents, or against themselves. */
function contradictionsAmong(plan: Plan, documents: MergedDocument[]): object[] {
  const edited = new Set(documents.filter(({ kept_edits }) => kept_edits > 0).map(({ path }) => path))
  if (edited.size === 0) return []
  return checked(documents.filter(({ text }) => text !== ''))
    .filter(({ path, against }) => edited.has(path) || (against !== undefined && edited.has(against.path)))
    .map(finding => contradictionOf(finding, `${plan.release_dir}/`))
}

const contradictionOf = ({ id, path, line, says, against, why }: Finding, folder: string) => ({
  id,
  path: `${folder}${path}`,
  line,
  says,
  plan_says: against ? `${folder}${against.path}:${against.line}: ${against.says}` : '',
  fix: why,
})

const ticksOf = (documents: MergedDocument[]) =>
  evidenceOf(documents.find(({ path }) => path === 'planning/approvals.txt')?.text, undefined).approvals

/** Documents that need not be ours, held against each other. */
async function foreignReview(context: ToolContext, folder: string, asked?: string): Promise<object> {
  const { foreignFolder } = await import('../workspace/foreign-folder.ts')
  const { documents, skipped } = await foreignFolder(await context.root(), folder)
  const findings = checked(documents)
  const ids = [...new Set(findings.map(({ id }) => id))]
  const firsts = ids.map(id => findings.find(finding => finding.id === id)!)
  const others = findings.filter(finding => !firsts.includes(finding))
  return {
    ...(asked === undefined ? {} : { version: asked }),
    summary: foreignSummary(folder, documents.length, findings.length, ids),
    data_notice: dataNotice,
    ready: false,
    found: firsts.map(foundLine).join('\n'),
    contradictions: [...firsts, ...others].map(finding => contradictionOf(finding, '')),
    ...(skipped.length > 0 ? { skipped } : {}),
    next: {
      tool: 'initialize_plan',
      arguments: {},
      why: 'a plan that holds each date, limit and owner once; give version and release_date',
    },
  }
}

/** Each kind in one line of a text, which no limit of the result cuts: its place, its words, the other place. */
const foundLine = ({ id, path, line, says, against }: Finding): string =>
  cleanText(
    `${id} ${path}:${line} '${cleanText(says, 44)}'${against ? ` / ${against.path}:${against.line}` : ''}`,
    115,
  )

function foreignSummary(folder: string, files: number, findings: number, ids: string[]): string {
  const read = `${counted(files, 'file')} in ${folder.slice(0, 120)} read, ${rules.length} checks`
  return findings === 0
    ? `${read}: none of them found a contradiction. What no check looks for is not judged.`
    : `${read}: ${counted(findings, 'contradiction')} of ${counted(ids.length, 'kind')} (${ids.join(', ')}; D dates, T thresholds, S strategy, R rollback, P people and messages, M and I form). found quotes the first of each; the command review --folder prints all.`
}

const nothingToReview = (): PlanError =>
  new PlanError(
    'missing_version',
    'version is missing: give the version of a plan (read_plan without arguments lists them), or folder for other release documents.',
    'version',
  )

function staleDocuments(plan: Plan, documents: MergedDocument[]): string[] {
  return documents
    .filter(
      ({ path, status, deleted }) =>
        !deleted && (status === 'updated' || status === 'created') && isWorthSaying(path),
    )
    .map(({ path }) => `${plan.release_dir}/${path} would change with the next call`)
}

/** Documents that people changed or removed. */
const isTouched = ({ kept_edits, conflicts, deleted }: MergedDocument): boolean =>
  kept_edits > 0 || conflicts.length > 0 || deleted === true

function deletedDocuments(plan: Plan, documents: MergedDocument[]): string[] {
  return documents
    .filter(({ deleted }) => deleted)
    .map(
      ({ path }) =>
        `${plan.release_dir}/${path} was deleted and stays so; bring it back from version control if it is wanted`,
    )
}

/** The index counts days and questions and so changes from day to day. */
const isWorthSaying = (path: string): boolean => path !== 'README.md'

/** Whether the branch went on since the scope was read; a repository that cannot be read says so and stops nothing. */
async function staleHead(plan: Plan, context: ToolContext): Promise<string[]> {
  const read = plan.scope.range?.head_commit
  if (!read || plan.scope.range?.to !== 'HEAD') return []
  const { observeRepository } = await import('../history/index.ts')
  try {
    const head = (await observeRepository(await context.root()))?.head?.commit
    if (!head || head === read) return []
    return [
      `scope was read at ${read.slice(0, 8)}, the branch is at ${head.slice(0, 8)}: call gather_scope again`,
    ]
  } catch (error) {
    if (!(error instanceof PlanError)) throw error
    return [`whether the branch went on is unknown: ${error.message}`]
  }
}
