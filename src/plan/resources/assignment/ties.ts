import { type Candidate, compared, type Team } from './seats.ts'

/** Of a team: those who have a place whatever the hours, and those of whom `open` places choose. */
export interface Ties {
  certain: Candidate[]
  tied: Candidate[]
  open: number
}

/**
 * Costs come before hours and hang on role and person alone, so that every best choice fills a team from its cheapest candidates on;
 * only among those who cost as much as the last place is there a choice left.
 */
export function tiesOf({ places, candidates }: Team): Ties {
  const sorted = candidates.toSorted(
    (a, b) => compared(a.cost, b.cost) || a.place - b.place || a.person - b.person,
  )
  const last = sorted[Math.min(places, sorted.length) - 1]
  if (!last || places === 0) return { certain: [], tied: [], open: 0 }
  const certain = sorted.filter(candidate => compared(candidate.cost, last.cost) < 0)
  const tied = sorted.filter(candidate => compared(candidate.cost, last.cost) === 0)
  const open = Math.min(places, sorted.length) - certain.length
  if (tied.length > open) return { certain, tied, open }
  return { certain: [...certain, ...tied], tied: [], open: 0 }
}
