/** Somebody who could take a role. Costs are compared in order, the first that differs decides; less is better, all whole numbers. */
export interface Candidate {
  /** Index into the people of the problem. */
  person: number
  /** What is decided before hours: named otherwise, lacks skills, away, asleep. */
  cost: readonly number[]
  /** What is decided after them: how far down in their list the person named the role. */
  place: number
}

/** A role with so many places, each for another person. */
export interface Team {
  places: number
  /** Tenths of hours by week that each place brings. */
  hours: readonly number[]
  candidates: readonly Candidate[]
}

export interface Seating {
  teams: readonly Team[]
  /** Tenths of hours by week, per person: those there are, and those taken already. */
  people: readonly { capacity: readonly number[]; taken: readonly number[] }[]
}

/**
 * Hours beyond capacity (tenths), places in lists, unevenness: the sum over people of the square of their hours by their capacity.
 * Compared in this order.
 */
export type Strain = readonly [over: number, place: number, uneven: number]

export interface Seated {
  /** Indices of people by team, the best candidate first. */
  people: number[][]
  strain: Strain
  /** No choice has less strain, given that the costs decide first. */
  optimal: boolean
  /** Below this no choice can be; equal to `strain` where optimal. */
  bound: Strain
}

export const compared = (a: readonly number[], b: readonly number[]): number => {
  for (let n = 0; n < a.length; n += 1) if (a[n] !== b[n]) return a[n]! - b[n]!
  return 0
}

export const added = (a: Strain, b: Strain): Strain => [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
