import { weekdayInFull } from '../../calendar/date.ts'
import type { WorkingCalendar } from '../../calendar/working-calendar.ts'
import type { Derivation } from '../../derivation.ts'
import { namedReasons } from '../../schedule/stages/stage-calendars.ts'
import { balanced, type Shares } from './balance.ts'
import { bestCoverage, loneIn, type Roster, type RosterProblem, type Score, scoreOf } from './coverage.ts'
import { calendarOf, isAbsent, type Watcher } from './crew.ts'
import { type Minute, type OwnClock, ownClock } from './own-clock.ts'
import { nameKey, type PastFigures } from './past.ts'
import { restHours, shiftBounds, shiftHours, type Watch } from './watch.ts'

/** Who is on call from when to when, people by their place in the crew. */
export interface Turn {
  from: Minute
  to: Minute
  /** First the primary, then the secondary. */
  on: readonly number[]
  /** Set where one person is the only one there. */
  alone?: true
}

export interface Rota {
  turns: Turn[]
  /** By person, in minutes of this watch. */
  duty: { minutes: number; night: number; weekend: number; holiday: number }[]
  /** Minutes of a turn in the own night of its primary. */
  nightOf(turn: number): number
  /** Holidays of people who are on call on them, by turn. */
  onHoliday: { turn: number; person: number; holiday: string }[]
  /** Handovers between different people, and how many are at a working hour of all of them. */
  handovers: { all: number; atWork: number }
}

/** A change costs as much as an hour of night: long shifts unless short ones save sleep. */
const CHANGE = 60
const HANDOVER = { work: 0, awake: 30, night: 120 } as const
/** So far apart, in minutes, clocks have to be for shifts of eight hours to be looked at. */
const APART = 240

/** So many ways to divide the watch, of each length of shift, are shared evenly before one is chosen. */
const BALANCED = 2

/** What each person would have in each slot, in minutes. */
interface Facts {
  there: boolean[]
  night: number[]
  weekend: number[]
  holiday: number[]
  names: string[][]
  handover: number[]
}

/**
 * The best of the ways to divide the watch: fewest minutes without anybody, then without a secondary, then with somebody on a holiday or
 * who cannot act, then least sleep and fewest changes; in it duty is shared evenly, over past plans too.
 */
export function rotaOf(
  derivation: Derivation,
  crew: readonly Watcher[],
  watch: Watch,
  past: ReadonlyMap<string, PastFigures>,
): Rota {
  const clocks = new Map<string, OwnClock>()
  for (const { zone } of crew) {
    if (!clocks.has(zone)) clocks.set(zone, ownClock(zone, watch.start - 1440, watch.end + 1440))
  }
  const offsets = [...clocks.values()].map(clock => clock.offset(watch.start))
  const wide = offsets.some(one => offsets.some(other => apart(one, other) >= APART))
  const lengths = wide && crew.length >= 6 ? [shiftHours, 8] : [shiftHours]
  const before = crew.map(person => past.get(nameKey(person.name)))
  const dayOff = daysOff(derivation)
  const drafts = lengths.flatMap(hours =>
    shiftBounds(watch, hours)
      .map(bounds => {
        const slots = bounds.slice(1).map((to, n) => ({ from: bounds[n]!, to }))
        const hoursOf = new Map([...clocks].map(([zone, clock]) => [zone, zoneFacts(clock, slots)]))
        const facts = crew.map(person => factsOf(person, hoursOf.get(person.zone)!, dayOff))
        const problem = problemOf(crew, slots, facts)
        return { problem, facts, ...bestCoverage(problem) }
      })
      .toSorted((a, b) => order(a.score, b.score))
      .slice(0, BALANCED),
  )
  const rotas = drafts.map(({ problem, facts, roster }) => {
    const even = balanced(problem, roster, sharesOf(facts, before))
    const score = scoreOf(problem, even)
    return { problem, facts, roster: even, score: { ...score, cost: score.cost + CHANGE * even.length } }
  })
  const { problem, facts, roster } = rotas.reduce((a, b) => (order(b.score, a.score) < 0 ? b : a))
  return told(crew, problem, facts, roster, clocks)
}

const order = (a: Score, b: Score): number => a.gaps - b.gaps || a.cost - b.cost

function sharesOf(facts: readonly Facts[], before: readonly (PastFigures | undefined)[]): Shares {
  const share = (of: 'night' | 'weekend' | 'holiday') => ({
    before: before.map(duty => 60 * (duty?.[`${of}_hours`] ?? 0)),
    of: facts.map(person => person[of]),
  })
  return {
    duty: { before: before.map(duty => 60 * (duty?.hours ?? 0)) },
    others: [share('night'), share('weekend'), share('holiday')],
  }
}

/** Minutes between two offsets, the shorter way round the earth. */
function apart(one: number, other: number): number {
  const way = Math.abs(one - other)
  return Math.min(way, 1440 - way)
}

/** What is the same for everybody in a zone. */
interface ZoneFacts extends Pick<Facts, 'night' | 'handover'> {
  days: { date: string; minutes: number }[][]
}

