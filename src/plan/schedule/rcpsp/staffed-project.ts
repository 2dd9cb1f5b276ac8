import type { PlainDate } from '../../calendar/date.ts'
import type { Duration } from '../../statistics/three-point.ts'
import type { RelationType } from '../work/activity.ts'

/**
 * FS: starts `lag` after the end of `id`; SS: starts `lag` after its start; FF: ends `lag` after its end. Lag in working days of
 * the plan's calendar, below 0 they overlap. Default FS and 0.
 */
export interface Relation {
  id: string
  type?: RelationType
  lag?: number
}

/** So many people who have the role and all skills, or are named; or units of a team. */
export type Need =
  | { people: number; role?: string; skills?: readonly string[]; names?: readonly string[] }
  | { team: string; units: number }

export interface StaffedActivity {
  id: string
  /** Working days, 8 hours of a full-timer, that each of its people puts in; three points are planned by their PERT mean. 0: a milestone. */
  days: Duration
  after: readonly Relation[]
  notBefore?: PlainDate
  /** None: it runs on the plan's calendar and waits for nobody. */
  need?: Need
}

export interface StaffedPerson {
  /** Unique. */
  name: string
  roles: readonly string[]
  skills?: readonly string[]
  /** Default 40; 35 and more is a full day of 8 hours, less in proportion: with 20 a day's work takes two days. */
  hoursPerWeek?: number
  /** IANA zone, default the plan's: works from 09:00 of the own clock. */
  zone?: string
  /** The own weekends, holidays, absences and freezes that stop work; default: the days off of the plan. */
  isOff?(date: PlainDate): boolean
}

/** Unnamed people who stand in for each other, on the plan's calendar. */
export interface Team {
  id: string
  capacity: number
}

export interface StaffedProject {
  /** Nothing starts before this day. */
  start: PlainDate
  zone: string
  isWorkingDay(date: PlainDate): boolean
  activities: readonly StaffedActivity[]
  people: readonly StaffedPerson[]
  teams?: readonly Team[]
}

/** First and last day on which a person works on an activity, by the own clock, both included. */
export interface Assignment {
  name: string
  from: PlainDate
  to: PlainDate
  /** Booked hours by day. */
  hours: Record<PlainDate, number>
}

/** Why an activity starts no earlier. `days` are working days of the plan's calendar that it lost. */
export type Wait =
  | { kind: 'predecessor'; id: string }
  | { kind: 'date'; date: PlainDate }
  /** `busyWith` is another activity; without it the person is away or off. */
  | { kind: 'person'; name: string; busyWith?: string; days: number }
  /** Several could do it and all were taken. */
  | { kind: 'role'; role: string; busyWith: string[]; days: number }
  | { kind: 'team'; team: string; busyWith: string[]; days: number }

export interface StaffedTiming {
  id: string
  /** First and last day, both included, on the clocks of those who do it; of a milestone the working day on which it is reached. */
  start: PlainDate
  finish: PlainDate
  /** Where these lie in working days of the plan's calendar from the start of the project; fractions are hours / 8. */
  span: { start: number; finish: number }
  people: Assignment[]
  /** Absent when it starts with the project. */
  waits?: Wait
}

export interface StaffedSchedule {
  /** In the order given. */
  activities: StaffedTiming[]
  finish: PlainDate
  /** Length in working days of the plan's calendar; fractions are hours / 8. */
  days: number
  /** With these people no schedule is shorter. */
  lowerBound: { days: number; date: PlainDate }
  /** Said only when the length reached the bound. */
  optimal: boolean
  gap: { days: number; percent: number }
  /** Nobody, or too few of those known, can do it: planned with those there are, or on the plan's calendar. */
  understaffed: { id: string; wanted: number; known: number }[]
  /** Working days of own time, booked and there, from the start of the project to its end. */
  load: { name: string; busy: number; available: number }[]
  /** By start, none before one that it waits for; `behind`: whose people or units of a team it takes over. */
  order: { id: string; behind: string[] }[]
  /** Effort spent. */
  schedules: number
  seed: number
}
