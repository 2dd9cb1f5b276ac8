import { derived, type Statement } from '../basis.ts'
import { addDays, daysBetween } from '../calendar/date.ts'
import { addMinutes, type Instant, instantOf, localTime, minutesBetween } from '../calendar/zones.ts'
import type { Derivation } from '../derivation.ts'
import type { RoleSpec } from '../kinds/profile.ts'
import type { Resources, Schedule, Shift } from '../plan.ts'
import { isAway, type Person } from './people.ts'

export type OnCall = Pick<Resources, 'on_call' | 'on_call_basis' | 'on_call_phones' | 'fairness'>

/** Clock times of a handover, twice a day, first choice first. */
const handovers = ['07:00', '08:00', '06:00', '09:00', '10:00']

/**
 * Shifts from the first step of the release day to the end of monitoring: 12 hours, or 24 where only one person can take them.
 * No handover lies inside a rollout that is shorter than a shift. Each shift goes to whoever has had the fewest hours, night hours counting twice; nobody is
 * primary and secondary at once, primary twice running, or on call in either role longer than {@link shiftsInARow} allows.
 * A library's watch is read by its cadence: one row.
 */
export function onCall(
  derivation: Derivation,
  roles: readonly RoleSpec[],
  people: readonly Person[],
  schedule: Schedule,
): OnCall {
  const able = withoutLead(people.filter(person => canBeOnCall(person, roles)))
  if (derivation.profile.kind === 'library') return byCadence(derivation, able, schedule)
  const hours = able.length === 1 ? 24 : 12
  const bounds = shiftBounds(derivation, schedule, hours)
  const plan = able.length > 0 ? rotation(derivation, able, bounds) : unstaffed(derivation, bounds)
  const why = [
    `${hours} h shifts from the first step of the release day to the end of monitoring`,
    `handover at ${localTime(bounds[1] ?? bounds[0]!, derivation.release.timezone.value).time}${hours === 12 ? ' and 12 h later' : ''}${longerThanShift(schedule, hours) ? '' : ', never inside the rollout'}`,
    ...restRule(able.length),
  ]
  return {
    ...plan,
    ...phonesAsked(derivation, able),
    on_call_basis: derived(undefined, why.join('; ')).basis,
  }
}

/** The technical lead is the second level: not on the first one while three others can take turns, unless the caller said so. */
function withoutLead(able: readonly Person[]): readonly Person[] {
  const others = able.filter(person => person.onCall || !person.roles.includes('technical_lead'))
  return others.length >= 3 ? others : able
}

/** Shifts that a person may have in a row, in either role: one, or two (24 h) where three are there, so that both roles are filled. */
function shiftsInARow(people: number): number {
  return people === 3 ? 2 : 1
}

function restRule(people: number): string[] {
  if (people === 0) return []
  if (people === 1) return ['24 h because only one person can be on call: nobody to take turns with']
  if (people === 2) return ['2 people: who has no shift rests, so there is no secondary']
  return [
    `nobody is on call longer than ${people === 3 ? '24 h' : '12 h, or 24 h while only three are there'}`,
  ]
}

/** One row for the whole watch: signals are read at their hours, nobody is on duty round the clock. */
function byCadence(derivation: Derivation, able: readonly Person[], schedule: Schedule): OnCall {
  const bounds = shiftBounds(derivation, schedule, 24)
  const day = derivation.release.release_date.value
  const there = able.filter(person => !isAway(person, day))
  const row = shift(derivation, bounds[0]!, bounds.at(-1)!, there[0], there[1])
  const why = 'signals are read at the hours of the timeline, by day; no shifts round the clock'
  return {
    on_call: [row],
    ...phonesAsked(derivation, there.slice(0, 2)),
    on_call_basis: derived(undefined, why).basis,
  }
}

