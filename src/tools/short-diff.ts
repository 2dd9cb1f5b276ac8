const shownLines = 5
const shownWidth = 100

/** The first changed lines between two texts, `-` before and `+` after, for a preview. */
export function shortDiff(before: string, after: string): string {
  const [old, now] = [before.split('\n'), after.split('\n')]
  const removed = old.filter(line => line.trim() && !now.includes(line)).map(line => `- ${line}`)
  const added = now.filter(line => line.trim() && !old.includes(line)).map(line => `+ ${line}`)
  const lines = removed.length > 0 ? interleaved(removed, added) : added
  const more = lines.length - shownLines
  return [
    ...lines.slice(0, shownLines).map(line => line.slice(0, shownWidth)),
    ...(more > 0 ? [`… ${more} more lines`] : []),
  ].join('\n')
}

function interleaved(removed: string[], added: string[]): string[] {
  const length = Math.max(removed.length, added.length)
  return Array.from({ length }, (_, n) => [removed[n], added[n]])
    .flat()
    .filter(line => line !== undefined)
}
