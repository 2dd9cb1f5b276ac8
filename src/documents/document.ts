import type { Section } from '../plan/inputs.ts'
import type { Plan } from '../plan/plan.ts'

/** One file of the plan: a pure function of the plan. */
export interface Document {
  /** Relative to the release folder, with `/`. */
  path: string
  /** The section whose tool writes it; `release` is written from the first call on. */
  section: Section | 'release'
  /** One line for the plan's index and the closing report. */
  note: string
  text: string
}

/** The documents of one section; an empty list where the plan has nothing for it. */
export type Documents = (plan: Plan) => Document[]
