import * as z from 'zod'
import { dayOrInstant, instant, seen } from '../fields.ts'

/** What `gather_scope` read in git, as `plan.json` keeps it. */

/** What its subject says by itself is not kept a second time: title, scope and tickets are read from there again. */
const change = z.looseObject({
  /** The id's first twelve characters; in plans of before the whole id. */
  commit: seen,
  subject: seen,
  /** The subject without the convention's prefix and the tickets that stand apart. */
  title: seen.optional(),
  author: seen,
  date: dayOrInstant,
  kind: seen.optional(),
  /** false: the kind was guessed from the subject's wording or the files, not told by a convention. */
  sure: z.boolean().optional(),
  scope: seen.optional(),
  /** What breaks; empty where it is marked and nothing more is said than its title. */
  breaking: seen.optional(),
  /** What users are told of it: in its message, or in a file that came with it (`told_in`). */
  note: seen.optional(),
  /** The file that calls it breaking. */
  told_in: seen.optional(),
  /** The packages for which a changeset calls it breaking. */
  packages: z.array(seen).optional(),
  tickets: z.array(seen).optional(),
  /** Whom CODEOWNERS names for most of its files. */
  team: seen.optional(),
  bot: z.boolean().optional(),
  reverted: z.boolean().optional(),
})

/** News about a change in a file made for that: a changeset, a news fragment, a release note. */
const fragment = z.looseObject({
  path: seen,
  text: seen,
  kind: seen.optional(),
  breaking: z.boolean().optional(),
  removes: z.boolean().optional(),
  /** Packages of a changeset that asks for a major step. */
  packages: z.array(seen).optional(),
  tickets: z.array(seen).optional(),
  /** The change that it describes, where one does. */
  commit: seen.optional(),
})

const signal = z.looseObject({
  kind: seen,
  files: z.array(seen),
  count: z.number(),
  example: seen,
  detail: seen.optional(),
  edited: z.number().optional(),
  examples: z.array(seen).optional(),
})

const dependency = z.looseObject({
  manifest: seen,
  name: seen,
  from: seen.optional(),
  to: seen.optional(),
  change: z.enum(['major', 'minor', 'patch', 'added', 'removed']),
  dev: z.boolean(),
  /** The user of the product has to have it: a peer package, or the language itself. */
  peer: z.boolean().optional(),
})

/** One statement of a migration. A field that is absent was not judged: the text does not show it. */
const migrationStatement = z.looseObject({
  /** The operation and what it is done to: `drop column users.email`. */
  what: seen,
  table: seen.optional(),
  /** Whether it can be taken back without data from a backup. */
  reversible: z.boolean().optional(),
  /** Whether the old code works with the schema after it. */
  compatible: z.boolean().optional(),
  /** Whether reads or writes of a table in use wait for it. */
  locking: z.boolean().optional(),
  why: seen.optional(),
})

const migration = z.looseObject({
  file: seen,
  framework: seen,
  dialect: seen.optional(),
  /** What needs a look first, at most 12; `total` counts all of them. */
  statements: z.array(migrationStatement),
  total: z.number(),
  /** Statements that were not understood; the whole file counts as one where nothing of it was. */
  not_judged: z.number(),
  breaking: z.number(),
})

const migrationTotals = z.looseObject({
  files: z.number(),
  statements: z.number(),
  breaking: z.number(),
  irreversible: z.number(),
  locking: z.number(),
  not_judged: z.number(),
})

/** What an interface description or a public entry point says differently; `breaking` as far as its text shows. */
const apiChange = z.looseObject({
  file: seen,
  kind: z.enum(['openapi', 'protobuf', 'graphql', 'exports']),
  what: seen,
  breaking: z.boolean(),
})

/** A name that appeared or went: an environment variable, a feature flag's key. */
const namedUse = z.looseObject({ name: seen, file: seen, by: seen.optional() })

/** What a lock file says of packages that no manifest names, and of direct ones whose range stayed. */
const lockChange = z.looseObject({
  file: seen,
  /** The manifest beside it did not change. */
  alone: z.boolean(),
  direct: z.number(),
  added: z.number(),
  removed: z.number(),
  majors: z.number(),
  others: z.number(),
  /** At most ten, majors first. */
  shown: z.array(
    z.looseObject({
      name: seen,
      from: seen.optional(),
      to: seen.optional(),
      direct: z.boolean(),
      major: z.boolean().optional(),
    }),
  ),
})

/** Size, spread and habits of the change; shares and entropy from 0 to 1. None of them is a probability. */
const shape = z.looseObject({
  code_lines: z.number(),
  test_lines: z.number(),
  code_files: z.number(),
  test_files: z.number(),
  /** Folders with changed files of the product, and how evenly its lines lie over its files. */
  directories: z.number(),
  entropy: z.number().optional(),
  /** People whose first commit of this repository lies in the range; only where the whole history was read. */
  newcomers: z.number().optional(),
  /** Commits and, where they were counted, lines of the last three days before the end of the range. */
  late_commits: z.number(),
  late_share: z.number().optional(),
  /** The folder with the most changed lines of the product. */
  largest_folder: seen.optional(),
})

