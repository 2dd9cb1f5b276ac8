import type { Section } from '../inputs.ts'
import type { Plan } from '../plan.ts'
import { missingSections } from './review.ts'

export interface NextCall {
  tool: string
  arguments: Record<string, unknown>
  why: string
}

const toolOf: Record<Section, { tool: string; why: string }> = {
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

/** The most useful next call: the next section, then unclassified commits, then what people must answer, then the review. */
export function nextCall(plan: Plan): NextCall {
  const version = plan.version
  const missing = missingSections(plan)[0]
  if (missing) return { tool: toolOf[missing].tool, arguments: { version }, why: toolOf[missing].why }
  const unclassified = plan.scope.unclassified
  if (unclassified.length > 0) {
    const reclassify = unclassified
      .slice(0, 2)
      .map(({ commit }) => ({ commit: commit.slice(0, 8), kind: 'feature | fix | …' }))
    return {
      tool: 'gather_scope',
      arguments: { version, reclassify },
      why: `${plan.scope.unclassified_count} commits follow no convention; say for each what it is`,
    }
  }
  const question = plan.questions[0]
  if (question)
    return {
      tool: 'fill_in',
      arguments: { version, answers: { [question.id]: '…' } },
      why: `${plan.questions.length} questions only a person can answer; ask for the soonest first`,
    }
  return {
    tool: 'review_plan',
    arguments: { version },
    why: 'go/no-go: what is met, what is not, what contradicts the plan',
  }
}
