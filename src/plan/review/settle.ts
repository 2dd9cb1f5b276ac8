import type { Plan } from '../plan.ts'
import { toolOf } from './next-call.ts'

interface Said {
  /** Below the release's folder. */
  path: string
  section: string
  says: string
  plan_says: string
}

/** The call that makes the plan say what a person's edit says: tool, argument and as much of its value as is known. */
export function settling(plan: Plan, edit: Said): { tool: string; argument: string } {
  const [was, is] = changedDate(edit)
  const { release_date: release } = plan.release
  if (was === release.value && is) return { tool: 'move_release', argument: `release_date "${is}"` }
  const milestone = plan.schedule.milestones.find(
    ({ date, name }) => date === was && edit.plan_says.includes(name),
  )
  if (milestone)
    return {
      tool: 'build_schedule',
      argument: `milestones [{"id": "${milestone.id}", "offset": "${is ?? '…'}"}]`,
    }
  const tool = toolOfPath(edit.section)
  return { tool, argument: argumentOf(plan, edit) }
}

/** What to do about an edit, in a sentence. */
export function settlingText(plan: Plan, edit: Said): string {
  const { tool, argument } = settling(plan, edit)
  return `If the document is right: ${tool} ${argument}. If the plan is right: put its line there.`
}

/** The first date that the plan has and the document has not, and the other way round. */
function changedDate({ says, plan_says }: Said): [string | undefined, string | undefined] {
  const dates = (text: string): string[] => text.match(/\b\d{4}-\d{2}-\d{2}\b/g) ?? []
  const [ours, theirs] = [dates(plan_says), dates(says)]
  return [ours.find(date => !theirs.includes(date)), theirs.find(date => !ours.includes(date))]
}

const toolOfPath = (section: string): string =>
  section === 'release'
    ? 'initialize_plan'
    : (toolOf[section as keyof typeof toolOf]?.tool ?? 'initialize_plan')

const entry = (list: string, id: string, field: string): string => `${list} [{"id": "${id}", "${field}": …}]`

function argumentOf(plan: Plan, { path, section, plan_says: line }: Said): string {
  const named = <T extends { name: string }>(list: readonly T[]): T | undefined =>
    list.find(({ name }) => name.length > 2 && line.includes(name))
  switch (section) {
    case 'scope': {
      const item = plan.scope.items.find(({ title }) => line.includes(title))
      return item?.id ? entry('items', item.id, 'title') : 'items'
    }
    case 'risks': {
      const risk = plan.risks.register.find(
        ({ id, title }) => line.includes(`\`${id}\``) || line.includes(title),
      )
      return risk ? entry('risks', risk.id, 'impact') : 'risks'
    }
    case 'strategy':
      return strategyArgument(line)
    case 'schedule': {
      const step = plan.schedule.release_day.find(
        ({ step, at_local }) => line.includes(step) || line.startsWith(`| ${at_local}`),
      )
      if (step) return entry('release_day', step.id, 'minutes')
      const activity = named(plan.schedule.stages.flatMap(({ activities }) => activities))
      return activity ? entry('activities', activity.id, 'duration_days') : 'activities'
    }
    case 'resources': {
      const level = /\bL\d\b/.exec(line)?.[0]
      if (level) return `escalation [{"level": "${level}", "minutes": …}]`
      const person = named(plan.resources.people ?? [])
      if (person) return `people [{"name": "${person.name}", …}]`
      const role = named(plan.resources.roles)
      return role ? entry('roles', role.id, 'hours') : 'people'
    }
    case 'rollback': {
      const trigger = plan.rollback.triggers.find(
        ({ tier, signal }) => line.toLowerCase().includes(tier) && line.includes(signal),
      )
      if (trigger)
        return `triggers [{"tier": "${trigger.tier}", "signal": "${trigger.signal}", "threshold": …}]`
      const way = named(plan.rollback.methods)
      return way ? `methods [{"name": "${way.name}", "minutes": …}]` : 'methods'
    }
    case 'communications': {
      const id = /messages\/([\w.-]+)\.md/.exec(`${path} ${line}`)?.[1]
      return id ? entry('messages', id, path.includes('messages/') ? 'body' : 'at') : 'messages'
    }
    default:
      return /\d\d:\d\d/.test(line) ? 'release_time or window' : 'the field of that line'
  }
}

function strategyArgument(line: string): string {
  const fields: [RegExp, string][] = [
    [/requests per minute/i, 'requests_per_minute'],
    [/service level objective|slo\b/i, 'slo_percent'],
    [/error rate of the running|error rate known/i, 'baseline_error_percent'],
    [/smallest harm/i, 'detect_points'],
    [/p99/i, 'baseline_p99_ms'],
    [/recommended strategy/i, 'choose and because'],
  ]
  return fields.find(([words]) => words.test(line))?.[1] ?? 'strategies [{"strategy": …, "steps": …}]'
}
