import { endOf, filesAt, holdsCommit, lineOf, pastTexts, releaseSubjects } from '../history/index.ts'
import {
  type Base,
  type Choice,
  chooseBase,
  lineBranches,
  releaseBranches,
  releaseHistory,
  toldBase,
} from '../plan/scope/base/base.ts'
import { lineText } from '../plan/scope/base/base-reason.ts'
import { keptReleases } from '../plan/scope/base/kept-releases.ts'
import {
  releasesByChangelog,
  releasesByManifest,
  releasesBySubject,
  type UntaggedRelease,
  united,
  untaggedBase,
  versionFiles,
} from '../plan/scope/base/untagged.ts'
import { changelogPaths } from '../plan/scope/commits/changelog.ts'
import type { Observation } from '../plan/scope/observation.ts'
import { ownName } from '../plan/scope/product/manifests.ts'
import type { Repository } from '../plan/scope/repository.ts'
import { cleanText } from '../plan/text.ts'
import { parseVersion, type Version, versionOfTag } from '../plan/version.ts'

type Asked = {
  version: string
  previous?: string
  /** The end of the range; HEAD by default. */
  to?: string
  paths?: string[]
}

/** What the repository shows of earlier releases: the base and why, the line it is on, all releases of the track. */
export async function observedBase(root: string, repository: Repository, asked: Asked): Promise<Observation> {
  const { head, webUrl, shallow, branches } = repository
  const version = parseVersion(asked.version)
  const named = releaseBranches(branches, version)
  const { base, releases } = await baseAndHistory(root, repository, version, asked)
  const line = await lineAround(root, repository, base, version, asked.to)
  const { higher: _, ...kept } = base
  const why = [
    base.why,
    ...(line ? [lineText(version.text, line.to, line)] : []),
    ...(shallow ? ['the clone is shallow: an earlier or later tag may be missing'] : []),
  ]
  return {
    release_branches: named,
    repository: {
      ...(head ? { commit: head.commit, commit_date: head.date } : {}),
      ...(head?.branch ? { branch: head.branch } : {}),
      ...(webUrl ? { web_url: webUrl } : {}),
      shallow,
    },
    base: { ...kept, ...(line ? { line } : {}), why: why.join('; ') },
    releases: keptReleases(releases, kept.version),
  }
}

type Found = { base: Base; releases: NonNullable<Observation['releases']> }

async function baseAndHistory(
  root: string,
  repository: Repository,
  version: Version,
  asked: Asked,
): Promise<Found> {
  const { tags, head } = repository
  const end = asked.to && asked.to !== 'HEAD' ? await endOf(root, asked.to) : head
  const choice: Choice = {
    names: await packageNames(root, repository, asked.paths ?? []),
    likely: [repository.webUrl?.split('/').at(-1) ?? '', root.split(/[\\/]/).at(-1) ?? ''],
    ...(end ? { headDate: end.date } : {}),
  }
  const first = chooseBase(tags, version, choice)
  const ahead = end && first.commit && tags.find(({ name }) => name === first.tag)
  const younger = ahead && end && Date.parse(ahead.committed) > Date.parse(end.date)
  const holdsEnd = younger && end && (await holdsCommit(root, ahead.commit, end.commit))
  const chosen = holdsEnd ? chooseBase(tags, version, { ...choice, strict: true }) : first
  const base = asked.previous === undefined ? chosen : toldBase(chosen, tags, asked.previous)
  const history = releaseHistory(tags, base.tag ? (base.track ?? '') : undefined)
  if (base.tag || history.length > 0 || !end) return { base, releases: history }
  return untaggedHistory(root, repository, version, { base, end: end.commit, ...asked })
}

/** No tag names a release: manifest versions united with release subjects, then changelog headings. */
async function untaggedHistory(
  root: string,
  { files }: Repository,
  version: Version,
  { base, end, previous, paths }: Asked & { base: Base; end: string },
): Promise<Found> {
  const noTag = base.why.split(':')[0] ?? base.why
  const manifests = [...(paths ?? []), ''].flatMap(folder => versionFiles(files, folder)).slice(0, 3)
  const byManifest: UntaggedRelease[] = []
  for (const path of manifests) byManifest.push(...releasesByManifest(path, await pastTexts(root, end, path)))
  const found = united(releasesBySubject(await releaseSubjects(root, end)), byManifest)
  const [changelog] = found.length > 0 ? [] : changelogPaths(files)
  const releases = changelog ? releasesByChangelog(changelog, await pastTexts(root, end, changelog)) : found
  const told =
    previous && releases.find(one => parseVersion(previous, 'previous_version').text === textOf(one))
  const fallback = told ? untaggedBase([told], version, noTag) : untaggedBase(releases, version, noTag)
  return { base: fallback ?? base, releases: [] }
}

const textOf = ({ version }: UntaggedRelease): string | undefined => versionOfTag(version)?.version.text

/** What the asked folders are called, and the packages in them; of the root's own folder where it lies in a repository. */
async function packageNames(root: string, repository: Repository, paths: string[]): Promise<string[]> {
  const folders = paths.map(path => path.replace(/^\.\/|\/+$/g, '')).filter(path => path && path !== '.')
  const inside = repository.prefix.replace(/\/$/, '')
  if (folders.length === 0 && !inside) return []
  const manifests = (folders.length > 0 ? folders.map(folder => `${folder}/`) : ['']).flatMap(folder =>
    ['package.json', 'Cargo.toml', 'pyproject.toml', 'composer.json'].map(name => `${folder}${name}`),
  )
  const there = manifests.filter(path => repository.files.includes(path)).slice(0, 20)
  const texts = repository.head
    ? await filesAt(root, repository.head.commit, there)
    : new Map<string, string>()
  const packages = [...texts].flatMap(([path, text]) => ownName(path, text) ?? [])
  const own = folders.length > 0 ? folders.map(folder => `${repository.prefix}${folder}`) : [inside]
  return [...packages, ...own, ...folders, ...own.map(folder => folder.split('/').at(-1) ?? folder)]
}

/** Where a higher release exists: whether the end of the range follows the base's line, and which branches do. */
async function lineAround(
  root: string,
  repository: Repository,
  base: Base,
  version: Version,
  to = 'HEAD',
): Promise<NonNullable<Observation['base']>['line']> {
  const { commit, higher = [] } = base
  const last = higher.at(-1)
  if (!commit || !last || !repository.head) return undefined
  const named = releaseBranches(repository.branches, version)
  const branches = [...new Set([...named, ...lineBranches(repository.branches, version)])]
  const line = await lineOf(root, { base: commit, to, higher, branches })
  if (line.followed) return undefined
  const shown = (names: string[]) => names.slice(0, 5).map(name => cleanText(name, 250))
  return {
    to: cleanText(to, 250),
    higher: line.holds ?? last.tag,
    held: line.holds !== undefined,
    branches: shown(line.branches),
    ...(line.branches.length === 0 && named.length > 0 ? { behind: shown(named) } : {}),
  }
}
