import type { Derivation } from '../derivation.ts'
import type { Resources, Schedule, Strategy } from '../plan.ts'
import { approvalsOf } from './approvals.ts'
import { assigned, assignmentRule } from './assignment/assignment.ts'
import { roleCards, rolesOf } from './assignments.ts'
import { budgetOf } from './budget.ts'
import { constraintsOf, gapsOf } from './constraints.ts'
import { channelsOf, escalationOf, externalOf } from './escalation.ts'
import { hoursOf } from './hours.ts'
import { loadOf, weekLoads } from './load.ts'
import { nightWarnings } from './night-steps.ts'
import { onCall } from './on-call.ts'
import { clashesOf, clashRows, clashWarnings } from './other-plans/clashes.ts'
import { occupiedBy } from './other-plans/occupied.ts'
import { overloadsOf } from './overloads/overloads.ts'
import { peopleOf, unknownRoles } from './people.ts'

/** Who does what, whether they have the hours, who watches when, who is called next, and what it costs. */
export function deriveResources(
  derivation: Derivation,
  { schedule, strategy }: { schedule: Schedule; strategy?: Strategy },
): Resources {
  const roles = rolesOf(derivation)
  const people = peopleOf(derivation, roles)
  const hours = hoursOf(derivation, people, schedule)
  const assignment = assigned(derivation, roles, people, schedule, hours)
  const cards = roleCards(derivation, roles, assignment, schedule)
  const loads = weekLoads(hours, people, cards)
  const load = loadOf(loads)
  const watch = onCall(derivation, roles, people, schedule)
  // A library's watch is one row over days on which signals are read: nobody is on call.
  const shifts = derivation.profile.kind === 'library' ? [] : watch.on_call
  const occupied = occupiedBy(derivation, hours, loads, cards, schedule, shifts)
  const clashes = clashesOf(derivation, occupied)
  derivation.warnings.push(
    ...unknownRoles(derivation, roles),
    ...nightWarnings(derivation, people, cards, schedule),
    ...clashWarnings(clashes),
  )
  return {
    roles: cards,
    gaps: gapsOf(derivation, people, cards, schedule),
    overloads: overloadsOf(hours, loads, people, cards),
    load,
    people: people.map(({ name, hoursPerWeek, zone, contacts }) => ({
      name,
      hours_per_week: hoursPerWeek,
      zone,
      contacts,
    })),
    assignment_rule: assignmentRule,
    assignment: { optimal: assignment.optimal, gap_hours: assignment.gap_hours },
    ...watch,
    escalation: escalationOf(derivation, cards, watch.on_call),
    external: externalOf(derivation),
    budget: budgetOf(derivation, { schedule, load, ...watch, ...(strategy && { strategy }) }),
    constraints: [...constraintsOf(derivation, people, cards, schedule), ...clashRows(clashes)],
    approvals: approvalsOf(derivation, people, cards, schedule),
    occupied,
    ...(clashes.length > 0 && { clashes }),
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
