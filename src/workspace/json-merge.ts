import type { Conflict } from './conflict.ts'
import { fieldLine } from './field-line.ts'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type Path = readonly string[]

/**
 * Three versions of a JSON document merged by key, since neighbouring keys share no meaning but share commas. What
 * only we changed is taken over, what a person changed, added or removed stays. Lists and plain values are whole: where
 * both changed one, the person's stays and is reported. Undefined where one of the texts is no JSON object.
 */
export function mergedJson(
  base: string,
  yours: string,
  proposed: string,
): { text: string; conflicts: Conflict[] } | undefined {
  const [old, mine, theirs] = [base, yours, proposed].map(objectIn)
  if (!old || !mine || !theirs) return undefined
  const clashes: { path: Path; yours: Json | undefined; proposed: Json | undefined }[] = []
  const merged = mergedObject(old, mine, theirs, [], (path, yours, proposed) =>
    clashes.push({ path, yours, proposed }),
  )
  const indent = /^[{[][^\S\n]*\r?\n([ \t]+)/.exec(yours)?.[1] ?? 2
  const eol = yours.includes('\r\n') ? '\r\n' : '\n'
  const text = same(merged, mine) ? yours : `${JSON.stringify(merged, null, indent)}\n`.replaceAll('\n', eol)
  const conflicts = clashes.map(({ path, yours, proposed }) => ({
    line: fieldLine(text, path),
    yours: shown(path, yours),
    proposed: shown(path, proposed),
  }))
  return { text, conflicts }
}

type JsonObject = { [key: string]: Json }

function mergedObject(
  old: JsonObject,
  mine: JsonObject,
  theirs: JsonObject,
  path: Path,
  clash: (path: Path, yours: Json | undefined, proposed: Json | undefined) => void,
): JsonObject {
  // Without a prototype, so that a key named __proto__ is a key.
  const merged: JsonObject = Object.create(null)
  for (const key of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
    const [was, yours, proposed] = [own(old, key), own(mine, key), own(theirs, key)]
    let value = yours
    if (same(was, yours)) value = proposed
    else if (isObject(yours) && isObject(proposed)) {
      value = mergedObject(isObject(was) ? was : {}, yours, proposed, [...path, key], clash)
    } else if (!same(was, proposed) && !same(yours, proposed)) clash([...path, key], yours, proposed)
    if (value !== undefined) merged[key] = value
  }
  return merged
}

function objectIn(text: string): JsonObject | undefined {
  try {
    const value: Json = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const own = (object: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined

/** Equal whatever the order of keys. */
function same(a: Json | undefined, b: Json | undefined): boolean {
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((one, n) => same(one, b[n]))
  if (!isObject(a)) return a === b
  const keys = Object.keys(a)
  if (!isObject(b) || keys.length !== Object.keys(b).length) return false
  return keys.every(key => Object.hasOwn(b, key) && same(a[key], b[key]))
}

function shown(path: Path, value: Json | undefined): string {
  return value === undefined ? '' : `${JSON.stringify(path.at(-1))}: ${JSON.stringify(value)}\n`
}
