/**
 * A resource-constrained project in its plainest form (RCPSP): whole durations, activities numbered so that each stands behind
 * its predecessors, renewable resources of constant capacity. Links of activity i are from[first[i]] to from[first[i + 1] - 1].
 */
export interface Project {
  size: number
  durations: Int32Array
  capacities: Int32Array
  /** size x resources, row by row. */
  demands: Int32Array
  predecessors: Links
  successors: Links
}

export interface Links {
  first: Int32Array
  other: Int32Array
}

/**
 * `successors` lists per activity the numbers of those that start after its end.
 * @throws RangeError on a cycle, on a demand above the capacity, and unless every link leads to a higher number
 */
export function project(given: {
  durations: readonly number[]
  demands: readonly (readonly number[])[]
  capacities: readonly number[]
  successors: readonly (readonly number[])[]
}): Project {
  const size = given.durations.length
  const links = given.successors.flatMap((later, n) => later.map((other): [number, number] => [n, other]))
  for (const [from, to] of links) {
    if (!(to > from && to < size)) throw new RangeError(`Activity ${to} cannot come after ${from}`)
  }
  given.demands.forEach((row, n) => {
    const over = row.findIndex((demand, k) => demand > given.capacities[k]!)
    if (over >= 0) throw new RangeError(`Activity ${n} needs more of resource ${over} than there is`)
  })
  return {
    size,
    durations: Int32Array.from(given.durations),
    capacities: Int32Array.from(given.capacities),
    demands: Int32Array.from(given.demands.flat()),
    successors: linksOf(size, links),
    predecessors: linksOf(
      size,
      links.map(([from, to]) => [to, from]),
    ),
  }
}

/** The same project read from its end: activity n becomes size - 1 - n, so that again each stands behind its predecessors. */
export function reversed(forward: Project): Project {
  const { size, capacities } = forward
  const resources = capacities.length
  const demands = new Int32Array(forward.demands.length)
  for (let n = 0; n < size; n += 1) {
    const row = forward.demands.subarray(n * resources, (n + 1) * resources)
    demands.set(row, (size - 1 - n) * resources)
  }
  return {
    size,
    durations: forward.durations.slice().reverse(),
    capacities,
    demands,
    predecessors: mirrored(size, forward.successors),
    successors: mirrored(size, forward.predecessors),
  }
}

/** Longest way, in periods, from the start of the project to the start of each activity. */
export function heads({ size, durations, predecessors: { first, other } }: Project): Int32Array {
  const at = new Int32Array(size)
  for (let n = 0; n < size; n += 1) {
    for (let link = first[n]!; link < first[n + 1]!; link += 1) {
      const before = other[link]!
      at[n] = Math.max(at[n]!, at[before]! + durations[before]!)
    }
  }
  return at
}

/** Longest way, in periods, from the end of each activity to the end of the project. */
export function tails({ size, durations, successors: { first, other } }: Project): Int32Array {
  const left = new Int32Array(size)
  for (let n = size - 1; n >= 0; n -= 1) {
    for (let link = first[n]!; link < first[n + 1]!; link += 1) {
      const after = other[link]!
      left[n] = Math.max(left[n]!, left[after]! + durations[after]!)
    }
  }
  return left
}

/** Pairs of activity and neighbour as rows. */
export function linksOf(size: number, pairs: readonly (readonly [number, number])[]): Links {
  const first = new Int32Array(size + 1)
  for (const [from] of pairs) first[from + 1]! += 1
  for (let n = 0; n < size; n += 1) first[n + 1]! += first[n]!
  const next = first.slice()
  const other = new Int32Array(pairs.length)
  for (const [from, to] of pairs) other[next[from]!++] = to
  return { first, other }
}

function mirrored(size: number, { first, other }: Links): Links {
  const pairs: [number, number][] = []
  for (let n = 0; n < size; n += 1) {
    for (let link = first[n]!; link < first[n + 1]!; link += 1)
      pairs.push([size - 1 - n, size - 1 - other[link]!])
  }
  return linksOf(size, pairs)
}
