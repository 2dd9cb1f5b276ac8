import { PlanError } from '../plan/errors.ts'
import { type PlanInputs, risksInputs } from '../plan/inputs.ts'
import type { Plan, Risk } from '../plan/plan.ts'
import { counted } from '../plan/text.ts'
import { planArguments } from './arguments.ts'
import { commonResult } from './common-result.ts'
import { type ToolContext, tool } from './tool.ts'
import { updateSection } from './update-plan.ts'

export const assessRisks = tool({
  name: 'assess_risks',
  title: 'Assess the risks',
  description:
    'Build the risk register from signals in the change and from the risks that you give; nothing else is invented. A risk with a catalogue id (see register) changes that risk, another id adds one. A mitigation ends with @ and the activity that holds it; trigger and way_back name what answers the risk in the rollback plan. dismiss leaves one out and keeps the reason. matrix: four_level (default) or nist_800_30.',
  input: { ...planArguments, ...risksInputs },
  output: ['overall_level', 'recommendation', 'register', 'top', 'hotfix_forecast', 'watch_files'],
  readOnly: false,
  keep: ['register', 'top'],
  async run(args, context, raw) {
    const outcome = await updateSection(context, 'risks', args, raw, async inputs => {
      const ids = (args.dismiss ?? []).map(({ id }) => id)
      if (ids.length > 0) await checkDismissed(ids, inputs, context)
      return inputs
    })
    const { risks } = outcome.plan
    return commonResult(outcome, risksSummary(outcome.plan), {
      overall_level: risks.overall_level,
      recommendation: risks.recommendation,
      register: risks.register.map(riskField),
      on_call: risks.on_call,
      top: risks.register.slice(0, 3).map(({ id, title, mitigations }) => ({
        id,
        title,
        mitigation: mitigations[0]?.text ?? 'none named',
      })),
      hotfix_forecast: risks.hotfix_forecast ?? null,
      ...(risks.no_forecast ? { no_forecast: risks.no_forecast } : {}),
      watch_files: risks.watch_files,
    })
  },
})

/** What is not in the register cannot be dismissed: a misspelt id would leave its risk standing without a word. */
async function checkDismissed(ids: string[], inputs: PlanInputs, context: ToolContext): Promise<void> {
  const { derive } = await import('../plan/derive.ts')
  const known = derive({ ...inputs, risks: { ...inputs.risks, dismiss: [] } }, context.now()).risks.register
  const valid = known.map(({ id }) => id)
  const wrong = ids.filter(id => !valid.includes(id))
  if (wrong.length === 0) return
  throw new PlanError(
    'unknown_risk',
    `dismiss: the register has no ${wrong.map(id => `"${id}"`).join(', ')}. ${
      valid.length > 0
        ? `Valid: ${valid.join(', ')}. Call assess_risks again with one of these.`
        : 'It is empty: there is nothing to dismiss.'
    }`,
    'dismiss',
  )
}

const riskField = (risk: Risk): object => ({
  id: risk.id,
  title: risk.title,
  category: risk.category,
  probability: risk.probability.value,
  probability_percent: risk.probability_percent ?? null,
  impact: risk.impact.value,
  severity: risk.severity,
  residual: risk.residual?.value ?? null,
  basis: `${risk.basis.kind}: ${risk.basis.from}; levels ${levelsBasis(risk)}`,
  owner: 'value' in risk.owner ? risk.owner.value : null,
  chain: chainText(risk),
  ...(risk.missing_links.length > 0 ? { missing: risk.missing_links } : {}),
})

const levelsBasis = ({ probability: { basis } }: Risk): string =>
  basis.kind === 'derived' ? `derived: ${basis.from}` : basis.kind

/** `regression until 2026-11-20 (QA lead) → fast: Error rate → Roll back`; who is on call then is the same for all. */
function chainText({ mitigations, trigger, way_back }: Risk): string {
  const { activity, due, who } = mitigations.find(mitigation => mitigation.activity) ?? {}
  const work = activity ? `${activity} until ${due} (${who})` : 'no task'
  return [work, trigger ?? 'no trigger', way_back ?? 'no way back'].join(' → ')
}

function risksSummary({ risks, scope }: Plan): string {
  const count = (severity: string) => risks.register.filter(risk => risk.severity === severity).length
  const source = scope.range
    ? `${counted(scope.signals.length, 'signal')} in the change`
    : 'no range was read (call gather_scope first)'
  const forecast = risks.hotfix_forecast
  const chance = forecast
    ? ` A patch release follows within 14 days with ${forecast.percent} % (${forecast.low} to ${forecast.high}${forecast.trust === 'class_rate' ? ', the rate of other repositories' : ''}).`
    : ''
  return `Overall ${risks.overall_level}: ${count('critical')} critical, ${count('high')} high, ${count('medium')} medium, ${count('low')} low, from ${source} and what was given.${chance} ${risks.recommendation}`
}
