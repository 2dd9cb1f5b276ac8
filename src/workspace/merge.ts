import type { Conflict } from './conflict.ts'
import { gitMerge } from './git-merge.ts'
import { mergedJson } from './json-merge.ts'
import { lineChanges, linesOf } from './line-changes.ts'
import { comparable, formOf, inForm } from './text-form.ts'
import { type Piece, same, threeWay } from './three-way.ts'
import { holdsBoxesOf, withBoxesOf } from './ticks.ts'

/** Three versions of one document: what we last wrote, what stands on disk, what we write now. */
export interface Versions {
  base?: string
  disk?: string
  next?: string
}

export interface MergedDocument {
  /** Relative to the release's folder. */
  path: string
  /** What stands on disk afterwards; empty when nothing does. */
  text: string
  /** What we generated: the base of the next merge. */
  base: string
  status: 'created' | 'updated' | 'unchanged' | 'removed'
  /** In how many places the document on disk differed from what we last wrote; all are kept. */
  kept_edits: number
  conflicts: Conflict[]
  /** A person deleted the document: it stays deleted. */
  deleted?: true
}

/** What merges three texts whose line ends agree. */
export type TextMerge = (base: string, yours: string, proposed: string) => Promise<Piece[]>

/** By git, and by our own line merge where there is no git. */
export const mergeByGit: TextMerge = async (base, yours, proposed) =>
  (await gitMerge(base, yours, proposed)) ?? mergeByLines(base, yours, proposed)

/** By our own line merge alone. */
export const mergeByLines: TextMerge = async (base, yours, proposed) =>
  threeWay(linesOf(base), linesOf(yours), linesOf(proposed))

/**
 * The document as it should stand: our changes since the last rendering brought into the text on disk, whose
 * edits always win. A document that is no longer generated (`next` undefined) goes, unless it was edited.
 */
export async function mergedDocument(
  path: string,
  { base, disk, next }: Versions,
  merge: TextMerge = mergeByGit,
): Promise<MergedDocument> {
  if (next === undefined) return leftover(path, base ?? '', disk)
  const unchanged = { path, base: next, status: 'unchanged' as const, kept_edits: 0, conflicts: [] }
  if (disk === undefined) {
    if (base === undefined) return { ...unchanged, text: next, status: 'created' }
    // The old base stays, so that a document brought back from history is merged from where it was.
    return { ...unchanged, text: '', base, deleted: true }
  }
  if (disk === next && base === undefined) return { ...unchanged, text: disk }
  const form = formOf(disk)
  const yours = comparable(disk, form, false)
  const theirs = comparable(next, form, true)
  if (base === undefined) {
    const kept = yours === theirs ? [] : [wholeConflict(yours, theirs)]
    return { ...unchanged, text: disk, kept_edits: kept.length, conflicts: kept }
  }
  const old = comparable(base, form, true)
  const kept = { ...unchanged, text: disk, kept_edits: editsBetween(old, yours) }
  const marked = markersIn(yours, old)
  if (marked) return { ...kept, base, conflicts: [marked] }
  if (old === theirs || yours === theirs) return kept
  if (yours === old) return { ...kept, text: inForm(theirs, form), status: 'updated' }
  const json = path.endsWith('.json') ? mergedJson(old, yours, theirs) : undefined
  const { text, conflicts } = json ?? (await mergedLines(old, yours, theirs, merge))
  return { ...kept, text: inForm(text, form), conflicts, status: text === yours ? 'unchanged' : 'updated' }
}

async function mergedLines(base: string, yours: string, proposed: string, merge: TextMerge) {
  const boxed = withBoxesOf(yours, { base, next: proposed })
  const merged = assembled(await merge(boxed.base, yours, boxed.next))
  if (holdsBoxesOf(yours, base, merged.text)) return merged
  return assembled(await merge(base, yours, proposed))
}

function leftover(path: string, base: string, disk: string | undefined): MergedDocument {
  if (disk === undefined) {
    return { path, text: '', base, status: 'removed', kept_edits: 0, conflicts: [], deleted: true }
  }
  const form = formOf(disk)
  const edits = editsBetween(comparable(base, form, true), comparable(disk, form, false))
  if (edits === 0) return { path, text: '', base, status: 'removed', kept_edits: 0, conflicts: [] }
  return { path, text: disk, base, status: 'unchanged', kept_edits: edits, conflicts: [] }
}

function editsBetween(a: string, b: string): number {
  return a === b ? 0 : lineChanges(linesOf(a), linesOf(b)).length
}

function assembled(pieces: readonly Piece[]): { text: string; conflicts: Conflict[] } {
  const lines: string[] = []
  const conflicts: Conflict[] = []
  for (const piece of pieces) {
    if ('lines' in piece) {
      lines.push(...piece.lines)
      continue
    }
    if (!same(piece.yours, piece.proposed)) {
      conflicts.push({
        line: lines.length + 1,
        yours: piece.yours.join(''),
        proposed: piece.proposed.join(''),
      })
    }
    lines.push(...piece.yours)
  }
  return { text: lines.join(''), conflicts }
}

/** The one conflict of two texts without a common history: from the first line that differs to the last. */
function wholeConflict(yours: string, proposed: string): Conflict {
  const changes = lineChanges(linesOf(proposed), linesOf(yours))
  const start = changes[0]?.start ?? 0
  const grown = changes.reduce((sum, { start, end, lines }) => sum + lines.length - (end - start), 0)
  const end = changes.at(-1)?.end ?? 0
  return {
    line: start + 1,
    yours: linesOf(yours)
      .slice(start, end + grown)
      .join(''),
    proposed: linesOf(proposed).slice(start, end).join(''),
  }
}

/** Conflict markers that another tool left in the person's text: merging around them would bury one side. */
function markersIn(yours: string, base: string): Conflict | undefined {
  const region = /^<{7}(?: .*)?\r?\n[\s\S]*?^={7}\r?\n[\s\S]*?^>{7}(?: .*)?$/m
  const found = region.exec(yours)
  if (!found || region.test(base)) return undefined
  const line = linesOf(yours.slice(0, found.index)).length + 1
  return {
    line,
    yours: found[0],
    proposed: 'Resolve these conflict markers; the next call merges the document.',
  }
}

/**
 * What a person's text says other than the generated one, line by line where they can be paired: an insertion has no
 * `proposed`, a removal no `yours`.
 */
export function editsOf({ base, text }: Pick<MergedDocument, 'base' | 'text'>): Conflict[] {
  const generated = linesOf(comparable(base, formOf(text), true))
  return lineChanges(generated, linesOf(comparable(text, formOf(text), false))).reduce<{
    shift: number
    edits: Conflict[]
  }>(
    ({ shift, edits }, { start, end, lines }) => {
      const ours = generated.slice(start, end)
      const length = Math.max(ours.length, lines.length)
      const paired = Array.from({ length }, (_, n) => ({
        line: start + shift + Math.min(n, Math.max(0, lines.length - 1)) + 1,
        yours: (lines[n] ?? '').trimEnd(),
        proposed: (ours[n] ?? '').trimEnd(),
      }))
      return { shift: shift + lines.length - ours.length, edits: edits.concat(paired) }
    },
    { shift: 0, edits: [] },
  ).edits
}
