import { type Basis, derived, knownValue } from '../basis.ts'
import type { Release } from '../plan.ts'
import { candidateMark } from '../scope/base/candidate-mark.ts'

type Command = (name: string, version: string) => string

/** By the registry's id, see `Ecosystem`. */
const exact: Record<string, Command> = {
  npm: (name, version) => `npm install ${name}@${version}`,
  pypi: (name, version) => `python -m pip install "${name}==${version}"`,
  crates: (name, version) => `cargo update -p ${name} --precise ${version}`,
  rubygems: (name, version) => `gem install ${name} -v ${version}`,
  go: (name, version) => `go get ${name}@v${version}`,
  nuget: (name, version) => `dotnet add package ${name} --version ${version}`,
  packagist: (name, version) => `composer require ${name}:${version}`,
  pub: (name, version) => `dart pub add ${name}:${version}`,
  maven: (name, version) => `${name}:${version}`,
  container: (name, version) => `docker pull ${name}:${version}`,
}

/** By the registry's id, where a candidate is taken in another way than a version. */
const candidates: Record<string, Command> = {
  npm: (name, version) => `npm install ${name}@${version} (or ${name}@next)`,
  crates: (name, version) => `cargo add ${name}@=${version}`,
}

export interface Upgrade {
  command: string
  /** The same for the version before; absent where that version is not known. */
  back?: string
  basis: Basis
}

/**
 * How the product's users take a version, in the words of its package registry; absent for a service and where
 * no registry is known.
 */
export function upgradeOf(release: Release, version: string): Upgrade | undefined {
  const { registry, name } = installed(release)
  const command = registry && exact[registry]
  const previous = previousVersion(release)
  if (!command || !name) return undefined
  const { basis } = derived('', `${registry} package ${name}`)
  return { command: command(name, version), ...(previous ? { back: command(name, previous) } : {}), basis }
}

/** How a candidate of the version is taken, `____` for its number; absent where no registry is known. */
export function candidateOf(release: Release, version: string): string | undefined {
  const { registry, name } = installed(release)
  const command = registry && (candidates[registry] ?? exact[registry])
  if (!command || !name) return undefined
  return command(name, `${version}${candidateMark(release)}____`)
}

/** A program is not taken by adding its Go module to another one, so software that others install has no such line. */
const installed = ({ ecosystem, kind }: Release): Partial<NonNullable<Release['ecosystem']>> =>
  ecosystem && kind.value !== 'service' && (kind.value === 'library' || ecosystem.registry !== 'go')
    ? ecosystem
    : {}

/** The version in use now, without `v`; absent where there is none or it is not known. */
export function previousVersion(release: Release): string | undefined {
  return /^v?(\d.*)$/.exec(knownValue(release.previous_version) ?? '')?.[1]
}
