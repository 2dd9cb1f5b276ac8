import {
  endOf,
  filesAt,
  folderTexts,
  listFolder,
  observeRepository,
  oneReading,
  readRange,
} from '../history/index.ts'
import type { PlanInputs } from '../plan/inputs.ts'
import { changelogPaths, unreleasedSection } from '../plan/scope/commits/changelog.ts'
import { dependencyChanges, manifestNotes, manifestPaths } from '../plan/scope/dependencies/dependencies.ts'
import type { Observation, ObservedRange } from '../plan/scope/observation.ts'
import { digest } from '../plan/scope/observe.ts'
import { productKind } from '../plan/scope/product/kind.ts'
import { jsonObject, ownName } from '../plan/scope/product/manifests.ts'
import { packageFolders } from '../plan/scope/product/package-folders.ts'
import { publishingOf, workflowPaths } from '../plan/scope/product/publishing.ts'
import type { Repository } from '../plan/scope/repository.ts'
import { withEvidence } from '../plan/scope/signals/evidence.ts'
import { cleanText } from '../plan/text.ts'
import { parseVersion, versionOfTag } from '../plan/version.ts'
import { observedActivity } from './observe-activity.ts'
import { observedBase } from './observe-base.ts'
import { observedChange, textsBefore } from './observe-change.ts'
import { type Named, observedChanges } from './observe-changes.ts'
import { observedPackages } from './observe-packages.ts'
import type { ToolContext } from './tool.ts'

/** What the repository shows of product, kind and earlier releases; a folder without git shows only its files. */
export const observedProduct = (
  context: ToolContext,
  version: string,
  previous?: string,
): Promise<Observation> => oneReading(() => productSeen(context, version, previous))

async function productSeen(context: ToolContext, version: string, previous?: string): Promise<Observation> {
  context.progress?.('reading the repository')
  const root = await context.root()
  const repository = await observeRepository(root)
  const files = repository?.head ? repository.files : await listFolder(root)
  const paths = manifestPaths(files)
  const nothing: Observation = {}
  const [manifests, seen, publishing] = await Promise.all([
    repository?.head ? filesAt(root, repository.head.commit, paths) : folderTexts(root, paths),
    repository ? observedBase(root, repository, { version, ...(previous ? { previous } : {}) }) : nothing,
    repository ? observedPublishing(root, repository) : nothing,
  ])
  const { ecosystem, ...kind } = productKind({ files, manifests })
  const named =
    ecosystem?.name ??
    packageName(manifests, files) ??
    repository?.webUrl?.split('/').at(-1) ??
    root.split(/[\\/]/).at(-1)
  const released = ecosystem?.name ?? taggedPackage(seen.base?.tag)
  const product = productName(ecosystem?.name ? named : (released ?? named))
  return {
    ...seen,
    ...publishing,
    kind,
    ...(product ? { product } : {}),
    ...(ecosystem ? { ecosystem: { ...ecosystem, ...(released ? { name: released } : {}) } } : {}),
  }
}

/** What was observed, with the base that this previous version makes; unchanged without git. */
export const observedAgain = (
  context: ToolContext,
  inputs: PlanInputs,
  previous: string | undefined,
): Promise<Observation | undefined> => oneReading(() => seenAgain(context, inputs, previous))

async function seenAgain(
  context: ToolContext,
  { version, observed, scope }: PlanInputs,
  previous: string | undefined,
): Promise<Observation | undefined> {
  const root = await context.root()
  const repository = await observeRepository(root)
  if (!repository?.head) return observed
  const { to, paths } = scope ?? {}
  const asked = { ...(to ? { to } : {}), ...(paths ? { paths } : {}), ...(previous ? { previous } : {}) }
  return { ...observed, ...(await observedBase(root, repository, { version, ...asked })) }
}

/** The package that a monorepo's tag names: `@scope/cli` of `@scope/cli@3.0.1`. */
function taggedPackage(tag: string | undefined): string | undefined {
  const prefix = tag === undefined ? undefined : versionOfTag(tag)?.prefix
  return prefix?.endsWith('@') ? cleanText(prefix.slice(0, -1), 120) : undefined
}

