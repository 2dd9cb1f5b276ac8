import type { Document } from '../documents/document.ts'
import type { Question } from '../plan/basis.ts'
import type { OtherRelease } from '../plan/derivation.ts'
import { PlanError } from '../plan/errors.ts'
import { type PlanInputs, planInputs, type Section } from '../plan/inputs.ts'
import { mergedSection, replacedEntries } from '../plan/merge-inputs.ts'
import { migrated } from '../plan/migrations.ts'
import type { Plan, Warning } from '../plan/plan.ts'
import { answerForm } from '../plan/questions.ts'
import type { Evidence } from '../plan/review/review.ts'
import { cleanText } from '../plan/text.ts'
import { isVersion, parseVersion } from '../plan/version.ts'
import type { MergedDocument, OpenPlan } from '../workspace/workspace.ts'
import { continuedCalendars } from './continued-calendars.ts'
import { otherReleases } from './other-releases.ts'
import type { ToolContext } from './tool.ts'

/** What a call did: the plan it made, and each document as it stands (or, in a preview, would stand). */
export interface Outcome {
  plan: Plan
  inputs: PlanInputs
  /** The plan before the call, typed answers not yet read; derived when asked for. Undefined on the first call. */
  before?: () => Plan
  documents: MergedDocument[]
  /** The texts on disk before the call, by path, for a preview's diff. */
  earlier: ReadonlyMap<string, string>
  /** Answers that were typed into documents since the last call. */
  readBack: string[]
  preview: boolean
}

export type Change = (inputs: PlanInputs | undefined, today: string) => PlanInputs | Promise<PlanInputs>

/**
 * The one path of every writing tool: read inputs and typed answers, change the inputs, derive, render, merge,
 * write. With `preview` it stops before writing. Nothing is written unless all of it could be derived.
 */
export async function updatePlan(
  context: ToolContext,
  call: { version: string; preview?: boolean | undefined },
  change: Change,
): Promise<Outcome> {
  const { openWorkspace, derive, documents, planSchemaText } = await pipeline()
  const version = parseVersion(call.version).text
  const workspace = openWorkspace(await context.root())
  const preview = call.preview === true
  return await workspace[preview ? 'read' : 'update'](version, async open => {
    const others = await otherReleases(workspace, version)
    const stored = await readStored(context, open, version, others)
    // Parsed, so that plan.json has one order of fields whatever the order of the calls.
    const inputs = wholeInputs(await change(stored?.inputs, context.now()))
    const plan = derive(inputs, context.now(), { other_releases: others, ...stored?.evidence })
    plan.warnings.push(...(stored?.warnings ?? []))
    context.progress?.('writing the documents')
    const texts = documents(plan).map(textOf)
    // After rendering: it is news of this call, not a statement of the plan.
    plan.warnings.push(...interruptedWrite(open.interrupted))
    const merged = await open.merge(
      await continuedCalendars(texts, plan, context.now(), stored?.calendars),
      stored?.bases,
    )
    const written = preview ? merged : await open.commit(inputs, merged, planSchemaText())
    const { before, earlier = new Map(), readBack = [] } = stored ?? {}
    return { plan, inputs, ...(before ? { before } : {}), documents: written, earlier, readBack, preview }
  })
}

/**
 * Each call's arguments were checked; what they make together with those of earlier calls can still be too much.
 * @throws PlanError `too_many_entries`
 */
function wholeInputs(changed: PlanInputs): PlanInputs {
  const parsed = planInputs.safeParse(changed)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]!
  const field = String(issue.path[1] ?? issue.path[0] ?? '')
  const most = issue.code === 'too_big' ? ` at most ${issue.maximum}` : ` ${issue.message}`
  throw new PlanError(
    'too_many_entries',
    `${field}: with what earlier calls gave, the plan would hold too much:${most}. Give fewer, or clear the list first (${field}: null) and give what is to stay; nothing was changed.`,
    field,
  )
}

