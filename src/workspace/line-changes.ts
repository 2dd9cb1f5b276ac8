/** Lines `start` (included) to `end` (excluded) of the one text became `lines` in the other. 0-based. */
export interface LineChange {
  start: number
  end: number
  lines: string[]
}

const MOST_EDITS = 1000

/** A text as lines that keep their line ends. */
export function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

/**
 * The shortest list of changes from one text to another: the greedy algorithm of E. W. Myers, "An O(ND)
 * difference algorithm and its variations" (1986). Beyond 1000 edited lines what differs is one change.
 */
export function lineChanges(from: readonly string[], to: readonly string[]): LineChange[] {
  const shortest = Math.min(from.length, to.length)
  let head = 0
  while (head < shortest && from[head] === to[head]) head++
  let tail = 0
  while (tail < shortest - head && from[from.length - 1 - tail] === to[to.length - 1 - tail]) tail++
  const a = from.slice(head, from.length - tail)
  const b = to.slice(head, to.length - tail)
  if (a.length === 0 && b.length === 0) return []
  const changes: LineChange[] = []
  let x = 0
  let y = 0
  for (const [nextX, nextY] of [...commonLines(a, b), [a.length, b.length] as const]) {
    if (nextX > x || nextY > y) {
      changes.push({ start: head + x, end: head + nextX, lines: b.slice(y, nextY) })
    }
    x = nextX + 1
    y = nextY + 1
  }
  return compacted(from, changes)
}

/**
 * Among equal lines a removal or an insertion may stand at several places: where it can be moved up to the
 * change before it, the two are one, as a person who replaced a line meant it.
 */
function compacted(from: readonly string[], changes: readonly LineChange[]): LineChange[] {
  const result: LineChange[] = []
  for (const change of changes) {
    const before = result.at(-1)
    const moved = before && movedUp(from, change, before.end)
    if (before && moved) {
      result[result.length - 1] = { ...before, end: moved.end, lines: [...before.lines, ...moved.lines] }
    } else result.push(change)
  }
  return result
}

/** The change moved up to `top`; undefined when the lines between differ. */
function movedUp(from: readonly string[], change: LineChange, top: number): LineChange | undefined {
  let { start, end } = change
  const lines = [...change.lines]
  if (end > start && lines.length > 0) return undefined
  for (; start > top; start--, end--) {
    if (from[start - 1] !== (lines.at(-1) ?? from[end - 1])) return undefined
    lines.unshift(...lines.splice(-1))
  }
  return { start, end, lines }
}

/** Pairs of indices of a longest common subsequence, in order; none when the texts differ too much. */
function commonLines(a: readonly string[], b: readonly string[]): (readonly [number, number])[] {
  const limit = Math.min(a.length + b.length, MOST_EDITS)
  // reached[limit + 1 + k]: the furthest line of `a` reached on diagonal k, where k = x - y.
  const reached = new Int32Array(2 * limit + 3)
  const history: Int32Array[] = []
  for (let edits = 0; edits <= limit; edits++) {
    history.push(reached.slice(limit + 1 - edits - 1, limit + 1 + edits + 2))
    for (let k = -edits; k <= edits; k += 2) {
      const left = reached[limit + k] ?? 0
      const right = reached[limit + 2 + k] ?? 0
      let x = k === -edits || (k !== edits && left < right) ? right : left + 1
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++
      reached[limit + 1 + k] = x
      if (x >= a.length && x - k >= b.length) return walkedBack(history, a.length, b.length)
    }
  }
  return []
}

function walkedBack(history: readonly Int32Array[], endX: number, endY: number) {
  const pairs: (readonly [number, number])[] = []
  let x = endX
  let y = endY
  for (let edits = history.length - 1; edits >= 0; edits--) {
    const before = history[edits] ?? new Int32Array()
    const k = x - y
    const left = before[edits + k] ?? 0
    const right = before[edits + 2 + k] ?? 0
    const down = k === -edits || (k !== edits && left < right)
    const start = down ? right : left + 1
    while (x > start) pairs.push([--x, --y])
    x = down ? start : start - 1
    y = x - (down ? k + 1 : k - 1)
  }
  return pairs.reverse()
}
