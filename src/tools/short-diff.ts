const shownLines = 5
const shownWidth = 100
/** Characters before the first difference that are kept, so that a person sees where it is. */
const lead = 30

/** The first changed lines between two texts, `-` before and `+` after, cut round the place where they differ. */
export function shortDiff(before: string, after: string): string {
  const [old, now] = [before.split('\n'), after.split('\n')]
  const removed = old.filter(line => line.trim() && !now.includes(line))
  const added = now.filter(line => line.trim() && !old.includes(line))
  const lines = Array.from({ length: Math.max(removed.length, added.length) }, (_, n) =>
    pair(removed[n], added[n]),
  ).flat()
  const more = lines.length - shownLines
  return [...lines.slice(0, shownLines), ...(more > 0 ? [`… ${more} more lines`] : [])].join('\n')
}

function pair(old: string | undefined, now: string | undefined): string[] {
  const from = old !== undefined && now !== undefined ? Math.max(0, firstDifference(old, now) - lead) : 0
  const cut = (line: string) => `${from > 0 ? '…' : ''}${line.slice(from, from + shownWidth)}`
  return [...(old === undefined ? [] : [`- ${cut(old)}`]), ...(now === undefined ? [] : [`+ ${cut(now)}`])]
}

function firstDifference(one: string, other: string): number {
  let at = 0
  while (at < one.length && one[at] === other[at]) at++
  return at
}
