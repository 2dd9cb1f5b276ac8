import { PlanError } from '../../errors.ts'
import { pertMean } from '../../statistics/three-point.ts'
import type { RelationType } from '../work/activity.ts'
import { orderedNetwork } from '../work/activity-order.ts'
import type { StaffedActivity, StaffedProject } from './staffed-project.ts'
import {
  type Axis,
  axisFrom,
  fullDay,
  mirroredHours,
  ownDay,
  type WorkHours,
  workHours,
} from './work-hours.ts'

/** A staffed project as numbers: activities in an order in which each stands behind its predecessors, time in hours of the axis. */
export interface Compiled {
  /** Place in the list given. */
  given: Int32Array
  size: number
  /** Hours of own time that each person puts in. */
  hours: Int32Array
  notBefore: Int32Array
  /** Relations that activity n waits for. */
  waits: Join[][]
  needs: CompiledNeed[]
  plan: WorkHours
  people: WorkHours[]
  /** How many roles and skills a person has. */
  talents: Int32Array
  capacities: Int32Array
  axis: Axis
}

export interface Join {
  other: number
  type: RelationType
  /** Working hours of the plan's calendar. */
  lag: number
}

/** `wanted` of the `candidates` (numbers of people); or units of a team; or nobody. */
export interface CompiledNeed {
  candidates: number[]
  wanted: number
  team: number
  units: number
}

export interface Understaffed {
  id: string
  wanted: number
  known: number
}

/**
 * @throws PlanError `duplicate_activity`, `unknown_predecessor`, `activity_cycle`, `invalid_duration`, `duplicate_person`,
 * `unknown_team`, `invalid_team`
 */
export function compiled(project: StaffedProject, days: number): Compiled {
  const nodes = orderedNetwork(
    project.activities.map(activity => ({
      id: activity.id,
      name: activity.id,
      durationDays: activity.days,
      after: [...activity.after],
    })),
  )
  const axis = axisFrom(project.start, days)
  const place = new Map(project.activities.map((activity, n) => [activity.id, n]))
  const given = Int32Array.from(nodes, node => place.get(node.activity.id)!)
  const plan = workHours(axis, project.zone, date => (project.isWorkingDay(date) ? fullDay : 0))
  const begin = plan.hours.length > 0 ? 0 : axis.length
  const candidates = candidatesIn(project)
  return {
    given,
    size: nodes.length,
    hours: Int32Array.from(nodes, node => hoursOf(pertMean(node.points))),
    notBefore: Int32Array.from(given, n => firstHour(project, axis, project.activities[n]!) || begin),
    waits: nodes.map(node =>
      node.predecessors.map(({ index, lag, type }) => ({
        other: index,
        type,
        lag: Math.round(lag * fullDay),
      })),
    ),
    needs: Array.from(given, n => needOf(project, project.activities[n]!, candidates)),
    plan,
    people: peopleHours(project, axis),
    talents: Int32Array.from(project.people, person => person.roles.length + (person.skills?.length ?? 0)),
    capacities: Int32Array.from(project.teams ?? [], team => team.capacity),
    axis,
  }
}

/** The same project from its end: relations turn round, FS stays FS, SS and FF change places. */
export function mirrored(forward: Compiled): Compiled {
  const { size, axis } = forward
  const turned = { FS: 'FS', SS: 'FF', FF: 'SS' } as const
  const waits: Join[][] = Array.from({ length: size }, () => [])
  forward.waits.forEach((joins, n) => {
    for (const { other, type, lag } of joins) {
      waits[size - 1 - other]!.push({ other: size - 1 - n, type: turned[type], lag })
    }
  })
  const calendars = new Map<WorkHours, WorkHours>()
  const mirror = (calendar: WorkHours) => {
    const known = calendars.get(calendar) ?? mirroredHours(calendar, axis.length)
    calendars.set(calendar, known)
    return known
  }
  return {
    ...forward,
    given: forward.given.slice().reverse(),
    hours: forward.hours.slice().reverse(),
    notBefore: new Int32Array(size),
    waits,
    needs: forward.needs.toReversed(),
    plan: mirror(forward.plan),
    people: forward.people.map(mirror),
  }
}

