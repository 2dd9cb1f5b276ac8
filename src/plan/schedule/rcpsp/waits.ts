import type { Compiled } from './compile.ts'
import type { Timetable } from './individual.ts'
import { allowed } from './staffed-builder.ts'
import type { StaffedProject, Wait } from './staffed-project.ts'
import { soonest } from './unlimited.ts'
import type { Staffing } from './verify.ts'
import { fullDay, hoursBetween, laterBy } from './work-hours.ts'

/** For each activity what its start waited for; undefined where it starts with the project. */
export function waitsOf(
  project: StaffedProject,
  model: Compiled,
  found: Timetable,
  crews: Staffing['crews'],
): (Wait | undefined)[] {
  const staffing = { ...found, crews }
  const users = usersOf(model, crews)
  return Array.from(model.given, (_, n) => {
    const { ready, leastFinish } = allowed(model, found, n, model.notBefore[n]!)
    const free = soonest(model, n, ready, leastFinish)
    const lost = (from: number, to: number) => Math.max(0, hoursBetween(model.plan, from, to)) / fullDay
    if (lost(free.start, found.starts[n]!) > 0) {
      const window = { from: free.start, to: Math.max(found.starts[n]!, free.finish) }
      const wait = othersFirst(project, model, staffing, users, n, window, lost(free.start, found.starts[n]!))
      if (wait) return wait
    }
    return away(project, model, n, lost(ready, free.start)) ?? relation(project, model, found, n)
  })
}

/** The activities of each team and each person. */
interface Users {
  ofTeam: number[][]
  ofPerson: number[][]
}

function usersOf(model: Compiled, crews: Staffing['crews']): Users {
  const ofTeam = Array.from(model.capacities, (): number[] => [])
  const ofPerson = model.people.map((): number[] => [])
  model.needs.forEach(({ team }, n) => {
    if (team >= 0) ofTeam[team]!.push(n)
    for (const person of crews[n]!.people) ofPerson[person]!.push(n)
  })
  return { ofTeam, ofPerson }
}

/** Those who could do it were busy with other work. */
function othersFirst(
  project: StaffedProject,
  model: Compiled,
  staffing: Staffing,
  users: Users,
  n: number,
  window: { from: number; to: number },
  days: number,
): Wait | undefined {
  const { candidates, wanted, team } = model.needs[n]!
  const possible = team >= 0 ? users.ofTeam[team]! : candidates.flatMap(person => users.ofPerson[person]!)
  const rivals = [...new Set(possible)].filter(
    other => other !== n && staffing.starts[other]! < window.to && staffing.finishes[other]! > window.from,
  )
  if (rivals.length === 0) return undefined
  const inOrder = rivals.sort((a, b) => staffing.finishes[a]! - staffing.finishes[b]!)
  const busyWith = inOrder.map(other => project.activities[model.given[other]!]!.id)
  if (team >= 0) return { kind: 'team', team: project.teams![team]!.id, busyWith, days }
  if (candidates.length > wanted) return { kind: 'role', role: roleOf(project, model, n), busyWith, days }
  const last = inOrder.at(-1)!
  const person = staffing.crews[last]!.people.find(other => candidates.includes(other))!
  return { kind: 'person', name: project.people[person]!.name, busyWith: busyWith.at(-1)!, days }
}

/** Everybody who could do it is off for a day or longer. */
function away(project: StaffedProject, model: Compiled, n: number, days: number): Wait | undefined {
  const { candidates, wanted } = model.needs[n]!
  if (candidates.length === 0 || candidates.length > wanted || days < 1) return undefined
  return { kind: 'person', name: project.people[candidates[0]!]!.name, days }
}

function relation(
  project: StaffedProject,
  model: Compiled,
  { starts, finishes }: Timetable,
  n: number,
): Wait | undefined {
  let [time, id] = [model.notBefore[n]!, '']
  for (const { other, type, lag } of model.waits[n]!) {
    const end = laterBy(model.plan, type === 'SS' ? starts[other]! : finishes[other]!, lag)
    const at = type === 'FF' ? end - (finishes[n]! - starts[n]!) : end
    if (at > time) [time, id] = [at, project.activities[model.given[other]!]!.id]
  }
  if (id !== '') return { kind: 'predecessor', id }
  const { notBefore } = project.activities[model.given[n]!]!
  return notBefore !== undefined && notBefore > project.start ? { kind: 'date', date: notBefore } : undefined
}

function roleOf(project: StaffedProject, model: Compiled, n: number): string {
  const { need } = project.activities[model.given[n]!]!
  if (need === undefined || 'team' in need) return ''
  return need.role ?? need.skills?.join(', ') ?? need.names?.join(', ') ?? 'anybody'
}
