import { addDays, daysBetween, longDate, type PlainDate, weekdayName } from '../../calendar/date.ts'
import { localTime } from '../../calendar/zones.ts'
import type { Derivation } from '../../derivation.ts'
import type { DateCheck, DateChoice, RunbookStep, Schedule, Warning } from '../../plan.ts'
import { counted, sentence } from '../../text.ts'
import type { Lead } from '../stages/lead.ts'
import { accepted, acceptedBy } from './accepted.ts'
import { actingPeople, type DateContext, type Finding, findingsOn, heavy, leadDays } from './date-findings.ts'

/** So far a better day is looked for on both sides. */
const searchedDays = 60
/** Less than this chance speaks against a date. */
const poorChancePercent = 80

interface Facts {
  lead: Lead
  watchDays: number
  steps: readonly RunbookStep[]
  finish: Schedule['finish']
  /** Share of runs, 0 to 1, in which the work is done before a release on that day, the freeze staying where it is. */
  chanceBefore?: (date: PlainDate) => number
  /** First day of the freeze. */
  freeze?: PlainDate
}

/**
 * Whether the release date makes sense: what speaks against it, the nearest day on which less does, and the day to fall back to
 * when the release day fails; with the warnings for what nobody has accepted.
 */
export function dateCheck(derivation: Derivation, facts: Facts): { check: DateCheck; warnings: Warning[] } {
  const date = derivation.release.release_date.value
  const context = contextOf(derivation, facts)
  const speaking: Speaking = day =>
    [
      ...findingsOn(derivation, day, context),
      ...poorChance(chanceOn(derivation, day, facts), facts),
    ].toSorted((a, b) => b.weight - a.weight)
  const found = speaking(date).map(finding => ({
    ...finding,
    ok: accepted(derivation, finding.code),
  }))
  const open = found.filter(finding => !finding.ok)
  const better = betterDay(derivation, date, open, facts, speaking)
  const fallback = fallbackDay(derivation, better && better > date ? better : date, speaking)
  const choice = (day: PlainDate): DateChoice => choiceOf(derivation, day, open, facts, speaking(day))
  const check: DateCheck = {
    good: open.every(({ weight }) => weight < heavy),
    against: found.map(({ code, why, ok }) => ({ code, why, ...(ok && { accepted: true as const }) })),
    ...(better !== undefined && { better: choice(better) }),
    ...(fallback !== undefined && { fallback: choice(fallback) }),
  }
  return { check, warnings: open.flatMap(finding => warningOf(finding, check)) }
}

function contextOf(derivation: Derivation, { lead, watchDays, steps }: Facts): DateContext {
  const { release } = derivation
  const date = release.release_date.value
  const rollout = steps.find(step => step.part === 'rollout') ?? steps[0]
  return {
    lead,
    watchDays,
    acting: actingPeople(
      derivation,
      steps.map(step => step.role),
    ),
    steps,
    stepDays: [...new Set([0, ...steps.map(step => daysBetween(date, step.date))])],
    afternoon: rollout !== undefined && localTime(rollout.at_utc, release.timezone.value).time >= '12:00',
  }
}

type Speaking = (day: PlainDate) => Finding[]

/** Percent in which the work is done before a release on `day`: the earlier day moves the whole plan, the later one leaves the freeze. */
function chanceOn({ release }: Derivation, day: PlainDate, { finish, chanceBefore }: Facts): number {
  const later = day > release.release_date.value
  return later && chanceBefore ? Math.round(100 * chanceBefore(day)) : finish.on_time_percent
}

function poorChance(percent: number, { finish, lead }: Facts): Finding[] {
  if (lead.past || percent >= poorChancePercent) return []
  const why = `the work before it is done in time in ${percent} of 100 cases, in 80 of 100 by ${longDate(finish.p80)}`
  return [{ code: 'low_chance', why, weight: heavy }]
}

const weightOf = (findings: readonly Finding[]): number =>
  findings.reduce((sum, { weight }) => sum + weight, 0)