function phonesAsked({ questions }: Derivation, able: readonly Person[]): Pick<OnCall, 'on_call_phones'> {
  const without = able.filter(person => !person.hasPhone).map(person => person.name)
  if (without.length === 0) return {}
  const question = `phones for on call of ${without.join(', ')}`
  return {
    on_call_phones: questions.text({
      id: 'on_call_phones',
      question,
      who: 'Release manager',
      gate: 'go_no_go',
    }),
  }
}

/** Who said so, or who holds a role that can be put on call and did not decline. */
function canBeOnCall(person: Person, roles: readonly RoleSpec[]): boolean {
  return person.onCall ?? person.roles.some(id => roles.find(role => role.id === id)?.on_call === true)
}

function longerThanShift({ release_day }: Schedule, hours: number): boolean {
  const [first, last] = [release_day[0], release_day.at(-1)]
  return !!first && !!last && minutesBetween(first.at_utc, last.at_utc) + last.minutes > hours * 60
}

/** The instants at which shifts change, the first one the start and the last one the end of the watch. */
function shiftBounds({ release, profile }: Derivation, schedule: Schedule, hours: 12 | 24): Instant[] {
  const zone = release.timezone.value
  const date = release.release_date.value
  const steps = schedule.release_day
  const last = steps.at(-1)
  const start = steps[0]?.at_utc ?? instantOf(date, release.release_time.value, zone).instant
  const rolled = last ? addMinutes(last.at_utc, last.minutes) : start
  const watch = schedule.stages.find(stage => stage.every_day)
  const days = watch ? daysBetween(watch.from, watch.to) + 1 : profile.monitoring.calendar_days
  const end = addMinutes(rolled, days * 1440)
  const first = localTime(start, zone).date
  const nights = daysBetween(first, localTime(end, zone).date)
  // Whoever begins stays until the rollout is done, unless it takes longer than a shift.
  const earliest = longerThanShift(schedule, hours) ? start : rolled
  const changesFrom = (clock: string): Instant[] => {
    const later = `${String((Number(clock.slice(0, 2)) + 12) % 24).padStart(2, '0')}${clock.slice(2)}`
    const clocks = hours === 24 ? [clock] : [clock, later]
    return Array.from({ length: nights + 3 }, (_, n) => addDays(first, n))
      .flatMap(day => clocks.map(time => instantOf(day, time, zone).instant))
      .filter(instant => minutesBetween(earliest, instant) >= 0 && instant > start)
      .toSorted()
  }
  const longest = (clock: string) => minutesBetween(start, changesFrom(clock)[0]!)
  const clock =
    handovers.find(at => longest(at) <= hours * 60) ??
    handovers.toSorted((a, b) => longest(a) - longest(b))[0]!
  const changes = changesFrom(clock)
  const ending = changes.findIndex(instant => minutesBetween(end, instant) >= 0)
  return [start, ...changes.slice(0, ending + 1)]
}

function rotation(
  derivation: Derivation,
  able: readonly Person[],
  bounds: readonly Instant[],
): Pick<OnCall, 'on_call' | 'fairness'> {
  const weighted = new Map(able.map(person => [person.name, 0]))
  const worked = new Map(able.map(person => [person.name, 0]))
  const inARow = new Map(able.map(person => [person.name, 0]))
  const all = spans(bounds)
  const there = all.map(span => able.filter(person => isThere(person, span)))
  const thereIn = (n: number) => there[n] ?? []
  let lastPrimary = ''
  const on_call = all.map(({ from, to }, n): Shift => {
    const limit = able.length === 1 ? Number.POSITIVE_INFINITY : shiftsInARow(thereIn(n).length)
    const ready = thereIn(n).filter(person => inARow.get(person.name)! < limit)
    const weights = new Map(
      [...new Set(ready.map(({ zone }) => zone))].map(zone => [zone, weightOf(zone, from, to)]),
    )
    const cost = new Map(
      ready.map(person => [person, weighted.get(person.name)! + weights.get(person.zone)!]),
    )
    const byLoad = ready.toSorted((a, b) => cost.get(a)! - cost.get(b)! || (a.name < b.name ? -1 : 1))
    const primary = byLoad.find(person => person.name !== lastPrimary) ?? byLoad[0]
    const rested = (person: Person, onDuty: readonly unknown[]) =>
      person !== primary && (!onDuty.includes(person) || inARow.get(person.name)! + 1 < limit)
    // A secondary only where somebody rested is left for the next shift.
    const rest = byLoad.filter(
      person =>
        person !== primary &&
        (n === all.length - 1 || thereIn(n + 1).some(next => rested(next, [primary, person]))),
    )
    const secondary = rest.find(person => person.name !== lastPrimary) ?? rest[0]
    for (const person of able) {
      const onDuty = person === primary || person === secondary
      inARow.set(person.name, onDuty ? inARow.get(person.name)! + 1 : 0)
      if (!onDuty) continue
      weighted.set(person.name, cost.get(person)!)
      worked.set(person.name, worked.get(person.name)! + minutesBetween(from, to) / 60)
    }
    lastPrimary = primary?.name ?? ''
    return shift(derivation, from, to, primary, secondary)
  })
  const hours = Object.fromEntries([...worked].map(([name, sum]) => [name, Math.round(sum * 10) / 10]))
  return { on_call, fairness: { hours_by_person: hours, balance_percent: balance([...worked.values()]) } }
}

