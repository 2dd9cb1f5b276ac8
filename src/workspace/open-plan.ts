import type { MergedDocument } from './merge.ts'

/** One plan during an operation. */
export interface OpenPlan {
  /** Documents that an earlier commit was about to write when it was cut off; they have been put right, as far as files go. */
  readonly interrupted: readonly string[]
  /**
   * What plan.json holds; undefined when there is none.
   * @throws PlanError `broken_plan` with line and column.
   */
  inputs(): Promise<unknown | undefined>
  /** The line of plan.json, after `inputs()`, on which a field stands, 1-based. */
  fieldLine(path: readonly PropertyKey[]): number
  /** A file of the release's folder that people put there; undefined when there is none. */
  text(path: string): Promise<string | undefined>
  /** One of the plan's documents as it stands; undefined when we have written none of this name, or it is gone. */
  document(path: string): Promise<string | undefined>
  /** By path: the text we last wrote (`base`) and the text as it stands (`disk`). */
  documents(): Promise<Map<string, { base?: string; disk?: string }>>
  /**
   * The three-way merge of all documents that the plan now has, and of those it had before and no longer
   * has; writes nothing. The list must be complete: what is missing from it is removed by `commit`. `bases`
   * replaces what we last wrote, where the caller has taken over a person's edit.
   */
  merge(
    documents: ReadonlyArray<readonly [path: string, text: string]>,
    bases?: ReadonlyMap<string, string>,
  ): Promise<MergedDocument[]>
  /**
   * Writes plan.json, then what `merge` returned. Files whose text stays the same are not touched. Returns the
   * documents as written: one that a person saved since the merge has been merged again. `schema` is the JSON
   * Schema of plan.json, kept beside the plan so that its `$schema` resolves in any editor.
   */
  commit(inputs: unknown, merged: readonly MergedDocument[], schema?: string): Promise<MergedDocument[]>
}