/** The nearest day against which less speaks, the lightest of them; later ones first. */
function betterDay(
  derivation: Derivation,
  date: PlainDate,
  open: readonly Finding[],
  { lead }: Facts,
  speaking: Speaking,
): PlainDate | undefined {
  if (open.length === 0) return undefined
  const limit = weightOf(open)
  let best: { day: PlainDate; weight: number } | undefined
  for (let n = 1; n <= searchedDays; n += 1) {
    for (const day of [addDays(date, n), addDays(date, -n)]) {
      if (day <= lead.from || day <= derivation.today) continue
      const weight = weightOf(unaccepted(derivation, speaking(day)))
      if (weight < (best?.weight ?? limit)) best = { day, weight }
    }
    if (best?.weight === 0) break
  }
  return best?.day
}

const light = ({ weight }: Finding): boolean => weight < heavy

const unaccepted = (derivation: Derivation, findings: readonly Finding[]): Finding[] =>
  findings.filter(({ code }) => !accepted(derivation, code))

/** The first day after `date` against which nothing of weight speaks. */
function fallbackDay(derivation: Derivation, date: PlainDate, speaking: Speaking): PlainDate | undefined {
  for (let n = 1; n <= searchedDays; n += 1) {
    const day = addDays(date, n)
    const found = unaccepted(derivation, speaking(day))
    if (day > derivation.today && found.every(light)) return day
  }
  return undefined
}

function choiceOf(
  derivation: Derivation,
  day: PlainDate,
  open: readonly Finding[],
  facts: Facts,
  left: readonly Finding[],
): DateChoice {
  const date = derivation.release.release_date.value
  const days = daysBetween(date, day)
  const percent = chanceOn(derivation, day, facts)
  const later = days > 0 && facts.chanceBefore !== undefined
  const staying = later && facts.freeze ? ' with the freeze kept' : ''
  return {
    date: day,
    weekday: weekdayName(day),
    fixes: open
      .filter(({ code }) => !left.some(other => other.code === code))
      .filter(({ code }) => !(later && code === 'low_chance'))
      .map(({ code }) => inWords(code)),
    costs: [
      `${counted(Math.abs(days), 'calendar day')} ${days > 0 ? 'later' : 'earlier'}`,
      ...left.map(({ why }) => why),
    ],
    lead_working_days: leadDays(derivation, day, facts.lead),
    ...(later && {
      chance: `in time in ${percent === 100 ? 'more than 99' : percent} of 100 cases${staying}`,
    }),
  }
}

const words: Record<string, string> = {
  date_in_past: 'it lies ahead',
  release_on_weekend: 'a working day',
  release_on_holiday: 'a working day',
  release_in_freeze: 'no freeze at the hours of the steps',
  release_on_half_day: 'a whole working day',
  release_before_days_off: 'a working day follows',
  watch_in_freeze: 'a fix can ship during the watch',
  watch_on_days_off: 'the whole watch lies on working days',
  too_little_time: 'the stages have their standard lead',
  people_away: 'everybody of the release day is there',
  other_release: 'no other release near it',
  low_chance: 'more time for the work',
}
const inWords = (code: string): string => words[code] ?? code.replaceAll('_', ' ')

/** Codes that other parts of the plan warn of in their own words. */
const toldElsewhere = new Set(['too_little_time', 'low_chance', 'watch_on_days_off'])

function warningOf({ code, why, weight }: Finding, check: DateCheck): Warning[] {
  if (toldElsewhere.has(code) || (weight < heavy && code !== 'other_release')) return []
  const message = sentence(why)
  if (code === 'date_in_past') {
    return [
      {
        code,
        message: `${message.slice(0, -1)}: all dates are what they would have been.`,
        fix: 'Give a date to come with move_release.',
      },
    ]
  }
  const { better, fallback } = check
  const day = (choice: DateChoice) =>
    `${longDate(choice.date)}${choice.fixes.length > 0 ? ` (${choice.fixes.join(', ')})` : ''}`
  const days = [better, fallback].flatMap(choice => (choice ? [day(choice)] : []))
  const move = days.length > 0 ? `move_release to ${days.join(' or ')}, ` : ''
  return [{ code, message, fix: `${move}plan the watch for it, ${acceptedBy(code)}.` }]
}
