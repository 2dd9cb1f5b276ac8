import { PlanError } from './errors.ts'
import { quoted } from './text.ts'

/** A version as people write it, and its numbers. */
export type Version = {
  /** Without a leading `v`. */
  text: string
  scheme: 'semver' | 'calver'
  /** Three numbers (SemVer) or two to four (CalVer). */
  parts: number[]
  /** Identifiers after the hyphen; empty for a stable release. */
  prerelease: string[]
}

export type Bump = 'major' | 'minor' | 'patch'
export type ReleaseType = Bump | 'prerelease'

const CORE = String.raw`(0|[1-9]\d{0,9})`
const IDENTIFIER = String.raw`(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)`
const PRERELEASE = String.raw`(?:-(${IDENTIFIER}(?:\.${IDENTIFIER})*))?`
const BUILD = String.raw`(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?`
const SEMVER = new RegExp(`^${CORE}\\.${CORE}\\.${CORE}${PRERELEASE}${BUILD}$`)
const CALVER = new RegExp(`^(\\d{2}|\\d{4})\\.(\\d{1,2})(?:\\.(\\d{1,10}))?(?:\\.(\\d{1,10}))?${PRERELEASE}$`)
const LONGEST = 64

/**
 * The version in `text`: SemVer 2.0, or a calendar version (2026.11, 2026.11.1, 24.04, 24.04.1), with at
 * most one leading `v`. Whatever passes is safe as the name of a folder.
 * @param field the argument that it was given as, for the error
 * @throws PlanError `invalid_version`
 */
export function parseVersion(text: string, field = 'version'): Version {
  const plain = (text.startsWith('v') ? text.slice(1) : text).slice(0, LONGEST + 1)
  const version = calendarVersion(plain) ?? semanticVersion(plain)
  if (version && text.length <= LONGEST && hasPlainNumbers(version)) return version
  throw new PlanError(
    'invalid_version',
    `${field}: ${quoted(text, 80)} is not a version. Valid: SemVer 2.0 (2.5.0, 2.5.0-rc.1) or a calendar version ` +
      '(2026.11, 2026.11.1, 24.04), with or without one leading "v", at most 64 characters, no number over 10 ' +
      `digits. Call again with ${field}: "2.5.0" or the like.`,
    field,
  )
}

function hasPlainNumbers(version: Version): boolean {
  return !version.prerelease.some(id => /^\d{11,}$/.test(id))
}

function semanticVersion(plain: string): Version | undefined {
  const match = SEMVER.exec(plain)
  if (!match) return undefined
  return {
    text: plain,
    scheme: 'semver',
    parts: match.slice(1, 4).map(Number),
    prerelease: match[4]?.split('.') ?? [],
  }
}

/** A year of four digits decides alone; one of two digits only where SemVer cannot be meant. */
function calendarVersion(plain: string): Version | undefined {
  const match = CALVER.exec(plain)
  if (!match) return undefined
  const [, year = '', second = '', third, fourth, prerelease] = match
  const month = second.length === 2 && Number(second) >= 1 && Number(second) <= 12
  const shortYear = year.length === 2 && (month || (Number(year) >= 20 && Number(year) <= 49))
  const longYear = year.length === 4 && Number(year) >= 1990 && Number(year) <= 2199
  if (!longYear && !(shortYear && !SEMVER.test(plain))) return undefined
  const parts = [year, second, third, fourth].filter(part => part !== undefined).map(Number)
  return { text: plain, scheme: 'calver', parts, prerelease: prerelease?.split('.') ?? [] }
}

export function isVersion(text: string): boolean {
  try {
    parseVersion(text)
    return true
  } catch {
    return false
  }
}

