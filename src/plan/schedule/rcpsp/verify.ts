import type { Compiled } from './compile.ts'
import type { Timetable } from './individual.ts'
import type { StaffedProject } from './staffed-project.ts'
import { fullDay, hourAt, hoursBetween } from './work-hours.ts'

export interface Staffing extends Timetable {
  crews: readonly { people: readonly number[]; places: readonly number[] }[]
}

/**
 * What a schedule breaks, in sentences; [] when nothing. Shares the calendars with the engine but none of its steps: relations are
 * counted in hours between starts and ends, people hour by hour, roles and days off asked of the project itself.
 */
export function violations(project: StaffedProject, model: Compiled, found: Staffing): string[] {
  return [
    ...brokenRelations(project, model, found),
    ...wrongCrews(project, model, found),
    ...doubleBookings(project, model, found),
    ...overfullTeams(project, model, found),
  ]
}

const idOf = (project: StaffedProject, model: Compiled, n: number) => project.activities[model.given[n]!]!.id

function brokenRelations(
  project: StaffedProject,
  model: Compiled,
  { starts, finishes }: Timetable,
): string[] {
  const wrong: string[] = []
  const place = new Map([...model.given].map((given, n) => [project.activities[given]!.id, n]))
  for (const [id, n] of place) {
    const { after, notBefore } = project.activities[model.given[n]!]!
    for (const { id: before, type = 'FS', lag = 0 } of after) {
      const from = (type === 'SS' ? starts : finishes)[place.get(before)!]!
      const to = (type === 'FF' ? finishes : starts)[n]!
      const between = to >= from ? hoursBetween(model.plan, from, to) : -hoursBetween(model.plan, to, from)
      if (between < Math.round(lag * fullDay) || (lag >= 0 && to < from)) {
        wrong.push(`"${id}" does not keep ${type} to "${before}"`)
      }
    }
    const day = notBefore === undefined ? 0 : model.axis.dayOf(notBefore)
    if (day > 0 && starts[n]! < model.axis.dayBegins(project.zone)[day]!)
      wrong.push(`"${id}" starts too early`)
  }
  return wrong
}

function wrongCrews(project: StaffedProject, model: Compiled, { crews }: Staffing): string[] {
  return crews.flatMap((crew, n) => {
    const { need } = project.activities[model.given[n]!]!
    if (need === undefined || 'team' in need || model.hours[n] === 0) return []
    const can = project.people.filter(
      person =>
        (need.role === undefined || person.roles.includes(need.role)) &&
        (need.names === undefined || need.names.includes(person.name)) &&
        (need.skills ?? []).every(skill => person.skills?.includes(skill)),
    )
    const own = new Set(crew.people)
    const fit = [...own].filter(person => can.includes(project.people[person]!)).length
    const wanted = Math.min(need.people, can.length)
    if (own.size === wanted && fit === wanted && crew.people.length === wanted) return []
    return [`"${idOf(project, model, n)}" has ${fit} fit people, not ${wanted}`]
  })
}

function doubleBookings(project: StaffedProject, model: Compiled, found: Staffing): string[] {
  const wrong: string[] = []
  const taken = project.people.map(() => new Set<number>())
  found.crews.forEach((crew, n) => {
    crew.people.forEach((person, c) => {
      const { name, isOff = (date: string) => !project.isWorkingDay(date) } = project.people[person]!
      const { days } = model.people[person]!
      let checked = -1
      for (let at = crew.places[c]!; at < crew.places[c]! + model.hours[n]!; at += 1) {
        const hour = hourAt(model.people[person]!, at)
        if (taken[person]!.has(hour)) wrong.push(`${name} does two things at once`)
        taken[person]!.add(hour)
        if (hour < found.starts[n]! || hour >= found.finishes[n]!) {
          wrong.push(`${name} works outside "${idOf(project, model, n)}"`)
        }
        if (days[at] !== checked && isOff(model.axis.date(days[at]!)))
          wrong.push(`${name} works on a day off`)
        checked = days[at]!
      }
    })
  })
  return wrong
}

function overfullTeams(project: StaffedProject, model: Compiled, { starts, finishes }: Timetable): string[] {
  return (project.teams ?? []).flatMap(({ id, capacity }, team) => {
    const changes: [number, number][] = []
    const short: string[] = []
    model.needs.forEach((need, n) => {
      if (need.team !== team || model.hours[n] === 0) return
      changes.push([starts[n]!, need.units], [finishes[n]!, -need.units])
      if (hoursBetween(model.plan, starts[n]!, finishes[n]!) !== model.hours[n]) {
        short.push(`"${idOf(project, model, n)}" is not as long as given`)
      }
    })
    let used = 0
    // At the same hour what ends goes first.
    for (const [, change] of changes.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
      used += change
      if (used > capacity) return [...short, `${id} does more than its ${capacity} can`]
    }
    return short
  })
}
