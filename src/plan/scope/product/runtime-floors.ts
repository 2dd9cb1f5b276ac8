import { observed } from '../../basis.ts'
import type { Kind } from '../../kinds/profile.ts'
import type { Scope } from '../../plan.ts'
import type { ObservedDependency } from '../observation.ts'

/** The names under which manifests are read for the language they need. */
const RUNTIMES = new Set(['node', 'python', 'go', 'rust', 'php'])

/** Whether this is the language itself (`engines.node`, `requires-python`, the go directive, `rust-version`). */
export function isRuntime({ name, peer }: Pick<ObservedDependency, 'name'> & { peer?: unknown }): boolean {
  return peer === true && RUNTIMES.has(name)
}

/** The shipped manifests whose floor rose by its first or second number. */
export function raisedFloors<T extends ObservedDependency>(dependencies: T[]): T[] {
  return dependencies.filter(
    dependency =>
      isRuntime(dependency) &&
      !dependency.dev &&
      ['major', 'minor'].includes(dependency.change) &&
      lowest(dependency.to) > lowest(dependency.from),
  )
}

/** `node >=18 → >=20`. */
export const floorText = ({ name, from, to }: ObservedDependency): string => `${name} ${from} → ${to}`

/** `its users need node >=20 (was >=18)`: a compiled program asks that of who builds it, a service of who runs it. */
export function needText({ name, from, to }: ObservedDependency, kind: Kind): string {
  const compiled = (name === 'go' || name === 'rust') && kind !== 'library'
  const operated = kind === 'service' || kind === 'data' || kind === 'infrastructure'
  const who = compiled ? 'who builds it needs' : operated ? 'who runs it needs' : 'its users need'
  return `${who} ${name} ${to} (was ${from})`
}

/** Raised floors as candidates for a breaking change: nothing marks them, and not everybody is hit. */
export function mayBreak(dependencies: ObservedDependency[], kind: Kind): NonNullable<Scope['may_break']> {
  return raisedFloors(dependencies).map(floor => ({
    title: needText(floor, kind),
    why: `${floorText(floor)}, not marked as breaking`,
    basis: observed(floor.name, floor.manifest).basis,
  }))
}

/** The first version in a range as one number: `>=3.10,<4` is 3010. */
function lowest(range: string | undefined): number {
  const [major = '0', minor = '0'] = /\d+(?:\.\d+)*/.exec(range ?? '')?.[0].split('.') ?? []
  return Number(major) * 1000 + Number(minor)
}
