import { strategyInputs } from '../plan/inputs.ts'
import { planArguments } from './arguments.ts'
import { commonResult } from './common-result.ts'
import { tool } from './tool.ts'
import { updateSection } from './update-plan.ts'

export const selectStrategy = tool({
  name: 'select_strategy',
  title: 'Select the rollout strategy',
  description:
    'Choose how the release is rolled out and say why against each other way; steps get their minutes from traffic and baseline where you give them (requests_per_minute, baseline_error_percent, detect_points: smallest rise to detect, default 1 point). choose with because overrides; strategies adds your own. slo_percent 50 to 99.9999.',
  input: { ...planArguments, ...strategyInputs },
  output: [
    'recommended',
    'rationale',
    'options',
    'steps',
    'total_minutes',
    'rollback_minutes',
    'budget_used_percent',
  ],
  readOnly: false,
  async run(args, context, raw) {
    const outcome = await updateSection(context, 'strategy', args, raw)
    const { strategy } = outcome.plan
    const summary = `${strategy.name}: ${strategy.rationale} Rollout ${strategy.total_minutes} minutes, way back ${strategy.rollback_minutes.value} minutes.`
    return commonResult(outcome, summary, {
      recommended: strategy.recommended,
      rationale: strategy.rationale,
      options: strategy.options.map(
        ({ strategy: id, feasible, against, score, zero_downtime, risk_mitigation, complexity, cost }) => ({
          strategy: id,
          feasible,
          against,
          score,
          zero_downtime,
          risk_mitigation,
          complexity,
          cost,
        }),
      ),
      steps: strategy.steps.map(({ name, percent, minutes, requests_needed, smallest_harm_points }) => ({
        name,
        percent: percent ?? null,
        minutes,
        requests_needed: requests_needed ?? null,
        smallest_harm_points: smallest_harm_points ?? null,
      })),
      total_minutes: strategy.total_minutes,
      rollback_minutes: strategy.rollback_minutes.value,
      budget_used_percent: strategy.budget_used_percent ?? null,
    })
  },
})
