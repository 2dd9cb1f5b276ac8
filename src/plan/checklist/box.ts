import type { Trait } from '../kinds/profile.ts'

/** One point that a complete release plan shows, or leaves out with a reason. */
export interface Box {
  /** Chapter of the checklist and a short name, e.g. `1.4.flag_table`. */
  id: string
  /** What is to be found, in a few words. */
  title: string
  /** Path of the document that shows it. */
  document: string
  /** What must stand in that document: all of these. */
  shows: RegExp[]
  /** Only where this holds. */
  when?: Trait
}
