import type { Kind } from '../kinds/profile.ts'
import { counted } from '../text.ts'
import type { Bump, Version } from '../version.ts'
import type { ObservedDependency } from './observation.ts'
import { isRuntime, needText, raisedFloors } from './product/runtime-floors.ts'

/** What decides a step: what ships, and by whom it is used. */
export type Shipped = {
  /** Changes that ship; absent kind: nothing tells it. */
  changes: { kind?: string | undefined; sure: boolean }[]
  /** Titles of what breaks, as the section about breaking changes names them. */
  breaking: string[]
  dependencies: ObservedDependency[]
  kind: Kind
  /** The step that the project's own changesets ask for, and how many of them say so. */
  stated?: { bump: Bump; changesets: number }
  /** For the rule that 0.x promises nothing. */
  previous?: Version
}

/** The step that the scope asks for by SemVer, and what decided. In 0.x a breaking change is a minor step. */
export function recommendedBump({ changes, breaking, dependencies, kind, previous, stated }: Shipped): {
  bump: Bump
  why: string
} {
  const peers = dependencies.filter(
    dependency =>
      dependency.peer === true &&
      !isRuntime(dependency) &&
      (dependency.change === 'major' || dependency.change === 'added'),
  )
  const [first] = breaking
  const peer = peers[0] ? `its users need another ${peers[0].name} (${peers[0].to ?? ''})` : undefined
  const decided = first ? breakingText(breaking) : peer
  if (decided && previous?.parts[0] === 0 && previous.scheme === 'semver')
    return { bump: 'minor', why: `${decided}; 0.x promises no compatibility` }
  if (decided) return { bump: 'major', why: decided }
  if (stated)
    return {
      bump: stated.bump,
      why: `${counted(stated.changesets, 'changeset')}, the highest asks for ${stated.bump}`,
    }
  const [floor] = raisedFloors(dependencies)
  const features = changes.filter(change => change.kind === 'feature')
  const unknown = changes.filter(change => !change.kind).length
  const doubt = unknown > 0 ? `; ${counted(unknown, 'change')} of unknown kind` : ''
  const need = floor ? needText(floor, kind) : ''
  if (features.length === 0 && floor)
    return { bump: 'minor', why: `${need}, nothing marked as breaking${doubt}` }
  if (features.length === 0)
    return { bump: 'patch', why: `no feature and no breaking change is marked${doubt}` }
  const why = `${counted(features.length, 'feature')}${wording(features)}${need ? `; ${need}` : ''}`
  return { bump: 'minor', why: `${why}, nothing marked as breaking${doubt}` }
}

function breakingText(titles: string[]): string {
  const named = titles.slice(0, 3).join('; ')
  const more = titles.length > 3 ? ` and ${titles.length - 3} more` : ''
  return `${counted(titles.length, 'breaking change')}: ${named}${more}`
}

function wording(features: Shipped['changes']): string {
  const guessed = features.filter(change => !change.sure).length
  if (guessed === features.length) return ', told by their wording alone'
  return guessed > 0 ? `, ${guessed} told by wording` : ''
}
