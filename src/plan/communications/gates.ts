import type { GateId } from '../basis.ts'
import { longDate } from '../calendar/date.ts'
import type { Derivation } from '../derivation.ts'
import type { MessageSpec } from '../kinds/profile.ts'
import type { Message, RunbookStep, Schedule } from '../plan.ts'
import { askedDay, eventWords, gateDay, gateNamed, heldUntilGate, type Sending } from './sending-day.ts'

interface Context {
  derivation: Derivation
  schedule: Schedule
  /** Id of the chosen strategy. */
  strategy: string
}

/**
 * When the profile lets a message leave. A stage that the caller took out of the schedule, or a strategy that offers
 * the version to everybody on the day, leaves it to the release day.
 */
export function plannedSending({ derivation, schedule, strategy }: Context, spec: MessageSpec): Sending {
  if (spec.on) return { event: eventWords(spec.on) }
  const asked = askedDay(derivation, schedule, spec.at ?? 0)
  const onTheDay = spec.at_once_with?.includes(strategy) || asked.date === undefined
  const isDay = asked.date === derivation.release.release_date.value
  if (!onTheDay) return isDay ? { ...asked, ...momentOf(spec, schedule) } : asked
  return { ...askedDay(derivation, schedule, 0), ...doneMoment(schedule) }
}

/** On which day, at what time, and why not as asked. */
export function placed(
  context: Context,
  asked: Sending,
  gate: GateId | undefined,
  internal: boolean,
): Pick<Message, 'at' | 'date' | 'time' | 'moved' | 'internal'> {
  const releaseDate = context.derivation.release.release_date.value
  const sending =
    gate && !internal ? heldUntilGate(asked, gateDay(gate, context.schedule, releaseDate)) : asked
  if (sending.date === undefined) return { at: sending.event!, internal }
  const timed = afterChecks(
    context.schedule,
    sending,
    !internal && gate === 'release' && sending.date === releaseDate,
  )
  const at = `${longDate(sending.date)}${timed.time ? ` ${timed.time}` : ''}`
  return {
    at,
    date: sending.date,
    internal,
    ...(timed.time ? { time: timed.time } : {}),
    ...(timed.moved ? { moved: timed.moved } : {}),
  }
}

/** What the outside hears of the release waits for the day's last check, on the next day where the steps run over midnight. */
function afterChecks(schedule: Schedule, sending: Sending, waits: boolean): Sending {
  const done = doneMoment(schedule)
  if (!waits || !done || `${sending.date} ${sending.time ?? ''}` >= `${done.date} ${done.time}`)
    return sending
  const moved = sending.time
    ? `asked for ${sending.time}, held until the checks of the day have passed`
    : sending.moved
  return { ...sending, ...done, ...(moved ? { moved } : {}) }
}

interface Moment {
  date: string
  time: string
}

function momentOf(spec: MessageSpec, schedule: Schedule): Moment | undefined {
  if (spec.moment === 'start') return stepMoment(schedule.release_day[0])
  return spec.moment === 'done' ? doneMoment(schedule) : undefined
}

/** The runbook's own announcing step, else its last step. */
function doneMoment({ release_day }: Schedule): Moment | undefined {
  return stepMoment(release_day.find(step => step.id === 'announce') ?? release_day.at(-1))
}

const stepMoment = (step: RunbookStep | undefined): Moment | undefined =>
  step && { date: step.date, time: step.at_local }

/**
 * The gate that permits a message: the caller's, else the profile's. To the outside there always is one, and only
 * what speaks of a public candidate may leave before go/no-go.
 */
export function gateOf(
  { derivation, schedule }: Context,
  named: string | undefined,
  spec: { internal: boolean; at: string | undefined; gate?: GateId | undefined; candidate?: boolean },
): GateId | undefined {
  const gate = (named && gateNamed(named, schedule)) || spec.gate
  if (spec.internal) return gate
  if (gate) return gate === 'freeze' && !spec.candidate ? 'go_no_go' : gate
  const date = spec.at === undefined ? undefined : askedDay(derivation, schedule, spec.at).date
  return date !== undefined && date < derivation.release.release_date.value ? 'go_no_go' : 'release'
}

/** The gate in words, unless the message's own condition implies it; then its own, then the trait's. */
export function precondition(
  context: Context,
  gate: GateId | undefined,
  sending: Sending,
  own?: string,
  condition?: string,
): string {
  const name = gate && gateDay(gate, context.schedule, '').name
  const passed: Record<GateId, string> = {
    freeze: `${name} is in force`,
    go_no_go: `${name} has ended with go`,
    release: 'the rollout has ended',
    close: `${name} is reached`,
  }
  const implied = own !== undefined && (sending.date === undefined || gate === 'release')
  return [gate && !implied ? passed[gate] : '', own ?? '', condition ?? ''].filter(Boolean).join('; ')
}
