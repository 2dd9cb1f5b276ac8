import { isKnown } from '../../basis.ts'
import { addDays, longDate, type PlainDate } from '../../calendar/date.ts'
import type { Derivation } from '../../derivation.ts'
import type { RoleId } from '../../kinds/profile.ts'
import { roleInSentence, roleName } from '../../kinds/roles.ts'
import type { Staffing } from '../../plan.ts'
import { rolesOf } from '../../resources/assignments.ts'
import { type Person, peopleOf, reasonAway } from '../../resources/people.ts'
import { pertMean } from '../../statistics/three-point.ts'
import { counted } from '../../text.ts'
import {
  type StaffedPerson,
  type StaffedProject,
  type StaffedSchedule,
  type StaffedTiming,
  staffedSchedule,
  type Wait,
} from '../rcpsp/staffed-schedule.ts'
import { workCalendar } from '../stages/stage-calendars.ts'
import type { StageActivity, StageNetwork } from '../stages/stage-network.ts'
import { rounded } from './rounded.ts'

/** The people who are known, with their calendars. */
export interface Crew {
  people: readonly Person[]
  staff: readonly StaffedPerson[]
  roles: ReadonlySet<RoleId>
}

/** Undefined while nobody is known who has a role: then activities wait for each other only. */
export function crewOf(derivation: Derivation): Crew | undefined {
  const given = peopleOf(derivation, rolesOf(derivation)).filter(person => person.roles.length > 0)
  const people = given.filter((person, n) => given.findIndex(({ name }) => name === person.name) === n)
  if (people.length === 0) return undefined
  const skills = new Map(derivation.inputs.resources?.people?.map(({ name, skills: own }) => [name, own]))
  const work = workCalendar(derivation)
  const staff = people.map(person => ({
    name: person.name,
    roles: person.roles,
    skills: skills.get(person.name) ?? [],
    hoursPerWeek: person.hoursPerWeek,
    zone: person.zone,
    // Whom nothing but the plan's days off keeps away shares one calendar with the others.
    ...((person.absences.length > 0 || person.calendar) && {
      isOff: (day: PlainDate) =>
        reasonAway(person, day) !== undefined || (!person.calendar && !work.isWorkingDay(day)),
    }),
  }))
  // Who works no hours does no work; whoever was named to manage the release is there without a card of the own.
  const manager = derivation.release.release_manager
  const named = isKnown(manager) && !people.some(({ name }) => name === manager.value) ? [manager.value] : []
  const able = [
    ...staff.filter(({ hoursPerWeek }) => hoursPerWeek > 0),
    ...named.map(name => ({ name, roles: ['release_manager'] })),
  ]
  return able.length > 0
    ? { people, staff: able, roles: new Set(able.flatMap(({ roles }) => roles)) }
    : undefined
}

/** The activities for the engine: one person of its role full time for each, or as many as the caller said; nobody where the role is open. */
export function projectOf(
  derivation: Derivation,
  crew: Crew,
  { line }: Pick<StageNetwork, 'line'>,
  activities: readonly StageActivity[],
): StaffedProject {
  const work = workCalendar(derivation)
  return {
    start: line.zero,
    zone: derivation.release.timezone.value,
    isWorkingDay: work.isWorkingDay,
    people: crew.staff,
    activities: activities.map(({ id, durationDays, after, notBefore, draft }) => ({
      id,
      days: durationDays,
      after,
      ...(notBefore !== undefined && notBefore > 0 && { notBefore: line.dateOf(notBefore) }),
      ...(draft &&
        !draft.unbooked &&
        crew.roles.has(draft.role) && {
          need: {
            people: Math.max(1, Math.ceil(draft.people ?? 1)),
            role: draft.role,
            ...(draft.skills && { skills: draft.skills }),
          },
        }),
    })),
  }
}

/** Schedules tried: all that help a usual plan, fewer where each one costs more. */
const effortFor = (activities: number): number =>
  activities > 400 ? 0 : Math.max(20, Math.min(500, Math.round(10_000 / Math.max(1, activities))))

export interface StaffedWork {
  project: StaffedProject
  schedule: StaffedSchedule
  /** The network with the order that people bring into it, and what their hours and absences make of durations. */
  activities: StageActivity[]
}

/** Who does what when, as early as the people allow; the same inputs give the same answer. */
export function staffedWork(
  derivation: Derivation,
  crew: Crew,
  network: StageNetwork,
  activities: readonly StageActivity[],
  seed: number,
): StaffedWork {
  const project = projectOf(derivation, crew, network, activities)
  const schedule = staffedSchedule(project, { seed, schedules: effortFor(activities.length) })
  const behind = new Map(schedule.order.map(({ id, behind: others }) => [id, others]))
  const spans = new Map(schedule.activities.map(({ id, span }) => [id, span]))
  return {
    project,
    schedule,
    activities: activities.map(activity => {
      const others = (behind.get(activity.id) ?? []).filter(
        id => !activity.after.some(link => link.id === id),
      )
      const after = [...activity.after, ...others.map(id => ({ id, type: 'FS' as const, lag: 0 }))]
      const ready = Math.max(
        activity.notBefore ?? 0,
        ...after.flatMap(({ id, type, lag }) => {
          const from = spans.get(id)!
          return type === 'FF' ? [] : [(type === 'SS' ? from.start : from.finish) + lag]
        }),
      )
      const lasts = spans.get(activity.id)!.finish - ready
      return { ...activity, durationDays: lasting(activity.durationDays, lasts), after }
    }),
  }
}