/** The inputs with the range read anew, so that a scope never stays behind its branch; unchanged without git. */
export const observedScope = (
  context: ToolContext,
  inputs: PlanInputs,
  named: Named = { reclassify: [], exclude: [] },
): Promise<PlanInputs> => oneReading(() => scopeSeen(context, inputs, named))

async function scopeSeen(context: ToolContext, inputs: PlanInputs, named: Named): Promise<PlanInputs> {
  const root = await context.root()
  const repository = await observeRepository(root)
  if (!repository?.head) return inputs
  const { from: toldFrom, to = 'HEAD', paths } = inputs.scope ?? {}
  const { previous_version: previous } = inputs.release
  const seen = await observedBase(root, repository, {
    version: inputs.version,
    to,
    ...(previous ? { previous } : {}),
    ...(paths ? { paths } : {}),
  })
  const from = toldFrom ?? seen.base?.tag ?? seen.base?.commit?.slice(0, 12)
  // The commit, not the tag: a tag could be named like an option or a branch.
  const start = toldFrom ?? seen.base?.commit
  context.progress?.(`reading ${from ?? 'the whole history'} to ${to}`)
  const end = to === 'HEAD' ? repository.head : ((await endOf(root, to)) ?? repository.head)
  // The longest of all: it needs only both ends, and runs while the rest is read.
  const activityRead = observedActivity(root, {
    version: inputs.version,
    tags: repository.tags,
    seen: { ...inputs.observed, ...seen },
    range: { ...(start ? { from: start } : {}), to: end.commit, toDate: end.date },
    ...(paths ? { paths } : {}),
  })
  activityRead.catch(() => {})
  const range = await readRange(root, {
    to,
    ...(start ? { from: start } : {}),
    ...(paths ? { paths } : {}),
    packages: packageFolders(repository.files),
    ...(context.progress ? { progress: context.progress } : {}),
  })
  const manifests = manifestPaths(repository.files, range.files)
  const changelogs = changelogPaths(repository.files)
  const [changes, before, after, packages, publishing] = await Promise.all([
    observedChanges(root, repository, range, inputs.scope ?? {}, named),
    textsBefore(root, range, manifests),
    filesAt(root, range.to_commit, [...manifests, ...changelogs]),
    observedPackages(root, range),
    observedPublishing(root, repository),
  ])
  const changelog = unreleasedSection(only(after, changelogs), parseVersion(inputs.version))
  // The nearest manifests are read for the names in them; what changed outside the asked folders is no part of the range.
  const inRange = new Set(range.files.map(({ path }) => path))
  const dependencies = before
    ? dependencyChanges(before, only(after, manifests)).filter(({ manifest }) => inRange.has(manifest))
    : []
  context.progress?.('reading what the changed files say')
  const { evidence, majors } = await observedChange(root, {
    repository,
    range,
    dependencies,
    before: before ?? new Map(),
    after: only(after, manifests),
  })
  const digested = digest({
    repository,
    range: { ...range, notes: [...range.notes, ...manifestNotes(range.files)] },
    dependencies: [...dependencies, ...majors],
    to,
    ...(from ? { from } : {}),
    why: toldFrom ? 'said with from' : (seen.base?.why ?? 'no base'),
    ...(changelog ? { changelog } : {}),
    ...changes.reading,
  })
  const observedRange = { ...withEvidence(digested, evidence), ...packages }
  context.progress?.('reading how active the changed files are')
  const { past_releases, activity } = await activityRead
  const sized = { ...(past_releases ? { past_releases } : {}) }
  const tried = sameRange(inputs.observed?.range, observedRange)?.trial_reverts
  const active = {
    ...observedRange,
    ...(activity ? { activity } : {}),
    ...(tried ? { trial_reverts: tried } : {}),
  }
  const { scope } = changes
  return {
    ...inputs,
    scope,
    observed: { ...inputs.observed, ...seen, ...publishing, ...sized, range: active },
  }
}

/** What was seen before, where it was of the same commits: what was tried on them holds. */
const sameRange = (
  before: ObservedRange | undefined,
  now: Pick<ObservedRange, 'base_commit' | 'head_commit'>,
): ObservedRange | undefined =>
  before?.head_commit === now.head_commit && before.base_commit === now.base_commit ? before : undefined

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
