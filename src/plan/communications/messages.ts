import { type Basis, type GateId, given } from '../basis.ts'
import { longDate } from '../calendar/date.ts'
import type { Derivation } from '../derivation.ts'
import type { CommunicationsInputs } from '../inputs.ts'
import type { MessageSpec } from '../kinds/profile.ts'
import { applies, conditionOf } from '../kinds/traits.ts'
import type { Message, Resources, Schedule } from '../plan.ts'
import { channelStatement } from './channels.ts'
import { filled, ownerName } from './facts.ts'
import { askedDay, eventWords, gateDay, gateNamed, heldUntilGate, type Sending } from './sending-day.ts'

type OwnMessage = NonNullable<CommunicationsInputs['messages']>[number]

export interface Context {
  derivation: Derivation
  schedule: Schedule
  resources: Resources
  facts: Record<string, string>
  /** Whether the chosen strategy takes the product down. */
  downtime: boolean
}

const byCaller = 'plan_communications'

/** The profile's messages that apply, with the caller's merged over them by id, in the order of sending. */
export function plannedMessages(context: Context): Message[] {
  const { profile, traits, inputs } = context.derivation
  const specs = profile.messages.filter(
    spec => applies(traits, spec.when) !== 'no' && (!spec.downtime || context.downtime),
  )
  const own = inputs.communications?.messages ?? []
  const fresh = own.filter(message => !specs.some(spec => spec.id === message.id))
  const planned = [
    ...specs.map(spec =>
      message(
        context,
        spec,
        own.find(message => message.id === spec.id),
      ),
    ),
    ...fresh.map(message => ownMessage(context, message)),
  ]
  const sent = new Set(planned.map(({ id }) => id))
  return planned
    .map(entry => (entry.taken_back_by && sent.has(entry.taken_back_by) ? entry : without(entry)))
    .toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : sortKey(a) > sortKey(b) ? 1 : 0))
}

const sortKey = (entry: Message): string => `${entry.date ?? '9999'} ${entry.time ?? ''}`

function without({ taken_back_by: _, ...entry }: Message): Message {
  return entry
}

function message(context: Context, spec: MessageSpec, own: OwnMessage | undefined): Message {
  const { schedule, resources, derivation } = context
  const internal = own?.audience ? isInside(own.audience) : spec.audience === 'internal'
  const gate = gateOf(context, own?.gate, {
    internal,
    at: own?.at,
    gate: spec.gate,
    candidate: spec.candidate === true,
  })
  const sending = own?.at
    ? askedDay(derivation, schedule, own.at)
    : spec.on
      ? { event: eventWords(spec.on) }
      : askedDay(derivation, schedule, spec.at ?? 0)
  const timed = own?.at ? sending : { ...sending, ...momentOf(spec, schedule) }
  const owner = own?.owner ?? ownerName(spec.role, resources)
  const facts = { ...context.facts, owner }
  const condition = applies(derivation.traits, spec.when) === 'unknown' ? conditionOf(spec.when!) : undefined
  return {
    id: spec.id,
    name: own?.name ?? spec.name,
    ...placed(context, timed, gate, internal),
    audience: own?.audience ?? spec.to,
    ...channelOf(derivation, own?.channel, spec.channel),
    ...(gate ? { gate, gate_name: gateDay(gate, schedule, '').name } : {}),
    owner,
    path: pathOf(spec.id),
    subject: own?.subject ?? filled(spec.subject, facts),
    body: own?.body ? paragraphs(own.body) : spec.body.map(text => filled(text, facts)),
    precondition: precondition(
      context,
      gate,
      timed,
      spec.precondition && filled(spec.precondition, facts),
      condition,
    ),
    ...(spec.taken_back_by ? { taken_back_by: spec.taken_back_by } : {}),
    basis: own ? given('', byCaller).basis : catalogueBasis(derivation),
  }
}

