import { withoutHidden } from '../plan/text.ts'

/** Hosts cut long results in the middle (one at 12 kB), so ours stay below this many bytes of JSON. */
export const resultLimit = 8000

/**
 * The same result within the limit: unchanged documents go first, then the last documents' differences, then the ends
 * of the longest lists; `omitted` says how many entries each. Warnings and the lists named in `keep`, which are what the
 * tool is for, lose their ends last.
 */
export function bounded(
  result: object,
  keep: readonly string[] = [],
  limit = resultLimit,
): Record<string, unknown> {
  const kept = withoutHiddenTexts(result)
  const omitted: Record<string, number> = {}
  while (Math.max(bytes(JSON.stringify(kept)), bytes(resultText(kept))) > limit) {
    const unchanged = unchangedDocuments(kept)
    if (!unchanged && withoutLastDiff(kept)) {
      omitted['documents.diff'] = (omitted['documents.diff'] ?? 0) + 1
      kept.omitted = { ...omitted, see }
      continue
    }
    const found = unchanged ?? longestList(kept, [...keep, 'warnings']) ?? longestList(kept, [])
    if (!found) break
    const [path, list] = found
    const left = list.length - Math.ceil(list.length / 10)
    omitted[path] = (omitted[path] ?? 0) + list.length - left
    list.length = left
    kept.omitted = { ...omitted, see }
  }
  return kept
}

/** A preview shows at least so many differences. */
const fewestDiffs = 2

const see = 'the documents hold the rest; read them with read_plan'

/** Whether there was a difference to leave out: that a document changes says more than how another one does. */
function withoutLastDiff({ documents }: Record<string, unknown>): boolean {
  if (!Array.isArray(documents)) return false
  const differing = (documents as { diff?: string }[]).filter(document => document.diff !== undefined)
  if (differing.length <= fewestDiffs) return false
  delete differing.at(-1)?.diff
  return true
}

/** Whoever wrote a text and wherever it was kept, a result shows all that it says, and how much was not to be seen. */
function withoutHiddenTexts(result: object): Record<string, unknown> {
  let removed = 0
  const clean = JSON.stringify(result, (_, value: unknown) => {
    if (typeof value !== 'string') return value
    const text = withoutHidden(value)
    removed += value.length - text.length
    return text
  })
  return { ...JSON.parse(clean), ...(removed > 0 ? { removed_characters: removed } : {}) }
}

/** The list of documents while its last entry is one that nothing happened to. */
function unchangedDocuments({ documents }: Record<string, unknown>): [string, unknown[]] | undefined {
  if (!Array.isArray(documents)) return undefined
  const last = documents.at(-1) as { status?: string; kept_edits?: number } | undefined
  return last?.status === 'unchanged' && last.kept_edits === 0 ? ['documents', documents] : undefined
}

const bytes = (text: string): number => Buffer.byteLength(text)

function longestList(
  result: Record<string, unknown>,
  keep: readonly string[],
): [string, unknown[]] | undefined {
  const lists = listsIn(result, '').filter(([path, list]) => list.length > 1 && !keep.includes(path))
  return lists.sort((a, b) => JSON.stringify(b[1]).length - JSON.stringify(a[1]).length)[0]
}

function listsIn(value: unknown, path: string): [string, unknown[]][] {
  if (Array.isArray(value)) return [[path, value]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, entry]) => listsIn(entry, path ? `${path}.${key}` : key))
}

/** The result as text for hosts that show the model only text: the summary first, then every field, one entry a line. */
export function resultText(result: Record<string, unknown>): string {
  const { summary, ...rest } = result
  const lines = Object.entries(rest)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => field(key, value))
  return [typeof summary === 'string' ? summary : '', ...lines].filter(Boolean).join('\n')
}

function field(key: string, value: unknown): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return `${key}: none`
    if (value.every(entry => typeof entry !== 'object')) return `${key}: ${value.join(', ')}`
    return [`${key}:`, ...value.map(entry => `- ${inline(entry)}`)].join('\n')
  }
  if (typeof value === 'object' && value !== null) {
    const nested = Object.entries(value).some(([, entry]) => Array.isArray(entry) && entry.some(isObject))
    if (!nested) return `${key}: ${inline(value)}`
    return Object.entries(value)
      .map(([name, entry]) => field(`${key}.${name}`, entry))
      .join('\n')
  }
  return `${key}: ${value ?? 'none'}`
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null

function inline(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(inline).join(', ')
  if (typeof value !== 'object' || value === null) return String(value ?? 'none')
  return Object.entries(value)
    .filter(([, entry]) => entry !== undefined && !(Array.isArray(entry) && entry.length === 0))
    .map(
      ([key, entry]) =>
        `${key}: ${isObject(entry) && !Array.isArray(entry) ? `{${inline(entry)}}` : inline(entry)}`,
    )
    .join('; ')
}
