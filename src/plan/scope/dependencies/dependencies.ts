import { cleanText } from '../../text.ts'
import { isDocs, isTest, isVendored } from '../paths.ts'
import { isManifest, ownName, requirementsOf } from '../product/manifests.ts'
import type { Requirement, Requirements } from './requirements.ts'

/** A direct dependency that the range changed; `from` and `to` are the version ranges as written. */
export type DependencyChange = {
  manifest: string
  name: string
  from?: string
  to?: string
  /** By the first number that differs. */
  change: 'major' | 'minor' | 'patch' | 'added' | 'removed'
  /** Needed only for development, tests or building. */
  dev: boolean
  /** Something the user of the product has to have. */
  peer?: true
}

const MOST_MANIFESTS = 20
const MOST_CHANGED = 200
/** Ranges that mean a package of the same repository. */
const OWN = /^(?:workspace|link|file|portal):|^\$\{(?:(?:project|pom)\.(?:parent\.)?version|revision)\}$/

/** Folders of what builds and checks the product. */
const WORKSHOP = /(?:^|\/)(?:\.[^/]+|tools?|utils?|scripts?|hack|ci|build|bench(?:marks?)?)\//

/** The manifests worth reading, nearest to the root first: none of tests, examples or copies; at most 20, and 200 of the changed ones. */
export function manifestPaths(files: string[], changed: { path: string; from?: string }[] = []): string[] {
  const depth = (path: string) => path.split('/').length
  const nearest = files
    .filter(isRead)
    .sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1))
    .slice(0, MOST_MANIFESTS)
  const touched = changed.map(({ path }) => path).filter(isRead)
  return [...new Set([...nearest, ...touched.slice(0, MOST_CHANGED)])]
}

const isRead = (path: string): boolean =>
  isManifest(path) && !isTest(path) && !isDocs(path) && !isVendored(path)

/** What of the changed manifests lies beyond the limit, in a sentence. */
export function manifestNotes(changed: { path: string }[]): string[] {
  const touched = changed.filter(({ path }) => isRead(path)).length
  return touched > MOST_CHANGED
    ? [
        `Of ${touched} changed manifests ${MOST_CHANGED} were read: the dependencies of the others are missing.`,
      ]
    : []
}

/**
 * What changed in the manifests' direct dependencies, shipped ones and majors first. Packages of the repository
 * itself are left out. Both maps are from a manifest's path to its text.
 */
export function dependencyChanges(
  before: Map<string, string>,
  after: Map<string, string>,
): DependencyChange[] {
  const manifests = [...new Set([...before.keys(), ...after.keys()])]
  const own = new Set([...before, ...after].map(([path, text]) => ownName(path, text)))
  const read = (texts: Map<string, string>) =>
    new Map(manifests.map(path => [path, requirementsOf(path, texts.get(path) ?? '')]))
  const [old, now] = [read(before), read(after)]
  const [hadBefore, hasNow] = [namesOf(old), namesOf(now)]
  const changes = manifests.flatMap(manifest => {
    const [one, other] = [old.get(manifest) ?? new Map(), now.get(manifest) ?? new Map()]
    const names = [...new Set([...one.keys(), ...other.keys()])].filter(name => !own.has(name))
    return names
      .flatMap(name => change(manifest, name, one.get(name), other.get(name)))
      .filter(
        ({ name, change: step }) =>
          !(step === 'added' ? hadBefore : step === 'removed' ? hasNow : none).has(name),
      )
  })
  const order = ['major', 'added', 'removed', 'minor', 'patch']
  return changes.sort(
    (a, b) => Number(a.dev) - Number(b.dev) || order.indexOf(a.change) - order.indexOf(b.change),
  )
}

const none: ReadonlySet<string> = new Set()

/** Everything that any manifest asks for: what another package of the repository has already is no addition. */
const namesOf = (manifests: Map<string, Requirements>): Set<string> =>
  new Set([...manifests.values()].flatMap(requirements => [...requirements.keys()]))

function change(manifest: string, name: string, old?: Requirement, now?: Requirement): DependencyChange[] {
  const step = stepBetween(old, now)
  if (!step || OWN.test(now?.range ?? old?.range ?? '')) return []
  const shown = now ?? old
  return [
    {
      manifest,
      name: cleanText(name, 100),
      from: old && cleanText(old.range, 60),
      to: now && cleanText(now.range, 60),
      change: step,
      dev: (shown?.dev ?? false) || WORKSHOP.test(manifest),
      ...(shown?.peer ? { peer: true as const } : {}),
    },
  ]
}

function stepBetween(old?: Requirement, now?: Requirement): DependencyChange['change'] | undefined {
  if (!old) return now ? 'added' : undefined
  if (!now) return 'removed'
  if (old.range === now.range) return undefined
  const [before, after] = [numbersIn(old.range), numbersIn(now.range)]
  if (!before || !after) return undefined
  const differs = [0, 1, 2].find(i => (before[i] ?? 0) !== (after[i] ?? 0))
  return differs === undefined
    ? old.range === now.range
      ? undefined
      : 'patch'
    : (['major', 'minor', 'patch'] as const)[differs]
}

/** The first version number in a range: `^1.2.3` and `>=1.2.3,<2` are 1.2.3. */
function numbersIn(range: string): number[] | undefined {
  return /\d+(?:\.\d+)*/.exec(range.slice(0, 200))?.[0].split('.').map(Number)
}