/** The duration with what the own clock, hours and absences of its people add to it, so that its mean is `days`. */
function lasting(duration: StageActivity['durationDays'], days: number): StageActivity['durationDays'] {
  if (typeof duration === 'number') return Math.max(0, days)
  const more = days - pertMean(duration)
  const optimistic = Math.max(0, duration.optimistic + more)
  const likely = Math.max(optimistic, duration.likely + more)
  return { optimistic, likely, pessimistic: Math.max(likely, duration.pessimistic + more) }
}

/** What is said once about people and the schedule. */
export function staffingOf(
  { schedule, project }: StaffedWork,
  activities: readonly StageActivity[],
  crew: Crew,
): Staffing {
  const roles = [
    ...new Set(activities.flatMap(({ draft }) => (draft && !draft.unbooked ? [draft.role] : []))),
  ]
  const real = new Set(project.activities.filter(({ need }) => need).map(({ id }) => id))
  return {
    roles_known: roles.filter(role => crew.roles.has(role)),
    roles_open: roles.filter(role => !crew.roles.has(role)),
    optimal: schedule.optimal,
    gap_days: rounded(schedule.gap.days),
    schedules: schedule.schedules,
    understaffed: schedule.understaffed.filter(({ id }) => real.has(id)),
  }
}

/** Whether these people would be done before the release; with fewer schedules, by the constructive rules alone, a yes stays a yes. */
export function doneInTime(
  derivation: Derivation,
  crew: Crew,
  network: StageNetwork,
  activities: readonly StageActivity[],
  seed: number,
  schedules = effortFor(activities.length),
): boolean {
  const project = projectOf(derivation, crew, network, activities)
  const { finish } = staffedSchedule(project, { seed, schedules })
  return finish < derivation.release.release_date.value
}

const rolesTried = 4

/** Roles, the most waited for first, of which one person more would let the work end before the release. */
export function withOneMore(
  derivation: Derivation,
  crew: Crew,
  network: StageNetwork,
  activities: readonly StageActivity[],
  seed: number,
): { role: RoleId; count: number }[] {
  const roles = new Set(
    activities.flatMap(({ draft }) =>
      draft && !draft.unbooked && crew.roles.has(draft.role) ? [draft.role] : [],
    ),
  )
  return [...roles].slice(0, rolesTried).flatMap(role => {
    const more = { ...crew, staff: [...crew.staff, { name: `one more ${role}`, roles: [role] }] }
    return doneInTime(derivation, more, network, activities, seed) ? [{ role, count: 1 }] : []
  })
}

const rivalsShown = 3

/** Shorter waits than this are the rest of a day. */
const worthSaying = 0.5

/** For whom an activity waits although what comes before it is done; undefined where it waits for nobody. */
export function waitText(
  timing: StaffedTiming,
  crew: Crew,
  derivation: Derivation,
  nameOf: (id: string) => string,
): string | undefined {
  const { waits, people } = timing
  const texts: string[] = []
  if (waits && waits.kind !== 'predecessor' && waits.kind !== 'date' && waits.days >= worthSaying) {
    const days = counted(rounded(waits.days), 'working day')
    texts.push(`waits ${days} for ${whom(waits, timing, crew, derivation, nameOf)}`)
  }
  for (const { name, from, to } of people) {
    const person = crew.people.find(known => known.name === name)
    const absence = person?.absences.find(away => from < away.from && away.to < to)
    if (absence) texts.push(`${name} away ${longDate(absence.from)} to ${longDate(absence.to)}`)
  }
  return texts.length > 0 ? texts.join('; ') : undefined
}

function whom(
  waits: Exclude<Wait, { kind: 'predecessor' | 'date' }>,
  { start }: StaffedTiming,
  crew: Crew,
  derivation: Derivation,
  nameOf: (id: string) => string,
): string {
  if (waits.kind === 'person') {
    if (waits.busyWith !== undefined) return `${waits.name}, busy with ${nameOf(waits.busyWith)}`
    const person = crew.people.find(({ name }) => name === waits.name)
    const until = person && lastDayAway(person, start)
    return until === undefined ? `${waits.name}, not at work` : `${waits.name}, away until ${longDate(until)}`
  }
  const who =
    waits.kind === 'role' ? `a ${roleInSentence(roleName(waits.role, derivation.profile.roles))}` : waits.team
  // The last to be done are those that are waited for longest.
  const last = waits.busyWith.slice(-rivalsShown).map(nameOf)
  const more = waits.busyWith.length - last.length
  return `${who}, busy with ${last.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** The last day of the absence that ends right before `start`, weekends between left aside. */
function lastDayAway(person: Person, start: PlainDate): PlainDate | undefined {
  return person.absences
    .map(({ to }) => to)
    .filter(to => to < start && to >= addDays(start, -5))
    .sort()
    .at(-1)
}
