import { isKnown } from '../basis.ts'
import { daysBetween } from '../calendar/date.ts'
import type { PlanInputs } from '../inputs.ts'
import type { Release, Scope, Warning } from '../plan.ts'
import { cleanText } from '../text.ts'
import { compareVersions, versionOfTag } from '../version.ts'

const staleAfterDays = 30
const order = { patch: 0, minor: 1, major: 2 } as const

/** What in the repository speaks against the plan as asked. */
export function scopeWarnings(inputs: PlanInputs, release: Release, scope: Scope): Warning[] {
  return [
    ...referencesToNothing(inputs),
    schemaContradiction(inputs),
    alreadyTagged(inputs, release),
    candidateExists(release, scope),
    releaseBranch(scope),
    noPreviousTag(inputs, release),
    startsBeforePrevious(inputs, release, scope),
    shallow(release),
    stale(scope),
    bumpTooSmall(release, scope),
    cut(scope),
  ].filter(warning => warning !== undefined)
}

/** Commits and risks that a call named and that are not there: a typing mistake would pass in silence. */
function referencesToNothing(inputs: PlanInputs): Warning[] {
  const range = inputs.observed?.range
  if (!range || range.changes_omitted > 0) return []
  const named = [
    ...(inputs.scope?.exclude ?? []),
    ...(inputs.scope?.reclassify ?? []).map(({ commit }) => commit),
  ]
  const unknown = named.filter(
    name => !range.changes.some(({ commit }) => name.length >= 4 && commit.startsWith(name)),
  )
  if (unknown.length === 0) return []
  return [
    {
      code: 'unknown_commit',
      message: `No change of the range begins with ${unknown.slice(0, 5).join(', ')}.`,
      fix: 'Give at least four characters of the commit id as gather_scope shows it, in exclude or reclassify.',
    },
  ]
}

function schemaContradiction(inputs: PlanInputs): Warning | undefined {
  const told = inputs.strategy?.database_change
  const item = inputs.scope?.items?.find(
    ({ kind, backward_compatible: compatible }) =>
      kind === 'database_change' &&
      compatible !== undefined &&
      told !== undefined &&
      compatible !== (told !== 'breaking'),
  )
  if (!item) return undefined
  return {
    code: 'database_change_contradiction',
    message: `select_strategy says database_change ${told}, scope item ${item.id} says backward_compatible ${item.backward_compatible}; the strategy goes by the first.`,
    fix: 'Correct the one that is wrong.',
  }
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

function candidateExists({ version }: Release, { under_way }: Scope): Warning | undefined {
  const candidate = under_way?.candidate
  if (!candidate) return undefined
  const name = candidate.tag.slice(Math.max(0, candidate.tag.indexOf(version)))
  const next = candidate.next ? `; the next candidate is ${candidate.next}` : ''
  return {
    code: 'candidate_exists',
    message: `${name} of ${candidate.date.slice(0, 10)} is tagged${next}.`,
    fix: `Plan the candidates from there; gather_scope with from: "${candidate.tag}" shows what came since.`,
  }
}

function releaseBranch({ under_way }: Scope): Warning | undefined {
  const branch = under_way?.branch
  if (!branch) return undefined
  return {
    code: 'release_branch',
    message: `${branch} exists.`,
    fix: `If the release is cut there, call gather_scope with to: "${branch}".`,
  }
}

/** What the previous version shipped already would be announced, tested and weighed again. */
function startsBeforePrevious(inputs: PlanInputs, release: Release, scope: Scope): Warning | undefined {
  const { range } = scope
  if (!range?.from || !inputs.scope?.from || !isKnown(release.previous_version)) return undefined
  const wanted = release.previous_version.value
  const previous = inputs.observed?.releases?.find(({ version }) => version === wanted)
  const named = versionOfTag(range.from)?.version
  const old = previous && versionOfTag(previous.tag)?.version
  if (!previous || !old || range.from === previous.tag) return undefined
  const before = named
    ? compareVersions(named, old) < 0
    : range.from_date !== undefined &&
      daysBetween(range.from_date.slice(0, 10), previous.date.slice(0, 10)) > 0
  if (!before) return undefined
  return {
    code: 'scope_starts_before_previous',
    message: `The scope starts at ${range.from}, before ${previous.tag}, the previous version: what that one shipped is counted again.`,
    fix: `Call gather_scope with from: "${previous.tag}", or correct previous_version in initialize_plan.`,
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
    message: `The changes call for a ${needed} release (${cleanText(scope.bump_because ?? 'by their kinds', 140)}), the version is a ${asked} one.`,
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
