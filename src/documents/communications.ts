import { isKnown, knownValue } from '../plan/basis.ts'
import { longDate } from '../plan/calendar/date.ts'
import { maintenanceStates } from '../plan/communications/status-page.ts'
import type { Announcement, Message, Plan } from '../plan/plan.ts'
import { counted, ended } from '../plan/text.ts'
import { additions } from './additions.ts'
import type { Document } from './document.ts'
import { basisText, escaped, type Markdown, md, statementText } from './markdown.ts'
import { releaseNotesText } from './release-notes.ts'
import { statusPageDocuments } from './status-page.ts'
import { rendered } from './template.ts'

const shownInGroup = 12

/** Who is told what and when, the announcement's draft, and one page for each message. */
export const communicationsDocuments = (plan: Plan): Document[] => [
  {
    path: 'communications/communication_plan.md',
    section: 'communications',
    note: 'who is told what, when, after which gate',
    text: rendered('communication-plan', planView(plan)),
  },
  {
    path: 'communications/announcement_draft.md',
    section: 'communications',
    note: 'draft of the public announcement, from the scope',
    text: rendered('announcement-draft', announcementView(plan)),
  },
  {
    path: 'communications/release_notes.md',
    section: 'communications',
    note: 'release notes',
    text: releaseNotesText(plan),
  },
  ...statusPageDocuments(plan),
  ...plan.communications.messages.map(message => messageDocument(plan, message)),
]

function planView(plan: Plan): object {
  const { messages, status_flow, rhythms, severities, update_rule, not_planned } = plan.communications
  const catalogue = messages.find(message => message.basis.kind === 'assumed')
  return {
    version: plan.version,
    intro: md(
      `Times are in ${escaped(plan.release.timezone.value)}.${catalogue ? ` Messages without another source: ${escaped(basisText(catalogue.basis))}.` : ''}`,
    ),
    messages: messages.map(message => messageRow(plan, message)),
    has_moved: messages.some(message => message.moved),
    moved: messages.filter(message => message.moved).map(({ name, moved }) => ({ name, why: moved })),
    channels: [...channelRows(plan), ...placeRows(plan), ...contactRow(plan)],
    has_not_planned: not_planned.length > 0,
    not_planned: not_planned.join('; '),
    rules: update_rule.map(text => ({ text: withBlanks(text) })),
    rhythms: rhythms
      .filter(rhythm => !rhythm.severity)
      .map(rhythm => `${spanWords(rhythm.every_minutes)} (${rhythm.while})`)
      .join(', '),
    has_severities: severities.length > 0,
    severities: severities.map(({ id, effect, respond_minutes, update_minutes }) => ({
      id,
      effect,
      respond: spanWords(respond_minutes),
      update: spanWords(update_minutes),
    })),
    has_status: status_flow.length > 0,
    flows: flowsOf(status_flow),
    has_requests: statusPageDocuments(plan).length > 0,
    additions: additions(plan, 'communications'),
  }
}

function messageRow(plan: Plan, message: Message): object {
  const source = message.basis.kind === 'given' ? ` _(${escaped(basisText(message.basis))})_` : ''
  return {
    at: message.at,
    message: md(`[${escaped(message.name)}](messages/${message.id}.md)${source}`),
    audience: message.audience,
    channel: message.medium ? words(message.medium) : statementText(plan, message.channel),
    owner: message.owner,
    // An event's own condition stands on its page alone.
    precondition: message.date === undefined ? '' : message.precondition,
    taken_back_by: message.taken_back_by
      ? (plan.communications.messages.find(({ id }) => id === message.taken_back_by)?.name ?? '')
      : '',
  }
}

/** The channel with its place; where that is a question, the communication plan asks it once. */
function channelText(plan: Plan, { medium, channel }: Message): string {
  if (!medium) return statementText(plan, channel).text
  return isKnown(channel) ? `${words(medium)}, ${statementText(plan, channel)}` : words(medium)
}

/** The incident's states, then those of a maintenance. */
function flowsOf(states: Plan['communications']['status_flow']): object[] {
  const split = states.findIndex(({ state }) => state === maintenanceStates[0])
  const text = (own: typeof states) => own.map(({ state, when }) => `${words(state)} (${when})`).join(' → ')
  const incident = { kind: 'Incident', text: text(split < 0 ? states : states.slice(0, split)) }
  return split < 0 ? [incident] : [incident, { kind: 'Maintenance', text: text(states.slice(split)) }]
}