/** An `updatePlan` that changes one section by the call's arguments. */
export async function updateSection(
  context: ToolContext,
  section: Section,
  args: { version: string; preview?: boolean | undefined },
  raw: Record<string, unknown>,
  observe: (inputs: PlanInputs) => PlanInputs | Promise<PlanInputs> = inputs => inputs,
): Promise<Outcome> {
  const { version, preview, ...given } = args
  const { version: _version, preview: _preview, ...asked } = raw
  let replaced = new Map<string, string[]>()
  const outcome = await updatePlan(context, { version, preview }, inputs => {
    if (!inputs) throw noPlan(version)
    replaced = replacedEntries(inputs[section], given)
    return observe({ ...inputs, [section]: mergedSection(inputs[section], given, asked) })
  })
  outcome.plan.warnings.push(...[...replaced].map(([list, names]) => listReplaced(list, names)))
  return outcome
}

/** News of this call, as what was cut off is: no statement of the plan. */
function listReplaced(list: string, names: readonly string[]): Warning {
  const shown = names.slice(0, 5).map(name => cleanText(name, 60))
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : ''
  return {
    code: 'list_replaced',
    message: `${list}: this call gave the whole list; no longer in it: ${shown.join(', ')}${more}.`,
    fix: `If they are to stay, call again with all entries of ${list}: lists without ids replace.`,
  }
}

/** The plan as it stands, answers typed into documents included; nothing is written. */
export async function readPlan(
  context: ToolContext,
  version: string,
): Promise<{
  plan: Plan
  disk: ReadonlyMap<string, string>
  documents: MergedDocument[]
  listed: Document[]
}> {
  const { openWorkspace, derive, documents } = await pipeline()
  const text = parseVersion(version).text
  const workspace = openWorkspace(await context.root())
  return await workspace.read(text, async open => {
    const stored = await readStored(context, open, text, await otherReleases(workspace, text))
    if (!stored) throw noPlan(text)
    const plan = derive(stored.inputs, context.now(), stored.evidence)
    plan.warnings.push(...stored.warnings)
    const listed = documents(plan)
    const texts = await continuedCalendars(listed.map(textOf), plan, context.now(), stored.calendars)
    const merged = await open.merge(texts, stored.bases)
    return { plan, disk: stored.earlier, documents: merged, listed }
  })
}

export const noPlan = (version: string): PlanError =>
  new PlanError(
    'no_plan',
    `There is no plan for ${version} yet. Call initialize_plan with version "${version}" and release_date (YYYY-MM-DD) first; read_plan without arguments lists the plans there are.`,
    'version',
  )

/** Loaded with the first call, so that a server that only lists its tools starts quickly. */
async function pipeline() {
  const [{ openWorkspace }, { derive }, { documents }, { planSchemaText }] = await Promise.all([
    import('../workspace/workspace.ts'),
    import('../plan/derive.ts'),
    import('../documents/index.ts'),
    import('../documents/plan-schema.ts'),
  ])
  return { openWorkspace, derive, documents, planSchemaText }
}

const textOf = ({ path, text }: Document): [string, string] => [path, text]

interface Stored {
  /** With the answers that were typed into documents. */
  inputs: PlanInputs
  before: () => Plan
  evidence: Evidence
  /** Last renderings in which typed answers stand in place of their questions. */
  bases: Map<string, string>
  earlier: Map<string, string>
  /** Calendar files as we last wrote them, by path. */
  calendars: Map<string, string>
  readBack: string[]
  warnings: Warning[]
}

