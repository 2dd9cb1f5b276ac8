import { longDate } from '../../calendar/date.ts'
import type { Derivation } from '../../derivation.ts'
import { roleInSentence, roleName } from '../../kinds/roles.ts'
import type { Finish, Shortfall } from '../../plan.ts'
import { counted } from '../../text.ts'
import { goodReleaseDayAfter, plannedFrom } from '../stages/lead.ts'
import { workCalendar } from '../stages/stage-calendars.ts'
import type { DatedStage } from '../stages/stage-dates.ts'
import {
  beginOf,
  type StageActivity,
  type StageNetwork,
  stageNetwork,
  stillOpen,
} from '../stages/stage-network.ts'
import type { ActivityDraft } from './activity-list.ts'
import { overlapsOf, shorteningsOf } from './fit.ts'
import { criticalPath, type NetworkTiming } from './network.ts'
import { upToTenths } from './rounded.ts'

/** What is missing where the expected work does not end before the release, and what would make it fit; undefined where it fits. */
export function shortfallOf(
  derivation: Derivation,
  work: {
    ahead: readonly DatedStage[]
    drafts: readonly ActivityDraft[]
    ready: StageNetwork
    /** Of `ready`, what is left to do, and its timing. */
    soonest: readonly StageActivity[]
    timing: NetworkTiming
    open: ReadonlySet<string>
    finish: Finish
    add(): Shortfall['add_people']
    sameCrew(a: string, b: string): boolean
    /** Whether the people who are known would be done in time with another network. */
    doneInTime?(network: StageNetwork): boolean
  },
): Shortfall | undefined {
  const { ahead, drafts, ready, timing, open, finish } = work
  const missing = timing.finish - ready.deadline
  const { today } = derivation
  const date = derivation.release.release_date.value
  // On the day of a release planned before, the estimates say nothing of what is done.
  if (missing < 1e-6 || date < today || (date === today && plannedFrom(derivation) < today)) return undefined
  const activities = work.soonest.map(({ notAfter: _, ...activity }) => activity)
  const gates = new Set(ahead.filter(stage => stage.gate !== undefined).map(stage => stage.id))
  const end = ready.line.span(0, timing.finish).to
  const earliest = goodReleaseDayAfter(derivation, end)
  const likely = goodReleaseDayAfter(derivation, finish.p80)
  const begin = work.doneInTime
    ? earlierWithPeople(derivation, ahead, drafts, work.doneInTime)
    : earlierBeginning(derivation, ahead, drafts, open)
  return {
    days: upToTenths(missing),
    shorten: shorteningsOf(activities, ready.deadline),
    overlap: overlapsOf(activities, ready.deadline, gates, work.sameCrew),
    add_people: work.add(),
    ...(begin && { begin_by: begin }),
    ...(earliest !== undefined && { earliest_date: earliest }),
    ...(likely !== undefined && { earliest_date_p80: likely }),
  }
}

/** The last days on which the freeze and what leads up to it could begin so that all work fits; undefined where today is too late. */
function earlierBeginning(
  derivation: Derivation,
  ahead: readonly DatedStage[],
  drafts: readonly ActivityDraft[],
  open: ReadonlySet<string>,
): Shortfall['begin_by'] {
  const at = ahead.findIndex(stage => stage.gate === 'freeze')
  const freeze = ahead[at]
  if (!freeze || freeze.from <= derivation.today) return undefined
  const network = stageNetwork(derivation, ahead, drafts, 'soonest')
  const timing = criticalPath(stillOpen(network, open), { deadline: network.deadline })
  const latest = new Map(timing.activities.map(({ id, latestStart }) => [id, latestStart]))
  const freezes = latest.get(beginOf(freeze))!
  const day = Math.floor(freezes + 1e-6)
  if (timing.slack < -1e-6 || network.line.dateOf(day) >= freeze.from) return undefined
  return ahead.slice(0, at + 1).flatMap(stage => {
    const own = Math.floor(day - (freezes - latest.get(beginOf(stage))!) + 1e-6)
    const date = network.line.dateOf(own)
    return date < stage.from ? [{ id: stage.id, date }] : []
  })
}

