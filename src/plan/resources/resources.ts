import type { Derivation } from '../derivation.ts'
import type { Resources, Schedule, Strategy } from '../plan.ts'
import { assignmentRule, roleCards, rolesOf } from './assignments.ts'
import { budgetOf } from './budget.ts'
import { constraintsOf, gapsOf } from './constraints.ts'
import { channelsOf, escalationOf, externalOf } from './escalation.ts'
import { overloadsOf, weeklyLoad } from './load.ts'
import { nightWarnings } from './night-steps.ts'
import { onCall } from './on-call.ts'
import { peopleOf, unknownRoles } from './people.ts'

/** Who does what, whether they have the hours, who watches when, who is called next, and what it costs. */
export function deriveResources(
  derivation: Derivation,
  { schedule, strategy }: { schedule: Schedule; strategy?: Strategy },
): Resources {
  const roles = rolesOf(derivation)
  const people = peopleOf(derivation, roles)
  const cards = roleCards(derivation, roles, people, schedule)
  const load = weeklyLoad(derivation, people, cards, schedule)
  const watch = onCall(derivation, roles, people, schedule)
  derivation.warnings.push(
    ...unknownRoles(derivation, roles),
    ...nightWarnings(derivation, people, cards, schedule),
  )
  return {
    roles: cards,
    gaps: gapsOf(derivation, people, cards, schedule),
    overloads: overloadsOf(load, people, cards),
    load: load.map(({ byRole, ...week }) => week),
    people: people.map(({ name, hoursPerWeek, zone, contacts }) => ({
      name,
      hours_per_week: hoursPerWeek,
      zone,
      contacts,
    })),
    assignment_rule: assignmentRule,
    ...watch,
    escalation: escalationOf(derivation, cards, watch.on_call),
    external: externalOf(derivation),
    budget: budgetOf(derivation, { schedule, load, ...watch, ...(strategy && { strategy }) }),
    constraints: constraintsOf(derivation, people, cards, schedule),
    channels: channelsOf(derivation),
    updates: updatesOf(derivation, schedule),
  }
}

/** How often the team says where it stands, by phase of the schedule. */
function updatesOf({ profile, release }: Derivation, schedule: Schedule): Resources['updates'] {
  const stageOf = (phase: string) =>
    schedule.stages.filter(stage => stage.phase === phase).map(stage => stage.name)
  const watch = schedule.stages.find(stage => stage.every_day)
  const minutes = profile.update_minutes?.release_day ?? 30
  return [
    { phase: stageOf('planning').join(', '), every: 'week', form: 'done, next, risks that changed' },
    {
      phase: stageOf('testing').join(', '),
      every: 'working day',
      form: 'cases passed and failed, open blockers',
    },
    {
      phase: `release day ${release.release_date.value}`,
      every: `${minutes} minutes while steps run`,
      form: 'step, signals, next step',
    },
    ...(watch
      ? [{ phase: watch.name, every: 'day', form: 'signals against the baseline, reports, decisions' }]
      : []),
  ].filter(update => update.phase !== '')
}
