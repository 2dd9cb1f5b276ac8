import { commitFiles, filesAt } from '../history/index.ts'
import { PlanError } from '../plan/errors.ts'
import type { PlanInputs } from '../plan/inputs.ts'
import { codeownersPaths, ownerRules } from '../plan/scope/codeowners.ts'
import { fragmentPaths, fragmentsOf } from '../plan/scope/commits/fragments.ts'
import { theRest } from '../plan/scope/commits/ids.ts'
import { foldPullRequests } from '../plan/scope/commits/pull-requests.ts'
import { checkPaths, type Places, placesOf, resolved } from '../plan/scope/commits/references.ts'
import { projectOf } from '../plan/scope/commits/tickets.ts'
import { KEPT_ID, type Reading } from '../plan/scope/observe.ts'
import type { RangeReading, Repository } from '../plan/scope/repository.ts'

type ScopeSection = NonNullable<PlanInputs['scope']>

/** What this call itself named, after several ids in one text were taken apart. */
export type Named = { reclassify: readonly string[]; exclude: readonly string[] }

/**
 * What lies beside the messages of a range: files of its changes, news fragments, owners; and the section with its
 * references resolved. A name of this call that leads nowhere is an error; one of an earlier call stays as it is,
 * because its commit may have left the range since.
 * @throws PlanError `unknown_commit`, `ambiguous_commit`, `commit_without_change`, `unknown_path`
 */
export async function observedChanges(
  root: string,
  repository: Repository,
  range: RangeReading,
  scope: ScopeSection,
  named: Named,
): Promise<{
  reading: Pick<Reading, 'files' | 'fragments' | 'owners' | 'wanted' | 'home'>
  scope: ScopeSection
}> {
  const changed = range.files.map(({ path }) => path)
  checkPaths(scope.paths ?? [], repository.files, changed)
  const settled = settledScope(
    scope,
    named,
    placesOf(range.commits),
    `${scope.from ?? 'the base'}..${scope.to ?? 'HEAD'}`,
  )
  const commits = foldPullRequests(range.commits).map(({ commit }) => commit)
  const news = fragmentPaths(repository.files, range.files)
  const [files, texts, owners] = await Promise.all([
    commitFiles(root, commits),
    filesAt(root, range.to_commit, news),
    filesAt(root, range.to_commit, codeownersPaths),
  ])
  const source = codeownersPaths.find(path => owners.has(path))
  return {
    reading: {
      files,
      fragments: fragmentsOf(texts),
      ...(source ? { owners: { source, rules: ownerRules(owners.get(source) ?? '') } } : {}),
      wanted: settled.wanted,
      home: projectOf(repository.webUrl),
    },
    scope: settled.scope,
  }
}

function settledScope(scope: ScopeSection, named: Named, places: Places, range: string) {
  const wanted = new Set<string>()
  const settle = (name: string, field: 'reclassify' | 'exclude' | 'items', strict: boolean): string => {
    if (field === 'reclassify' && name === theRest) return name
    try {
      const id = resolved(name, places, field, range)
      wanted.add(id)
      return id.slice(0, KEPT_ID)
    } catch (error) {
      if (strict || !(error instanceof PlanError)) throw error
      return name
    }
  }
  const kinds = new Map(
    (scope.reclassify ?? []).map(({ commit, kind }) => [
      settle(commit, 'reclassify', named.reclassify.includes(commit)),
      kind,
    ]),
  )
  const exclude = (scope.exclude ?? []).map(name => settle(name, 'exclude', named.exclude.includes(name)))
  for (const { id } of scope.items ?? []) if (/^[0-9a-f]{7,64}$/.test(id)) settle(id, 'items', false)
  return {
    wanted,
    scope: {
      ...scope,
      ...(scope.reclassify ? { reclassify: [...kinds].map(([commit, kind]) => ({ commit, kind })) } : {}),
      ...(scope.exclude ? { exclude: [...new Set(exclude)] } : {}),
    },
  }
}
