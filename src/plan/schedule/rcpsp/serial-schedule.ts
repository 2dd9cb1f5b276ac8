import type { Profile } from './profile.ts'
import type { Project } from './project.ts'

/**
 * Serial schedule generation: activities in the order of their keys, smallest first and never before a predecessor, each as
 * early as its predecessors and the resources allow. Writes the starts and returns the makespan.
 */
export type Builder = (keys: Float64Array, starts: Int32Array) => number

export function serialBuilder(project: Project, profile: Profile): Builder {
  const { size, durations, predecessors } = project
  const { first, other } = predecessors
  const orderOf = keyOrder(project)
  return (keys, starts) => {
    profile.clear()
    const order = orderOf(keys)
    let makespan = 0
    for (let place = 0; place < size; place += 1) {
      const n = order[place]!
      let ready = 0
      for (let link = first[n]!; link < first[n + 1]!; link += 1) {
        const end = starts[other[link]!]! + durations[other[link]!]!
        if (end > ready) ready = end
      }
      const start = profile.earliest(n, ready)
      profile.take(n, start)
      starts[n] = start
      if (start + durations[n]! > makespan) makespan = start + durations[n]!
    }
    return makespan
  }
}

/**
 * The activities by key, none before its predecessors: a key below that of a predecessor is raised to it, and the number, which
 * is higher than the predecessors', decides between equals. Keys lie below 2^31 in size and count in steps of 2^-8 at least.
 */
export function keyOrder({
  size,
  predecessors: { first, other },
}: Pick<Project, 'size' | 'predecessors'>): (keys: Float64Array) => Int32Array {
  const raised = new Float64Array(size)
  const sorted = new Float64Array(size)
  const order = new Int32Array(size)
  const scale = 2 ** Math.ceil(Math.log2(Math.max(2, size)))
  return keys => {
    for (let n = 0; n < size; n += 1) {
      let key = Math.round(keys[n]! * 256)
      for (let link = first[n]!; link < first[n + 1]!; link += 1) {
        const before = raised[other[link]!]!
        if (before > key) key = before
      }
      raised[n] = key
      sorted[n] = key * scale + n
    }
    sorted.sort()
    for (let place = 0; place < size; place += 1) {
      const value = sorted[place]!
      order[place] = value - Math.floor(value / scale) * scale
    }
    return order
  }
}