function ownMessage(context: Context, own: OwnMessage): Message {
  const { derivation, schedule, resources } = context
  const audience = own.audience ?? 'everybody with a part in the release'
  const internal = isInside(audience) && !/status|blog|social|release notes/i.test(own.channel ?? '')
  const gate = gateOf(context, own.gate, { internal, at: own.at })
  const sending = askedDay(derivation, schedule, own.at ?? (internal ? 'go_no_go' : 0))
  return {
    id: own.id,
    name: own.name ?? own.subject ?? own.id.replaceAll('_', ' '),
    ...placed(context, sending, gate, internal),
    audience,
    ...channelOf(derivation, own.channel, internal ? 'chat' : outsideChannel(derivation)),
    ...(gate ? { gate, gate_name: gateDay(gate, schedule, '').name } : {}),
    owner: own.owner ?? ownerName('release_manager', resources),
    path: pathOf(own.id),
    subject: own.subject ?? own.name ?? own.id.replaceAll('_', ' '),
    body: own.body ? paragraphs(own.body) : ['____'],
    precondition: precondition(context, gate, sending),
    ...(internal ? {} : { taken_back_by: counterpart(context, sending) }),
    basis: given('', byCaller).basis,
  }
}

function channelOf(
  derivation: Derivation,
  own: string | undefined,
  medium: MessageSpec['channel'],
): Pick<Message, 'channel' | 'medium'> {
  return own ? { channel: given(own, byCaller) } : { channel: channelStatement(derivation, medium), medium }
}

/** On which day, at what time, and why not as asked. */
function placed(
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

/** What the outside hears of the release waits for the day's last check. */
function afterChecks(schedule: Schedule, sending: Sending, waits: boolean): Sending {
  const done = doneTime(schedule)
  if (!waits || !done || (sending.time ?? '') >= done) return sending
  const moved = sending.time
    ? `asked for ${sending.time}, held until the checks of the day have passed`
    : sending.moved
  return { ...sending, time: done, ...(moved ? { moved } : {}) }
}

const momentOf = (spec: MessageSpec, schedule: Schedule): { time?: string } => {
  const time =
    spec.moment === 'start'
      ? schedule.release_day[0]?.at_local
      : spec.moment === 'done'
        ? doneTime(schedule)
        : undefined
  return time ? { time } : {}
}

/** The runbook's own announcing step, else its last step. */
function doneTime(schedule: Schedule): string | undefined {
  const announcing = schedule.release_day.find(step => step.id === 'announce') ?? schedule.release_day.at(-1)
  return announcing?.at_local
}

/**
 * The gate that permits a message: the caller's, else the profile's. To the outside there always is one, and only
 * what speaks of a public candidate may leave before go/no-go.
 */
function gateOf(
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

/** What takes a caller's public message back: before the release the calling-off, after it the word on the rollback. */
function counterpart({ derivation }: Context, { date }: Sending): string {
  const { messages } = derivation.profile
  const early = date !== undefined && date < derivation.release.release_date.value
  const off = early && messages.some(spec => spec.id === 'postponement')
  const announcement = messages.find(spec => spec.id === 'release_announcement')
  return off ? 'postponement' : (announcement?.taken_back_by ?? '')
}

const outsideChannel = ({ profile }: Derivation): MessageSpec['channel'] =>
  profile.messages.find(spec => spec.audience === 'external')?.channel ?? 'mail'

/** Only who clearly is inside counts as inside; everybody else hears nothing before the gate. */
export function isInside(audience: string): boolean {
  const outside =
    /custom|client|user|public|partner|press|communit|vendor|supplier|investor|regulator|external|contributor/i
  const inside =
    /internal|team|staff|engineer|develop|support|on[- ]?call|manage|executive|stakeholder|sales|market|legal|operations|\bops\b|devops|\bqa\b|\bsre\b|maintainer|employee|everybody|company|board|organi[sz]ation|security/i
  return inside.test(audience) && !outside.test(audience)
}

/** The gate in words, unless the message's own condition implies it; then its own, then the trait's. */
function precondition(
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

const pathOf = (id: string): string => `communications/messages/${id}.md`

const paragraphs = (text: string): string[] =>
  text
    .split(/\n\s*\n/)
    .map(part => part.trim())
    .filter(part => part !== '')

const catalogueBasis = ({ profile }: Derivation): Basis => ({
  kind: 'assumed',
  from: `${profile.kind} profile`,
})
