import { added, type Candidate, compared, type Seated, type Seating, type Strain } from './seats.ts'
import { tiesOf } from './ties.ts'

/** Choices looked at before the best one found is taken as it is. */
const mostChoices = 20_000

const none: Strain = [0, 0, 0]

/**
 * The best choice of people for all places: least costs, then least strain. Branch and bound over the candidates whose costs are equal.
 * The strain of a person grows faster the more they have, so what a place adds now is the least it can add later; the sum of the
 * least additions of all open places bounds every completion. The same problem gives the same answer.
 */
export function seated(problem: Seating, most = mostChoices): Seated {
  const { teams } = problem
  const ties = teams.map(tiesOf)
  const hours = problem.people.map(({ taken }) => [...taken])
  const weights = problem.people.map(({ capacity }) => 1e6 / Math.max(1, sum(capacity)))
  const chosen: Candidate[][] = ties.map(({ certain }) => [...certain])

  /** What the hours of a team add to a person as things stand. */
  function addition(team: number, { person, place }: Candidate): Strain {
    const { capacity } = problem.people[person]!
    const has = hours[person]!
    const more = teams[team]!.hours
    let over = 0
    let [before, after] = [0, 0]
    for (let week = 0; week < more.length; week += 1) {
      const [now, then] = [has[week]!, has[week]! + more[week]!]
      over += Math.max(0, then - capacity[week]!) - Math.max(0, now - capacity[week]!)
      before += now
      after += then
    }
    return [over, place, Math.round(weights[person]!) * (after * after - before * before)]
  }

  function move(team: number, { person }: Candidate, sign: 1 | -1): void {
    const has = hours[person]!
    teams[team]!.hours.forEach((more, week) => {
      has[week]! += sign * more
    })
  }

  let strain = none
  chosen.forEach((candidates, team) => {
    for (const candidate of candidates) {
      strain = added(strain, addition(team, candidate))
      move(team, candidate, 1)
    }
  })

  // The fewest to choose from first.
  const order = ties
    .map((tie, team) => ({ ...tie, team }))
    .filter(({ open }) => open > 0)
    .sort((a, b) => a.tied.length - b.tied.length || a.team - b.team)

  /** The candidates with what they add now, the least first. */
  const rising = (team: number, candidates: readonly Candidate[]) =>
    candidates
      .map(candidate => ({ candidate, adds: addition(team, candidate) }))
      .sort((a, b) => compared(a.adds, b.adds) || a.candidate.person - b.candidate.person)

  const leastOf = (from: number): Strain =>
    order.slice(from).reduce(
      (total, { team, tied, open }) =>
        rising(team, tied)
          .slice(0, open)
          .reduce((own, { adds }) => added(own, adds), total),
      none,
    )

  let best: { strain: Strain; people: Candidate[][] } | undefined
  let choices = 0

  /** Fills the open places from team `at` on; of that team `open` places are left, and `allowed` have not been tried. */
  function fill(at: number, allowed: readonly Candidate[], open: number, so: Strain): void {
    if (open === 0) {
      const next = order[at + 1]
      if (next) fill(at + 1, next.tied, next.open, so)
      else if (!best || compared(so, best.strain) < 0) {
        best = { strain: so, people: chosen.map(candidates => [...candidates]) }
      }
      return
    }
    const { team } = order[at]!
    const options = rising(team, allowed)
    const later = best && leastOf(at + 1)
    for (let n = 0; n + open <= options.length; n += 1) {
      const { candidate, adds } = options[n]!
      if (best) {
        const rest = options.slice(n, n + open).reduce((total, option) => added(total, option.adds), so)
        if (compared(added(rest, later ?? leastOf(at + 1)), best.strain) >= 0) return
        choices += 1
        if (choices > most) return
      }
      move(team, candidate, 1)
      chosen[team]!.push(candidate)
      const left = options.slice(n + 1).map(option => option.candidate)
      fill(at, left, open - 1, added(so, adds))
      chosen[team]!.pop()
      move(team, candidate, -1)
    }
  }

  const first = order[0]
  const root = added(strain, leastOf(0))
  if (first) fill(0, first.tied, first.open, strain)
  const found = best ?? { strain, people: chosen }
  const optimal = choices <= most
  return {
    people: found.people.map(candidates => candidates.toSorted(byRank).map(({ person }) => person)),
    strain: found.strain,
    optimal,
    bound: optimal ? found.strain : root,
  }
}

const byRank = (a: Candidate, b: Candidate): number =>
  compared(a.cost, b.cost) || a.place - b.place || a.person - b.person

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
