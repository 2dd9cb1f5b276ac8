import type { Plan } from '../plan.ts'
import type { Box } from './box.ts'

interface Given {
  basis: { kind: string }
}

const isGiven = ({ basis }: Given): boolean => basis.kind === 'given'

/** What the caller put into each document, piece by piece, in words that a box can look for. */
function givenPieces({ resources, schedule, rollback, risks, strategy }: Plan): Record<string, string[]> {
  const activities = schedule.stages.flatMap(stage => stage.activities)
  return {
    'resources/team_allocation.md': [
      ...resources.external.filter(isGiven).map(help => `external help: ${help.name}, ${help.purpose}`),
      ...resources.roles.filter(isGiven).map(role => role.name),
    ],
    'schedule/timeline.md': activities
      .filter(isGiven)
      .map(activity => [activity.name, ...activity.checklist].join('; ')),
    'rollback/rollback_plan.md': [
      ...rollback.methods.filter(isGiven).map(way => [way.name, ...way.steps].join('; ')),
      ...rollback.triggers.filter(isGiven).map(trigger => `${trigger.signal}: ${trigger.threshold}`),
    ],
    'risks/risk_assessment.md': risks.register
      .filter(isGiven)
      .map(risk => [risk.title, risk.description, ...risk.mitigations.map(({ text }) => text)].join('; ')),
    'planning/deployment_strategy.md': strategy.flags.map(flag => `flag ${flag.name}, owner, expires`),
  }
}

/**
 * Whether the caller added what the profile leaves out: a message, a status page, flags, outside help, an activity,
 * a trigger or a way back. An activity counts by its subject alone.
 */
export function isAdded(plan: Plan, box: Box): boolean {
  const { messages, status_flow } = plan.communications
  if (messages.some(message => message.path === box.document)) return true
  if (box.id === '1.7.status_page') return status_flow.length > 0
  if (box.id === '1.7.flags' && plan.rollback.methods.some(way => /\bflags?\b/i.test(way.name))) return true
  const shows = box.document === 'schedule/timeline.md' ? box.shows.slice(0, 1) : box.shows
  return (givenPieces(plan)[box.document] ?? []).some(piece => shows.every(words => words.test(piece)))
}
