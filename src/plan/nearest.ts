/** The `count` words of `known` that need the fewest single-letter edits to become `word`, nearest first. */
export function nearest(word: string, known: readonly string[], count: number): string[] {
  return known
    .map(candidate => ({ candidate, edits: editsBetween(word, candidate) }))
    .sort((a, b) => a.edits - b.edits || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, count)
    .map(({ candidate }) => candidate)
}

/** Levenshtein distance; only the first 40 letters count, so that hostile input stays cheap. */
export function editsBetween(left: string, right: string): number {
  const a = left.slice(0, 40)
  const b = right.slice(0, 40)
  let row = Array.from({ length: b.length + 1 }, (_, n) => n)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const change = row[j - 1]! + Number(a[i - 1] !== b[j - 1])
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, change))
    }
    row = next
  }
  return row[b.length]!
}
