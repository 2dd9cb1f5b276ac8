const BOX = /^(\s*(?:[-*+]|\d+[.)]) \[)([ xX])(\] .*)$/

/**
 * The last rendering and the coming one with the boxes as a person left them. A box belongs to its item, not to its
 * line: when the item moves, the tick moves along, where a merge of lines would leave both behind as a conflict. Items
 * that the three texts do not hold equally often are left to that merge, which keeps the person's line.
 */
export function withBoxesOf(
  disk: string,
  texts: { base: string; next: string },
): { base: string; next: string } {
  const found = boxesByItem(disk)
  const before = boxesByItem(texts.base)
  const after = boxesByItem(texts.next)
  const kept = new Map<string, string[]>()
  for (const [item, boxes] of found) {
    const old = before.get(item)
    if (old?.length !== boxes.length || after.get(item)?.length !== boxes.length) continue
    if (boxes.some((box, n) => box !== old[n])) kept.set(item, boxes)
  }
  if (kept.size === 0) return texts
  return { base: withBoxes(texts.base, kept, before), next: withBoxes(texts.next, kept, before) }
}

/**
 * Whether a merged text still holds each box that a person changed. It does not where the item's new place is one that
 * the person wrote at: a merge of lines then takes the line from its old place and drops it from the new one.
 */
export function holdsBoxesOf(disk: string, base: string, merged: string): boolean {
  const before = boxesByItem(base)
  const after = boxesByItem(merged)
  return [...boxesByItem(disk)].every(([item, boxes]) =>
    boxes.every((box, n) => {
      if (box === before.get(item)?.[n]) return true
      return count(after.get(item), box) >= count(boxes, box)
    }),
  )
}

const count = (boxes: readonly string[] = [], box: string): number =>
  boxes.filter(other => other === box).length

/** By the item's text, its boxes from top to bottom: a space, or an x where it is ticked. */
function boxesByItem(text: string): Map<string, string[]> {
  const items = new Map<string, string[]>()
  for (const line of text.split('\n')) {
    const [, , box, item] = BOX.exec(line) ?? []
    if (box === undefined || item === undefined) continue
    const boxes = items.get(item.trimEnd())
    if (boxes) boxes.push(box)
    else items.set(item.trimEnd(), [box])
  }
  return items
}

/** The text with those boxes that a person changed; the others stay as they are generated. */
function withBoxes(
  text: string,
  kept: ReadonlyMap<string, string[]>,
  before: ReadonlyMap<string, string[]>,
): string {
  const passed = new Map<string, number>()
  const lines = text.split('\n').map(line => {
    const [, head, , item] = BOX.exec(line) ?? []
    if (head === undefined || item === undefined) return line
    const key = item.trimEnd()
    const at = passed.get(key) ?? 0
    passed.set(key, at + 1)
    const wanted = kept.get(key)?.[at]
    return wanted === undefined || wanted === before.get(key)?.[at] ? line : `${head}${wanted}${item}`
  })
  return lines.join('\n')
}