async function readStored(
  context: ToolContext,
  open: OpenPlan,
  version: string,
  other_releases: readonly OtherRelease[],
): Promise<Stored | undefined> {
  const json = await open.inputs()
  if (json === undefined) return undefined
  const { derive } = await import('../plan/derive.ts')
  const { readBack } = await import('../documents/read-back.ts')
  const { evidenceOf } = await import('../documents/evidence.ts')
  const inputs = checkedInputs(json, version, open)
  const texts = await open.documents()
  const seen = evidenceOf(await open.text('planning/approvals.txt'), await open.text('testing/results.txt'))
  const evidence = { ...seen, other_releases }
  const now = context.now()
  let known: Plan | undefined
  // Most calls find the documents as they were written and need no second plan.
  const before = () => {
    known ??= derive(inputs, now, evidence)
    return known
  }
  const bases = new Map<string, string>()
  const earlier = new Map<string, string>()
  const calendars = new Map<string, string>()
  const typed = new Map<string, { value: string; from: string }>()
  const warnings: Warning[] = []
  for (const [path, { base, disk }] of texts) {
    if (disk !== undefined) earlier.set(path, disk)
    if (base !== undefined && path.endsWith('.ics')) calendars.set(path, base)
    if (base === undefined || disk === undefined || base === disk) continue
    const read = readBack(base, disk, () => before().questions)
    if (read.answers.length > 0) bases.set(path, read.base)
    warnings.push(
      ...read.refused.map(({ question, value, line }) => notUnderstood(path, line, question, value)),
    )
    for (const { id, value } of read.answers) {
      const other = typed.get(id)
      if (other && other.value !== value) warnings.push(twoAnswers(id, other, { value, from: path }))
      else typed.set(id, { value, from: path })
    }
  }
  const answers = { ...inputs.answers, ...Object.fromEntries(typed) }
  return {
    inputs: { ...inputs, answers },
    before,
    evidence,
    bases,
    earlier,
    calendars,
    readBack: [...typed.keys()],
    warnings,
  }
}

function interruptedWrite(paths: readonly string[]): Warning[] {
  if (paths.length === 0) return []
  const which =
    paths.length > 3 ? `${paths.slice(0, 3).join(', ')} and ${paths.length - 3} more` : paths.join(', ')
  return [
    {
      code: 'interrupted_write',
      message: `An earlier call was cut off while it wrote ${which}; this call has completed it from plan.json. No edit was lost.`,
      fix: 'Nothing to do; if you waited for the earlier call, make it again.',
    },
  ]
}

const notUnderstood = (path: string, line: number, question: Question, value: string): Warning => ({
  code: 'answer_not_understood',
  message: `${path}, line ${line}: "${value.slice(0, 80)}" does not answer "${question.question}"; it stays in the document and the question stays open.`,
  fix: `Valid is ${answerForm(question)}; correct it there or call fill_in with ${question.id}.`,
})

const twoAnswers = (
  id: string,
  first: { value: string; from: string },
  second: { value: string; from: string },
): Warning => ({
  code: 'two_answers',
  message: `Question ${id} was answered twice: "${first.value}" in ${first.from} and "${second.value}" in ${second.from}; the first is used.`,
  fix: `Say which holds with fill_in {"${id}": "…"}.`,
})

/** The inputs of a plan.json that a person may have edited. It is named and left as it is when it does not hold. */
function checkedInputs(json: unknown, version: string, open: OpenPlan): PlanInputs {
  const file = `releases/v${version}/plan.json`
  const parsed = planInputs.safeParse(migrated(json, file))
  const broken = (path: readonly PropertyKey[], problem: string, remedy: string): PlanError => {
    const field = path.map(String).join('.')
    const where = `${file}, line ${open.fieldLine(path)}: field \`${field}\``
    return new PlanError(
      'broken_plan',
      `${where} ${problem}. ${remedy}, then call again; the file was not touched.`,
      field,
    )
  }
  const byHand = 'Mend it by hand or restore it from version control'
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    const unknown = issue.code === 'unrecognized_keys'
    const path = [...issue.path, ...(unknown ? issue.keys.slice(0, 1) : [])]
    const said = issue.message.replace(', received undefined', ', nothing is there')
    throw broken(path, unknown ? 'is not known' : `does not hold: ${said}`, byHand)
  }
  const { data } = parsed
  if (data.version !== version) {
    const said = `says "${cleanText(data.version, 80)}", its folder says ${version}`
    throw broken(['version'], said, `Write ${version} there, or rename the folder`)
  }
  const versions: [path: string[], text: string | undefined][] = [
    [['release', 'previous_version'], data.release.previous_version],
    [['observed', 'base', 'version'], data.observed?.base?.version],
  ]
  const wrong = versions.find(([, text]) => text !== undefined && !isVersion(text))
  if (wrong) throw broken(wrong[0], 'does not hold: it is no version such as 2.5.0', byHand)
  return data
}
