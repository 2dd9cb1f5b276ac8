import { derived, type Statement } from '../basis.ts'
import { type Instant, localTime } from '../calendar/zones.ts'
import type { Derivation } from '../derivation.ts'
import type { RoleSpec } from '../kinds/profile.ts'
import type { OnCallGap, Resources, Schedule, Shift } from '../plan.ts'
import { counted } from '../text.ts'
import { crewOf, notActing, type Watcher } from './on-call/crew.ts'
import { balancePercent, hoursOf } from './on-call/figures.ts'
import { nameKey, pastDuty } from './on-call/past.ts'
import { type Rota, rotaOf, type Turn } from './on-call/rota.ts'
import { instantAt, restHours, shiftBounds, shiftHours, type Watch, watchOf } from './on-call/watch.ts'
import { isAway, type Person } from './people.ts'

export type OnCall = Pick<
  Resources,
  'on_call' | 'on_call_basis' | 'on_call_phones' | 'on_call_gaps' | 'fairness'
>

/**
 * Primary and secondary from the first step of the release day to the end of monitoring, by {@link rotaOf}: shifts of at most 12 elapsed
 * hours, 24 where nobody else is there; nobody hands over inside the rollout or comes back before the rest; by day of the own clock
 * where somebody's day it is. What nobody can take is a gap. A library's watch is read by its cadence: one row.
 */
export function onCall(
  derivation: Derivation,
  roles: readonly RoleSpec[],
  people: readonly Person[],
  schedule: Schedule,
): OnCall {
  const willing = crewOf(derivation, roles, people)
  derivation.warnings.push(...notActing(willing, roles))
  const watch = watchOf(derivation, schedule)
  if (derivation.profile.kind === 'library') return byCadence(derivation, willing, watch)
  if (willing.length === 0) return unstaffed(derivation, watch)
  const past = pastDuty(derivation)
  const { crew, rota } = actingFirst(willing, some => rotaOf(derivation, some, watch, past.by))
  const on_call = rota.turns.map((turn, n) => shiftOf(derivation, crew, rota, turn, n))
  const gaps = gapsIn(derivation, crew, rota)
  return {
    on_call,
    ...phonesAsked(derivation, crew),
    ...(gaps.length > 0 && { on_call_gaps: gaps }),
    fairness: fairnessOf(crew, rota, past),
    on_call_basis: derived(undefined, ruleText(derivation, crew, watch, rota)).basis,
  }
}

/** The rota of those who can act, the lead among them where the others leave a place open; of all where hours are left without anybody. */
function actingFirst(
  willing: readonly Watcher[],
  rotaFor: (crew: readonly Watcher[]) => Rota,
): { crew: readonly Watcher[]; rota: Rota } {
  const acting = willing.filter(person => person.acts)
  const first = acting.filter(person => !person.second)
  const filled = (crew: readonly Watcher[], least: number) => {
    if (crew.length === 0) return undefined
    const rota = rotaFor(crew)
    return rota.turns.every(({ on }) => on.length >= least) ? { crew, rota } : undefined
  }
  return (
    (first.length >= 4 && first.length < willing.length ? filled(first, 2) : undefined) ??
    (acting.length < willing.length ? filled(acting, 1) : undefined) ?? {
      crew: willing,
      rota: rotaFor(willing),
    }
  )
}

/** What the shifts keep to, in words. */
function ruleText(derivation: Derivation, crew: readonly Watcher[], watch: Watch, rota: Rota): string {
  const zone = derivation.release.timezone.value
  const clocks = rota.turns.slice(1).map(({ from }) => localTime(instantAt(from), zone).time)
  const lengths = rota.turns.slice(1, -1).map(({ from, to }) => (to - from) / 60)
  const longest = Math.max(...(lengths.length > 0 ? lengths : [shiftHours]))
  const { all, atWork } = rota.handovers
  const rolled = Math.max(watch.start, ...watch.steps.map(step => step.to))
  const inRollout = rota.turns.slice(1).filter(({ from }) => from < rolled)
  const inSteps = inRollout.some(({ from }) => watch.steps.some(step => step.from < from && from < step.to))
  const place = inSteps
    ? 'inside steps longer than a shift'
    : 'between steps of a rollout longer than a shift'
  return [
    `${longest} h shifts from the first step to the end of monitoring`,
    ...(crew.length === 1
      ? ['24 h because only one person can be on call: nobody to take turns with']
      : [`${restHours} h of rest or more`]),
    `handover ${[...new Set(clocks)].slice(0, 4).join(', ')}, ${inRollout.length > 0 ? place : 'never in the rollout'}`,
    ...(all > 0 ? [`${atWork} of ${all} in working hours of both`] : []),
    ...(crew.length === 2 ? ['2 people: one rests, so no secondary'] : []),
  ].join('; ')
}

function shiftOf(
  derivation: Derivation,
  crew: readonly Watcher[],
  rota: Rota,
  { from, to, on, alone }: Turn,
  n: number,
): Shift {
  const [primary, secondary] = on.map(person => crew[person]!)
  const hours = hoursOf(to - from)
  const why = [
    ...(alone && hours > shiftHours ? [`${hours} h: nobody else is there`] : []),
    ...rota.onHoliday
      .filter(({ turn }) => turn === n)
      .map(({ person, holiday }) => `${crew[person]!.name} on ${holiday}`),
    ...on.filter(person => !crew[person]!.acts).map(person => `${crew[person]!.name} cannot act alone`),
  ].join('; ')
  return {
    ...shift(derivation, instantAt(from), instantAt(to), primary, secondary),
    ...(why && { why }),
    ...(primary && { primary_night_hours: hoursOf(rota.nightOf(n)) }),
    ...(primary && { zones: [primary, secondary].flatMap(person => person?.zone ?? []) }),
  }
}

