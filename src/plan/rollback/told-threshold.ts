import type { ErrorLadder, Trigger } from '../plan.ts'
import { shownRate } from '../strategy/ladder.ts'

/** Percent of requests; points above the baseline's percent; times the baseline; milliseconds. */
export interface ToldThreshold {
  value: number
  unit: 'percent' | 'points' | 'times' | 'ms'
}

const number = String.raw`(\d+(?:[.,]\d+)?|[.,]\d+)`
const lead =
  '(?:(?:error rate|p99(?: latency)?|latency) )?(?:(?:is|at least|at|above|over|more than|from|reaches|exceeds|>=|=>|≥|>) ?){0,2}'
const more = '(?: or (?:more|above|higher|over))?'
const forms: { words: string; unit: ToldThreshold['unit']; times?: number }[] = [
  // The bracket is how the plan writes its own thresholds.
  {
    words: `${number} ?(?:%|percent|per cent)(?: of (?:all )?requests)?${more}(?: \\([\\d.]+ % \\+ [\\d.]+ points\\))?`,
    unit: 'percent',
  },
  {
    words: `(?:(?:the )?baseline (?=\\+))?(?:\\+ ?)?${number} ?(?:(?:percentage )?points?|pp)${more}(?: (?:above|over) (?:the )?(?:baseline|old version))?`,
    unit: 'points',
  },
  { words: `${number} ?(?:times|x|×)${more}(?: (?:the )?baseline)?`, unit: 'times' },
  { words: `${number} ?(?:ms|milliseconds?)${more}`, unit: 'ms' },
  { words: `${number} ?(?:s|seconds?)${more}`, unit: 'ms', times: 1000 },
]

/**
 * The threshold of an own trigger; undefined where it is not of one of these forms as a whole. "5 % above the baseline"
 * is none: percentage points or percent of the baseline?
 */
export function thresholdTold(text: string): ToldThreshold | undefined {
  const words = text.trim().toLowerCase().replace(/\s+/g, ' ')
  for (const { words: form, unit, times = 1 } of forms) {
    const found = new RegExp(`^${lead}${form}$`).exec(words)?.[1]
    if (found !== undefined) return { value: Number(found.replace(',', '.')) * times, unit }
  }
  return undefined
}

/** Forms that a rule can be made of, as one would tell a caller. */
export const thresholdForms = '"N %", "N points" (above the baseline) or "N times the baseline"'

/** An own threshold as an error rate in percent, or why no rule can be made of it. */
export function errorRateTold(
  text: string,
  { baseline, baseline_known }: Pick<ErrorLadder, 'baseline' | 'baseline_known'>,
): number | string {
  const told = thresholdTold(text)
  if (!told || told.unit === 'ms') return 'not understood'
  if (told.unit === 'times' && !baseline_known) return 'the baseline is not known'
  const { value, unit } = told
  const percent = shownRate(
    unit === 'percent' ? value : unit === 'points' ? baseline + value : baseline * value,
  )
  if (percent > 100) return 'above 100 %'
  return percent > 0 ? percent : 'always met'
}

/** An own threshold as a P99 latency in milliseconds, or why no rule can be made of it. */
export function latencyTold(text: string, baseline: number | undefined): number | string {
  const told = thresholdTold(text)
  if (!told || (told.unit !== 'ms' && told.unit !== 'times')) return 'not understood'
  if (told.unit === 'times' && baseline === undefined) return 'the baseline is not known'
  const milliseconds = shownRate(told.unit === 'ms' ? told.value : told.value * baseline!)
  return milliseconds > 0 ? milliseconds : 'always met'
}

const measures = { error_rate: 'error rate', latency: 'p99 latency' } as const

/** Whether a trigger is on one of the two signals that rules are made for. */
export const isOn = (trigger: Pick<Trigger, 'signal'>, measure: keyof typeof measures): boolean =>
  trigger.signal.trim().toLowerCase() === measures[measure]
