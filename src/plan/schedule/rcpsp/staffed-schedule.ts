import { PlanError } from '../../errors.ts'
import { type Compiled, compiled, mirrored, understaffed } from './compile.ts'
import { resourceFlow } from './flow.ts'
import { type Found, geneticSearch } from './genetic-search.ts'
import { earliestEnd } from './staffed-bound.ts'
import { type StaffedDecoder, staffedDecoder } from './staffed-decoder.ts'
import type { StaffedProject, StaffedSchedule, StaffedTiming } from './staffed-project.ts'
import { unlimited } from './unlimited.ts'
import { type Staffing, violations } from './verify.ts'
import { waitsOf } from './waits.ts'
import { fullDay, hourAt, hoursBetween, placeAt } from './work-hours.ts'

export type {
  Assignment,
  Need,
  Relation,
  StaffedActivity,
  StaffedPerson,
  StaffedProject,
  StaffedSchedule,
  StaffedTiming,
  Team,
  Wait,
} from './staffed-project.ts'

/** Effort in schedules, never seconds: the same project and seed give the same plan everywhere. Default 1,000, fewer for large ones. */
export interface StaffedOptions {
  seed?: number
  schedules?: number
}

const TEN_YEARS = 3653
/** From so many activities on the search sees too little of the possible orders to be worth its time. */
const LARGE = 2000

/**
 * When each activity runs and who does it, so that nobody does two things at once, works on a day off or does what they cannot: serial
 * schedule generation, forward-backward improvement and a genetic search. `schedules` 0 tries the constructive rules only.
 * @throws PlanError `duplicate_activity`, `unknown_predecessor`, `activity_cycle`, `invalid_duration`, `duplicate_person`,
 * `unknown_team`, `invalid_team`, `no_end`
 */
export function staffedSchedule(project: StaffedProject, options: StaffedOptions = {}): StaffedSchedule {
  const { seed = 1, schedules = usualEffort(project.activities.length) } = options
  const budget = project.activities.length > LARGE ? 0 : schedules
  const { model, decoder, found } = searched(project, budget, seed)
  const first = hourAt(model.plan, 0)
  const length = (end: number) => Math.max(0, hoursBetween(model.plan, first, end)) / fullDay
  const activities = timings(project, model, decoder, found, length)
  const gap = Math.max(0, length(found.end) - length(decoder.bound))
  const schedule: StaffedSchedule = {
    activities,
    finish: activities.reduce((last, { finish }) => (finish > last ? finish : last), project.start),
    days: length(found.end),
    lowerBound: { days: length(decoder.bound), date: dateBefore(model, decoder.bound) },
    optimal: gap === 0,
    gap: { days: gap, percent: gap === 0 ? 0 : (100 * gap) / length(decoder.bound) },
    understaffed: understaffed(project),
    order: ordered(project, model, { ...found, crews: decoder.crews }),
    load: loads(project, model, decoder, found.end),
    schedules: found.schedules,
    seed,
  }
  const wrong = violations(project, model, { ...found, crews: decoder.crews })
  if (wrong.length > 0)
    throw new RangeError(`The schedule broke its own rules: ${wrong.slice(0, 3).join('; ')}`)
  return schedule
}

/** What keeps an answer below a tenth of a second. */
function usualEffort(activities: number): number {
  return Math.round(Math.min(1000, Math.max(100, 60_000 / Math.max(1, activities))))
}

interface Searched {
  model: Compiled
  decoder: StaffedDecoder
  found: Found
}

/** The axis is made longer until everything fits. */
function searched(project: StaffedProject, budget: number, seed: number): Searched {
  let days = firstGuess(project)
  for (;;) {
    const model = compiled(project, days)
    const backwards = mirrored(model)
    const decoder = staffedDecoder(model, backwards)
    // Where not even people without other work are done in time, no search is needed.
    const rough = decoder.bound <= model.axis.length ? geneticSearch(decoder, 1, seed).end : Infinity
    if (rough <= model.axis.length) {
      decoder.bound = earliestEnd(model, backwards, rough)
      const found = geneticSearch(decoder, budget, seed)
      if (found.end <= model.axis.length) return { model, decoder, found }
    }
    if (days >= TEN_YEARS) throw noEnd(project, model)
    days = Math.min(TEN_YEARS, days * 2)
  }
}

