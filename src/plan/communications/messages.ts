import { type Basis, given } from '../basis.ts'
import type { Derivation } from '../derivation.ts'
import type { CommunicationsInputs } from '../inputs.ts'
import type { MessageSpec } from '../kinds/profile.ts'
import { applies, conditionOf } from '../kinds/traits.ts'
import type { Message, Resources, Schedule } from '../plan.ts'
import { isInside } from './audience.ts'
import { channelStatement } from './channels.ts'
import { filled, inSentence, ownerName, releaseTime } from './facts.ts'
import { gateOf, placed, plannedSending, precondition } from './gates.ts'
import { checkMessageNames } from './message-names.ts'
import { askedDay, gateDay, type Sending } from './sending-day.ts'

type OwnMessage = NonNullable<CommunicationsInputs['messages']>[number]

export interface Context {
  derivation: Derivation
  schedule: Schedule
  resources: Resources
  facts: Record<string, string>
  /** Id of the chosen strategy, and whether it takes the product down. */
  strategy: string
  downtime: boolean
}

const byCaller = 'plan_communications'

/**
 * The profile's messages that apply, with the caller's merged over them by id, in the order of sending.
 * @throws PlanError for ids that make no good names of files
 */
export function plannedMessages(context: Context): Message[] {
  const { profile, traits, inputs } = context.derivation
  const specs = profile.messages.filter(
    spec =>
      applies(traits, spec.when) !== 'no' &&
      (!spec.downtime || context.downtime) &&
      !spec.not_with?.includes(context.strategy),
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
  checkMessageNames(planned.map(({ id }) => id))
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
  const timed = own?.at ? askedDay(derivation, schedule, own.at) : plannedSending(context, spec)
  const owner = own?.owner ?? ownerName(spec.role, resources)
  const facts = {
    ...context.facts,
    owner: inSentence(owner, resources),
    release_time: releaseTime(derivation, own?.audience ?? spec.to, internal),
  }
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
  const audience = own.audience ?? 'the release team'
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
