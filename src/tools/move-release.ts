import * as z from 'zod'
import { daysBetween, longDate } from '../plan/calendar/date.ts'
import { date, line } from '../plan/fields.ts'
import type { PlanInputs } from '../plan/inputs.ts'
import type { Plan } from '../plan/plan.ts'
import { counted } from '../plan/text.ts'
import { version } from './arguments.ts'
import { commonResult } from './common-result.ts'
import { tool } from './tool.ts'
import { noPlan, updatePlan } from './update-plan.ts'

export const moveRelease = tool({
  name: 'move_release',
  title: 'Move the release date',
  description:
    'Move the release to another date; every milestone, shift, message and question that hangs on it moves too, edits of people stay. dry_run writes nothing; conflicts name what cannot move. Give the reason: the plan remembers it.',
  input: {
    version,
    release_date: date.describe('YYYY-MM-DD'),
    reason: line.optional(),
    dry_run: z.boolean().optional(),
    preview: z.boolean().optional(),
  },
  output: ['moved', 'conflicts'],
  readOnly: false,
  keep: ['conflicts', 'moved'],
  async run(args, context) {
    const { release_date: to, reason } = args
    const preview = args.dry_run === true || args.preview === true
    const outcome = await updatePlan(context, { version: args.version, preview }, (inputs, now) => {
      if (!inputs) throw noPlan(args.version)
      return movedInputs(inputs, to, now, reason)
    })
    const { movedItems, appearedItems } = await import('../plan/moves/moved.ts')
    const { fixedItems } = await import('../plan/moves/fixed.ts')
    const before = outcome.before?.() ?? outcome.plan
    const moved = movedItems(before, outcome.plan)
    const fixed = fixedItems(before, outcome.plan, outcome.inputs)
    const { added, dropped } = appearedItems(before, outcome.plan)
    return commonResult(outcome, summary(before, outcome.plan, moved.length, fixed.length), {
      moved,
      ...(added.length > 0 ? { added } : {}),
      ...(dropped.length > 0 ? { dropped } : {}),
      conflicts: [...fixed, ...outcome.plan.schedule.conflicts.map(({ what, fix }) => ({ what, fix }))],
    })
  },
})

function movedInputs(inputs: PlanInputs, to: string, at: string, reason: string | undefined): PlanInputs {
  const from = inputs.release.release_date
  if (from === to) return inputs
  const moves = [...inputs.moves, { at, from, to, ...(reason ? { reason } : {}) }]
  return { ...inputs, release: { ...inputs.release, release_date: to }, moves }
}

function summary(before: Plan, after: Plan, count: number, fixed: number): string {
  const [from, to] = [before.release.release_date.value, after.release.release_date.value]
  if (from === to) return `The release already is on ${longDate(to)}; nothing moved.`
  const days = daysBetween(from, to)
  const against = after.warnings.filter(
    warning => !before.warnings.some(old => old.message === warning.message),
  )
  return `Moved from ${longDate(from)} to ${longDate(to)} (${days > 0 ? '+' : ''}${days} days): ${counted(count, 'date')} moved${fixed > 0 ? `, ${counted(fixed, 'thing')} to look at in conflicts` : ''}. ${against.map(warning => warning.message).join(' ') || 'No new warning.'}`
}