/** Negative when `a` comes before `b`, by SemVer 2.0 section 11; missing parts count as zero. */
export function compareVersions(a: Version, b: Version): number {
  const length = Math.max(a.parts.length, b.parts.length)
  for (let i = 0; i < length; i++) {
    const difference = (a.parts[i] ?? 0) - (b.parts[i] ?? 0)
    if (difference !== 0) return Math.sign(difference)
  }
  return comparePrereleases(a.prerelease, b.prerelease)
}

function comparePrereleases(a: string[], b: string[]): number {
  if (a.length === 0 || b.length === 0) return Math.sign(b.length - a.length)
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareIdentifiers(a[i] ?? '', b[i] ?? '')
    if (order !== 0) return order
  }
  return Math.sign(a.length - b.length)
}

function compareIdentifiers(a: string, b: string): number {
  const [numberA, numberB] = [/^\d+$/.test(a), /^\d+$/.test(b)]
  if (numberA && numberB) return Math.sign(Number(a) - Number(b))
  if (numberA !== numberB) return numberA ? -1 : 1
  return a === b ? 0 : a < b ? -1 : 1
}

/**
 * What kind of step this release is: by the first number that differs from `previous`, without it (or with a
 * pre-release of the same version) by the trailing zeros. In a calendar version the date is no promise about
 * compatibility: a new year or month is `minor`, a later number `patch`.
 */
export function releaseType(version: Version, previous?: Version): ReleaseType {
  if (version.prerelease.length > 0) return 'prerelease'
  const parts = [...version.parts, 0, 0]
  const changed = previous ? parts.findIndex((part, i) => part !== (previous.parts[i] ?? 0)) : -1
  const patch = changed === -1 ? (parts[2] ?? 0) > 0 : changed >= 2
  if (patch) return 'patch'
  if (version.scheme === 'calver') return 'minor'
  return (changed === -1 ? parts[1] === 0 : changed === 0) ? 'major' : 'minor'
}

/**
 * The next version of that step; a pre-release of it becomes the release itself (2.0.0-rc.1, major: 2.0.0).
 * Undefined for the major or minor step of a calendar version, which only a date decides.
 */
export function bump(version: Version, step: Bump): Version | undefined {
  const [major = 0, minor = 0, patch = 0] = version.parts
  if (version.scheme === 'calver') return step === 'patch' ? calendarPatch(version) : undefined
  const pending = version.prerelease.length > 0
  if (step === 'major') return stable(pending && minor === 0 && patch === 0 ? major : major + 1, 0, 0)
  if (step === 'minor') return stable(major, pending && patch === 0 ? minor : minor + 1, 0)
  return stable(major, minor, pending ? patch : patch + 1)
}

function stable(...parts: [number, number, number]): Version {
  return { text: parts.join('.'), scheme: 'semver', parts, prerelease: [] }
}

function calendarPatch(version: Version): Version {
  const written = (version.text.split('-')[0] ?? '').split('.')
  const parts = [
    ...version.parts.slice(0, 2),
    version.prerelease.length > 0 ? (version.parts[2] ?? 0) : (version.parts[2] ?? 0) + 1,
  ]
  return { text: [...written.slice(0, 2), parts[2]].join('.'), scheme: 'calver', parts, prerelease: [] }
}

const TAG = /^(.*?[@/_-]|[A-Za-z]*?)v?(\d{1,10}(?:[._]\d{1,10}){1,3})([-._+A-Za-z0-9]*)$/i
const EARLY =
  /^[-._]?(alpha|beta|rc|cr|milestone|m|a|b|c|pre|preview|dev|nightly|snapshot|canary|next|edge|insiders?|experimental|unstable|test|ea)(?:[-._]?(\d[\w.-]*))?$/i
const FINAL = /^(?:[-._](?:release|final|ga|stable|lts))?(?:\+[\w.-]*)?$/i
/** Releases after the release: `1.2.3.post1`, `1.2.3-p247`, `5.6.0.SP1`, `v1.2.3-hotfix.2`. */
const LATER = /^[-._]?(?:post|p|patch|hotfix|fix|sp|sec)(?:[-._]?(\d{1,9}))?$/i
const PLAIN_PREFIX = /^(?:releases?|rel|ver|version|tag|stable|final)?[@/_-]?$/i
const EARLY_PREFIX =
  /(?:^|[@/_-])(nightly|canary|snapshot|dev|edge|insiders?|experimental|unstable|test)[@/_-]$/i

