import { Temporal } from 'temporal-polyfill'
import type { PlainDate } from '../../calendar/date.ts'
import { type CommonFactor, scalingBy } from '../../statistics/common-factor.ts'
import { type Distribution, durationSource } from '../../statistics/duration-table.ts'
import { outcomes } from '../../statistics/outcomes.ts'
import { threePoint } from '../../statistics/three-point.ts'
import { type Compiled, compiled } from './compile.ts'
import { TOGETHER } from './crew.ts'
import type { StaffedProject, StaffedSchedule } from './staffed-project.ts'
import { dayBegins, fullDay, hourAt, placeAt, type WorkHours } from './work-hours.ts'

export interface ReplayOptions {
  samples?: number
  seed?: number
  distribution?: Distribution
  common?: CommonFactor
}

export interface StaffedSimulation {
  /** Last working day of all work in 50, 80 and 95 of 100 runs. */
  p50: PlainDate
  p80: PlainDate
  p95: PlainDate
  samples: number
  seed: number
  distribution: Distribution
  /** Standard deviation of the common factor; 0: all durations were drawn independently. */
  common: number
  /** Share of the runs, 0 to 1, in which all work was done by the end of this day. */
  chanceBy(date: PlainDate): number
  /** Its standard error. */
  standardError(date: PlainDate): number
  /** Per activity the share of the runs, 0 to 1, in which it was on the chain that set the end. */
  criticality: ReadonlyMap<string, number>
}

/** So much longer than planned may a run be before calendars are made longer; and where that ends, in days. */
const ROOM = 3
const LONGEST = 20_000

/**
 * Monte Carlo over a staffed schedule: durations are drawn, the same people do the same work in the same order, each on the own
 * calendar. So work waits for people as it will, which a bare network does not see.
 */
export function simulateStaffed(
  project: StaffedProject,
  schedule: StaffedSchedule,
  options: ReplayOptions = {},
): StaffedSimulation {
  const { samples = 10_000, seed = 1, distribution = 'pert', common } = options
  const planned = Temporal.PlainDate.from(project.start).until(schedule.finish, { largestUnit: 'days' }).days
  let days = ROOM * planned + 60
  for (;;) {
    const model = compiled(project, days)
    const { ends, hits } = replayed(project, schedule, model, { samples, seed, distribution, common })
    const { quantile, chanceWithin, standardError } = outcomes(ends)
    if (quantile(1) < model.axis.length || days > LONGEST) {
      const endOf = (date: PlainDate) => endOfDay(model, project, date)
      return {
        p50: dayOf(model, project, quantile(0.5)),
        p80: dayOf(model, project, quantile(0.8)),
        p95: dayOf(model, project, quantile(0.95)),
        samples,
        seed,
        distribution,
        common: common?.size ?? 0,
        chanceBy: date => chanceWithin(endOf(date)),
        standardError: date => standardError(endOf(date)),
        criticality: new Map(
          Array.from(model.given, (place, n) => [project.activities[place]!.id, hits[n]! / samples]),
        ),
      }
    }
    days *= 2
  }
}

