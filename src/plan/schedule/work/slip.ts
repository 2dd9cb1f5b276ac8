import { daysBetween, type PlainDate } from '../../calendar/date.ts'
import type { SlipHistory, Spread } from '../../plan.ts'
import type { Observation } from '../../scope/observation.ts'
import type { DatedStage } from '../stages/stage-dates.ts'

/** Fewer past releases show nothing. */
const FEWEST = 3
/** Releases are regular when 80 of 100 deviate from the median interval by at most this share of it, and it is a rhythm that people plan by. */
const REGULAR = 0.3
const LONGEST_RHYTHM = 200
/** Only so many releases back: a team of years ago is another one. */
const LOOKED_AT = 12

type Past = NonNullable<Observation['releases']>[number]

/**
 * What the tags show of past releases: calendar days from the first candidate to the final of major and minor releases, and, where they come
 * at regular intervals, by how many days they came late. Undefined where fewer than three tell.
 */
export function slipHistory(
  seen: Pick<Observation, 'releases'> | undefined,
  ahead: readonly DatedStage[],
  release: PlainDate,
): SlipHistory | undefined {
  const past = (seen?.releases ?? []).filter(
    ({ version, date }) => isLarger(version) && date.slice(0, 10) < release,
  )
  const candidates = candidateDays(past)
  const interval = intervalOf(past)
  if (!candidates && !interval) return undefined
  const stage = ahead.find(({ id }) => id === 'release_candidate')
  const planned = stage && daysBetween(stage.from, release)
  return {
    ...(candidates && {
      candidate_to_final: {
        ...spreadOf(
          candidates.map(({ days }) => days),
          candidates.map(({ tag }) => tag),
        ),
        ...(planned !== undefined && {
          planned,
          within: candidates.filter(({ days }) => days <= planned).length,
        }),
      },
    }),
    ...(interval && { interval }),
  }
}

/** Patch releases have their own pace. */
function isLarger(version: string): boolean {
  const [, , patch] = version.split('.')
  return patch === undefined || Number.parseInt(patch, 10) === 0
}

function candidateDays(past: readonly Past[]): { days: number; tag: string }[] | undefined {
  const days = past
    .filter(({ first_candidate }) => first_candidate !== undefined)
    .map(({ date, first_candidate, tag }) => ({ days: daysBetween(day(first_candidate!), day(date)), tag }))
    .filter(({ days }) => days >= 0)
    .slice(-LOOKED_AT)
  return days.length >= FEWEST ? days : undefined
}

function intervalOf(past: readonly Past[]): SlipHistory['interval'] {
  const dated = past.toSorted((a, b) => (a.date < b.date ? -1 : 1)).slice(-LOOKED_AT - 1)
  const gaps = dated
    .slice(1)
    .map(({ date, tag }, n) => ({ days: daysBetween(day(dated[n]!.date), day(date)), tag }))
  if (gaps.length < FEWEST + 2) return undefined
  const every = quantile(
    gaps.map(({ days }) => days),
    0.5,
  )
  const deviations = gaps.map(({ days }) => days - every)
  const usual = quantile(deviations.map(Math.abs), 0.8)
  if (every === 0 || every > LONGEST_RHYTHM || usual > REGULAR * every) return undefined
  return {
    ...spreadOf(
      deviations,
      gaps.map(({ tag }) => tag),
    ),
    every_days: every,
  }
}

function spreadOf(days: readonly number[], tags: readonly string[]): Spread {
  return {
    n: days.length,
    median: quantile(days, 0.5),
    p80: quantile(days, 0.8),
    from: `tags ${tags[0]} to ${tags.at(-1)}`,
  }
}

/** The smallest value that `share` of them do not exceed. */
function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(share * values.length - 1e-9) - 1)]!
}

/** The day as the tag's own zone had it. */
const day = (instant: string): PlainDate => instant.slice(0, 10)