/**
 * The version a tag names and the track it belongs to, undefined when it names none (`stable`, `v4`, `2.3.x`).
 * `prefix` is `''` for the root track (`v1.2.3`, `1.2.3`, `release-1.2.3`), else what stands before the
 * version without its `v` (`pkg@`, `path/`, `pkg-`). Two numbers are a release as well (`1.0` is 1.0.0), `.RELEASE`
 * and `.Final` are stable, as are later ones (`.post1`, `.SP1`, `-hotfix.2`); `.rc1`, `-beta1`, `.M1`, `_RC1`, `8.0b2` and
 * a nightly prefix are not. The version's text
 * is one that `parseVersion` takes; a fourth number stands behind a plus.
 */
export function versionOfTag(tagName: string): { version: Version; prefix: string } | undefined {
  if (tagName.length > 200) return undefined
  const match = TAG.exec(withDots(tagName))
  const [, before = '', numbers = '', after = ''] = match ?? []
  const later = LATER.exec(after)
  const suffix = match && (later ? [] : tagSuffix(after))
  if (!suffix) return undefined
  const written = later ? laterNumbers(numbers, later[1]) : numbers.replaceAll('_', '.')
  const early = [...earlyPrefix(before), ...suffix].map(plainNumber)
  const version = calendarVersion([written, ...dotted(early)].join('-')) ?? paddedVersion(written, early)
  const prefix = PLAIN_PREFIX.test(before) ? '' : before
  const valid = version && version.text.length <= LONGEST && hasPlainNumbers(version)
  return valid ? { version, prefix } : undefined
}

/** `2026-08-17` and `2026-08-17.1`, alone or behind a plain word such as `release-`. */
const DAY =
  /^((?:releases?|rel|version|tag|nightly)[@/_-])?(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(\.\d{1,9})?$/i

/** Whether a tag names a day, which in most projects is a mark and no release. */
export const isDayTag = (tagName: string): boolean => DAY.test(tagName)

const withDots = (tagName: string): string => tagName.replace(DAY, '$1$2.$3.$4$5')

/** The release after a release has the fourth number. */
function laterNumbers(numbers: string, count = '1'): string {
  const parts = numbers.split(/[._]/)
  while (parts.length < 3) parts.push('0')
  return [...parts.slice(0, 3), count].join('.')
}

function paddedVersion(written: string, early: string[]): Version | undefined {
  const parts = written.split('.').map(Number)
  while (parts.length < 3) parts.push(0)
  const build = parts[3] === undefined ? '' : `+${parts[3]}`
  const version = semanticVersion([parts.slice(0, 3).join('.'), ...dotted(early)].join('-') + build)
  return version && { ...version, parts }
}

function dotted(identifiers: string[]): string[] {
  return identifiers.length > 0 ? [identifiers.join('.')] : []
}

function earlyPrefix(before: string): string[] {
  const early = EARLY_PREFIX.exec(before)?.[1]
  return early ? [early.toLowerCase()] : []
}

/** Pre-release identifiers that the end of a tag spells, none for a stable release, undefined for no version. */
function tagSuffix(after: string): string[] | undefined {
  if (FINAL.test(after)) return []
  const early = EARLY.exec(after)
  if (early?.[1]) return [early[1].toLowerCase(), ...(early[2]?.split(/[.-]/) ?? [])]
  return /^-[0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*$/.test(after) ? after.slice(1).split('.') : undefined
}

function plainNumber(id: string): string {
  return /^\d{1,10}$/.test(id) ? String(Number(id)) : id
}