function zoneFacts(clock: OwnClock, slots: RosterProblem['slots']): ZoneFacts {
  const handover = (at: Minute) => HANDOVER[clock.hourKind(at)]
  return {
    days: slots.map(({ from, to }) => clock.days(from, to)),
    night: slots.map(({ from, to }) => clock.nightMinutes(from, to)),
    handover: slots.map(
      ({ from, to }, n) => (n === 0 ? 0 : handover(from)) + (n === slots.length - 1 ? 0 : handover(to)),
    ),
  }
}

function factsOf(
  person: Watcher,
  { days, night, handover }: ZoneFacts,
  dayOff: ReturnType<typeof daysOff>,
): Facts {
  const off = days.map(slot => slot.map(({ date, minutes }) => ({ minutes, ...dayOff(person, date) })))
  const sum = (counted: { minutes: number }[]) => counted.reduce((all, { minutes }) => all + minutes, 0)
  return {
    night,
    handover,
    there: days.map(slot => !isAbsent(person, slot)),
    weekend: off.map(slot => sum(slot.filter(({ weekend }) => weekend))),
    holiday: off.map(slot => sum(slot.filter(({ holidays }) => holidays.length > 0))),
    names: off.map(slot => [...new Set(slot.flatMap(({ holidays }) => holidays))]),
  }
}

/** Why a person would be off on a day, each looked up once. */
function daysOff(derivation: Derivation) {
  const known = new Map<WorkingCalendar, Map<string, { weekend: boolean; holidays: string[] }>>()
  return (person: Watcher, date: string) => {
    const calendar = calendarOf(person, derivation)
    const days = known.get(calendar) ?? new Map()
    known.set(calendar, days)
    const day = days.get(date) ?? {
      weekend: calendar.reasonOff(date)?.split('; ').includes(weekdayInFull(date)) ?? false,
      holidays: namedReasons(calendar, date),
    }
    days.set(date, day)
    return day
  }
}

function problemOf(
  crew: readonly Watcher[],
  slots: RosterProblem['slots'],
  facts: readonly Facts[],
): RosterProblem {
  return {
    slots,
    there: facts.map(({ there }) => there),
    // Who cannot act comes after who would rather not.
    reluctant: facts.map(({ holiday }, n) =>
      holiday.map(
        (minutes, slot) => minutes + (crew[n]!.acts ? 0 : 3 * (slots[slot]!.to - slots[slot]!.from)),
      ),
    ),
    cost: facts.map(({ night, handover }) => night.map((minutes, slot) => minutes + handover[slot]!)),
    rest: restHours * 60,
  }
}

function told(
  crew: readonly Watcher[],
  problem: RosterProblem,
  facts: readonly Facts[],
  roster: Roster,
  clocks: ReadonlyMap<string, OwnClock>,
): Rota {
  const { slots } = problem
  const lone = loneIn(problem)
  const first = crew.map(() => 0)
  const turns: (Turn & { slots: number[] })[] = []
  roster.forEach((set, slot) => {
    const { from, to } = slots[slot]!
    const awake = (person: number) => facts[person]!.night[slot]!
    const on = set.toSorted(
      (a, b) =>
        problem.reluctant[a]![slot]! - problem.reluctant[b]![slot]! ||
        awake(a) - awake(b) ||
        first[a]! - first[b]! ||
        a - b,
    )
    if (on[0] !== undefined) first[on[0]]! += to - from
    const before = turns.at(-1)
    const alone = on.length === 1 && lone[slot] === on[0]
    const joined = before && alone && before.alone && before.on[0] === on[0]
    if (joined && to - before.from <= 2 * shiftHours * 60) {
      before.to = to
      before.slots.push(slot)
    } else turns.push({ from, to, on, slots: [slot], ...(alone && { alone }) })
  })
  const duty = crew.map((_, person) => {
    const own = roster.flatMap((set, slot) => (set.includes(person) ? [slot] : []))
    const sum = (minutes: readonly number[]) => own.reduce((all, slot) => all + minutes[slot]!, 0)
    const { night, weekend, holiday } = facts[person]!
    const minutes = sum(slots.map(({ from, to }) => to - from))
    return { minutes, night: sum(night), weekend: sum(weekend), holiday: sum(holiday) }
  })
  return {
    turns: turns.map(({ slots: _, ...turn }) => turn),
    duty,
    nightOf: n => turns[n]!.slots.reduce((sum, slot) => sum + facts[turns[n]!.on[0]!]!.night[slot]!, 0),
    onHoliday: turns.flatMap((turn, n) =>
      turn.on.flatMap(person => {
        const names = [...new Set(turn.slots.flatMap(slot => facts[person]!.names[slot]!))]
        return names.length > 0 ? [{ turn: n, person, holiday: names.join('; ') }] : []
      }),
    ),
    handovers: handoversOf(crew, turns, clocks),
  }
}

function handoversOf(
  crew: readonly Watcher[],
  turns: readonly Turn[],
  clocks: ReadonlyMap<string, OwnClock>,
): Rota['handovers'] {
  const changes = turns.slice(1).flatMap((turn, n) => {
    const both = [turns[n]!.on[0], turn.on[0]]
    return both[0] !== undefined && both[1] !== undefined && both[0] !== both[1]
      ? [{ at: turn.from, both }]
      : []
  })
  const working = changes.filter(({ at, both }) =>
    both.every(person => clocks.get(crew[person!]!.zone)!.hourKind(at) === 'work'),
  )
  return { all: changes.length, atWork: working.length }
}
