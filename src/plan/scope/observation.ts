import * as z from 'zod'

/** What git showed, kept in `plan.json` with the commit it was read at. Loose texts: they are data, cleaned and capped when read. */

const change = z.looseObject({
  commit: z.string(),
  subject: z.string(),
  /** The subject without the convention's prefix and the tickets that stand apart. */
  title: z.string().optional(),
  author: z.string(),
  date: z.string(),
  kind: z.string().optional(),
  /** false: the kind was guessed from the subject's wording, not from a convention. */
  sure: z.boolean(),
  scope: z.string().optional(),
  breaking: z.string().optional(),
  tickets: z.array(z.string()),
  bot: z.boolean(),
  reverted: z.boolean().optional(),
})

const signal = z.looseObject({
  kind: z.string(),
  files: z.array(z.string()),
  count: z.number(),
  example: z.string(),
  detail: z.string().optional(),
  edited: z.number().optional(),
  examples: z.array(z.string()).optional(),
})

const dependency = z.looseObject({
  manifest: z.string(),
  name: z.string(),
  from: z.string().optional(),
  to: z.string().optional(),
  change: z.enum(['major', 'minor', 'patch', 'added', 'removed']),
  dev: z.boolean(),
  /** The user of the product has to have it: a peer package, or the language itself. */
  peer: z.boolean().optional(),
})

/** Read by `gather_scope`. */
const observedRange = z.looseObject({
  from: z.string().optional(),
  to: z.string(),
  base_commit: z.string().optional(),
  /** Date of the commit that `from` names. */
  from_date: z.string().optional(),
  head_commit: z.string(),
  /** Instant of the newest commit of the range. */
  head_date: z.string(),
  /** All commits of the range: merges, and of the others those by bots. */
  commits: z.number(),
  merges: z.number().optional(),
  bots: z.number().optional(),
  omitted: z.number(),
  why: z.string(),
  /** People's standing changes by kind, those not kept included. */
  counts: z.record(z.string(), z.number()),
  changes: z.array(change),
  changes_omitted: z.number(),
  files: z.looseObject({
    count: z.number(),
    insertions: z.number(),
    deletions: z.number(),
    top: z.array(z.looseObject({ path: z.string(), lines: z.number() })),
  }),
  /** People, the most active ones; `authors_total` counts all of them. */
  authors: z.array(z.looseObject({ name: z.string(), commits: z.number() })),
  authors_total: z.number().optional(),
  signals: z.array(signal),
  dependencies: z.array(dependency),
  /** The changelog's section about this version, read at the end of the range. */
  changelog: z
    .looseObject({ path: z.string(), heading: z.string(), entries: z.array(z.string()) })
    .optional(),
  notes: z.array(z.string()),
})

/** Read by `initialize_plan`. */
export const observation = z.looseObject({
  repository: z
    .looseObject({
      commit: z.string().optional(),
      commit_date: z.string().optional(),
      branch: z.string().optional(),
      shallow: z.boolean(),
      web_url: z.string().optional(),
    })
    .optional(),
  kind: z.looseObject({ value: z.string(), why: z.string(), evidence: z.array(z.string()) }).optional(),
  product: z.string().optional(),
  ecosystem: z.looseObject({ registry: z.string(), name: z.string().optional() }).optional(),
  base: z
    .looseObject({
      tag: z.string().optional(),
      version: z.string().optional(),
      commit: z.string().optional(),
      why: z.string(),
      alternatives: z.array(z.string()),
      /** The tag of the planned version, where it exists already. */
      existing: z.string().optional(),
      /** Tags of the planned version's candidates, latest first. */
      candidates: z.array(z.looseObject({ tag: z.string(), date: z.string() })).optional(),
    })
    .optional(),
  /** Stable releases of this line, oldest first. */
  releases: z.array(z.looseObject({ version: z.string(), date: z.string(), tag: z.string() })).optional(),
  /** Branches named like the planned version's line. */
  release_branches: z.array(z.string()).optional(),
  publishing: z
    .array(
      z.looseObject({
        file: z.string(),
        on: z.enum(['tag', 'release', 'branch', 'manual']),
        does: z.array(z.string()),
      }),
    )
    .optional(),
  range: observedRange.optional(),
})

export type Observation = z.infer<typeof observation>
export type ObservedRange = z.infer<typeof observedRange>
export type ObservedChange = z.infer<typeof change>
export type ObservedSignal = z.infer<typeof signal>
export type ObservedDependency = z.infer<typeof dependency>