export function understaffed(project: StaffedProject): Understaffed[] {
  const candidatesOf = candidatesIn(project)
  return project.activities.flatMap(activity => {
    const { need } = activity
    if (need === undefined || 'team' in need) return []
    const known = candidatesOf(activity).length
    return known < need.people ? [{ id: activity.id, wanted: need.people, known }] : []
  })
}

/** Whole hours; what is not nothing takes at least one. */
function hoursOf(days: number): number {
  return days === 0 ? 0 : Math.max(1, Math.round(days * fullDay))
}

function firstHour(project: StaffedProject, axis: Axis, { notBefore }: StaffedActivity): number {
  if (notBefore === undefined) return 0
  const day = axis.dayOf(notBefore)
  if (day <= 0) return 0
  return day < axis.days ? axis.dayBegins(project.zone)[day]! : axis.length
}

function needOf(
  project: StaffedProject,
  activity: StaffedActivity,
  candidatesOf: (activity: StaffedActivity) => number[],
): CompiledNeed {
  const { need } = activity
  if (need !== undefined && 'team' in need) return teamNeed(project, activity.id, need)
  const candidates = candidatesOf(activity)
  return { candidates, wanted: Math.min(need?.people ?? 0, candidates.length), team: -1, units: 0 }
}

function teamNeed(project: StaffedProject, id: string, need: { team: string; units: number }): CompiledNeed {
  const teams = project.teams ?? []
  const team = teams.findIndex(other => other.id === need.team)
  const field = `activities.${id}.need`
  if (team < 0) {
    const known = teams.map(other => other.id).join(', ') || 'none'
    throw new PlanError('unknown_team', `${field}: there is no team "${need.team}". Known: ${known}.`, field)
  }
  if (!(need.units >= 0 && need.units <= teams[team]!.capacity)) {
    const { capacity } = teams[team]!
    throw new PlanError(
      'invalid_team',
      `${field}: ${need.units} of ${need.team}, which has ${capacity}. Give 0 to ${capacity}.`,
      field,
    )
  }
  return { candidates: [], wanted: 0, team, units: need.units }
}

/** Who can do an activity; equal needs are looked up once. */
function candidatesIn({ people }: StaffedProject): (activity: StaffedActivity) => number[] {
  const looked = new Map<string, number[]>()
  return ({ need }) => {
    if (need === undefined || 'team' in need) return []
    const { role, skills = [], names } = need
    const key = JSON.stringify([role ?? null, skills, names ?? null])
    const found =
      looked.get(key) ??
      people.flatMap((person, n) => {
        const can =
          (names === undefined || names.includes(person.name)) &&
          (role === undefined || person.roles.includes(role)) &&
          skills.every(skill => person.skills?.includes(skill))
        return can ? [n] : []
      })
    looked.set(key, found)
    return found
  }
}

function peopleHours(project: StaffedProject, axis: Axis): WorkHours[] {
  const names = new Set<string>()
  const off = (date: string) => !project.isWorkingDay(date)
  const shared = new Map<string, WorkHours>()
  return project.people.map(({ name, zone = project.zone, hoursPerWeek = 40, isOff = off }) => {
    if (names.has(name)) {
      throw new PlanError(
        'duplicate_person',
        `people: "${name}" stands twice. Give each a name of its own.`,
        'people',
      )
    }
    names.add(name)
    const day = ownDay(hoursPerWeek)
    const key = `${zone} ${day}`
    const known = isOff === off ? shared.get(key) : undefined
    if (known) return known
    // What is left of an hour is carried on: 30 hours a week are six hours a day, 12 are two or three.
    let left = 0
    const calendar = workHours(axis, zone, date => {
      if (isOff(date)) return 0
      left += day
      const whole = Math.floor(left + 1e-9)
      left -= whole
      return whole
    })
    if (isOff === off) shared.set(key, calendar)
    return calendar
  })
}
