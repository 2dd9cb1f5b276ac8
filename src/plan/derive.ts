import { localTime } from './calendar/zones.ts'
import { deriveCommunications } from './communications/communications.ts'
import type { Derivation } from './derivation.ts'
import { type PlanInputs, type Section, sections } from './inputs.ts'
import { profileOf } from './kinds/index.ts'
import { answeredQuestions, openQuestions, plannedDecisions, questionsByRoom } from './open-questions.ts'
import type { Plan, Warning } from './plan.ts'
import { questionsAnsweredBy } from './questions.ts'
import { deriveRelease, kindOf, zone } from './release.ts'
import { deriveResources } from './resources/resources.ts'
import { deriveReview, type Evidence } from './review/review.ts'
import { deriveRisks } from './risks/risks.ts'
import { withRiskWork } from './risks/work.ts'
import { deriveRollback } from './rollback/rollback.ts'
import { deriveSchedule } from './schedule/schedule.ts'
import { deriveScope } from './scope/scope.ts'
import { traitsOf } from './scope/traits.ts'
import { scopeWarnings } from './scope/warnings.ts'
import { deriveStrategy } from './strategy/strategy.ts'

/**
 * The plan that follows from its inputs: no clock, disk or environment. The same inputs at the same instant give
 * the same plan.
 * @param now ISO 8601 instant; it decides what is past and what is left
 * @param evidence what files beside the plan show of approvals and tests
 * @throws PlanError when an input cannot be planned with, e.g. an unknown zone or country
 */
export function derive(inputs: PlanInputs, now: string, evidence?: Evidence): Plan {
  const today = localTime(now, zone(inputs).value).date
  const profile = profileOf(kindOf(inputs).value)
  const questions = questionsAnsweredBy(inputs.answers, profile, today)
  const asking = questionsByRoom(questions)
  const warnings: Warning[] = []

  const { release, calendar } = deriveRelease(inputs, today, asking.room('release'))
  const scope = deriveScope(inputs, profile.kind, today, asking.room('scope'))
  const traits = traitsOf(inputs, profile.kind, release, scope)
  warnings.push(...scopeWarnings(inputs, release, scope))
  const other_releases = evidence?.other_releases ?? []
  const derivation = (room: Section): Derivation => {
    const facts = { inputs, today, release, profile, traits, calendar, warnings, other_releases }
    return { ...facts, questions: asking.room(room) }
  }
  const strategy = deriveStrategy(derivation('strategy'), scope)
  const schedule = deriveSchedule(derivation('schedule'), {
    strategy,
    rollbackMinutes: strategy.rollback_minutes.value,
  })
  const resources = deriveResources(derivation('resources'), { schedule, strategy })
  const rollback = deriveRollback(derivation('rollback'), { strategy, schedule, resources })
  const risks = deriveRisks(derivation('risks'), { scope, schedule, resources, rollback })
  const around = { schedule, resources, rollback, strategy, scope }
  const communications = deriveCommunications(derivation('communications'), around)

  const decisions = plannedDecisions(inputs, schedule, asking.room('release'))

  const planned = sections.filter(section => inputs[section] !== undefined)
  const printed = questions.asked().filter(question => asking.isAskedIn(question.id, ['release', ...planned]))
  const unreviewed: Omit<Plan, 'review'> = {
    version: release.version,
    release_dir: `releases/v${release.version}`,
    today,
    planned,
    release,
    profile,
    traits,
    scope,
    risks,
    strategy,
    schedule: planned.includes('risks') ? withRiskWork(schedule, risks) : schedule,
    resources,
    rollback,
    communications,
    questions: openQuestions(printed, inputs.answers, schedule),
    answered: answeredQuestions(printed, inputs.answers),
    decisions,
    warnings,
    notes: notesOf(inputs),
  }
  return { ...unreviewed, review: deriveReview(unreviewed, evidence) }
}

function notesOf(inputs: PlanInputs): Plan['notes'] {
  const rooms = ['release', ...sections] as const
  return Object.fromEntries(rooms.map(room => [room, inputs[room]?.notes ?? []]))
}