/** The same with people: the freeze and what leads up to it the fewest working days earlier with which they are done in time. */
function earlierWithPeople(
  derivation: Derivation,
  ahead: readonly DatedStage[],
  drafts: readonly ActivityDraft[],
  doneInTime: (network: StageNetwork) => boolean,
): Shortfall['begin_by'] {
  const at = ahead.findIndex(stage => stage.gate === 'freeze')
  const freeze = ahead[at]
  if (!freeze || freeze.from <= derivation.today) return undefined
  const calendar = workCalendar(derivation)
  const first = calendar.onOrAfter(derivation.today)
  const earlier = (days: number): DatedStage[] =>
    ahead.map((stage, n) => {
      const from = calendar.addWorkingDays(stage.from, -days)
      return n > at || stage.from < first ? stage : { ...stage, from: from > first ? from : first }
    })
  const fits = (days: number) => doneInTime(stageNetwork(derivation, earlier(days), drafts, 'ready'))
  let [short, enough] = [0, calendar.workingDaysBetween(first, freeze.from)]
  if (enough < 1 || !fits(enough)) return undefined
  while (enough - short > 1) {
    const middle = Math.floor((short + enough) / 2)
    if (fits(middle)) enough = middle
    else short = middle
  }
  return earlier(enough).flatMap(({ id, from }, n) => (from < ahead[n]!.from ? [{ id, date: from }] : []))
}

/** How much is missing, without its reason. */
export const shortfallText = ({ days }: Shortfall): string =>
  `the work before the release needs ${counted(days, 'working day')} more than there are`

const shortenShown = 5

/** `shorten regression by 1.1, performance by 0.6 working days (duration_days)`, the largest first. */
export function shortenText(shorten: Shortfall['shorten']): string {
  const named = shorten.slice(0, shortenShown).map(({ id, by_days }) => `${id} by ${by_days}`)
  const more = shorten.length > shortenShown ? ` and ${shorten.length - shortenShown} more` : ''
  return `shorten ${named.join(', ')}${more} working days (duration_days)`
}

/** Each way to make the work fit, in the words of the calls that do it. */
export function fixesOf(
  shortfall: Shortfall,
  { profile }: Pick<Derivation, 'profile'>,
  ahead: readonly DatedStage[],
): string[] {
  const { shorten, overlap, add_people: add, begin_by: begin, earliest_date: date } = shortfall
  const likely = shortfall.earliest_date_p80
  const last = shorten.length === 0 && overlap.length === 0 && add.length === 0 && begin === undefined
  const kept = ahead.find(stage => stage.gate === 'freeze')?.from
  return [
    ...(shorten.length > 0 ? [shortenText(shorten)] : []),
    ...overlap.map(({ id, after, by_days }) => `begin ${id} ${by_days} days earlier (after: ${after})`),
    ...add.map(
      ({ role, count }) =>
        `add ${counted(count, 'person', 'people')} more as ${roleInSentence(roleName(role, profile.roles))} (allocate_resources)`,
    ),
    ...(begin
      ? [
          `begin ${begin.map(({ id, date: by }) => `${id} by ${longDate(by)}`).join(', ')} (milestones[].offset: the date)`,
        ]
      : []),
    ...(last ? ['take work out (remove): not even the optimistic durations fit'] : []),
    ...(date !== undefined
      ? [
          `release on ${longDate(date)} at the earliest${likely !== undefined && likely !== date ? `, ${longDate(likely)} in 80 of 100 runs` : ''}${kept === undefined ? '' : `, the freeze staying on ${longDate(kept)}`} (move_release)`,
        ]
      : []),
  ]
}
