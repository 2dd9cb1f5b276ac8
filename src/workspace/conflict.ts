/** Lines that a person and we both changed; the person's stay in the file. */
export interface Conflict {
  /** The first of the lines in the merged text, 1-based. */
  line: number
  yours: string
  proposed: string
}