/** Half of all work one after the other, or what each team or person has to do, and some weeks. */
function firstGuess({ activities, people, teams = [] }: StaffedProject): number {
  const days = activities.map(({ days: given }) => (typeof given === 'number' ? given : given.pessimistic))
  const sum = days.reduce((total, own) => total + own, 0)
  const hands = Math.max(1, people.length + teams.reduce((total, team) => total + team.capacity, 0))
  return Math.ceil(Math.min(TEN_YEARS, 60 + Math.max(...days, 0) + (4 * sum) / Math.sqrt(hands)))
}

function noEnd({ activities, people }: StaffedProject, model: Compiled): PlanError {
  const free = unlimited(model)
  const stuck = [...model.given.keys()].find(n => free.finishes[n]! > model.axis.length)
  const id = stuck === undefined ? '' : activities[model.given[stuck]!]!.id
  const who = stuck === undefined ? [] : model.needs[stuck]!.candidates.map(person => people[person]!.name)
  const doer = who.length > 0 ? ` Only ${who.join(', ')} can do it.` : ''
  return new PlanError(
    'no_end',
    stuck === undefined
      ? 'activities: the work does not end within ten years with these people. Add people or shorten activities.'
      : `activities: "${id}" does not end within ten years.${doer} Check days, not_before and the days off.`,
    stuck === undefined ? 'activities' : `activities.${id}`,
  )
}

function timings(
  project: StaffedProject,
  model: Compiled,
  { crews }: StaffedDecoder,
  found: Found,
  length: (end: number) => number,
): StaffedTiming[] {
  const waits = waitsOf(project, model, found, crews)
  const timed: StaffedTiming[] = []
  model.given.forEach((place, n) => {
    const { id } = project.activities[place]!
    const people = crewDates(project, model, crews[n]!, model.hours[n]!)
    const [from, to] = [dateFrom(model, found.starts[n]!), dateBefore(model, found.finishes[n]!)]
    const start = people.length > 0 ? people.map(own => own.from).sort()[0]! : from
    const finish =
      model.hours[n] === 0
        ? from
        : people.length > 0
          ? people
              .map(own => own.to)
              .sort()
              .at(-1)!
          : to
    const span = { start: length(found.starts[n]!), finish: length(found.finishes[n]!) }
    timed[place] = { id, start, finish, span, people, ...(waits[n] && { waits: waits[n] }) }
  })
  return timed
}

function crewDates(
  project: StaffedProject,
  model: Compiled,
  crew: { people: number[]; places: number[] },
  length: number,
): StaffedTiming['people'] {
  return crew.people.map((person, c) => {
    const { days } = model.people[person]!
    const dateAt = (place: number) => model.axis.date(days[place]!)
    const from = crew.places[c]!
    const hours: Record<string, number> = {}
    let date = ''
    for (let at = from; at < from + length; at += 1) {
      if (at === from || days[at] !== days[at - 1]) date = dateAt(at)
      hours[date] = (hours[date] ?? 0) + 1
    }
    return { name: project.people[person]!.name, from: dateAt(from), to: dateAt(from + length - 1), hours }
  })
}

/** The plan's working day on which what waits for this time begins. */
function dateFrom({ plan, axis }: Compiled, time: number): string {
  const place = Math.min(placeAt(plan, time), plan.days.length - 1)
  return axis.date(plan.days[place] ?? 0)
}

/** The plan's working day on which what ends at this time was done. */
function dateBefore({ plan, axis }: Compiled, time: number): string {
  return axis.date(plan.days[Math.max(0, placeAt(plan, time) - 1)] ?? 0)
}

function ordered(project: StaffedProject, model: Compiled, found: Staffing): StaffedSchedule['order'] {
  const { order, behind } = resourceFlow(model, found)
  const id = (n: number) => project.activities[model.given[n]!]!.id
  return order.map(n => ({ id: id(n), behind: behind[n]!.map(id) }))
}

function loads(
  project: StaffedProject,
  model: Compiled,
  { crews }: StaffedDecoder,
  end: number,
): StaffedSchedule['load'] {
  const busy = new Float64Array(project.people.length)
  crews.forEach((crew, n) => {
    for (const person of crew.people) busy[person]! += model.hours[n]! / fullDay
  })
  return project.people.map(({ name }, person) => ({
    name,
    busy: busy[person]!,
    available: placeAt(model.people[person]!, end) / fullDay,
  }))
}
