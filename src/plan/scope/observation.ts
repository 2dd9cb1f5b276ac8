import * as z from 'zod'
import { dayOrInstant, instant, seen } from '../fields.ts'
import { observedRange } from './observed-range.ts'

export type {
  ApiChange,
  ChangeShape,
  LockChange,
  MigrationStatement,
  MigrationTotals,
  NamedUse,
  ObservedChange,
  ObservedDependency,
  ObservedFragment,
  ObservedMigration,
  ObservedRange,
  ObservedSignal,
} from './observed-range.ts'

/** What git showed, kept in `plan.json` with the commit it was read at; `range` is read by `gather_scope`, the rest by `initialize_plan`. */
export const observation = z.looseObject({
  repository: z
    .looseObject({
      commit: seen.optional(),
      commit_date: instant.optional(),
      branch: seen.optional(),
      shallow: z.boolean(),
      web_url: seen.optional(),
    })
    .optional(),
  kind: z.looseObject({ value: seen, why: seen, evidence: z.array(seen) }).optional(),
  product: seen.optional(),
  ecosystem: z.looseObject({ registry: seen, name: seen.optional() }).optional(),
  base: z
    .looseObject({
      tag: seen.optional(),
      version: seen.optional(),
      commit: seen.optional(),
      why: seen,
      alternatives: z.array(seen),
      /** The tag of the planned version, where it exists already. */
      existing: seen.optional(),
      /** Tags of the planned version's candidates, latest first. */
      candidates: z.array(z.looseObject({ tag: seen, date: dayOrInstant })).optional(),
      /** Other starts that are as defensible: what `from` would say, and when it would be right. */
      doubts: z.array(z.looseObject({ from: seen, when: seen })).optional(),
      /** What stands before the version in the tags of this product (`pkg@`). */
      track: seen.optional(),
      /**
       * The version continues an older line that the end of the range (`to`) is not on: a higher release, whether the
       * end holds it, branches that follow the base, and those only named like the line.
       */
      line: z
        .looseObject({
          to: seen,
          higher: seen,
          held: z.boolean(),
          branches: z.array(seen),
          behind: z.array(seen).optional(),
        })
        .optional(),
    })
    .optional(),
  /** Stable releases of this line, oldest first. */
  releases: z
    .array(
      z.looseObject({
        version: seen,
        date: instant,
        tag: seen,
        /** When the first candidate of this release was tagged. */
        first_candidate: instant.optional(),
      }),
    )
    .optional(),
  /** The last X.Y.0 ranges, read by `gather_scope`. */
  past_releases: z
    .looseObject({
      /** What was read: ids of the ranges and the folders. */
      key: seen,
      /** At most ten; `sizes` has those that could be read in time. */
      asked: z.number(),
      /** Source lines, newest first. */
      sizes: z.array(z.looseObject({ tag: seen, lines: z.number() })),
      /** Files that all of them touched by a few lines, as version constants are. */
      constants: z.array(seen),
    })
    .optional(),
  /** Branches named like the planned version's line. */
  release_branches: z.array(seen).optional(),
  publishing: z
    .array(
      z.looseObject({
        file: seen,
        on: z.enum(['tag', 'release', 'branch', 'manual']),
        does: z.array(seen),
      }),
    )
    .optional(),
  range: observedRange.optional(),
})

export type Observation = z.infer<typeof observation>
