import * as z from 'zod'
import { daysBetween, longDate } from '../plan/calendar/date.ts'
import { date, line } from '../plan/fields.ts'
import type { PlanInputs } from '../plan/inputs.ts'
import type { Plan } from '../plan/plan.ts'
import { version } from './arguments.ts'
import { commonResult } from './common-result.ts'
import { tool } from './tool.ts'
import { noPlan, updatePlan } from './update-plan.ts'

export const moveRelease = tool({
  name: 'move_release',
  title: 'Move the release date',
  description:
    'Move the release to another date; every milestone, shift, message and question that hangs on it moves too, edits of people stay. dry_run shows what would move and writes nothing. Give the reason: the plan remembers it.',
  input: {
    version,
    release_date: date.describe('YYYY-MM-DD'),
    reason: line.optional(),
    dry_run: z.boolean().optional(),
    preview: z.boolean().optional(),
  },
  output: ['moved', 'conflicts'],
  readOnly: false,
  async run(args, context) {
    const { release_date: to, reason } = args
    const preview = args.dry_run === true || args.preview === true
    const outcome = await updatePlan(context, { version: args.version, preview }, (inputs, now) => {
      if (!inputs) throw noPlan(args.version)
      return movedInputs(inputs, to, now, reason)
    })
    const moved = movedDates(outcome.before, outcome.plan)
    return commonResult(outcome, summary(outcome.before, outcome.plan, moved.length), {
      moved,
      conflicts: outcome.plan.schedule.conflicts,
    })
  },
})

function movedInputs(inputs: PlanInputs, to: string, at: string, reason: string | undefined): PlanInputs {
  const from = inputs.release.release_date
  if (from === to) return inputs
  const moves = [...inputs.moves, { at, from, to, ...(reason ? { reason } : {}) }]
  return { ...inputs, release: { ...inputs.release, release_date: to }, moves }
}

function movedDates(before: Plan | undefined, after: Plan): { what: string; from: string; to: string }[] {
  const old = new Map((before?.schedule.milestones ?? []).map(({ id, date: day }) => [id, day]))
  return after.schedule.milestones.flatMap(({ id, name, date: to }) => {
    const from = old.get(id)
    return from && from !== to ? [{ what: name, from, to }] : []
  })
}

function summary(before: Plan | undefined, after: Plan, count: number): string {
  const [from, to] = [
    before?.release.release_date.value ?? after.release.release_date.value,
    after.release.release_date.value,
  ]
  if (from === to) return `The release already is on ${longDate(to)}; nothing moved.`
  const days = daysBetween(from, to)
  const against = after.warnings.filter(
    warning => !before?.warnings.some(old => old.message === warning.message),
  )
  return `Moved from ${longDate(from)} to ${longDate(to)} (${days > 0 ? '+' : ''}${days} days): ${count} dates moved. ${against.map(warning => warning.message).join(' ') || 'No new warning.'}`
}
