import { type Roster, type RosterProblem, restConflicts } from './coverage.ts'
import { evenest } from './evenest.ts'

/** What is to be shared evenly, by person and slot, and what each person had before: minutes of duty first, then of nights and the like. */
export interface Shares {
  duty: { before: readonly number[] }
  others: readonly { before: readonly number[]; of: readonly (readonly number[])[] }[]
}

interface Exchange {
  one: number
  other: number
  /** Slots that go from `one` to `other`, and those that go the other way. */
  given: readonly number[]
  taken: readonly number[]
}

/**
 * The same roster with duty shared more evenly: slots change hands between two people, with all the slots that must change back so that
 * both keep their rest (a Kempe chain), as long as the sum of squared minutes falls and they are more than one slot apart. Without
 * absences and with slots of one length it
 * ends with nobody more than one slot ahead: of two people further apart one chain would hold more slots of the first than of the
 * second. Where somebody is, a search over all rosters with the same gaps takes over, as far as it is small ({@link evenest}). Then
 * nights, weekends and holidays are shared and the cost lowered, as long as nobody gets further ahead than that or than one longest
 * slot: no further than one slot behind the optimum. What is open and the reluctance stay as they are.
 */
export function balanced(problem: RosterProblem, start: Roster, shares: Shares): Roster {
  let search = new Search(problem, start, shares)
  search.descend(exchange => search.evener(exchange))
  if (search.spread() > search.longest) {
    const better = evenest(problem, search.roster, shares.duty.before)
    if (better) search = new Search(problem, better, shares)
  }
  search.descend(exchange => search.kinder(exchange))
  return search.roster.map(set => set.toSorted((a, b) => a - b))
}

const MOST_ROUNDS = 200

class Search {
  readonly problem: RosterProblem
  readonly roster: number[][]
  readonly longest: number
  readonly #minutes: number[]
  readonly #present: number[]
  readonly #duty: number[]
  readonly #others: number[][]
  readonly #shares: Shares
  readonly #conflict: ReturnType<typeof restConflicts>

  constructor(problem: RosterProblem, start: Roster, shares: Shares) {
    this.problem = problem
    this.#shares = shares
    this.roster = start.map(set => [...set])
    this.#minutes = problem.slots.map(({ from, to }) => to - from)
    this.longest = Math.max(0, ...this.#minutes)
    this.#conflict = restConflicts(problem)
    this.#present = problem.there.flatMap((days, person) => (days.includes(true) ? [person] : []))
    this.#duty = [...shares.duty.before]
    this.#others = shares.others.map(({ before }) => [...before])
    start.forEach((set, slot) => {
      for (const person of set) {
        this.#duty[person]! += this.#minutes[slot]!
        shares.others.forEach(({ of }, n) => {
          this.#others[n]![person]! += of[person]![slot]!
        })
      }
    })
  }

  /** Minutes between the most and the least duty of those who are there at all. */
  spread(): number {
    const { least, most } = this.#range()
    return most - least
  }

  #range(changed: ReadonlyMap<number, number> = new Map()): { least: number; most: number } {
    let least = Number.POSITIVE_INFINITY
    let most = 0
    for (const person of this.#present) {
      const duty = changed.get(person) ?? this.#duty[person]!
      least = Math.min(least, duty)
      most = Math.max(most, duty)
    }
    return { least: Math.min(least, most), most }
  }

  descend(accepts: (exchange: Exchange) => boolean): void {
    for (let round = 0, changed = true; changed && round < MOST_ROUNDS; round += 1) {
      changed = false
      for (const exchange of this.#exchanges()) {
        if (!accepts(exchange)) continue
        this.#make(exchange)
        changed = true
      }
    }
  }

  /** Whether duty becomes more even between two people who are more than a slot apart: nearer ones may sleep at night instead. */
  evener(exchange: Exchange): boolean {
    const apart = this.#duty[exchange.one]! - this.#duty[exchange.other]!
    return apart > this.longest && this.#fall(exchange) > 0 && this.#reluctance(exchange) <= 0
  }

