import { cleanText } from '../../text.ts'
import type { LockChange } from '../observation.ts'
import type { DependencyChange } from './dependencies.ts'
import { isLockFile, lockedPackages, manifestOf } from './lock-files.ts'
import type { Locked } from './locked.ts'

const MOST_SHOWN = 10

/** One package of a lock file that is of another version, new or gone. */
type Step = {
  name: string
  from?: string
  to?: string
  direct: boolean
  change: 'major' | 'other' | 'added' | 'removed'
}

/**
 * What the changed lock files say that no manifest says: packages that others bring, and direct ones whose range let a
 * new version in. `named` are the direct dependencies of all manifests, `own` the repository's packages, `changed` the
 * paths of the range's files. `told` are names whose change a manifest shows, or that only development needs.
 */
export function lockChanges(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  around: {
    named: ReadonlySet<string>
    told: ReadonlySet<string>
    own: ReadonlySet<string>
    changed: readonly string[]
  },
): LockChange[] {
  return [...after.keys()].filter(isLockFile).flatMap(file => {
    const [old, now] = [before.get(file), after.get(file)]
    if (old === undefined || now === undefined || old === now) return []
    const steps = stepsBetween(lockedPackages(file, old), lockedPackages(file, now), around)
    const manifest = manifestOf(file)
    return steps.length > 0 ? [summary(file, steps, !around.changed.some(path => manifest.test(path)))] : []
  })
}

function stepsBetween(
  old: Locked,
  now: Locked,
  { named, told, own }: { named: ReadonlySet<string>; told: ReadonlySet<string>; own: ReadonlySet<string> },
): Step[] {
  // an empty reading of either side is a form that is not known, not a change of everything
  if (old.versions.size === 0 || now.versions.size === 0) return []
  const direct = (name: string) => now.direct?.has(name) ?? named.has(name)
  const steps: Step[] = []
  for (const [name, versions] of now.versions) {
    if (own.has(name) || told.has(name)) continue
    const earlier = old.versions.get(name)
    if (earlier?.join() === versions.join()) continue
    const to = versions.find(version => !earlier?.includes(version)) ?? versions.at(-1)
    const from = earlier?.find(version => !versions.includes(version)) ?? earlier?.at(-1)
    if (!earlier) steps.push({ name, to, direct: direct(name), change: 'added' })
    else if (to !== from)
      steps.push({
        name,
        from,
        to,
        direct: direct(name),
        change: isMajor(earlier, versions) ? 'major' : 'other',
      })
  }
  for (const [name, versions] of old.versions)
    if (!now.versions.has(name) && !own.has(name) && !told.has(name))
      steps.push({ name, from: versions.at(-1), direct: false, change: 'removed' })
  return steps
}

/** A first number that none of the earlier versions had. */
function isMajor(earlier: string[], now: string[]): boolean {
  const major = (version: string) => /^v?(\d+)/.exec(version)?.[1] ?? version
  return now.some(version => !earlier.map(major).includes(major(version)))
}

function summary(file: string, steps: Step[], alone: boolean): LockChange {
  const count = (change: Step['change']) => steps.filter(step => step.change === change).length
  const order = ['major', 'added', 'other', 'removed']
  const shown = [...steps].sort(
    (a, b) =>
      Number(b.direct) - Number(a.direct) ||
      order.indexOf(a.change) - order.indexOf(b.change) ||
      (a.name < b.name ? -1 : 1),
  )
  return {
    file: cleanText(file, 250),
    alone,
    direct: steps.filter(step => step.direct).length,
    added: count('added'),
    removed: count('removed'),
    majors: count('major'),
    others: count('other'),
    shown: shown
      .filter(({ change, direct }) => change === 'major' || change === 'added' || direct)
      .slice(0, MOST_SHOWN)
      .map(({ name, from, to, direct, change }) => ({
        name: cleanText(name, 100),
        ...(from ? { from: cleanText(from, 60) } : {}),
        ...(to ? { to: cleanText(to, 60) } : {}),
        direct,
        ...(change === 'major' ? { major: true } : {}),
      })),
  }
}

/** Direct dependencies that a lock file moved to a new major while their manifest's range stayed. */
export function lockedMajors(locks: LockChange[]): DependencyChange[] {
  return locks.flatMap(({ file, shown }) =>
    shown.flatMap(({ name, from, to, direct, major }) =>
      direct && from && to && major
        ? [{ manifest: file, name, from, to, change: 'major' as const, dev: false }]
        : [],
    ),
  )
}
