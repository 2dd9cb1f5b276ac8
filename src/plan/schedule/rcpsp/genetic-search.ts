import { seededRandom } from '../../statistics/random.ts'
import { recombined } from './crossover.ts'
import type { Decode, Decoder, Parents, Timetable } from './individual.ts'
import { parents, population } from './population.ts'

export interface Found extends Timetable {
  end: number
  /** Effort spent: each decoding is one schedule. */
  schedules: number
}

/** Schedules that the constructive rules may take when there is no budget for a search: four rules, each improved once. */
const RULES_ONLY = 12
/** Random part of a first key, as a share of the project's length. */
const NOISE = 0.2
/** Share of parallel schedules among the first ones, and among the backward steps of children. */
const PARALLEL_FIRST = 0.5
const PARALLEL_CHILD = 0.2
/** A child whose backward schedule is longer than the worst member by this share is dropped half-way. */
const HOPELESS = 0.04

/**
 * A genetic algorithm over start times (in the family of Valls, Ballestin and Quintanilla 2008 and of Debels and Vanhoucke 2007): a
 * child keeps what one parent does in a busy stretch and takes the other's order elsewhere; it is built from the end, then, in the
 * order so found, from the beginning. `budget` is counted in schedules, so that a seed gives the same plan on every machine; 0 tries
 * the constructive rules only. Stops at the bound.
 */
export function geneticSearch(decoder: Decoder, budget: number, seed: number): Found {
  const { size, bound } = decoder
  const random = seededRandom(seed)
  const keys = new Float64Array(size)
  const table = { starts: new Int32Array(size), finishes: new Int32Array(size) }
  const best = { starts: table.starts.slice(), finishes: table.finishes.slice(), end: Infinity, schedules: 0 }
  const members = populationSize(size, budget)
  const people = population(members)
  const span = Math.max(...Array.from(decoder.latestFinishes))
  const rules = decoder.parallelForward ? 4 : 2
  const limit = budget > 0 ? budget : RULES_ONLY
  const open = (schedules: number) => best.end > bound && best.schedules + schedules <= limit

  for (let turn = 0; turn < rules && (turn === 0 || open(3)); turn += 1) begin(turn)
  if (budget === 0 || size < 2) return best
  for (let turn = rules; turn < 3 * members && !people.full() && open(3); turn += 1) begin(turn)
  while (open(2)) breed(parents(people.members, random))
  return best

  /** Rules first: latest finish and latest start, parallel and serial; then the same with noise. Each improved backward and forward. */
  function begin(turn: number): void {
    const { latestFinishes, lengths, forward, parallelForward, backward } = decoder
    const spread = turn < rules ? 0 : NOISE * span
    for (let n = 0; n < size; n += 1) {
      const latest = latestFinishes[n]! - (turn % 2 === 1 ? lengths[n]! : 0)
      keys[n] = latest + (2 * random() - 1) * spread
    }
    const parallel = turn < rules ? turn < 2 : random() < PARALLEL_FIRST
    keep(decoded(parallel && parallelForward ? parallelForward : forward))
    if (!open(2)) return
    keys.set(table.starts)
    decoded(backward)
    forwardAgain()
  }

  function breed(pair: Parents): void {
    recombined(decoder, pair, random, keys)
    const parallel = random() < PARALLEL_CHILD
    const length = decoded((parallel && decoder.parallelBackward) || decoder.backward)
    if (length <= people.worst() * (1 + HOPELESS) && !people.cameBy(table.starts)) forwardAgain()
  }

  function forwardAgain(): void {
    keys.set(table.starts)
    const end = decoded(decoder.forward)
    keep(end)
    people.add(table, end)
  }

  function decoded(decode: Decode): number {
    best.schedules += 1
    return decode(keys, table)
  }

  function keep(end: number): void {
    if (end >= best.end) return
    best.end = end
    best.starts.set(table.starts)
    best.finishes.set(table.finishes)
    decoder.improved?.()
  }
}

/** Small projects keep more, for they converge early. */
function populationSize(size: number, budget: number): number {
  const factor = Math.min(2, Math.max(0.8, 80 / size))
  return Math.max(6, Math.round(factor * Math.sqrt(budget)))
}
