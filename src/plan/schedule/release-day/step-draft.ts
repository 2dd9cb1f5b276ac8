import type { RunbookStep } from '../../plan.ts'

/** A step of the release day before it has a time. */
export type StepDraft = Omit<RunbookStep, 'at_utc' | 'at_local' | 'date'> & { irreversible_because?: string }
