import type { Release } from '../../plan.ts'

/** Where no tag shows another one: the usual mark by the rules of the registry. */
const usual: Record<string, string> = {
  pypi: 'rc',
  rubygems: '.rc',
  packagist: '-RC',
  maven: '-RC',
}

/** PyPI writes every pre-release in its own way, whatever the tag is called. */
const normalised: Record<string, string> = { a: 'a', alpha: 'a', b: 'b', beta: 'b' }

/** What stands between a version and the number of its candidate (`-rc.`), as this version's tags have it. */
export function candidateMark({ ecosystem, candidate_mark: tagged }: Release): string {
  const registry = ecosystem?.registry.toLowerCase() ?? ''
  if (tagged === undefined) return usual[registry] ?? '-rc.'
  return registry === 'pypi' ? (normalised[tagged.replace(/[^a-z]/gi, '').toLowerCase()] ?? 'rc') : tagged
}

/** `-alpha.` of `v6.0.0-alpha.2`; absent where candidates have no numbers. */
export const markOf = (tag: string): string | undefined => /([-._]?[A-Za-z]+[-._]?)\d{1,6}$/.exec(tag)?.[1]
