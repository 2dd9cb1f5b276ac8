/** A tag that leads to a commit. `date` is when the release was made, `committed` the commit's own date; ISO 8601. */
export type Tag = { name: string; commit: string; date: string; committed: string }

/** What a git repository is at this moment. */
export type Repository = {
  /** The root's place in it: `''` at its top, else `packages/api/`. */
  prefix: string
  /** Absent while the repository has no commit; `branch` is absent when HEAD is detached. */
  head?: { commit: string; date: string; branch?: string }
  /** A shallow clone: everything counted in it is a lower bound. */
  shallow: boolean
  /** Where people see the repository (`https://…`), without credentials, from the remote `origin`. */
  webUrl?: string
  tags: Tag[]
  /** Local branches and those of remotes (`main`, `origin/release-1.10`); at most 10,000. */
  branches: string[]
  /** Tracked files at HEAD below the root, relative to it; at most 50,000 of `filesTotal`. */
  files: string[]
  filesTotal: number
}

/** One commit of a range. `date` is the committer's, ISO 8601 with offset; `parents` are full ids. */
export type Commit = {
  commit: string
  parents: string[]
  date: string
  author: string
  subject: string
  /** The message below the subject, cut at 4,000 characters. */
  body: string
  merge: boolean
}

/** What the range did to one file. Counts are absent for binary files and where git could not count. */
export type FileChange = {
  path: string
  /** The earlier path of a renamed file. */
  from?: string
  status: 'added' | 'modified' | 'deleted' | 'renamed'
  insertions?: number
  deletions?: number
  binary?: true
}

/** A file that one commit touched; `added`: it was not there before. */
export type TouchedFile = { path: string; added: boolean }

/** A package of a monorepo: commits of the range that touch it, and files of it that differ in the end. */
export type TouchedPackage = { path: string; commits: number; files: number }

export type AuthorCount = { name: string; commits: number }

/** What lies between two commits. */
export type RangeReading = {
  /** The latest commit both ends share; absent when the range is the whole history. */
  base_commit?: string
  to_commit: string
  /** The date of the commit that the range was asked to start after. */
  from_date?: string
  /** The end's own date, ISO 8601 with offset. */
  to_date: string
  /** Newest first, merges included. */
  commits: Commit[]
  /** Commits beyond the cap that were not read. */
  omitted: number
  files: FileChange[]
  insertions: number
  deletions: number
  /** Authors of the commits that are no merges, most commits first. */
  authors: AuthorCount[]
  /** Commits left out because the base has the same change under another id. */
  cherryPicked: number
  /** Of the packages asked about those that the range touches, most commits first. */
  packages?: TouchedPackage[]
  /** What could not be read as usual, in sentences. */
  notes: string[]
}
