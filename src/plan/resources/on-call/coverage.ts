/** Who can be on call when, in minutes; people and slots are counted from 0. */
export interface RosterProblem {
  /** Joined, in order of time. */
  slots: readonly { from: number; to: number }[]
  /** By person and slot: whether somebody is there at all. */
  there: readonly (readonly boolean[])[]
  /** By person and slot: minutes for which others are asked first (a holiday, no right to act). */
  reluctant: readonly (readonly number[])[]
  /** By person and slot: minutes of the own night, and what the handovers cost. */
  cost: readonly (readonly number[])[]
  /** Least minutes between two shifts of a person. */
  rest: number
}

/** One or two people a slot, none where nobody can. */
export type Roster = readonly (readonly number[])[]

/** Two sums to be made small, the first before the second: minutes without anybody and without a second one; reluctance and cost. */
export interface Score {
  gaps: number
  cost: number
}

export const better = (a: Score, b: Score): boolean =>
  a.gaps < b.gaps || (a.gaps === b.gaps && a.cost < b.cost)

const MANY = 1_000_000

/** The only person who is there in a slot; -1 where there are more or none. */
export function loneIn(problem: RosterProblem): number[] {
  return problem.slots.map((_, slot) => {
    const present = presentIn(problem, slot)
    return present.length === 1 ? present[0]! : -1
  })
}

/**
 * Whether a person cannot have both slots, the earlier one given first: too little rest between them. It is waived while the person is
 * the only one there.
 */
export function restConflicts(
  problem: RosterProblem,
): (person: number, one: number, other: number) => boolean {
  const lone = loneIn(problem)
  const { slots, rest } = problem
  return (person, one, other) => {
    if (slots[other]!.from - slots[one]!.to >= rest) return false
    for (let slot = one; slot <= other; slot += 1) if (lone[slot] !== person) return true
    return false
  }
}

interface State {
  score: Score
  roster: readonly (readonly number[])[]
}

/**
 * The roster with the fewest minutes without anybody, then without a second person, then the least reluctance, then the least cost:
 * a shortest path over the slots, a state being who still has to rest. Exact in the first two as long as a slot is offered all who are
 * there, or as many as the slots within reach of a rest can use up (see `offered`).
 */
export function bestCoverage(problem: RosterProblem): { roster: Roster; score: Score } {
  const { slots, rest } = problem
  const conflict = restConflicts(problem)
  let states = new Map<string, State>([['', { score: { gaps: 0, cost: 0 }, roster: [] }]])
  slots.forEach((slot, n) => {
    const options = setsOf(offered(problem, n)).map(set => ({
      set,
      score: slotScore(problem, n, set),
    }))
    const reaching = slots.findIndex(earlier => slot.from - earlier.to < rest)
    const remembered = slots.findIndex(
      earlier => (slots[n + 1]?.from ?? Number.POSITIVE_INFINITY) - earlier.to < rest,
    )
    const next = new Map<string, State>()
    for (const { score, roster } of states.values()) {
      const recent = remembered < 0 ? '' : roster.slice(remembered).join(';')
      for (const { set, score: added } of options) {
        if (set.some(person => busy(roster, person, n, reaching, conflict))) continue
        const sum = { gaps: score.gaps + added.gaps, cost: score.cost + added.cost }
        const key = remembered < 0 ? '' : `${recent};${set}`
        const known = next.get(key)
        if (!known || better(sum, known.score)) next.set(key, { score: sum, roster: [...roster, set] })
      }
    }
    states = next
  })
  return [...states.values()].reduce((best, state) => (better(state.score, best.score) ? state : best))
}

function busy(
  roster: readonly (readonly number[])[],
  person: number,
  slot: number,
  from: number,
  conflict: (person: number, one: number, other: number) => boolean,
): boolean {
  for (let earlier = Math.max(0, from); earlier < slot; earlier += 1) {
    if (roster[earlier]!.includes(person) && conflict(person, earlier, slot)) return true
  }
  return false
}

/** The sums of a whole roster. */
export function scoreOf(problem: RosterProblem, roster: Roster): Score {
  const scores = roster.map((set, slot) => slotScore(problem, slot, set))
  const sum = (of: 'gaps' | 'cost') => scores.reduce((all, score) => all + score[of], 0)
  return { gaps: sum('gaps'), cost: sum('cost') }
}

function slotScore({ slots, reluctant, cost }: RosterProblem, slot: number, set: readonly number[]): Score {
  const minutes = slots[slot]!.to - slots[slot]!.from
  const gaps = (set.length === 0 ? minutes * MANY : 0) + (set.length < 2 ? minutes : 0)
  const sum = set.reduce((all, person) => all + reluctant[person]![slot]! * MANY + cost[person]![slot]!, 0)
  return { gaps, cost: sum }
}

/**
 * The people whom a slot chooses from. It needs two who have none of the slots within reach of a rest, before or behind it; with two
 * people for itself and each of those it always finds them, so that more need not be looked at. Where all of those slots have as many,
 * choosing in order of time only those before count.
 */
function offered(problem: RosterProblem, slot: number): number[] {
  const { slots, there, reluctant, cost, rest } = problem
  const present = presentIn(problem, slot)
  const near = slots.flatMap((other, n) =>
    slots[slot]!.from - other.to < rest && other.from - slots[slot]!.to < rest ? [n] : [],
  )
  const enough = 2 * near.length
  const many = near.every(n => presentIn(problem, n).length >= enough)
  const order = (person: number) => (person + slot * 2) % there.length
  return present
    .toSorted(
      (a, b) =>
        reluctant[a]![slot]! - reluctant[b]![slot]! ||
        cost[a]![slot]! - cost[b]![slot]! ||
        order(a) - order(b),
    )
    .slice(0, many ? 2 * near.filter(n => n <= slot).length : enough)
}

const presentIn = ({ there }: RosterProblem, slot: number): number[] =>
  there.flatMap((days, person) => (days[slot] ? [person] : []))

/** All sets of at most two, the larger ones first. */
function setsOf(people: readonly number[]): number[][] {
  const rising = people.toSorted((a, b) => a - b)
  const pairs = rising.flatMap((one, n) => rising.slice(n + 1).map(other => [one, other]))
  return [...pairs, ...rising.map(one => [one]), []]
}
