import { isKnown } from '../basis.ts'
import type { PlanInputs } from '../inputs.ts'
import type { Release, Scope, Warning } from '../plan.ts'

const staleAfterDays = 30
const order = { patch: 0, minor: 1, major: 2 } as const

/** What in the repository speaks against the plan as asked. */
export function scopeWarnings(inputs: PlanInputs, release: Release, scope: Scope): Warning[] {
  return [
    alreadyTagged(inputs, release),
    noPreviousTag(inputs, release),
    shallow(release),
    stale(scope),
    bumpTooSmall(release, scope),
    cut(scope),
  ].filter(warning => warning !== undefined)
}

function alreadyTagged(inputs: PlanInputs, release: Release): Warning | undefined {
  const tag = inputs.observed?.base?.existing
  if (!tag) return undefined
  return {
    code: 'version_already_tagged',
    message: `The repository already has the tag ${tag} for ${release.version}.`,
    fix: 'Check that this version is not released yet, or plan the next one.',
  }
}

function noPreviousTag(inputs: PlanInputs, release: Release): Warning | undefined {
  if (!inputs.observed?.repository || inputs.observed.base?.tag || isKnown(release.previous_version))
    return undefined
  return {
    code: 'no_previous_tag',
    message: `No earlier release was found in the repository: ${release.base.why}.`,
    fix: 'Say previous_version in initialize_plan, or from (a commit or tag) in gather_scope; fetch the tags if they are missing.',
  }
}

function shallow(release: Release): Warning | undefined {
  if (!release.repository?.shallow) return undefined
  return {
    code: 'shallow_clone',
    message: 'The clone is shallow: commits and tags may be missing, counts are lower bounds.',
    fix: 'Run git fetch --unshallow --tags, then gather_scope again.',
  }
}

function stale(scope: Scope): Warning | undefined {
  if (scope.age_days === undefined || scope.age_days <= staleAfterDays) return undefined
  return {
    code: 'stale_repository',
    message: `The newest commit of the range is ${scope.age_days} days old.`,
    fix: 'Fetch, then call gather_scope again before anybody approves the scope.',
  }
}

function bumpTooSmall(release: Release, scope: Scope): Warning | undefined {
  const { release_type: asked } = release
  const needed = scope.recommended_bump
  if (asked === 'prerelease' || !needed || order[asked] >= order[needed]) return undefined
  return {
    code: 'bump_too_small',
    message: `The changes call for a ${needed} release (${scope.bump_because ?? 'by their kinds'}), the version is a ${asked} one.`,
    fix: 'Choose a higher version, leave the change out, or decide why it is compatible and note that in scope decisions.',
  }
}

function cut(scope: Scope): Warning | undefined {
  if (!scope.range?.omitted) return undefined
  return {
    code: 'range_cut',
    message: `${scope.range.omitted} older commits of the range were not read.`,
    fix: 'Narrow the range with from or paths.',
  }
}
