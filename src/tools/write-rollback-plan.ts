import { knownValue } from '../plan/basis.ts'
import { type PlanInputs, rollbackInputs } from '../plan/inputs.ts'
import type { Plan } from '../plan/plan.ts'
import { wayBackText } from '../plan/review/review.ts'
import { planArguments } from './arguments.ts'
import { commonResult } from './common-result.ts'
import { type ToolContext, tool } from './tool.ts'
import { updateSection } from './update-plan.ts'

export const writeRollbackPlan = tool({
  name: 'write_rollback_plan',
  title: 'Write the rollback plan',
  description:
    'Write the ways back and until when each works, the trigger ladder, scripts, alert rules, trial reverts of risky commits and the point of no return. commands are your shell lines, one line each, by name (switch_traffic, health_check, error_rate, redeploy, flag_off, backup, restore, data_check, maintenance_on …) without arguments; variables: VERSION, PREVIOUS_VERSION, BACKUP_FILE (backup, restore), FLAG (flag_off).',
  input: { ...planArguments, ...rollbackInputs },
  output: ['methods', 'triggers', 'scripts', 'point_of_no_return', 'trial_reverts'],
  readOnly: false,
  async run(args, context, raw) {
    const outcome = await updateSection(context, 'rollback', args, raw, inputs =>
      withReverts(context, inputs),
    )
    const { rollback } = outcome.plan
    return commonResult(outcome, rollbackSummary(outcome.plan), {
      methods: rollback.methods.map(({ name, minutes, until, loses }) => ({
        name,
        minutes: knownValue(minutes) ?? null,
        until,
        loses,
      })),
      triggers: rollback.triggers.map(({ tier, signal, threshold, for_minutes, authority }) => ({
        tier,
        signal,
        threshold,
        for_minutes,
        authority,
      })),
      scripts: rollback.scripts.map(({ path, purpose }) => ({ path, purpose })),
      point_of_no_return: rollback.point_of_no_return ?? null,
      ...(rollback.trial_reverts ? { trial_reverts: revertsField(rollback.trial_reverts) } : {}),
    })
  },
})

async function withReverts(context: ToolContext, inputs: PlanInputs): Promise<PlanInputs> {
  const { observedReverts } = await import('./observe-reverts.ts')
  return observedReverts(context, inputs)
}

const revertsField = ({ tried, left }: NonNullable<Plan['rollback']['trial_reverts']>): object => ({
  tried: tried.map(({ commit, result, files }) => ({
    commit: commit.slice(0, 8),
    result,
    ...(files.length > 0 ? { files: files.slice(0, 3) } : {}),
  })),
  ...(left ? { left } : {}),
})

function rollbackSummary({ rollback, schedule }: Plan): string {
  const broken = rollback.tiers.filter(tier => !tier.kept).map(tier => tier.tier)
  const end = rollback.point_of_no_return ?? schedule.point_of_no_return
  return `Way back: ${wayBackText(rollback)}. ${rollback.methods.length} ways back, ${rollback.triggers.length} triggers.${broken.length ? ` Cannot be kept: tier ${broken.join(', ')}.` : ''}${end ? ` Point of no return: ${'what' in end ? end.what : end.step}.` : ''}`
}