const isThere = (person: Person, { from, to }: { from: Instant; to: Instant }): boolean =>
  person.absences.length === 0 ||
  (!isAway(person, localTime(from, person.zone).date) &&
    !isAway(person, localTime(addMinutes(to, -1), person.zone).date))

/** Mean over all pairs of the smaller share of the larger, in percent. */
function balance(hours: readonly number[]): number {
  const pairs = hours.flatMap((a, n) =>
    hours.slice(n + 1).map(b => (Math.max(a, b) === 0 ? 1 : Math.min(a, b) / Math.max(a, b))),
  )
  return pairs.length === 0
    ? 100
    : Math.round((100 * pairs.reduce((sum, share) => sum + share, 0)) / pairs.length)
}

/** Hours of a shift; those between 22:00 and 06:00 of the clocks of `zone` count twice. */
function weightOf(zone: string, from: Instant, to: Instant): number {
  const hours = Math.ceil(minutesBetween(from, to) / 60)
  const first = Number(localTime(from, zone).time.slice(0, 2))
  const clock = Array.from({ length: hours }, (_, n) => (first + n) % 24)
  return hours + clock.filter(hour => hour >= 22 || hour < 6).length
}

function unstaffed(derivation: Derivation, bounds: readonly Instant[]): Pick<OnCall, 'on_call'> {
  return { on_call: spans(bounds).map(({ from, to }) => shift(derivation, from, to, undefined, undefined)) }
}

function shift(
  derivation: Derivation,
  from: Instant,
  to: Instant,
  primary: Person | undefined,
  secondary: Person | undefined,
): Shift {
  const local = (instant: Instant) => localTime(instant, derivation.release.timezone.value).local
  return {
    from: local(from),
    to: local(to),
    primary: primary ? byRotation(primary) : primaryOnCall(derivation),
    secondary: secondary ? byRotation(secondary) : secondaryOnCall(derivation),
  }
}

const byRotation = (person: Person): Statement<string> =>
  derived(person.name, 'rotation: fewest hours so far, night hours count twice')

/** The question for everybody who answers first while the release is watched. */
export const primaryOnCall = ({ questions }: Derivation): Statement<string> =>
  questions.text({
    id: 'primary_on_call',
    question: 'names and phones of the primary on-call, two or more who take turns',
    who: 'Release manager',
    gate: 'go_no_go',
  })

const secondaryOnCall = ({ questions }: Derivation): Statement<string> =>
  questions.text({
    id: 'secondary_on_call',
    question: 'names and phones of the secondary on-call, other people than the primary',
    who: 'Release manager',
    gate: 'go_no_go',
  })

const spans = (bounds: readonly Instant[]) => bounds.slice(1).map((to, n) => ({ from: bounds[n]!, to }))
