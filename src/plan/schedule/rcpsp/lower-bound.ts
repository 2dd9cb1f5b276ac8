import { heads, type Project, tails } from './project.ts'

/**
 * No schedule is shorter. The greatest of: the critical path; per resource the work of the activities with a long way before and
 * behind them, spread over its capacity between these ways; and for two activities that cannot run together the better of
 * both orders.
 */
export function lowerBound(project: Project): number {
  const before = heads(project)
  const behind = tails(project)
  let bound = 0
  for (let n = 0; n < project.size; n += 1)
    bound = Math.max(bound, before[n]! + project.durations[n]! + behind[n]!)
  for (let k = 0; k < project.capacities.length; k += 1)
    bound = Math.max(bound, energyBound(project, k, before, behind))
  return Math.max(bound, pairBound(project, before, behind))
}

function energyBound(project: Project, k: number, before: Int32Array, behind: Int32Array): number {
  const { size, durations, demands, capacities } = project
  const capacity = capacities[k]!
  const users = [...Array(size).keys()].filter(n => demands[n * capacities.length + k]! * durations[n]! > 0)
  const byTail = users.toSorted((a, b) => behind[b]! - behind[a]!)
  let bound = 0
  for (const head of new Set(users.map(n => before[n]!))) {
    let work = 0
    for (const n of byTail) {
      if (before[n]! < head) continue
      work += durations[n]! * demands[n * capacities.length + k]!
      bound = Math.max(bound, head + Math.ceil(work / capacity) + behind[n]!)
    }
  }
  return bound
}

function pairBound(project: Project, before: Int32Array, behind: Int32Array): number {
  const { size, durations } = project
  let bound = 0
  for (let a = 0; a < size; a += 1) {
    for (let b = a + 1; b < size; b += 1) {
      const both = durations[a]! + durations[b]!
      const first = before[a]! + both + behind[b]!
      const second = before[b]! + both + behind[a]!
      if (Math.min(first, second) > bound && !together(project, a, b)) bound = Math.min(first, second)
    }
  }
  return bound
}

function together({ demands, capacities }: Project, a: number, b: number): boolean {
  const resources = capacities.length
  return capacities.every(
    (capacity, k) => demands[a * resources + k]! + demands[b * resources + k]! <= capacity,
  )
}
