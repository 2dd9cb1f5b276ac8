import type { Project } from './project.ts'

/**
 * What is free of every resource in every period. Several resources share a 32-bit word, each below a guard bit that a
 * subtraction clears when it asks for too much: one subtraction and one mask compare all of them at once.
 */
export interface Profile {
  /** First period from `ready` on in which activity n can start and run through. */
  earliest(n: number, ready: number): number
  /** Takes what activity n needs from its start on. */
  take(n: number, start: number): void
  /** Whether activity n fits in the one period. */
  fits(n: number, period: number): boolean
  clear(): void
}

interface Packing {
  words: number
  /** Everything free, guard bits set; per word. */
  free: Int32Array
  guards: Int32Array
  /** Words that activity n touches: used[first[n]] to used[first[n + 1] - 1], and what it takes from each. */
  first: Int32Array
  used: Int32Array
  taken: Int32Array
}

/** `horizon`: no start lies beyond it; the sum of all durations always does. */
export function profileOf(project: Project, horizon: number): Profile {
  const packing = packed(project)
  return packing.words === 1 ? oneWord(project, packing, horizon) : manyWords(project, packing, horizon)
}

function oneWord({ size, durations }: Project, packing: Packing, horizon: number): Profile {
  const guard = packing.guards[0]!
  const free = packing.free[0]!
  const needs = new Int32Array(size)
  for (let n = 0; n < size; n += 1) {
    if (packing.first[n + 1]! > packing.first[n]!) needs[n] = packing.taken[packing.first[n]!]!
  }
  const periods = new Int32Array(horizon + 1).fill(free)
  let touched = 0
  return {
    earliest(n, ready) {
      const need = needs[n]!
      const days = durations[n]!
      if (need === 0 || days === 0) return ready
      let start = ready
      let end = start + days
      for (let at = start; at < end; at += 1) {
        if (((periods[at]! - need) & guard) !== guard) {
          start = at + 1
          end = start + days
        }
      }
      return start
    },
    take(n, start) {
      const need = needs[n]!
      const end = start + durations[n]!
      for (let at = start; at < end; at += 1) periods[at]! -= need
      if (end > touched) touched = end
    },
    fits: (n, period) => ((periods[period]! - needs[n]!) & guard) === guard,
    clear() {
      periods.fill(free, 0, touched)
      touched = 0
    },
  }
}

function manyWords({ durations }: Project, packing: Packing, horizon: number): Profile {
  const { words, free, guards, first, used, taken } = packing
  const rows = Array.from({ length: words }, (_, word) => new Int32Array(horizon + 1).fill(free[word]!))
  let touched = 0

  /** The first period of the run that is too full, -1 if none is. */
  function blocked(n: number, start: number, end: number): number {
    for (let use = first[n]!; use < first[n + 1]!; use += 1) {
      const row = rows[used[use]!]!
      const guard = guards[used[use]!]!
      const need = taken[use]!
      // Read from the end: the last full period moves the start furthest.
      for (let at = end - 1; at >= start; at -= 1) if (((row[at]! - need) & guard) !== guard) return at
    }
    return -1
  }

  return {
    earliest(n, ready) {
      const days = durations[n]!
      let start = ready
      for (let at = blocked(n, start, start + days); at >= 0; at = blocked(n, start, start + days))
        start = at + 1
      return start
    },
    take(n, start) {
      const end = start + durations[n]!
      for (let use = first[n]!; use < first[n + 1]!; use += 1) {
        const row = rows[used[use]!]!
        for (let at = start; at < end; at += 1) row[at]! -= taken[use]!
      }
      if (end > touched) touched = end
    },
    fits: (n, period) => blocked(n, period, period + 1) < 0,
    clear() {
      rows.forEach((row, word) => {
        row.fill(free[word]!, 0, touched)
      })
      touched = 0
    },
  }
}

/** Resources side by side in words of 31 bits, the widest that fits first come. */
function packed({ size, capacities, demands }: Project): Packing {
  const resources = capacities.length
  const word = new Int32Array(resources)
  const shift = new Int32Array(resources)
  let [words, bits] = [1, 0]
  for (let k = 0; k < resources; k += 1) {
    const width = 33 - Math.clz32(capacities[k]!)
    if (bits + width > 32) [words, bits] = [words + 1, 0]
    word[k] = words - 1
    shift[k] = bits
    bits += width
  }
  const free = new Int32Array(words)
  const guards = new Int32Array(words)
  for (let k = 0; k < resources; k += 1) {
    const guard = 1 << (shift[k]! + 32 - Math.clz32(capacities[k]!))
    guards[word[k]!]! |= guard
    free[word[k]!]! |= guard | (capacities[k]! << shift[k]!)
  }
  const first = new Int32Array(size + 1)
  const uses: [number, number][] = []
  for (let n = 0; n < size; n += 1) {
    const own = new Map<number, number>()
    for (let k = 0; k < resources; k += 1) {
      const demand = demands[n * resources + k]!
      if (demand > 0) own.set(word[k]!, (own.get(word[k]!) ?? 0) + demand * 2 ** shift[k]!)
    }
    uses.push(...own)
    first[n + 1] = uses.length
  }
  return {
    words,
    free,
    guards,
    first,
    used: Int32Array.from(uses, ([at]) => at),
    taken: Int32Array.from(uses, ([, need]) => need | 0),
  }
}
