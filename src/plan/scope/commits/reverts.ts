import { readFooters, readHeader } from './commit-message.ts'
import type { Unit } from './pull-requests.ts'

const BY_ID =
  /\bThis reverts commits? ([0-9a-f]{7,64}(?:(?:, |,| )(?:and )?[0-9a-f]{7,64}){0,20})(?![0-9a-f])/gi
const BY_REQUEST =
  /^(?:This )?reverts:? (?:PR |MR |(?:pull|merge) request )?(?:https:\/\/\S{1,120}\/(?:pull|merge_requests)\/|(?:[\w.-]{1,80}\/[\w.-]{1,80})?[#!])(\d{1,7})\b/im
const BY_NUMBER = /^(?:revert|back out)(?:ed|s)?:? (?:PR |MR |(?:pull|merge) request )?[#!](\d{1,7})\b/i
const QUOTED =
  /^(?:revert(?:s|ed)?:? |back(?:s|ed)? out:? |(reapply|re-?land|un-?revert):? )["'“](.+)["'”]((?:\s*\([#!]\d{1,7}\))*)$/i
const PICKED = /\(cherry picked from commit ([0-9a-f]{7,64})\)/gi

/**
 * The changes that cancel each other inside the range: each revert that still holds, and what it reverts. A
 * revert of something outside the range is a change like any other; a pull request that reverts something among
 * other commits stays, and only what it reverts goes.
 */
export function revertedIn(units: Unit[]): Set<Unit> {
  const cancelled = new Set<Unit>()
  const places = placesOf(units)
  units.forEach((unit, at) => {
    if (cancelled.has(unit)) return
    const whole = isRevert(unit)
    const targets = whole ? targetsOf(unit, at, places) : partsReverted(unit, places)
    for (const target of targets) {
      if (target === unit || cancelled.has(target)) continue
      cancelled.add(target)
      if (whole) cancelled.add(unit)
    }
  })
  return cancelled
}

/** What a standing `Reapply "x"` or `Revert "Revert "x""` brings back; undefined for other subjects. */
export function reapplied(subject: string): string | undefined {
  const [, again, quoted = ''] = QUOTED.exec(subject.trim()) ?? []
  if (again) return quoted
  return /^revert\b/i.test(quoted) ? QUOTED.exec(quoted)?.[2] : undefined
}

type Places = {
  /** By the first seven characters of an id. */
  ids: Map<string, { id: string; unit: Unit }[]>
  /** By the subject without numbers of pull requests; newest first. */
  subjects: Map<string, { at: number; unit: Unit }[]>
  requests: Map<string, { at: number; unit: Unit }[]>
}

function placesOf(units: Unit[]): Places {
  const places: Places = { ids: new Map(), subjects: new Map(), requests: new Map() }
  units.forEach((unit, at) => {
    for (const id of idsOf(unit)) addTo(places.ids, id.slice(0, 7), { id, unit })
    addTo(places.subjects, bare(unit.subject), { at, unit })
    for (const number of requestsOf(unit)) addTo(places.requests, number, { at, unit })
  })
  return places
}

function addTo<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

/** A commit inside a pull request of several is not the whole change, so its id leads nowhere. */
function idsOf(unit: Unit): string[] {
  const own = unit.members.length === 1 ? unit.members.map(member => member.commit) : []
  const picked = unit.members.length > 1 ? [] : [...unit.body.matchAll(PICKED)].map(([, id = '']) => id)
  return [unit.commit, ...own, ...picked.map(id => id.toLowerCase())]
}

const requestsOf = (unit: Unit): string[] => [
  ...(unit.tickets ?? []).map(ticket => ticket.slice(1)),
  ...numbersAtEnd(unit.subject),
]

const numbersAtEnd = (subject: string): string[] =>
  (/(?:\s*\([#!]\d{1,7}\))+\s*$/.exec(subject.slice(-200))?.[0].match(/\d+/g) ?? []) as string[]

const bare = (subject: string): string => subject.replace(/(?:\s*\([#!]\d{1,7}\)){1,9}\s*$/, '').trim()

function isRevert({ subject, body, members }: Unit): boolean {
  const inside = members.length === 1 ? (members[0]?.subject ?? '') : ''
  return (
    [subject, inside].some(text =>
      /^(?:revert|reapply|re-?land|un-?revert|back(?:ed|s)? out)\b/i.test(text),
    ) ||
    (members.length <= 1 && /^\s*(?:This reverts commit|reverts )/i.test(body))
  )
}

function targetsOf(unit: Unit, at: number, places: Places): Unit[] {
  const ids = idsNamed(unit)
  if (ids.length > 0) return ids.flatMap(id => unitWith(places, id) ?? [])
  const number = BY_REQUEST.exec(unit.body)?.[1] ?? BY_NUMBER.exec(unit.subject)?.[1]
  const requested = number ? olderThan(at, places.requests.get(number)) : undefined
  if (requested) return [requested]
  const original = originalSubject(unit.subject)
  return original ? [bySubject(original, at, places)].flatMap(found => found ?? []) : []
}

/** Ids in the sentence that git writes, or in the `Refs` of a conventional `revert:`. */
function idsNamed({ subject, body }: Unit): string[] {
  const written = [...body.matchAll(BY_ID)].flatMap(([, list = '']) => list.match(/[0-9a-f]{7,64}/gi) ?? [])
  if (written.length > 0 || readHeader(subject).type?.toLowerCase() !== 'revert') return written.map(lower)
  return readFooters(body)
    .filter(({ token }) => token.toLowerCase() === 'refs')
    .flatMap(({ value }) => value.match(/\b[0-9a-f]{7,64}\b/g) ?? [])
    .map(lower)
}

const lower = (text: string): string => text.toLowerCase()

function originalSubject(subject: string): string | undefined {
  const [, again, quoted] = QUOTED.exec(subject.trim()) ?? []
  if (quoted) return again ? `Revert "${quoted}"` : quoted
  const { type, text } = readHeader(subject)
  return type?.toLowerCase() === 'revert' ? text : undefined
}

/** Where the quoted subject carries a pull request's number, a change of another number is another change. */
function bySubject(original: string, at: number, places: Places): Unit | undefined {
  const found = olderThan(at, places.subjects.get(bare(original)))
  const [wanted] = numbersAtEnd(original)
  if (!found || !wanted) return found
  const numbers = requestsOf(found)
  return numbers.length === 0 || numbers.includes(wanted) ? found : olderThan(at, places.requests.get(wanted))
}

/** The first of these places below `at`; they are sorted. */
function olderThan(at: number, places: { at: number; unit: Unit }[] = []): Unit | undefined {
  let [low, high] = [0, places.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((places[middle]?.at ?? 0) > at) high = middle
    else low = middle + 1
  }
  return places[low]?.unit
}

function unitWith({ ids }: Places, id: string): Unit | undefined {
  return ids.get(id.slice(0, 7))?.find(entry => entry.id.startsWith(id) || id.startsWith(entry.id))?.unit
}

/** Reverts among the commits of a pull request, or listed in a squash; none where the same text brings them back. */
function partsReverted({ body }: Unit, places: Places): Unit[] {
  if (/^[\s*-]*(?:reapply|re-?land|un-?revert)\b|^[\s*-]*revert "revert/im.test(body)) return []
  return [...body.matchAll(BY_ID)]
    .flatMap(([, list = '']) => list.match(/[0-9a-f]{7,64}/gi) ?? [])
    .flatMap(id => unitWith(places, lower(id)) ?? [])
}
