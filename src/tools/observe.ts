import { filesAt, folderTexts, listFolder, observeRepository, readRange } from '../history/index.ts'
import type { PlanInputs } from '../plan/inputs.ts'
import { chooseBase, releaseBranches, releaseHistory, toldBase } from '../plan/scope/base.ts'
import { changelogPaths, unreleasedSection } from '../plan/scope/changelog.ts'
import { dependencyChanges, manifestPaths } from '../plan/scope/dependencies.ts'
import { productKind } from '../plan/scope/kind.ts'
import { jsonObject, ownName } from '../plan/scope/manifests.ts'
import type { Observation } from '../plan/scope/observation.ts'
import { digest } from '../plan/scope/observe.ts'
import { publishingOf, workflowPaths } from '../plan/scope/publishing.ts'
import type { Repository } from '../plan/scope/repository.ts'
import { cleanText } from '../plan/text.ts'
import { parseVersion, versionOfTag } from '../plan/version.ts'
import type { ToolContext } from './tool.ts'

/** What the repository shows of product, kind and earlier releases; a folder without git shows only its files. */
export async function observedProduct(
  context: ToolContext,
  version: string,
  previous?: string,
): Promise<Observation> {
  context.progress?.('reading the repository')
  const root = await context.root()
  const repository = await observeRepository(root)
  const files = repository?.head ? repository.files : await listFolder(root)
  const paths = manifestPaths(files)
  const manifests = repository?.head
    ? await filesAt(root, repository.head.commit, paths)
    : await folderTexts(root, paths)
  const { ecosystem, ...kind } = productKind({ files, manifests })
  const named =
    ecosystem?.name ??
    packageName(manifests, files) ??
    repository?.webUrl?.split('/').at(-1) ??
    root.split(/[\\/]/).at(-1)
  const seen = repository ? observedRepository(repository, version, previous) : {}
  const released = ecosystem?.name ?? taggedPackage(seen.base?.tag)
  const product = productName(ecosystem?.name ? named : (released ?? named))
  return {
    ...seen,
    ...(repository ? await observedPublishing(root, repository) : {}),
    kind,
    ...(product ? { product } : {}),
    ...(ecosystem ? { ecosystem: { ...ecosystem, ...(released ? { name: released } : {}) } } : {}),
  }
}

/** The package that a monorepo's tag names: `@scope/cli` of `@scope/cli@3.0.1`. */
function taggedPackage(tag: string | undefined): string | undefined {
  const prefix = tag === undefined ? undefined : versionOfTag(tag)?.prefix
  return prefix?.endsWith('@') ? cleanText(prefix.slice(0, -1), 120) : undefined
}

/** The inputs with the range read anew, so that a scope never stays behind its branch; unchanged without git. */
export async function observedScope(context: ToolContext, inputs: PlanInputs): Promise<PlanInputs> {
  const root = await context.root()
  const repository = await observeRepository(root)
  if (!repository?.head) return inputs
  const seen = observedRepository(repository, inputs.version, inputs.release.previous_version)
  const { from: toldFrom, to = 'HEAD', paths } = inputs.scope ?? {}
  const from = toldFrom ?? seen.base?.tag
  // The commit, not the tag: a tag could be named like an option or a branch.
  const start = toldFrom ?? seen.base?.commit
  context.progress?.(`reading ${from ?? 'the whole history'} to ${to}`)
  const range = await readRange(root, { to, ...(start ? { from: start } : {}), ...(paths ? { paths } : {}) })
  const manifests = manifestPaths(repository.files)
  const before = range.base_commit ? await filesAt(root, range.base_commit, manifests) : undefined
  const changelogs = changelogPaths(repository.files)
  const after = await filesAt(root, range.to_commit, [...manifests, ...changelogs])
  const changelog = unreleasedSection(only(after, changelogs), parseVersion(inputs.version))
  const observedRange = digest({
    repository,
    range,
    dependencies: before ? dependencyChanges(before, only(after, manifests)) : [],
    to,
    ...(from ? { from } : {}),
    why: toldFrom ? 'said with from' : (seen.base?.why ?? 'no base'),
    ...(changelog ? { changelog } : {}),
  })
  const publishing = await observedPublishing(root, repository)
  return { ...inputs, observed: { ...inputs.observed, ...seen, ...publishing, range: observedRange } }
}

/** How HEAD's workflows publish; they are read as text, nothing in them is run. */
async function observedPublishing(
  root: string,
  { head, files }: Repository,
): Promise<Pick<Observation, 'publishing'>> {
  if (!head) return {}
  return { publishing: publishingOf(await filesAt(root, head.commit, workflowPaths(files))) }
}

function only(texts: ReadonlyMap<string, string>, paths: string[]): Map<string, string> {
  return new Map([...texts].filter(([path]) => paths.includes(path)))
}

function observedRepository(
  { head, webUrl, shallow, tags, branches }: Repository,
  version: string,
  previous: string | undefined,
): Observation {
  const base = chooseBase(tags, parseVersion(version), head?.date)
  return {
    release_branches: releaseBranches(branches, parseVersion(version)),
    repository: {
      ...(head ? { commit: head.commit, commit_date: head.date } : {}),
      ...(head?.branch ? { branch: head.branch } : {}),
      ...(webUrl ? { web_url: webUrl } : {}),
      shallow,
    },
    base: previous === undefined ? base : toldBase(base, tags, previous),
    releases: releaseHistory(tags),
  }
}

/**
 * What a manifest of the root calls the product, whatever its ecosystem; a private package.json is asked last, and
 * not at all where it only holds the workspaces together.
 */
function packageName(manifests: Map<string, string>, files: string[]): string | undefined {
  const workspaces = files.some(file => /^(?:pnpm-workspace\.yaml|lerna\.json)$/.test(file))
  const asked = ([path, text]: [string, string]): number => {
    const { private: closed, workspaces: members } = path === 'package.json' ? jsonObject(text) : {}
    return closed !== true ? 0 : members || workspaces ? 2 : 1
  }
  return [...manifests]
    .filter(([path]) => !path.includes('/'))
    .map(entry => ({ entry, rank: asked(entry) }))
    .filter(({ rank }) => rank < 2)
    .sort((a, b) => a.rank - b.rank)
    .map(({ entry: [path, text] }) => ownName(path, text))
    .find(Boolean)
}

/** The name as people say it: of a module's path (`example.org/x/tool/v2`) the last part that is no major version. */
function productName(name: string | undefined): string | undefined {
  const parts = name && /^[\w-]+(?:\.[\w-]+)+\//.test(name) ? name.split('/') : [name ?? '']
  const last = parts.filter(part => !/^v\d+$/.test(part)).at(-1) ?? ''
  return cleanText(last, 120) || undefined
}
