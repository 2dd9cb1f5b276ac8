import type { WorkingCalendar } from './calendar/working-calendar.ts'
import type { PlanInputs } from './inputs.ts'
import type { KindProfile, Traits } from './kinds/profile.ts'
import type { OnCallFigures, Release, Warning } from './plan.ts'
import type { Questions } from './questions.ts'
import type { Occupied } from './resources/other-plans/occupation.ts'

/** A release planned in the same workspace, as its metadata says. */
export interface OtherRelease {
  version: string
  date: string
  /** Absent where it is not known. */
  product?: string
  /** Absent in plans that were last written before plans said so. */
  occupied?: Occupied
  /** Who was on call for it and how long, as its metadata says. */
  on_call?: OnCallFigures[]
}

/** What every room of the plan derives from: inputs, today, and what was derived before it. */
export interface Derivation {
  inputs: PlanInputs
  /** Plain date in the plan's zone. */
  today: string
  release: Release
  profile: KindProfile
  traits: Traits
  calendar: WorkingCalendar
  questions: Questions
  /** Other releases planned in the same workspace. */
  other_releases?: readonly OtherRelease[]
  /** Collects what the caller should know; each room adds its own. */
  warnings: Warning[]
}
