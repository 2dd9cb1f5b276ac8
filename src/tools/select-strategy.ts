import { strategyInputs } from '../plan/inputs.ts'
import { planArguments } from './arguments.ts'
import { commonResult } from './common-result.ts'
import { tool } from './tool.ts'
import { updateSection } from './update-plan.ts'

export const selectStrategy = tool({
  name: 'select_strategy',
  title: 'Select the rollout strategy',
  description:
    'Choose how the release is rolled out, why, and why not otherwise; minutes of the steps follow from requests_per_minute, baseline_error_percent and detect_points (smallest rise to detect, default 1). choose with because overrides; strategies adds your own. platform writes its files under deployment/.',
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
    const none = strategy.recommended === 'none'
    const summary = none
      ? `No strategy is recommended: ${strategy.rationale}`
      : `${strategy.name}: ${strategy.rationale} Rollout ${strategy.total_minutes} minutes, way back ${strategy.rollback_minutes.value} minutes.`
    return commonResult(outcome, summary, {
      recommended: strategy.recommended,
      rationale: strategy.rationale,
      options: strategy.options.map(
        ({
          strategy: id,
          feasible,
          against,
          score,
          zero_downtime,
          risk_mitigation,
          complexity,
          cost,
          rollback_minutes,
        }) => ({
          strategy: id,
          feasible,
          against,
          score,
          zero_downtime,
          risk_mitigation,
          complexity,
          cost,
          rollback_minutes: rollback_minutes ?? null,
        }),
      ),
      steps: strategy.steps.map(step => ({
        name: step.name,
        percent: step.percent ?? null,
        minutes: step.minutes,
        requests_needed: step.requests_needed ?? null,
        smallest_harm_points: step.smallest_harm_points ?? null,
        exposed_requests: step.exposed_requests ?? null,
        budget_percent: step.budget_percent ?? null,
      })),
      total_minutes: strategy.total_minutes,
      rollback_minutes: strategy.rollback_minutes.value,
      budget_used_percent: strategy.budget_used_percent ?? null,
    })
  },
})