/** Every time without a primary, and all times without a secondary together. */
function gapsIn(derivation: Derivation, crew: readonly Watcher[], { turns }: Rota): OnCallGap[] {
  const local = (minute: number) => localTime(instantAt(minute), derivation.release.timezone.value).local
  const gap = (role: OnCallGap['role'], some: readonly Turn[], why: string): OnCallGap => ({
    role,
    from: local(some[0]!.from),
    to: local(some.at(-1)!.to),
    hours: hoursOf(some.reduce((sum, { from, to }) => sum + to - from, 0)),
    why,
  })
  const empty = turns.filter(({ on }) => on.length === 0)
  const single = turns.filter(({ on }) => on.length === 1)
  const missing = Math.max(1, 4 - crew.length)
  const people = crew.length < 4 ? counted(missing, 'more person', 'more people') : 'somebody else then'
  return [
    ...empty.map(turn => gap('primary', [turn], 'nobody is there, or who is has to rest')),
    ...(single.length > 0
      ? [
          gap(
            'secondary',
            single,
            `${counted(single.length, 'shift')}: ${people} who can act would fill them`,
          ),
        ]
      : []),
  ]
}

function fairnessOf(
  crew: readonly Watcher[],
  { duty }: Rota,
  past: ReturnType<typeof pastDuty>,
): NonNullable<Resources['fairness']> {
  const by_person = crew.map(({ name }, n) => {
    const { minutes, night, weekend, holiday } = duty[n]!
    const before = past.by.get(nameKey(name))
    return {
      name,
      hours: hoursOf(minutes),
      night_hours: hoursOf(night),
      weekend_hours: hoursOf(weekend),
      holiday_hours: hoursOf(holiday),
      ...(before && { past_hours: before.hours }),
    }
  })
  return {
    hours_by_person: Object.fromEntries(by_person.map(({ name, hours }) => [name, hours])),
    balance_percent: balancePercent(by_person.map(({ hours, past_hours = 0 }) => hours + past_hours)),
    by_person,
    ...(past.plans > 0 && { past_plans: past.plans }),
  }
}

/** One row for the whole watch: signals are read at their hours, nobody is on duty round the clock. */
function byCadence(derivation: Derivation, crew: readonly Watcher[], { start, end }: Watch): OnCall {
  const day = derivation.release.release_date.value
  const there = crew.filter(person => !isAway(person, day))
  const row = shift(derivation, instantAt(start), instantAt(end), there[0], there[1])
  const why = 'signals are read at the hours of the timeline, by day; no shifts round the clock'
  return {
    on_call: [row],
    ...phonesAsked(derivation, there.slice(0, 2)),
    on_call_basis: derived(undefined, why).basis,
  }
}

function unstaffed(derivation: Derivation, watch: Watch): OnCall {
  const bounds = shiftBounds(watch, shiftHours)[0]!.map(instantAt)
  const why = `${shiftHours} h shifts from the first step to the end of monitoring, never changed in the rollout`
  return {
    on_call: bounds.slice(1).map((to, n) => shift(derivation, bounds[n]!, to, undefined, undefined)),
    on_call_basis: derived(undefined, why).basis,
  }
}

function phonesAsked({ questions }: Derivation, able: readonly Watcher[]): Pick<OnCall, 'on_call_phones'> {
  const without = able.filter(person => !person.hasPhone).map(person => person.name)
  if (without.length === 0) return {}
  const question = `phones for on call of ${without.join(', ')}`
  return {
    on_call_phones: questions.text({
      id: 'on_call_phones',
      question,
      who: 'release_manager',
      gate: 'go_no_go',
    }),
  }
}

function shift(
  derivation: Derivation,
  from: Instant,
  to: Instant,
  primary: Watcher | undefined,
  secondary: Watcher | undefined,
): Shift {
  const local = (instant: Instant) => localTime(instant, derivation.release.timezone.value).local
  return {
    from: local(from),
    to: local(to),
    primary: primary ? byRotation(primary) : primaryOnCall(derivation),
    secondary: secondary ? byRotation(secondary) : secondaryOnCall(derivation),
  }
}

const byRotation = (person: Watcher): Statement<string> =>
  derived(person.name, 'rotation: hours shared evenly, nights by the own clock where possible')

/** The question for everybody who answers first while the release is watched. */
export const primaryOnCall = ({ questions }: Derivation): Statement<string> =>
  questions.text({
    id: 'primary_on_call',
    question: 'names and phones of the primary on-call, two or more who take turns',
    who: 'release_manager',
    gate: 'go_no_go',
  })

const secondaryOnCall = ({ questions }: Derivation): Statement<string> =>
  questions.text({
    id: 'secondary_on_call',
    question: 'names and phones of the secondary on-call, other people than the primary',
    who: 'release_manager',
    gate: 'go_no_go',
  })
