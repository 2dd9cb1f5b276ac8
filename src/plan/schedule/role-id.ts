import type { RoleId, RoleSpec } from '../kinds/profile.ts'

/** The role that a caller's word names, by id or name, whatever its case and separators; else the word as an id of its own. */
export function roleIdOf(word: string, roles: readonly RoleSpec[]): RoleId {
  const wanted = key(word)
  return roles.find(role => key(role.id) === wanted || key(role.name) === wanted)?.id ?? wanted
}

const key = (word: string): string =>
  word
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '_')