function replayed(
  project: StaffedProject,
  schedule: StaffedSchedule,
  model: Compiled,
  {
    samples,
    seed,
    distribution,
    common,
  }: Required<Omit<ReplayOptions, 'common'>> & { common?: CommonFactor },
): { ends: Float64Array; hits: Uint32Array } {
  const estimates = Array.from(model.given, place => {
    const { id, days } = project.activities[place]!
    return { id, points: threePoint(days, `activities.${id}.duration_days`) }
  })
  const draw = durationSource(
    estimates.map(({ points }) => points),
    distribution,
    seed,
  )
  const scale = scalingBy(common, estimates, seed)
  const durations = new Float64Array(model.size)
  const steps = stepsOf(project, schedule, model)
  const starts = new Float64Array(model.size)
  const finishes = new Float64Array(model.size)
  const drivers = new Int32Array(model.size)
  const free = new Float64Array(model.people.length)
  const lastOf = new Int32Array(model.people.length)
  const hits = new Uint32Array(model.size)
  const ends = new Float64Array(samples)
  for (let run = 0; run < samples; run += 1) {
    draw(durations)
    scale(durations)
    free.fill(0)
    let last = -1
    let end = 0
    for (const { n, notBefore, joins, behind, crew } of steps) {
      const hours = durations[n]! * fullDay
      let ready = notBefore
      let leastFinish = 0
      let driver = -1
      for (const { other, type, lag } of joins) {
        const time = later(model.plan, type === 'SS' ? starts[other]! : finishes[other]!, lag)
        if (type === 'FF') leastFinish = Math.max(leastFinish, time)
        else if (time > ready) {
          ready = time
          driver = other
        }
      }
      for (const other of behind) {
        if (finishes[other]! <= ready) continue
        ready = finishes[other]!
        driver = other
      }
      let start = ready
      let finish = ready
      if (hours > 0 && crew.length === 0) {
        start = atWork(model.plan, ready)
        finish = later(model.plan, start, hours)
      } else if (hours > 0) {
        // All begin together, as in the plan; who is free later holds up the others.
        let together = 0
        for (const person of crew) {
          const at = atWork(model.people[person]!, Math.max(ready, free[person]!))
          if (at <= together) continue
          together = at
          if (free[person]! > ready) driver = lastOf[person]!
        }
        start = Infinity
        for (const person of crew) {
          const calendar = model.people[person]!
          const own = atWork(calendar, Math.max(ready, free[person]!, together - TOGETHER))
          const done = later(calendar, own, hours)
          start = Math.min(start, own)
          finish = Math.max(finish, done)
          free[person] = done
          lastOf[person] = n
        }
      }
      starts[n] = start
      finishes[n] = Math.max(finish, leastFinish)
      drivers[n] = driver
      if (finishes[n]! < end) continue
      end = finishes[n]!
      last = n
    }
    for (let n = last; n >= 0; n = drivers[n]!) hits[n]! += 1
    ends[run] = end
  }
  return { ends, hits }
}

/** A day lasts until work begins on the next one by the plan's clock: what people west of it do in its night belongs to it. */
function endOfDay({ axis }: Compiled, project: StaffedProject, date: PlainDate): number {
  const day = axis.dayOf(date)
  if (day < 0) return 0
  return day + 1 < axis.days ? axis.dayBegins(project.zone)[day + 1]! + dayBegins : axis.length
}

function dayOf({ axis }: Compiled, project: StaffedProject, end: number): PlainDate {
  const begins = axis.dayBegins(project.zone)
  let day = Math.min(axis.days - 1, Math.floor(end / 24))
  while (day > 0 && begins[day]! + dayBegins >= end - 1e-9) day -= 1
  return axis.date(day)
}

interface Step {
  n: number
  notBefore: number
  joins: Compiled['waits'][number]
  /** Whose units of a team it takes over. */
  behind: number[]
  crew: number[]
}

/** The activities in the planned order, each behind those that it waits for. */
function stepsOf(project: StaffedProject, schedule: StaffedSchedule, model: Compiled): Step[] {
  const person = new Map(project.people.map(({ name }, n) => [name, n]))
  const number = new Map(Array.from(model.given, (place, n) => [project.activities[place]!.id, n]))
  return schedule.order.map(({ id, behind }) => {
    const n = number.get(id)!
    const crew = schedule.activities[model.given[n]!]!.people.map(({ name }) => person.get(name)!)
    return {
      n,
      notBefore: model.notBefore[n]!,
      joins: model.waits[n]!,
      behind: crew.length > 0 ? [] : behind.map(other => number.get(other)!),
      crew,
    }
  })
}

/** The time at which own work begins from `time` on; times have fractions of hours here. */
function atWork(calendar: WorkHours, time: number): number {
  const hour = Math.floor(time)
  const begins = hourAt(calendar, placeAt(calendar, hour))
  return begins > hour ? begins : time
}

/** The time when `hours` of work from `time` on are done; before it when negative. */
function later(calendar: WorkHours, time: number, hours: number): number {
  if (hours === 0) return time
  const hour = Math.floor(time)
  const place = placeAt(calendar, hour)
  const done = place + (hourAt(calendar, place) === hour ? time - hour : 0) + hours
  // Dust above a whole hour would be the next morning.
  const last = Math.ceil(done - 1e-9) - 1
  return last < 0 ? 0 : hourAt(calendar, last) + Math.min(1, done - last)
}
