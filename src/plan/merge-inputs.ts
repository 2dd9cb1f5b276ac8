type Fields = Record<string, unknown>

/**
 * What a section holds after a call: given arguments replace, omitted ones stay, `null` clears; entries of lists
 * with an `id` (or the `commit` that a reclassification names) merge one by one.
 * @param parsed the validated arguments, without `null`s
 * @param raw the arguments as they came, for the `null`s
 */
export function mergedSection<T extends object>(before: T | undefined, parsed: Fields, raw: Fields): T {
  const merged: Fields = { ...before }
  for (const [key, value] of Object.entries(parsed)) {
    if (value !== undefined) merged[key] = mergedValue(merged[key], value, raw[key])
  }
  for (const [key, value] of Object.entries(raw)) if (value === null) delete merged[key]
  return merged as T
}

/**
 * Named entries that are no longer in a section because a call gave their list anew, by the list's name: lists without
 * ids replace, and who gives one person more may not know that all others go.
 */
export function replacedEntries(before: object | undefined, given: Fields): Map<string, string[]> {
  const lost = Object.entries(before ?? {}).flatMap(([list, entries]): [string, string[]][] => {
    const now = given[list]
    if (!Array.isArray(entries) || !Array.isArray(now) || isKeyedList(entries)) return []
    const names = new Set(now.flatMap(nameOf))
    const gone = entries.flatMap(nameOf).filter(name => !names.has(name))
    return gone.length > 0 ? [[list, gone]] : []
  })
  return new Map(lost)
}

const nameOf = (entry: unknown): string[] =>
  typeof entry === 'object' && entry !== null && 'name' in entry && typeof entry.name === 'string'
    ? [entry.name]
    : []

function mergedValue(before: unknown, value: unknown, raw: unknown): unknown {
  if (!isKeyedList(value) || !isKeyedList(before)) return value
  const cleared = new Map((isKeyedList(raw) ? raw : []).map(entry => [keyOf(entry), nullKeys(entry)]))
  const entries = new Map(before.map(entry => [keyOf(entry), entry]))
  for (const entry of value) {
    const key = keyOf(entry)
    const kept: Fields = { ...entries.get(key), ...entry }
    for (const field of cleared.get(key) ?? []) delete kept[field]
    entries.set(key, kept)
  }
  return [...entries.values()]
}

const keyOf = (entry: Fields): unknown => entry.id ?? entry.commit

const nullKeys = (entry: Fields): string[] => Object.keys(entry).filter(key => entry[key] === null)

function isKeyedList(value: unknown): value is Fields[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(entry => typeof entry === 'object' && entry !== null && keyOf(entry as Fields) !== undefined)
  )
}