/** Each channel of the catalogue once, with where it is. */
function channelRows(plan: Plan): object[] {
  const media = new Map(
    plan.communications.messages.flatMap(({ medium, channel }) =>
      medium ? [[medium, channel] as const] : [],
    ),
  )
  return [...media].map(([medium, channel]) => ({
    medium: words(medium),
    where: statementText(plan, channel),
  }))
}

const contactRow = (plan: Plan): object[] => {
  const { contact } = plan.communications
  return contact ? [{ medium: 'questions', where: statementText(plan, contact) }] : []
}

/** Other places that the caller named. */
const placeRows = ({ communications }: Plan): object[] =>
  communications.places.map(({ name, where }) => ({ medium: name, where: where.value }))

function messageDocument(plan: Plan, message: Message): Document {
  // When, and from whom, stands in the plan of messages.
  const head = [
    `To ${escaped(message.audience)}`,
    `${prepositions[message.medium ?? ''] ?? 'by'} ${channelText(plan, message)}`,
    ...(message.precondition ? [`only when ${escaped(message.precondition)}`] : []),
  ]
  const lines = [
    `# ${escaped(message.name)}`,
    `${head.join(' · ')}.`,
    `**Subject:** ${withBlanks(message.subject)}`,
    ...message.body.map(paragraph => withBlanks(paragraph).text),
  ]
  return {
    path: message.path,
    section: 'communications',
    note: `message: ${message.name.toLowerCase()}`,
    text: `${lines.join('\n\n')}\n`,
  }
}

function announcementView(plan: Plan): object {
  const { announcement, messages } = plan.communications
  const { groups, breaking, upgrade, limitations } = announcement
  const leaves = messages.find(message => message.id === 'release_announcement')
  return {
    title: `${knownValue(plan.release.product) ?? 'Release'} ${plan.version}`,
    hold: holdText(announcement, leaves),
    day: longDate(leaves?.date ?? plan.release.release_date.value),
    has_breaking: breaking.length > 0,
    breaking: breaking.map(change => ({
      title: md(`**${escaped(change.title)}**${change.title.endsWith('…') ? '' : '.'}`),
      migration: withBlanks(
        `Migration: ${ended(change.migration ?? '____')}${change.deprecated_until ? ` The old way works until ${change.deprecated_until}.` : ''}`,
      ),
    })),
    groups: groups.map(({ heading, entries }) => ({ heading, entries: firstOf(entries) })),
    has_text: announcement.text !== undefined,
    text: announcement.text ? statementText(plan, announcement.text) : null,
    has_upgrade: upgrade !== undefined,
    command: upgrade ? md(upgrade.command) : null,
    back: upgrade?.back ? md(`Back to the previous version: \`${upgrade.back}\``) : '',
    has_limitations: limitations.length > 0,
    limitations: limitations.map(text => ({ text })),
  }
}

/** The release notes, which are out with it, have all of them. */
function firstOf(entries: readonly string[]): { text: string }[] {
  const more = entries.length - shownInGroup
  const rest = more > 0 ? [`and ${more} more, in the release notes`] : []
  return [...entries.slice(0, shownInGroup), ...rest].map(text => ({ text }))
}

function holdText(
  { unclassified, guessed, cut, for_development }: Announcement,
  leaves: Message | undefined,
): string {
  return [
    'Draft from the scope.',
    leaves
      ? `It leaves on ${leaves.at}, when ${leaves.precondition}.`
      : 'Not before go/no-go has ended with go.',
    unclassified > 0 ? `Not announced: ${counted(unclassified, 'commit')} that nobody has classified.` : '',
    for_development.length > 0
      ? `Left out, a dependency for development: ${for_development.join('; ')}.`
      : '',
    guessed > 0
      ? `${counted(guessed, 'entry is', 'entries are')} guessed from the wording of a commit: read them.`
      : '',
    cut > 0 ? `${counted(cut, 'title was', 'titles were')} shortened by the host (…): complete them.` : '',
  ]
    .filter(Boolean)
    .join(' ')
}

/** Escaped text in which the blanks for facts of the day stay readable. */
function withBlanks(text: string): Markdown {
  return md(escaped(text).replaceAll('\\_\\_\\_\\_', '____'))
}

const prepositions: Record<string, string> = { release_notes: 'in the', status_page: 'on the' }

const words = (id: string): string => id.replaceAll('_', ' ')

/** `15 min`, `4 h`, `1 day`. */
function spanWords(minutes: number): string {
  if (minutes < 60 || minutes % 60 !== 0) return `${minutes} min`
  if (minutes < 1440 || minutes % 1440 !== 0) return `${minutes / 60} h`
  return minutes === 1440 ? '1 day' : `${minutes / 1440} days`
}