/** Read by `gather_scope`. */
export const observedRange = z.looseObject({
  from: seen.optional(),
  to: seen,
  base_commit: seen.optional(),
  /** Date of the commit that `from` names. */
  from_date: instant.optional(),
  head_commit: seen,
  /** Instant of the newest commit of the range. */
  head_date: instant,
  /** All commits of the range: merges, and of the others those by bots. */
  commits: z.number(),
  merges: z.number().optional(),
  bots: z.number().optional(),
  omitted: z.number(),
  why: seen,
  /** People's standing changes by kind, those not kept included. */
  counts: z.record(seen, z.number()),
  changes: z.array(change),
  changes_omitted: z.number(),
  files: z.looseObject({
    count: z.number(),
    insertions: z.number(),
    deletions: z.number(),
    top: z.array(z.looseObject({ path: seen, lines: z.number() })),
  }),
  /** People, the most active ones; `authors_total` counts all of them. */
  authors: z.array(z.looseObject({ name: seen, commits: z.number() })),
  authors_total: z.number().optional(),
  signals: z.array(signal),
  dependencies: z.array(dependency),
  /** The changelog's section about this version, read at the end of the range. */
  changelog: z
    .looseObject({
      path: seen,
      heading: seen,
      entries: z.array(seen),
      /** The heading that each entry stands under; empty where there is none. */
      under: z.array(seen).optional(),
    })
    .optional(),
  /** Changes that a revert in the same range took back; neither ships. */
  reverted: z.number().optional(),
  /** Unreleased news that no change carries, and what it says was removed; at most 100 of `fragments_total`. */
  fragments: z.array(fragment).optional(),
  fragments_total: z.number().optional(),
  /** What the changesets ask for, by package: the highest step and how many name it. */
  steps: z
    .array(
      z.looseObject({
        name: seen,
        bump: z.enum(['major', 'minor', 'patch']),
        changesets: z.number(),
      }),
    )
    .optional(),
  /** Whom CODEOWNERS names for the changed files, most files first. */
  owners: z
    .looseObject({
      source: seen,
      areas: z.array(z.looseObject({ team: seen, files: z.number(), example: seen })),
    })
    .optional(),
  /** What the texts of the changed files say; absent in plans of before. */
  migrations: z.array(migration).optional(),
  migrations_omitted: z.number().optional(),
  /** Of all migrations, those left out included. */
  migrations_total: migrationTotals.optional(),
  api: z.array(apiChange).optional(),
  api_omitted: z.number().optional(),
  locks: z.array(lockChange).optional(),
  environment: z.array(namedUse).optional(),
  flags: z.looseObject({ added: z.array(namedUse), removed: z.array(namedUse) }).optional(),
  /** Files that look like a credential or hold one; what it is, never its value. */
  credentials: z.array(z.looseObject({ file: seen, what: seen })).optional(),
  shape: shape.optional(),
  /** The range commit by commit: source lines, and of at most 20 of its `candidates` how active they are. */
  activity: z
    .looseObject({
      /** First day of the year before the end of the range. */
      since: dayOrInstant,
      /** false: `year` counts only the commits of the range. */
      whole_year: z.boolean(),
      /** Absent, as the lines and bytes of files, where git lacks file contents. */
      source_lines: z.number().optional(),
      candidates: z.number(),
      files: z.array(
        z.looseObject({
          path: seen,
          lines: z.number().optional(),
          bytes: z.number().optional(),
          year: z.number(),
          /** People, most commits of the year first; at most three. */
          authors: z.array(z.looseObject({ name: seen, commits: z.number() })).optional(),
        }),
      ),
    })
    .optional(),
  /** Each risky commit taken back alone from the end of the range, by `write_rollback_plan`. */
  trial_reverts: z
    .looseObject({
      tried: z.array(
        z.looseObject({
          commit: seen,
          why: seen,
          result: z.enum(['clean', 'conflict', 'nothing', 'empty', 'unknown']),
          files: z.array(seen),
        }),
      ),
      /** Why some, or all, were not tried. */
      left: seen.optional(),
    })
    .optional(),
  /** Packages of a monorepo that the range touched. */
  packages: z
    .array(
      z.looseObject({
        path: seen,
        name: seen.optional(),
        commits: z.number(),
        files: z.number(),
      }),
    )
    .optional(),
  notes: z.array(seen),
})

export type ObservedRange = z.infer<typeof observedRange>
export type ObservedChange = z.infer<typeof change>
export type ObservedFragment = z.infer<typeof fragment>
export type ObservedSignal = z.infer<typeof signal>
export type ObservedDependency = z.infer<typeof dependency>
export type ObservedMigration = z.infer<typeof migration>
export type MigrationTotals = z.infer<typeof migrationTotals>
export type MigrationStatement = z.infer<typeof migrationStatement>
export type ApiChange = z.infer<typeof apiChange>
export type LockChange = z.infer<typeof lockChange>
export type NamedUse = z.infer<typeof namedUse>
export type ChangeShape = z.infer<typeof shape>
