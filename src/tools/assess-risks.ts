import { risksInputs } from '../plan/inputs.ts'
import type { Plan, Risk } from '../plan/plan.ts'
import { counted } from '../plan/text.ts'
import { planArguments } from './arguments.ts'
import { commonResult } from './common-result.ts'
import { tool } from './tool.ts'
import { updateSection } from './update-plan.ts'

export const assessRisks = tool({
  name: 'assess_risks',
  title: 'Assess the risks',
  description:
    'Build the risk register from signals in the change and from the risks that you give; nothing else is invented. A risk with a catalogue id (see register) changes that risk, another id adds one. trigger and way_back name what answers it in the rollback plan. dismiss leaves one out and keeps the reason. probability_percent 0 to 100. matrix: four_level (default) or nist_800_30.',
  input: { ...planArguments, ...risksInputs },
  output: ['overall_level', 'recommendation', 'register', 'top', 'hotfix_forecast', 'watch_files'],
  readOnly: false,
  async run(args, context, raw) {
    const outcome = await updateSection(context, 'risks', args, raw)
    const { risks } = outcome.plan
    return commonResult(outcome, risksSummary(outcome.plan), {
      overall_level: risks.overall_level,
      recommendation: risks.recommendation,
      register: risks.register.map(riskField),
      top: risks.register.slice(0, 3).map(({ id, title, mitigations }) => ({
        id,
        title,
        mitigation: mitigations[0]?.text ?? 'none named',
      })),
      hotfix_forecast: risks.hotfix_forecast ?? null,
      watch_files: risks.watch_files,
    })
  },
})

const riskField = (risk: Risk): object => ({
  id: risk.id,
  title: risk.title,
  probability: risk.probability.value,
  probability_percent: risk.probability_percent ?? null,
  impact: risk.impact.value,
  severity: risk.severity,
  basis: `${risk.basis.kind}: ${risk.basis.from}; levels ${risk.probability.basis.kind}`,
  owner: 'value' in risk.owner ? risk.owner.value : null,
  ...(risk.missing_links.length > 0 ? { missing: risk.missing_links } : {}),
})

function risksSummary({ risks, scope }: Plan): string {
  const count = (severity: string) => risks.register.filter(risk => risk.severity === severity).length
  const source = scope.range
    ? `${counted(scope.signals.length, 'signal')} in the change`
    : 'no range was read (call gather_scope first)'
  return `Overall ${risks.overall_level}: ${count('critical')} critical, ${count('high')} high, ${count('medium')} medium, ${count('low')} low, from ${source} and what was given. ${risks.recommendation}`
}
