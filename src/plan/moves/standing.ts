interface Move {
  from: string
  to: string
}

/** The moves that still count: one that leads back to a date of before takes back all that happened since. */
export function standingMoves<T extends Move>(moves: readonly T[]): T[] {
  const standing: T[] = []
  for (const move of moves) {
    const left = standing.findIndex(({ from }) => from === move.to)
    if (left >= 0) standing.length = left
    else standing.push(move)
  }
  return standing
}
