import { isKnown } from '../basis.ts'
import { daysBetween } from '../calendar/date.ts'
import type { PlanInputs } from '../inputs.ts'
import type { Release, Scope, Warning } from '../plan.ts'
import { cleanText } from '../text.ts'
import { compareVersions, parseVersion, releaseType, type Version, versionOfTag } from '../version.ts'
import { lineFix, lineText } from './base/base-reason.ts'
import { isCommit, theRest } from './commits/ids.ts'

const staleAfterDays = 30
const order = { patch: 0, minor: 1, major: 2 } as const

/** What in the repository speaks against the plan as asked. */
export function scopeWarnings(inputs: PlanInputs, release: Release, scope: Scope): Warning[] {
  return [
    ...referencesToNothing(inputs),
    schemaContradiction(inputs),
    alreadyTagged(inputs, release),
    candidateExists(release, scope),
    ...(inputs.observed?.base?.line ? offLine(inputs, release) : [releaseBranch(scope)]),
    ...otherBases(inputs),
    behindBase(inputs),
    noPreviousTag(inputs, release),
    startsBeforePrevious(inputs, release, scope),
    shallow(release),
    stale(scope),
    bumpTooSmall(inputs, release, scope),
    credentialAdded(scope),
    cut(scope),
  ].filter(warning => warning !== undefined)
}

/** Commits and risks that a call named and that are not there: a typing mistake would pass in silence. */
function referencesToNothing(inputs: PlanInputs): Warning[] {
  const range = inputs.observed?.range
  // Changes that a call names are always kept; plans of before that kept whole ids were cut without a look at that.
  const old = range?.changes.some(({ commit }) => commit.length > 12)
  if (!range || (old && range.changes_omitted > 0)) return []
  const named = [
    ...(inputs.scope?.exclude ?? []),
    ...(inputs.scope?.reclassify ?? []).map(({ commit }) => commit),
  ]
  const unknown = named.filter(
    name => name !== theRest && !range.changes.some(change => isCommit(change, name)),
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

/** A patch of an older line is not what lies at the tip of the newest one. */
function offLine({ observed, scope }: PlanInputs, { version }: Release): Warning[] {
  const { line, tag } = observed?.base ?? {}
  if (!line || !tag || scope?.from) return []
  return [{ code: 'old_line', message: `${lineText(version, line.to, line)}.`, fix: lineFix(tag, line) }]
}

/** Starts that are as defensible as the chosen one; none once the caller has said where to start. */
function otherBases({ observed, scope, release }: PlanInputs): Warning[] {
  const { tag, doubts = [] } = observed?.base ?? {}
  if (scope?.from || release.previous_version) return []
  return doubts.map(({ from, when }) => ({
    code: 'other_base',
    message: `The range starts ${tag ? `at ${tag}` : 'with the first commit'}; ${from} is right instead ${when}.`,
    fix: `Keep it, or call gather_scope with from: "${from}".`,
  }))
}

/** The range was read before the base became another one. */
function behindBase({ observed, scope }: PlanInputs): Warning | undefined {
  const [read, tag] = [observed?.range?.from, observed?.base?.tag]
  if (!observed?.range || scope?.from || !tag || read === tag) return undefined
  return {
    code: 'scope_behind_base',
    message: `The scope was read since ${read ?? 'the first commit'}, the base is now ${tag}.`,
    fix: 'Call gather_scope again.',
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

/** A calendar version promises nothing by its numbers; a candidate is judged by the version that it leads to. */
function bumpTooSmall(inputs: PlanInputs, release: Release, scope: Scope): Warning | undefined {
  const version = parseVersion(inputs.version)
  const needed = scope.recommended_bump
  const previous = isKnown(release.previous_version) ? parsed(release.previous_version.value) : undefined
  const underWay = previous?.prerelease.length && previous.parts.join('.') === version.parts.join('.')
  const asked = releaseType({ ...version, prerelease: [] }, previous)
  if (version.scheme === 'calver' || underWay || asked === 'prerelease') return undefined
  if (!needed || order[asked] >= order[needed]) return undefined
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
    message: `The range is above what is read at once: ${scope.range.omitted} older commits of ${scope.range.commits} are counted only, so changes, kinds and authors are lower bounds; files and lines are complete.`,
    fix: 'Narrow the range with from or paths.',
  }
}

/** A previous version that a person gave may be of any form. */
function parsed(text: string): Version | undefined {
  return versionOfTag(text)?.version
}

/** Taking the file out again does not help: every clone has it. */
function credentialAdded({ evidence }: Scope): Warning | undefined {
  const found = evidence?.credentials ?? []
  const [first] = found
  if (!first) return undefined
  const others = found.length > 1 ? ` and ${found.length - 1} more` : ''
  return {
    code: 'credential_added',
    message: `The range adds what looks like a credential: ${first.what} in ${cleanText(first.file, 120)}${others}.`,
    fix: 'Revoke it and issue a new one before the release; then remove it from the repository. If it is none, say so in a decision of the scope.',
  }
}
