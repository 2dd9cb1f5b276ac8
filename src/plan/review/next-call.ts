import type { Section } from '../inputs.ts'
import type { Plan } from '../plan.ts'
import { counted } from '../text.ts'
import { missingSections } from './review.ts'

export interface NextCall {
  tool: string
  /** Can be sent as they are; what has to be added is said in `why`. */
  arguments: Record<string, unknown>
  why: string
}

/** The tool that plans a section, and why it is worth calling. */
export const toolOf: Record<Section, { tool: string; why: string }> = {
  scope: { tool: 'gather_scope', why: 'what ships since the last release decides risks, strategy and tests' },
  risks: { tool: 'assess_risks', why: 'risks follow from what changed; add those that you see in the code' },
  strategy: {
    tool: 'select_strategy',
    why: 'how it is rolled out decides the release day and the ways back',
  },
  schedule: { tool: 'build_schedule', why: 'dates, the release-day runbook and the point of no return' },
  resources: { tool: 'allocate_resources', why: 'who does it, who is on call, what it costs' },
  rollback: { tool: 'write_rollback_plan', why: 'ways back, triggers and scripts for the release day' },
  communications: { tool: 'plan_communications', why: 'messages, each bound to a gate' },
}

/** From so many unclassified commits on, what they are is worth knowing before people are asked anything. */
const manyUnclassified = 10

/** The most useful next call: the next section, many unclassified commits, what people must answer, the rest, the review. */
export function nextCall(plan: Plan): NextCall {
  const missing = missingSections(plan)[0]
  if (missing)
    return { tool: toolOf[missing].tool, arguments: { version: plan.version }, why: toolOf[missing].why }
  const { unclassified_count: unclassified } = plan.scope
  if (unclassified >= manyUnclassified) return classification(plan)
  if (plan.questions.length > 0) return questions(plan)
  if (unclassified > 0) return classification(plan)
  return {
    tool: 'review_plan',
    arguments: { version: plan.version },
    why: 'go/no-go: what is met, what is not, what contradicts the plan',
  }
}

const classification = ({ version, scope }: Plan): NextCall => ({
  tool: 'gather_scope',
  arguments: { version },
  why: `${counted(scope.unclassified_count, 'commit follows', 'commits follow')} no convention: add reclassify, a list of {commit, kind} for those under unclassified (scope.md lists more); commit takes several ids with blanks between, or * for the rest`,
})

function questions({ version, questions: open }: Plan): NextCall {
  const first = open.slice(0, 3).map(({ id, question }) => `${id} (${question})`)
  return {
    tool: 'fill_in',
    arguments: { version, answers: {} },
    why: `${counted(open.length, 'question')} only a person can answer. Ask for the soonest and put what they say into answers: ${first.join('; ')}`,
  }
}
