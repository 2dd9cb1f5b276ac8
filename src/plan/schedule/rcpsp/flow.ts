import type { Compiled } from './compile.ts'
import { linksOf } from './project.ts'
import { keyOrder } from './serial-schedule.ts'
import type { Staffing } from './verify.ts'

export interface Flow {
  /** Activities by start, none before one that it waits for. */
  order: number[]
  /** Per activity those whose people, or units of a team, come to it when they are done. */
  behind: number[][]
}

/** Who passes on what to whom in a schedule: it keeps resources within their limits however long things take. */
export function resourceFlow(model: Compiled, found: Staffing): Flow {
  const { size, waits } = model
  const pairs = waits.flatMap((joins, n) => joins.map((join): [number, number] => [n, join.other]))
  const order = [...keyOrder({ size, predecessors: linksOf(size, pairs) })(Float64Array.from(found.starts))]
  const turn = new Int32Array(size)
  order.forEach((n, at) => {
    turn[n] = at
  })
  const behind: Set<number>[] = Array.from({ length: size }, () => new Set())
  const passOn = (from: number, to: number) => {
    // By negative lags a relation may point against the order in time; the relation then decides.
    if (turn[from]! < turn[to]!) behind[to]!.add(from)
  }
  for (const own of personalOrders(model, found))
    for (let at = 1; at < own.length; at += 1) passOn(own[at - 1]!, own[at]!)
  for (const team of model.capacities.keys()) teamFlow(model, found, order, team, passOn)
  return { order, behind: behind.map(set => [...set]) }
}

/** Per person the activities in the order of the own hours. */
function personalOrders({ people }: Compiled, { crews }: Staffing): number[][] {
  const own = people.map((): { n: number; place: number }[] => [])
  crews.forEach((crew, n) => {
    crew.people.forEach((person, c) => {
      own[person]!.push({ n, place: crew.places[c]! })
    })
  })
  return own.map(list => list.sort((a, b) => a.place - b.place).map(({ n }) => n))
}

/** Units go to who starts next, those that were freed last first. */
function teamFlow(
  { needs, hours, capacities }: Compiled,
  { starts, finishes }: Staffing,
  order: readonly number[],
  team: number,
  passOn: (from: number, to: number) => void,
): void {
  const users = order.filter(n => needs[n]!.team === team && hours[n]! > 0 && needs[n]!.units > 0)
  const units: { n: number; free: number }[] = Array.from({ length: capacities[team]! }, () => ({
    n: -1,
    free: 0,
  }))
  for (const n of users.sort((a, b) => starts[a]! - starts[b]!)) {
    const free = units.filter(unit => unit.free <= starts[n]!).sort((a, b) => b.free - a.free)
    for (const unit of free.slice(0, needs[n]!.units)) {
      if (unit.n >= 0) passOn(unit.n, n)
      unit.n = n
      unit.free = finishes[n]!
    }
  }
}
