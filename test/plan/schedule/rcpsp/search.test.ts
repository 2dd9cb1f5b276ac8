import { describe, expect, test } from 'vitest'
import { resourceDecoder } from '../../../../src/plan/schedule/rcpsp/forward-backward.ts'
import { geneticSearch } from '../../../../src/plan/schedule/rcpsp/genetic-search.ts'
import { lowerBound } from '../../../../src/plan/schedule/rcpsp/lower-bound.ts'
import { project } from '../../../../src/plan/schedule/rcpsp/project.ts'
import { seededRandom } from '../../../../src/plan/statistics/random.ts'

interface Given {
  durations: number[]
  demands: number[][]
  capacities: number[]
  successors: number[][]
}

/** A random project; `scale` multiplies what resources hold and what is needed of them. */
function given(seed: number, size: number, resources: number, scale = 1): Given {
  const random = seededRandom(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  return {
    durations: Array.from({ length: size }, () => below(7)),
    demands: Array.from({ length: size }, () =>
      Array.from({ length: resources }, () => scale * Math.max(0, below(7) - 2)),
    ),
    capacities: Array.from({ length: resources }, () => scale * (4 + below(4))),
    successors: Array.from({ length: size }, (_, n) =>
      Array.from({ length: size - n - 1 }, (_, k) => n + 1 + k).filter(() => random() < 2.2 / size),
    ),
  }
}

/** What is wrong with these starts: period by period, apart from the engine. */
function faults({ durations, demands, capacities, successors }: Given, starts: ArrayLike<number>): string[] {
  const end = (n: number) => starts[n]! + durations[n]!
  const late = durations.flatMap((_, n) =>
    successors[n]!.filter(after => starts[after]! < end(n)).map(after => `${after} starts before ${n} ends`),
  )
  const span = Math.max(0, ...durations.map((_, n) => end(n)))
  const full = capacities.flatMap((capacity, k) =>
    Array.from({ length: span }, (_, period) => period)
      .filter(period => {
        const running = durations.map((_, n) => n).filter(n => starts[n]! <= period && period < end(n))
        return running.reduce((sum, n) => sum + demands[n]![k]!, 0) > capacity
      })
      .map(period => `resource ${k} is too full in period ${period}`),
  )
  return [
    ...late,
    ...full,
    ...Array.from(starts)
      .filter(start => start < 0)
      .map(String),
  ]
}

/** The shortest schedule: serial generation over every order finds it. */
function shortest(own: Given): number {
  let best = Infinity
  const starts: number[] = []
  const before = own.durations.map((_, n) =>
    own.successors.flatMap((after, m) => (after.includes(n) ? [m] : [])),
  )
  const fits = (n: number, start: number, placed: readonly number[]) =>
    Array.from({ length: own.durations[n]! }, (_, k) => start + k).every(period =>
      own.capacities.every((capacity, k) => {
        const running = placed.filter(m => starts[m]! <= period && period < starts[m]! + own.durations[m]!)
        return running.reduce((sum, m) => sum + own.demands[m]![k]!, own.demands[n]![k]!) <= capacity
      }),
    )
  const place = (placed: readonly number[], end: number) => {
    if (end >= best) return
    if (placed.length === own.durations.length) best = end
    for (const n of own.durations.keys()) {
      if (placed.includes(n) || !before[n]!.every(m => placed.includes(m))) continue
      let start = Math.max(0, ...before[n]!.map(m => starts[m]! + own.durations[m]!))
      while (!fits(n, start, placed)) start += 1
      starts[n] = start
      place([...placed, n], Math.max(end, start + own.durations[n]!))
    }
  }
  place([], 0)
  return best
}

const searched = (own: Given, schedules: number, seed = 1) =>
  geneticSearch(resourceDecoder(project(own)), schedules, seed)

describe('a schedule with limited resources', () => {
  test.each([
    ['one word of four resources', 4, 1],
    ['nine resources in several words', 9, 1],
    ['capacities of a thousand', 2, 150],
  ])('is feasible and never below the bound: %s', (_, resources, scale) => {
    for (let seed = 1; seed <= 5; seed += 1) {
      const own = given(seed, 30, resources, scale)
      for (const schedules of [0, 1, 60, 300]) {
        const found = searched(own, schedules)
        expect(faults(own, found.starts)).toEqual([])
        const end = Math.max(...own.durations.map((days, n) => found.starts[n]! + days))
        expect(found.end).toBe(end)
        expect(found.end).toBeGreaterThanOrEqual(lowerBound(project(own)))
        expect(found.schedules).toBeLessThanOrEqual(schedules === 0 ? 12 : schedules)
      }
    }
  })

  test('is the shortest of all where every order was tried', () => {
    for (let seed = 1; seed <= 25; seed += 1) {
      const own = given(seed, 7, 2)
      const best = shortest(own)
      expect(lowerBound(project(own))).toBeLessThanOrEqual(best)
      expect(searched(own, 500).end).toBe(best)
    }
  })

  test('repeats itself for a seed', () => {
    const own = given(3, 60, 4)
    expect(searched(own, 300, 5)).toEqual(searched(own, 300, 5))
    expect(searched(own, 300, 5).starts).not.toEqual(searched(own, 300, 6).starts)
  })

  test('gets no longer with more effort, and shorter than by rules alone', () => {
    const ends = [0, 150, 800].map(schedules =>
      Array.from({ length: 5 }, (_, n) => searched(given(n + 1, 60, 4), schedules).end),
    )
    const sums = ends.map(row => row.reduce((sum, end) => sum + end, 0))
    expect(sums[1]).toBeLessThan(sums[0]!)
    expect(sums[2]).toBeLessThanOrEqual(sums[1]!)
  })

  test('of nothing takes no time', () => {
    const nothing = { durations: [], demands: [], capacities: [], successors: [] }
    expect(searched(nothing, 10)).toMatchObject({ end: 0 })
  })
})

describe('the lower bound', () => {
  const twin = (demand: number): Given => ({
    durations: [3, 4, 2],
    demands: [[demand], [demand], [1]],
    capacities: [2],
    successors: [[], [], []],
  })

  test('is the longest way where resources suffice', () => {
    expect(lowerBound(project({ ...twin(0), successors: [[1], [2], []] }))).toBe(9)
  })

  test('counts the work of a resource', () => {
    expect(lowerBound(project(twin(1)))).toBe(5)
  })

  test('puts one after the other what cannot run together', () => {
    expect(lowerBound(project({ ...twin(2), capacities: [3] }))).toBe(7)
  })
})

test('a project refuses what cannot be scheduled', () => {
  const two = { durations: [1, 1], demands: [[1], [1]], capacities: [1] }
  expect(() => project({ ...two, successors: [[], [0]] })).toThrow('Activity 0 cannot come after 1')
  expect(() => project({ ...two, demands: [[2], [1]], successors: [[], []] })).toThrow('more of resource 0')
})
