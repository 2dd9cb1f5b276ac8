import { given, isKnown } from '../basis.ts'
import type { Derivation } from '../derivation.ts'
import type {
  Communications,
  Message,
  Resources,
  Rhythm,
  Rollback,
  Schedule,
  Scope,
  Strategy,
} from '../plan.ts'
import { announcementOf } from './announcement.ts'
import { bareAudience, isInside, withoutZones } from './audience.ts'
import { channelStatement, contactOf, placesOf } from './channels.ts'
import { toldEntries } from './entries.ts'
import { messageFacts, updateMinutes } from './facts.ts'
import { plannedMessages } from './messages.ts'
import { isLegalOrder, statusFlow } from './status-page.ts'

export interface CommunicationsRooms {
  schedule: Schedule
  resources: Resources
  rollback: Rollback
  strategy: Strategy
  scope: Scope
}

const MIGRATION_UPDATE_MINUTES = 10

/** Who is told what, when, by whom and after which gate; the texts, and how often updates are sent. */
export function deriveCommunications(derivation: Derivation, rooms: CommunicationsRooms): Communications {
  const { inputs, release, profile } = derivation
  const told = toldEntries(rooms.scope, rooms.strategy.flags, subjects(derivation))
  const downtime = takesDown(derivation, rooms.strategy)
  const planned = plannedMessages({
    derivation,
    schedule: rooms.schedule,
    resources: rooms.resources,
    facts: messageFacts(derivation, rooms, told),
    strategy: rooms.strategy.recommended,
    downtime,
  })
  const wanted = inputs.communications?.audiences ?? []
  const page = statusPage(derivation)
  const messages = withAudiences(
    planned.filter(message => page || message.medium !== 'status_page'),
    wanted,
  )
  warnOfMoved(derivation, messages)
  warnOfStates(derivation, messages)
  const contact = contactOf(derivation)
  return {
    messages,
    audiences: [...new Set([...messages.map(message => message.audience), ...wanted])],
    ...(page ? { status_page: page } : {}),
    status_flow: page ? statusFlow(downtime) : [],
    update_rule: rules(derivation),
    rhythms: rhythms(derivation, downtime),
    severities: profile.severities ?? [],
    announcement: announcementOf(release, rooms.scope, told, derivation.questions),
    ...(contact ? { contact } : {}),
    ...placesOf(derivation, new Set(messages.flatMap(({ medium }) => medium ?? []))),
  }
}

/** Subjects as written, by commit. */
const subjects = ({ inputs }: Derivation): Map<string, string> =>
  new Map(inputs.observed?.range?.changes.map(({ commit, subject }) => [commit, subject]) ?? [])

/** A status page belongs to what its team runs; the caller may have one for anything. */
function statusPage(derivation: Derivation): Communications['status_page'] {
  const told = derivation.inputs.communications?.status_page
  if (told) return given(told, 'plan_communications')
  const used = derivation.profile.messages.some(message => message.channel === 'status_page')
  const page = used ? channelStatement(derivation, 'status_page') : undefined
  return page && isKnown(page) && /^(none|no)$/i.test(page.value) ? undefined : page
}

function takesDown({ profile }: Derivation, strategy: Strategy): boolean {
  return profile.strategies.find(spec => spec.id === strategy.recommended)?.needs.downtime === true
}

/** What the caller says about an audience of the catalogue stands in its place: `customers (12,000 hosted users)`. */
const asTold = (audience: string, wanted: string[]): string =>
  wanted.map(withoutZones).find(told => bareAudience(told).toLowerCase() === audience.toLowerCase()) ??
  audience

/** An audience of the caller that no message names hears of the release with those of its own side. */
function withAudiences(planned: Message[], wanted: string[]): Message[] {
  const messages = planned.map(message => ({ ...message, audience: asTold(message.audience, wanted) }))
  const named = messages.map(message => message.audience.toLowerCase())
  const silent = wanted.filter(
    audience => !named.some(name => name.includes(withoutZones(audience).toLowerCase())),
  )
  return messages.map(message => {
    const inside = message.id === 'release_done'
    if (!inside && message.id !== 'release_announcement') return message
    const added = silent.filter(audience => isInside(audience) === inside)
    return added.length ? { ...message, audience: [message.audience, ...added].join(', ') } : message
  })
}

function rules({ profile }: Derivation): string[] {
  const candidates = profile.messages.some(message => message.candidate)
  return [
    `Nothing leaves for the outside before go/no-go has ended with go${candidates ? '; only a call to test a candidate may, and it promises no date' : ''}.`,
    'Of several update rhythms in force the shortest wins.',
    'The owner sends, or hands it to the backup in time.',
    '____ is filled on the day by who checked it; each text says when the next word comes.',
  ]
}

/** Shortest first; equal ones keep the order of urgency. */
function rhythms({ profile, traits }: Derivation, downtime: boolean): Rhythm[] {
  const { release_day, rollback } = updateMinutes({ profile })
  const severities = (profile.severities ?? []).map(({ id, update_minutes }) => ({
    while: `an open ${id}`,
    severity: id,
    every_minutes: update_minutes,
  }))
  const migration = traits.database_change !== 'no' && profile.release_day.some(step => step.id === 'migrate')
  return [
    { while: 'a way back being taken', every_minutes: rollback },
    ...(migration ? [{ while: 'a running migration', every_minutes: MIGRATION_UPDATE_MINUTES }] : []),
    ...(downtime ? [{ while: 'maintenance on the status page', every_minutes: release_day }] : []),
    ...severities,
    { while: 'the steps of the release day', every_minutes: release_day },
  ].toSorted((a, b) => a.every_minutes - b.every_minutes)
}

function warnOfMoved({ warnings }: Derivation, messages: Message[]): void {
  for (const message of messages.filter(entry => entry.moved && !entry.internal)) {
    warnings.push({
      code: 'message_before_gate',
      message: `Message "${message.id}": ${message.moved}.`,
      fix: `Ask for ${message.at} or later, or make its audience an internal one, in plan_communications.`,
    })
  }
}

function warnOfStates({ warnings }: Derivation, messages: Message[]): void {
  for (const message of messages.filter(entry => !isLegalOrder(entry.body))) {
    warnings.push({
      code: 'status_states',
      message: `Message "${message.id}" uses states of a status page out of order or mixes incident and maintenance.`,
      fix: 'Use investigating, identified, monitoring, resolved; or scheduled, in_progress, verifying, completed.',
    })
  }
}
