export interface Edit {
  line: number
  /** What a person's document says; empty where a line of ours was removed. */
  yours: string
  /** What the plan would print there; empty where a person added the line. */
  proposed: string
}

const day = /\b\d{4}-\d{2}-\d{2}\b/g
const clock = /\b(?:[01]\d|2[0-3]):[0-5]\d\b/g
const amount = /\b\d+(?:\.\d+)? ?(?:%|points?|min(?:utes?)?|h(?:ours?)?|days?)(?!\w)/g

/**
 * Edits that say another date, clock time or figure than the plan does in the same place, and lines that still name
 * a date from which the release was moved away. Other words of people are theirs and contradict nothing.
 */
export function contradictions(edits: readonly Edit[], formerDates: readonly string[]): Edit[] {
  return edits.filter(edit => saysOtherwise(edit) || formerDates.some(date => edit.yours.includes(date)))
}

function saysOtherwise({ yours, proposed }: Edit): boolean {
  return [day, clock, amount].some(pattern => {
    const ours: string[] = proposed.match(pattern) ?? []
    const theirs: string[] = yours.match(pattern) ?? []
    return ours.length > 0 && theirs.length > 0 && ours.some(fact => !theirs.includes(fact))
  })
}
