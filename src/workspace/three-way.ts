import { type LineChange, lineChanges } from './line-changes.ts'

/** A run of lines that both sides agree on, or one that both changed, each in its own way. */
export type Piece = { lines: readonly string[] } | { yours: readonly string[]; proposed: readonly string[] }

interface SidedChange extends LineChange {
  side: 'yours' | 'proposed'
}

/**
 * Merges two changed versions of the same lines. Changes that touch but do not overlap both hold, so a value
 * filled in on one row of a table and a date moved on the next are no conflict.
 */
export function threeWay(
  base: readonly string[],
  yours: readonly string[],
  proposed: readonly string[],
): Piece[] {
  const changes = [
    ...lineChanges(base, yours).flatMap(lineByLine).map(sided('yours')),
    ...lineChanges(base, proposed).flatMap(lineByLine).map(sided('proposed')),
  ].sort((a, b) => a.start - b.start || a.end - b.end)
  const pieces: Piece[] = []
  let at = 0
  for (const group of overlapping(changes)) {
    const start = group[0]?.start ?? at
    const end = Math.max(...group.map(change => change.end))
    pieces.push({ lines: base.slice(at, start) }, settled(base.slice(start, end), start, group))
    at = end
  }
  pieces.push({ lines: base.slice(at) })
  return pieces
}

/** A block that keeps its number of lines, as changes of single lines, which overlap less. */
function lineByLine(change: LineChange): LineChange[] {
  if (change.lines.length !== change.end - change.start) return [change]
  return change.lines.map((line, i) => ({
    start: change.start + i,
    end: change.start + i + 1,
    lines: [line],
  }))
}

function sided(side: SidedChange['side']) {
  return (change: LineChange): SidedChange => ({ ...change, side })
}

function overlapping(changes: readonly SidedChange[]): SidedChange[][] {
  const groups: SidedChange[][] = []
  let end = -1
  for (const change of changes) {
    const group = groups.at(-1)
    if (group?.some(other => overlap(other, change, end))) group.push(change)
    else groups.push([change])
    end = Math.max(end, change.end)
  }
  return groups
}

function overlap(earlier: SidedChange, later: SidedChange, end: number): boolean {
  if (later.start < end) return true
  const bothInsert = earlier.start === earlier.end && later.start === later.end
  return bothInsert && earlier.start === later.start && earlier.side !== later.side
}

function settled(lines: readonly string[], start: number, group: readonly SidedChange[]): Piece {
  const yours = applied(lines, start, group, 'yours')
  const proposed = applied(lines, start, group, 'proposed')
  if (!group.some(change => change.side === 'proposed') || same(yours, proposed)) return { lines: yours }
  if (!group.some(change => change.side === 'yours')) return { lines: proposed }
  return { yours, proposed }
}

function applied(lines: readonly string[], start: number, group: readonly SidedChange[], side: string) {
  const result: string[] = []
  let at = 0
  for (const change of group.filter(change => change.side === side)) {
    result.push(...lines.slice(at, change.start - start), ...change.lines)
    at = change.end - start
  }
  return [...result, ...lines.slice(at)]
}

export function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, i) => line === b[i])
}
