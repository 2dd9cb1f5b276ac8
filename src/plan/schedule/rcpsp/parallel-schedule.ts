import type { Profile } from './profile.ts'
import type { Project } from './project.ts'
import type { Builder } from './serial-schedule.ts'

/**
 * Parallel schedule generation: period by period everything that can start does, smallest key first. Its schedules are never
 * idle without need, which makes them good beginnings, but the best one may not be among them.
 */
export function parallelBuilder(project: Project, profile: Profile): Builder {
  const { size, durations, predecessors, successors } = project
  const waiting = new Int32Array(size)
  const eligible = new Int32Array(size)
  const running = new Int32Array(size)
  return (keys, starts) => {
    profile.clear()
    let [candidates, active, done, now, makespan] = [0, 0, 0, 0, 0]
    for (let n = 0; n < size; n += 1) {
      waiting[n] = predecessors.first[n + 1]! - predecessors.first[n]!
      if (waiting[n] === 0) candidates = inserted(eligible, candidates, n, keys)
    }
    const finish = (n: number) => {
      done += 1
      for (let link = successors.first[n]!; link < successors.first[n + 1]!; link += 1) {
        const next = successors.other[link]!
        waiting[next]! -= 1
        if (waiting[next] === 0) candidates = inserted(eligible, candidates, next, keys)
      }
    }
    while (done < size) {
      for (let place = 0; place < candidates; ) {
        const n = eligible[place]!
        if (durations[n]! > 0 && !profile.fits(n, now)) {
          place += 1
          continue
        }
        eligible.copyWithin(place, place + 1, candidates)
        candidates -= 1
        starts[n] = now
        if (durations[n] === 0) {
          finish(n)
          place = 0
          continue
        }
        profile.take(n, now)
        running[active++] = n
        makespan = Math.max(makespan, now + durations[n]!)
      }
      if (active === 0) break
      let next = Infinity
      for (let at = 0; at < active; at += 1)
        next = Math.min(next, starts[running[at]!]! + durations[running[at]!]!)
      now = next
      let left = 0
      for (let at = 0; at < active; at += 1) {
        const n = running[at]!
        if (starts[n]! + durations[n]! > now) running[left++] = n
        else finish(n)
      }
      active = left
    }
    return makespan
  }
}

/** Puts n into the row of candidates, which stays sorted by key; returns the new length. */
function inserted(row: Int32Array, length: number, n: number, keys: Float64Array): number {
  let place = length
  while (place > 0 && keys[row[place - 1]!]! > keys[n]!) {
    row[place] = row[place - 1]!
    place -= 1
  }
  row[place] = n
  return length + 1
}