  /**
   * Whether cost and shares of nights, weekends and holidays become smaller while the two get no further apart than they were, or
   * nobody more than a longest slot ahead.
   */
  kinder(exchange: Exchange): boolean {
    if (this.#reluctance(exchange) > 0 || this.#unkindness(exchange) >= 0) return false
    const { one, other } = exchange
    const moved = this.#sum(exchange.given) - this.#sum(exchange.taken)
    const apart = this.#duty[one]! - this.#duty[other]!
    if (Math.abs(apart - 2 * moved) <= Math.abs(apart)) return true
    const { least, most } = this.#range(
      new Map([
        [one, this.#duty[one]! - moved],
        [other, this.#duty[other]! + moved],
      ]),
    )
    return most - least <= this.longest
  }

  /** Every slot of everybody offered to everybody else; read while the roster changes. */
  *#exchanges(): Generator<Exchange> {
    for (let slot = 0; slot < this.roster.length; slot += 1) {
      for (let place = 0; place < this.roster[slot]!.length; place += 1) {
        for (let other = 0; other < this.problem.there.length; other += 1) {
          const exchange = this.#chain(slot, this.roster[slot]![place]!, other)
          if (exchange) yield exchange
        }
      }
    }
  }

  /** The chain that begins with giving a slot away; undefined where somebody would be missing or nobody could rest. */
  #chain(slot: number, one: number, other: number): Exchange | undefined {
    const given = [slot]
    const taken: number[] = []
    const { there } = this.problem
    if (one === other || !there[other]![slot] || this.roster[slot]!.includes(other)) return undefined
    const waiting: [slot: number, taker: number][] = [[slot, other]]
    while (waiting.length > 0) {
      const [from, taker] = waiting.pop()!
      const back = taker === other ? one : other
      const goingBack = taker === other ? taken : given
      for (const next of this.#near(from)) {
        const set = this.roster[next]!
        const early = Math.min(from, next)
        if (!set.includes(taker) || goingBack.includes(next)) continue
        if (!this.#conflict(taker, early, from + next - early)) continue
        if (!there[back]![next] || set.includes(back)) return undefined
        goingBack.push(next)
        waiting.push([next, back])
      }
    }
    return { one, other, given, taken }
  }

  /** The slots within reach of a rest. */
  #near(slot: number): number[] {
    const { slots, rest } = this.problem
    const near: number[] = []
    for (let n = slot - 1; n >= 0 && slots[slot]!.from - slots[n]!.to < rest; n -= 1) near.push(n)
    for (let n = slot + 1; n < slots.length && slots[n]!.from - slots[slot]!.to < rest; n += 1) near.push(n)
    return near
  }

  #make({ one, other, given, taken }: Exchange): void {
    for (const slot of given) this.#hand(slot, one, other)
    for (const slot of taken) this.#hand(slot, other, one)
  }

  #hand(slot: number, from: number, to: number): void {
    const set = this.roster[slot]!
    set[set.indexOf(from)] = to
    this.#duty[from]! -= this.#minutes[slot]!
    this.#duty[to]! += this.#minutes[slot]!
    this.#shares.others.forEach(({ of }, n) => {
      this.#others[n]![from]! -= of[from]![slot]!
      this.#others[n]![to]! += of[to]![slot]!
    })
  }

  /** By how much the sum of squared minutes of duty falls. */
  #fall({ one, other, given, taken }: Exchange): number {
    const moved = this.#sum(given) - this.#sum(taken)
    return 2 * moved * (this.#duty[one]! - this.#duty[other]! - moved)
  }

  #sum(slots: readonly number[]): number {
    return slots.reduce((sum, slot) => sum + this.#minutes[slot]!, 0)
  }

  #reluctance(exchange: Exchange): number {
    return changeOf(exchange, this.problem.reluctant).total
  }

  /** Change of the cost and of the squared shares, these in units of a slot; even duty counts a tenth. */
  #unkindness(exchange: Exchange): number {
    const { one, other } = exchange
    const shares = this.#shares.others.map(({ of }, n) => {
      const { mine, theirs } = changeOf(exchange, of)
      const [a, b] = [this.#others[n]![one]!, this.#others[n]![other]!]
      return (2 * (a * mine + b * theirs) + mine ** 2 + theirs ** 2) / this.longest
    })
    const cost = changeOf(exchange, this.problem.cost).total
    return cost + shares.reduce((sum, share) => sum + share, 0) - this.#fall(exchange) / (10 * this.longest)
  }
}

/** What an exchange adds for both, and together, of something counted by person and slot. */
function changeOf(
  { one, other, given, taken }: Exchange,
  of: readonly (readonly number[])[],
): { mine: number; theirs: number; total: number } {
  let mine = 0
  let theirs = 0
  for (const slot of given) {
    mine -= of[one]![slot]!
    theirs += of[other]![slot]!
  }
  for (const slot of taken) {
    mine += of[one]![slot]!
    theirs -= of[other]![slot]!
  }
  return { mine, theirs, total: mine + theirs }
}
