import type { Kind, Tier } from '../kinds/profile.ts'
import type { Level, Scope, Signal } from '../plan.ts'
import type { ObservedRange } from '../scope/observation.ts'
import type { Probability } from './matrix.ts'

/** What a rule looks at. */
export interface Seen {
  kind: Kind
  scope: Scope
  range?: ObservedRange
  /** Source lines of the last X.Y.0 ranges, newest first. */
  past_sizes: readonly number[]
  /** The day of the code freeze. */
  freeze?: string
  signal(kind: string): Signal | undefined
}

/** What shows a risk in this change. */
export interface Shown {
  /** Sentences with names and figures. */
  description: string
  /** `1 new migration`, `3 commits`: what the basis names beside the commit. */
  by: string
  files?: readonly string[]
  /** Facts of a line of their own, at most a handful. */
  remarks?: readonly string[]
  /** Levels that this evidence calls for instead of the rule's own, and why. */
  levels?: { probability: Probability; impact: Level; because: string }
}

export interface Mitigation {
  text: string
  /** Activities of the schedule that can hold it, the fittest first; the kinds of product have different ones. */
  tasks: readonly string[]
}

/**
 * What something in the change can do to a release. Levels are judgements of this catalogue, printed as assumed until
 * somebody states them; no rule has a percentage, because none was measured. What is not shown makes no risk.
 */
export interface RiskRule {
  id: string
  title: string
  category: string
  probability: Probability
  impact: Level
  shown(seen: Seen): Shown | undefined
  consequence: string
  mitigations: readonly Mitigation[]
  contingency: { if: string; then: string }[]
  go_no_go: string[]
  /** Words by which the rollback trigger and the way back that answer it are found. */
  answered_by: { trigger: RegExp; way_back: RegExp; tier?: Tier; last_resort?: RegExp }
}

/** Activities that can hold a mitigation, over all kinds of product. */
const review = ['feature_complete']
const matrix = ['regression', 'test_matrix', 'system_matrix', 'device_matrix', 'quality_tests', 'plans_read']
const install = [
  'upgrade_tests',
  'staging_rollout',
  'early_users',
  'preview',
  'beta',
  'parallel',
  'staging_apply',
  ...matrix,
]
export const tasks = {
  review: [...review, ...matrix],
  tests: matrix,
  interfaces: ['compatibility', 'public_interface', 'contracts', ...matrix, ...review],
  install,
  migration: ['migration_rehearsal', 'stored_data', 'backfill_rehearsed', ...install],
  backup: ['migration_rehearsal', 'stored_data', 'rollback_rehearsal', 'backfill_rehearsed', ...install],
  security: ['security_scan', 'security_review', 'privacy', 'policy', 'signing', ...matrix],
  settings: ['runbook_walkthrough', 'compatibility', 'plans_read', ...install],
  pipeline: ['pipeline_dry_run', 'publishing_rights', 'candidate_published', 'signing', ...install],
  texts: ['documents_drafted', ...review],
  announcement: ['final_texts', 'documents_drafted', ...review],
  flags: ['flags_checked', ...matrix],
} as const satisfies Record<string, readonly string[]>

/** Where nothing more particular answers a risk: what tells first that something is worse, and the main way back. */
export const anyTrigger = /error rate|report|regress|crash|workload|data tests/i
export const anyWay = /./

/** `2 files, e.g. a.ts`. */
export const filesText = (signal: Signal): string =>
  `${signal.count} ${signal.count === 1 ? 'file' : 'files'}, e.g. ${signal.example}`
