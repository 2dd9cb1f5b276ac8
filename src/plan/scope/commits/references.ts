import { PlanError } from '../../errors.ts'
import { cleanText } from '../../text.ts'
import type { Commit } from '../repository.ts'
import { theRest } from './ids.ts'
import { foldPullRequests } from './pull-requests.ts'

type Place = { id: string; commit?: string; subject: string }

/** What each id of the range leads to, by its first four characters: the change that it is or is part of; nothing for a merge that is none. */
export type Places = ReadonlyMap<string, Place[]>

export function placesOf(commits: Commit[]): Places {
  const places = new Map<string, Place>()
  for (const { commit, subject } of commits) places.set(commit, { id: commit, subject })
  for (const { commit, subject, members } of foldPullRequests(commits)) {
    for (const id of [commit, ...members.map(member => member.commit)])
      places.set(id, { id, commit, subject })
  }
  return grouped(places.values())
}

function grouped(places: Iterable<Place>): Map<string, Place[]> {
  const groups = new Map<string, Place[]>()
  for (const place of places) {
    const key = place.id.slice(0, 4)
    const group = groups.get(key)
    if (group) group.push(place)
    else groups.set(key, [place])
  }
  return groups
}

/**
 * The full id of the change that a name of a call leads to.
 * @throws PlanError `unknown_commit`, `ambiguous_commit`, `commit_without_change`
 */
export function resolved(name: string, places: Places, field: string, range: string): string {
  const wanted = name.toLowerCase()
  if (!/^[0-9a-f]{4,64}$/.test(wanted)) {
    throw new PlanError('unknown_commit', `${field}: ${quoted(name)} is no commit id. ${valid(field)}`, field)
  }
  const found = (places.get(wanted.slice(0, 4)) ?? []).filter(({ id }) => id.startsWith(wanted))
  const changes = [...new Set(found.flatMap(({ commit }) => commit ?? []))]
  if (changes.length === 1 && changes[0]) return changes[0]
  if (changes.length > 1) {
    const shown = found.slice(0, 4).map(({ id, subject }) => `${id.slice(0, 12)} (${cleanText(subject, 60)})`)
    throw new PlanError(
      'ambiguous_commit',
      `${field}: ${quoted(name)} begins ${changes.length} changes of the range: ${shown.join(', ')}${changes.length > 4 ? ' and more' : ''}. Give more characters of the one that is meant.`,
      field,
    )
  }
  if (found[0]) {
    throw new PlanError(
      'commit_without_change',
      `${field}: ${quoted(name)} is the merge "${cleanText(found[0].subject, 80)}", whose commits stand on their own. Name those.`,
      field,
    )
  }
  const near = (places.get(wanted.slice(0, 4)) ?? []).filter(({ commit }) => commit).slice(0, 3)
  const meant = near.map(({ id, subject }) => `${id.slice(0, 8)} (${cleanText(subject, 60)})`)
  throw new PlanError(
    'unknown_commit',
    `${field}: no change of ${range} begins with ${quoted(name)}.${meant.length > 0 ? ` Meant is perhaps ${meant.join(' or ')}.` : ''} ${valid(field)}`,
    field,
  )
}

const quoted = (name: string): string => JSON.stringify(cleanText(name, 80))

const valid = (field: string): string =>
  `Valid: four characters or more of an id in the range, as gather_scope lists them${field.startsWith('reclassify') ? `, or "${theRest}" for all that nothing classifies` : ''}.`

/** @throws PlanError `unknown_path` for a folder or file that neither end of the range has */
export function checkPaths(
  paths: readonly string[],
  files: readonly string[],
  changed: readonly string[],
): void {
  for (const given of paths) {
    const path = given.replace(/^\.\//, '').replace(/\/+$/, '')
    const holds = (file: string) => path === '.' || file === path || file.startsWith(`${path}/`)
    if (files.some(holds) || changed.some(holds)) continue
    throw new PlanError(
      'unknown_path',
      `paths: the repository has no ${JSON.stringify(cleanText(given, 120))}. ${thereIs(path, files)}`,
      'paths',
    )
  }
}

/** The folders where the path stops being right. */
function thereIs(path: string, files: readonly string[]): string {
  const names = path.split('/')
  let parent = ''
  for (const name of names) {
    const next = parent ? `${parent}/${name}` : name
    if (!files.some(file => file.startsWith(`${next}/`))) break
    parent = next
  }
  const below = parent ? `${parent}/` : ''
  const folders = new Set<string>()
  for (const file of files) {
    if (folders.size === 12) break
    const rest = file.startsWith(below) ? file.slice(below.length).split('/') : []
    if (rest.length > 1) folders.add(`${below}${rest[0]}`)
  }
  const shown = [...folders].map(folder => cleanText(folder, 80)).join(', ')
  return shown ? `Valid here: ${shown}.` : `Valid: a folder or file that git tracks, relative to the root.`
}
