import type { PlanInputs } from '../../inputs.ts'
import type { Scope } from '../../plan.ts'
import type { Bump } from '../../version.ts'
import { highest } from '../commits/fragments.ts'
import type { ObservedRange } from '../observation.ts'
import { isOwn } from '../paths.ts'

/** The touched packages, where there are several, each with the step that its changesets ask for. */
export function packagesOf(range: ObservedRange | undefined): Pick<Scope, 'packages'> {
  const steps = new Map((range?.steps ?? []).map(({ name, bump }) => [name, bump]))
  const all = range?.packages ?? []
  // inside another one lie templates and samples, unless a changeset speaks of it
  const inside = ({ path, name }: (typeof all)[number]) =>
    !(name && steps.has(name)) && all.some(other => other.path !== '.' && path.startsWith(`${other.path}/`))
  const shipped = all.filter(one =>
    one.path === '.' ? one.name !== undefined : isOwn(`${one.path}/x`) && !inside(one),
  )
  const touched = shipped.map(({ path, name, commits, files }) => {
    const bump = name ? steps.get(name) : undefined
    return { path, ...(name ? { name } : {}), commits, files, ...(bump ? { bump } : {}) }
  })
  const named = new Set(touched.map(({ name }) => name))
  const others = [...steps].filter(([name]) => !named.has(name)).map(([name, bump]) => ({ name, bump }))
  const packages = [...touched, ...others]
  return packages.length > 1 ? { packages } : {}
}

/** Whether a package is the one that is released, by the names under which the plan knows it. */
function isReleased({ release, observed }: PlanInputs): (name: string) => boolean {
  const names = [release.product, observed?.ecosystem?.name, observed?.product].filter(
    name => name !== undefined,
  )
  return name => names.some(own => own === name || name.split('/').at(-1) === own)
}

/** The step that changesets ask for in the released package; the highest of all where they do not name it. */
export function statedStep(inputs: PlanInputs): { bump: Bump; changesets: number } | undefined {
  const steps = inputs.observed?.range?.steps ?? []
  const own = steps.filter(({ name }) => isReleased(inputs)(name))
  const counting = own.length > 0 ? own : steps
  if (counting.length === 0) return undefined
  const changesets = Math.max(...counting.map(step => step.changesets))
  return { bump: highest(counting.map(({ bump }) => bump)), changesets }
}

/** Whether a changeset's major step is one of other packages than the released one. */
export function isOfOthers(inputs: PlanInputs, packages: readonly string[] | undefined): boolean {
  if (!packages || packages.length === 0) return false
  const released = isReleased(inputs)
  const steps = inputs.observed?.range?.steps ?? []
  return steps.some(({ name }) => released(name)) && !packages.some(released)
}
