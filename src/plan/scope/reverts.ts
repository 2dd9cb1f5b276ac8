import type { Unit } from './pull-requests.ts'

const BY_ID = /\bThis reverts commit ([0-9a-f]{7,64})\b/gi
const BY_REQUEST = /^Reverts (?:[\w.-]+\/[\w.-]+)?([#!]\d{1,7})\s*$/m
const QUOTED = /^(?:revert:? |reapply )"(.+)"(?: \([#!]\d+\))?$/i

/**
 * The changes that cancel each other inside the range: each revert that still holds, and what it reverts. A
 * revert of something outside the range is a change like any other.
 */
export function revertedIn(units: Unit[]): Set<Unit> {
  const cancelled = new Set<Unit>()
  const byId = idsOf(units)
  const bySubject = positionsOf(units)
  units.forEach((unit, at) => {
    if (cancelled.has(unit)) return
    for (const target of targetsOf(unit, at, units, byId, bySubject)) {
      if (target === unit || cancelled.has(target)) continue
      cancelled.add(target)
      cancelled.add(unit)
    }
  })
  return cancelled
}

/** A commit inside a pull request of several is not the whole change, so its id leads nowhere. */
function idsOf(units: Unit[]): Map<string, Unit> {
  return new Map(units.flatMap(unit => [unit.commit, ...onlyMember(unit)].map(id => [id, unit] as const)))
}

function onlyMember(unit: Unit): string[] {
  return unit.members.length === 1 ? unit.members.map(member => member.commit) : []
}

/** Subjects without the pull request's number, each with its places in the list, newest first. */
function positionsOf(units: Unit[]): Map<string, number[]> {
  const positions = new Map<string, number[]>()
  units.forEach((unit, at) => {
    const key = bare(unit.subject)
    const places = positions.get(key)
    if (places) places.push(at)
    else positions.set(key, [at])
  })
  return positions
}

function targetsOf(
  unit: Unit,
  at: number,
  units: Unit[],
  byId: Map<string, Unit>,
  bySubject: Map<string, number[]>,
): Unit[] {
  const ids = [...(unit.members.length > 1 ? '' : unit.body).matchAll(BY_ID)].map(([, id = '']) =>
    id.toLowerCase(),
  )
  const named = ids.map(id => byId.get(id) ?? (id.length < 40 ? startingWith(byId, id) : undefined))
  const known = named.filter(target => target !== undefined)
  if (known.length > 0 || ids.length > 0) return known
  const request = BY_REQUEST.exec(unit.body)?.[1]
  const merged = request && units.find((other, place) => place > at && namesRequest(other, request))
  if (merged) return [merged]
  const quoted = QUOTED.exec(unit.subject.trim())
  if (!quoted?.[1]) return []
  const original = /^reapply/i.test(unit.subject) ? `Revert "${quoted[1]}"` : quoted[1]
  const older = bySubject.get(bare(original))?.find(position => position > at)
  const target = older === undefined ? undefined : units[older]
  return target ? [target] : []
}

function namesRequest(unit: Unit, request: string): boolean {
  return unit.tickets?.includes(request) || unit.subject.trimEnd().endsWith(`(${request})`)
}

function startingWith(byId: Map<string, Unit>, id: string): Unit | undefined {
  for (const [full, unit] of byId) if (full.startsWith(id)) return unit
  return undefined
}

function bare(subject: string): string {
  return subject.trim().replace(/ \([#!]\d+\)$/, '')
}
