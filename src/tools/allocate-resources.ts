import { isKnown, type Statement } from '../plan/basis.ts'
import { resourcesInputs } from '../plan/inputs.ts'
import type { Plan } from '../plan/plan.ts'
import { counted } from '../plan/text.ts'
import { planArguments } from './arguments.ts'
import { commonResult } from './common-result.ts'
import { tool } from './tool.ts'
import { updateSection } from './update-plan.ts'

export const allocateResources = tool({
  name: 'allocate_resources',
  title: 'Allocate people and money',
  description:
    'Put people into the roles of this kind of release, with backups, load per week against capacity and absences, on-call shifts (waking hours first), escalation and costs. Nobody is invented: a role without a person is a gap and a question. people[].roles takes role names or ids; hours_per_week default 40. A cost per hour of a person, `on call` or staging counts hours of the plan; total_in turns currencies into one.',
  input: { ...planArguments, ...resourcesInputs },
  output: ['assignments', 'gaps', 'overloads', 'on_call', 'fairness', 'budget'],
  readOnly: false,
  async run(args, context, raw) {
    const { checkAbsences, checkNames } = await import('../plan/resources/people.ts')
    const { checkMoney } = await import('../plan/resources/money.ts')
    checkNames(args.people)
    checkAbsences(args.people)
    checkMoney(args)
    const outcome = await updateSection(context, 'resources', args, raw)
    const { resources, rollback } = outcome.plan
    const broken = rollback.tiers.flatMap(({ tier, parts }) =>
      parts
        .filter(part => part.by_staffing && !part.kept)
        .map(({ while: when, within_minutes, ...part }) => ({
          tier,
          while: when,
          within_minutes,
          takes_minutes: part.acknowledge_minutes + part.decide_minutes + part.execute_minutes,
        })),
    )
    return commonResult(outcome, resourcesSummary(outcome.plan), {
      assignments: resources.roles.map(role => ({
        role: role.name,
        name: role.assigned.map(known).filter(Boolean).join(', ') || null,
        backup: known(role.backup),
        ...(role.why ? { why: role.why } : {}),
        ...(role.there ? { there: role.there.clock } : {}),
        ...(role.suggestion ? { suggestion: role.suggestion } : {}),
      })),
      gaps: resources.gaps,
      overloads: resources.overloads,
      on_call: resources.on_call.map(({ from, to, primary, secondary, why }) => ({
        from,
        to,
        primary: known(primary),
        secondary: known(secondary),
        ...(why ? { why } : {}),
      })),
      ...(resources.on_call_gaps ? { on_call_gaps: resources.on_call_gaps } : {}),
      ...(broken.length > 0 ? { promises_not_kept: broken } : {}),
      fairness: resources.fairness ?? null,
      budget: {
        ...resources.budget,
        items: resources.budget.items.map(({ quantity, ...item }) => ({
          ...item,
          amount: known(item.amount),
          ...(quantity ? { quantity: known(quantity) } : {}),
        })),
      },
    })
  },
})

const known = <T>(statement: Statement<T> | undefined): T | null =>
  statement && isKnown(statement) ? statement.value : null

function resourcesSummary({ resources }: Plan): string {
  const filled = resources.roles.filter(role => role.assigned.some(isKnown)).length
  const gaps = resources.gaps.slice(0, 3).map(gap => `${gap.role} (${gap.why})`)
  return `${filled} of ${resources.roles.length} roles are filled${gaps.length ? `, open: ${gaps.join(', ')}` : ''}; ${counted(resources.on_call.length, 'on-call shift')}, ${counted(resources.overloads.length, 'overload')}, ${counted(resources.budget.unknown, 'cost')} unknown.`
}
