import { filesAt, folderTexts, listFolder, observeRepository, readRange } from '../history/index.ts'
import type { PlanInputs } from '../plan/inputs.ts'
import { chooseBase, releaseHistory } from '../plan/scope/base.ts'
import { dependencyChanges, manifestPaths } from '../plan/scope/dependencies.ts'
import { productKind } from '../plan/scope/kind.ts'
import { ownName } from '../plan/scope/manifests.ts'
import type { Observation } from '../plan/scope/observation.ts'
import { digest } from '../plan/scope/observe.ts'
import type { Repository } from '../plan/scope/repository.ts'
import { cleanText } from '../plan/text.ts'
import { parseVersion } from '../plan/version.ts'
import type { ToolContext } from './tool.ts'

/** What the repository shows of product, kind and earlier releases; a folder without git shows only its files. */
export async function observedProduct(context: ToolContext, version: string): Promise<Observation> {
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
    packageName(manifests) ??
    repository?.webUrl?.split('/').at(-1) ??
    root.split(/[\\/]/).at(-1)
  const product = productName(ecosystem?.registry, named)
  return {
    ...(repository ? observedRepository(repository, version) : {}),
    kind,
    ...(product ? { product } : {}),
    ...(ecosystem ? { ecosystem } : {}),
  }
}

/** The inputs with the range read anew, so that a scope never stays behind its branch; unchanged without git. */
export async function observedScope(context: ToolContext, inputs: PlanInputs): Promise<PlanInputs> {
  const root = await context.root()
  const repository = await observeRepository(root)
  if (!repository?.head) return inputs
  const seen = observedRepository(repository, inputs.version)
  const { from: toldFrom, to = 'HEAD', paths } = inputs.scope ?? {}
  const from = toldFrom ?? seen.base?.tag
  // The commit, not the tag: a tag could be named like an option or a branch.
  const start = toldFrom ?? seen.base?.commit
  context.progress?.(`reading ${from ?? 'the whole history'} to ${to}`)
  const range = await readRange(root, { to, ...(start ? { from: start } : {}), ...(paths ? { paths } : {}) })
  const manifests = manifestPaths(repository.files)
  const before = range.base_commit ? await filesAt(root, range.base_commit, manifests) : undefined
  const after = await filesAt(root, range.to_commit, manifests)
  const previous = toldFrom ? undefined : seen.base?.version
  const observedRange = digest({
    repository,
    range,
    dependencies: before ? dependencyChanges(before, after) : [],
    to,
    ...(from ? { from } : {}),
    why: toldFrom ? 'said with from' : (seen.base?.why ?? 'no base'),
    ...(previous ? { previous: parseVersion(previous) } : {}),
  })
  return { ...inputs, observed: { ...inputs.observed, ...seen, range: observedRange } }
}

function observedRepository({ head, webUrl, shallow, tags }: Repository, version: string): Observation {
  return {
    repository: {
      ...(head ? { commit: head.commit, commit_date: head.date } : {}),
      ...(head?.branch ? { branch: head.branch } : {}),
      ...(webUrl ? { web_url: webUrl } : {}),
      shallow,
    },
    base: chooseBase(tags, parseVersion(version), head?.date),
    releases: releaseHistory(tags),
  }
}

/** What the root's own manifest calls the product. */
function packageName(manifests: Map<string, string>): string | undefined {
  return [...manifests]
    .filter(([path]) => !path.includes('/'))
    .map(([path, text]) => ownName(path, text))
    .find(Boolean)
}

/** The name as people say it: of a Go module's path the last part that is no major version. */
function productName(registry: string | undefined, name: string | undefined): string | undefined {
  if (registry !== 'go' && !name?.includes('.')) return name && cleanText(name, 120)
  return (
    cleanText(
      name
        ?.split('/')
        .filter(part => !/^v\d+$/.test(part))
        .at(-1) ?? '',
      120,
    ) || undefined
  )
}
