import type { Version } from '../../version.ts'
import type { Tag } from '../repository.ts'
import { type ChosenTrack, isStable, type Release } from './tracks.ts'

/** Another start that is as defensible: `from` as a caller would say it, `when` it would be right. */
export type Doubt = { from: string; when: string }

type Reasoned = {
  base: Release
  version: Version
  /** All tags of the track. */
  own: Release[]
  /** Those that were compared: one a commit and version, none made long after its time. */
  releases: Release[]
  track: ChosenTrack
  existing: string | undefined
}

/** Why this tag, in one sentence without a full stop. */
export function reason({ base, version, own, releases, track, existing }: Reasoned): string {
  const early = version.prerelease.length > 0 ? 0 : own.filter(release => !isStable(release)).length
  const dropped = own.length - early - releases.length
  const left = [
    ...(early > 0 ? [`${early} pre-release ${tags(early)}`] : []),
    ...(dropped > 0 ? [`${dropped} alias, late or misnumbered ${tags(dropped)}`] : []),
  ]
  const aside = left.length > 0 ? `; ${left.join(' and ')} left aside` : ''
  const which = isStable(base) ? 'highest stable release' : 'highest release, pre-releases included,'
  const again = existing ? `; ${existing} is tagged already` : ''
  return `${base.tag.name} (${base.tag.date.slice(0, 10)}) is the ${which} below ${version.text}${among(track)} (of ${own.length} release ${tags(own.length)}${aside})${again}`
}

export function noneBelow(version: Version, track: ChosenTrack, younger: Release[]): string {
  const low = younger[0] ? `; ${younger[0].tag.name} is younger than HEAD` : ''
  return `no release tag is below ${version.text}${among(track)}${low}: the whole history is the range`
}

export function noTags(all: Tag[]): string {
  const none =
    all.length === 0
      ? 'the repository has no tags'
      : `none of the ${all.length} ${tags(all.length)} names a release`
  return `${none}: the whole history is the range`
}

/** The reason with the starts that could be meant as well. */
export function withDoubts(why: string, doubts: Doubt[]): string {
  return [why, ...doubts.map(({ from, when }) => `from: "${from}" instead ${when}`)].join('; ')
}

function among({ prefix, named }: ChosenTrack): string {
  if (!prefix) return ''
  return ` among the tags ${prefix}*${named ? `, those of ${named}` : ''}`
}

const tags = (count: number): string => (count === 1 ? 'tag' : 'tags')

/** An older line that the end of the range is not on: a higher release, whether the end holds it, branches of the line. */
export type OffLine = { higher: string; held: boolean; branches: string[]; behind?: string[] }

/** What is wrong with the end of the range, and the branch to give instead. */
export function lineText(version: string, to: string, line: OffLine): string {
  const where = line.held ? `holds ${line.higher}` : `is not on that line (there is ${line.higher})`
  const [branch] = line.branches
  const instead = branch ? `to: "${branch}" reads its branch` : 'no branch found follows the base'
  return `${version} continues an older line, ${to} ${where}: ${instead}`
}

/** The next call for it. */
export function lineFix(base: string, line: OffLine): string {
  const [branch, behind] = [line.branches[0], line.behind?.[0]]
  if (branch) return `Call gather_scope with to: "${branch}".`
  if (behind)
    return `${behind} is named like the line but does not hold ${base}: fetch and update it, then gather_scope with to: "${behind}".`
  return `No branch follows ${base}: start one from it (git branch NAME ${base}), put the fixes there, then gather_scope with to: "NAME".`
}
