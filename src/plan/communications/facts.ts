import { knownValue } from '../basis.ts'
import { longDate } from '../calendar/date.ts'
import { instantOf, localTime } from '../calendar/zones.ts'
import type { Derivation } from '../derivation.ts'
import { roleInSentence } from '../kinds/roles.ts'
import type { Resources, Rollback, Schedule, Scope, Strategy } from '../plan.ts'
import { capitalised, shortened } from '../text.ts'
import { isInside, zonesOf } from './audience.ts'
import { contactOf, issuesPage, placesOf, releasesPage } from './channels.ts'
import { isForUsers, LONGEST_NAMED, namedInMessages, type Told } from './entries.ts'
import { plannedSending } from './gates.ts'
import { gateDay } from './sending-day.ts'
import { announcedTitle } from './titles.ts'
import { candidateOf, previousVersion, upgradeOf } from './upgrade.ts'

/** What only the day shows. */
export const blank = '____'

const NAMED = 3
const LONGEST_LIMITATION = 160

/** The facts that a message of the catalogue may name by `{{name}}`; what is not known is a blank. */
export function messageFacts(
  derivation: Derivation,
  rooms: { schedule: Schedule; rollback: Rollback; scope: Scope; resources: Resources; strategy: Strategy },
  told: readonly Told[],
): Record<string, string> {
  const { release } = derivation
  const { schedule } = rooms
  const version = release.version.replace(/^v/, '')
  const day = release.release_date.value
  const previous = previousVersion(release)
  const upgrade = upgradeOf(release, version)
  const page = releasesPage(release)?.value
  return {
    product: knownValue(release.product) ?? '',
    version,
    previous: previous ?? blank,
    release_day: longDate(day),
    go_no_go_day: longDate(gateDay('go_no_go', schedule, day).date),
    close_day: watchEnd(schedule, day),
    everybody_day: everybodyDay(derivation, schedule, rooms.strategy),
    review_day: milestoneDay(schedule, 'retrospective') ?? blank,
    on_call: onCall(rooms.resources),
    summary: rooms.scope.range || told.length > 0 ? namedInMessages(told) : blank,
    breaking: breakingWords(rooms.scope),
    limitations:
      firstOf(rooms.scope.known_limitations.map(text => shortened(text, LONGEST_LIMITATION))) || blank,
    way_back: mainWay(rooms.rollback),
    upgrade: upgrade?.command ?? page ?? blank,
    upgrade_candidate: candidateOf(release, version) ?? page ?? blank,
    back: upgrade?.back ?? (previous ? `install ${previous}` : blank),
    rollback_minutes: String(updateMinutes(derivation).rollback),
    places: placesWords(derivation),
    reports: issuesPage(release) ?? blank,
    contact: contactText(derivation),
  }
}

function contactText(derivation: Derivation): string {
  const contact = contactOf(derivation)
  return (contact && knownValue(contact)) ?? blank
}

/** The release's clock time in the plan's zone, in UTC and, to the outside, in the zones of the audiences. */
export function releaseTime({ release, inputs }: Derivation, to: string, internal: boolean): string {
  const { release_date, release_time, timezone } = release
  const { instant } = instantOf(release_date.value, release_time.value, timezone.value)
  const told = internal
    ? []
    : [to, ...(inputs.communications?.audiences ?? []).filter(name => !isInside(name))]
  const zones = ['UTC', ...told.flatMap(zonesOf)].filter(zone => zone !== timezone.value)
  const others = [...new Set(zones)].map(zone => clockIn(instant, zone, release_date.value))
  return `${release_time.value} ${timezone.value}${others.length > 0 ? ` (${others.join(', ')})` : ''}`
}

/** With its day where that is another one. */
function clockIn(instant: string, zone: string, day: string): string {
  const { date, time } = localTime(instant, zone)
  return `${date === day ? '' : `${longDate(date)} `}${time} ${zone}`
}

/** Minutes between updates to the team, from the profile. */
export const updateMinutes = (
  derivation: Pick<Derivation, 'profile'>,
): { release_day: number; rollback: number } =>
  derivation.profile.update_minutes ?? { release_day: 30, rollback: 10 }

/** The text with its facts in place; parts `{{#name}}…{{/name}}` and `{{^name}}…{{/name}}` as the fact is there. */
export function filled(text: string, facts: Record<string, string>): string {
  return withProduct(text, facts)
    .replace(/\{\{([#^])(\w+)\}\}(.*?)\{\{\/\2\}\}/g, (_, sign: string, name: string, part: string) =>
      (sign === '#') === (facts[name] !== '') ? part : '',
    )
    .replace(/\{\{(\w+)\}\}/g, (_, name: string) => facts[name] || blank)
    .replace(/ {2,}/g, ' ')
    .replace(/(?<=…)\.(?=\s|$)/g, '')
    .trim()
}

/** Without the product's name a text speaks of the release. */
function withProduct(text: string, { product, version = '' }: Record<string, string>): string {
  if (product) return text
  const release = `release ${version}`
  const spoken = text.replaceAll('{{product}} {{version}}', release).replaceAll('{{product}}', release)
  return spoken === text ? text : capitalised(spoken)
}

/** The assigned person of a role, else the role's name. */
export function ownerName(role: string, resources: Resources): string {
  const card = resources.roles.find(entry => entry.id === role)
  const assigned = card?.assigned.map(knownValue).find(name => name !== undefined)
  return (
    assigned ??
    card?.name ??
    resources.roles.find(entry => entry.id === 'release_manager')?.name ??
    role.replaceAll('_', ' ')
  )
}

/** A person's name as it is, a role as a sentence names it: `the early-adopter contact`. */
export function inSentence(owner: string, resources: Resources): string {
  return resources.roles.some(card => card.name === owner) ? `the ${roleInSentence(owner)}` : owner
}

/** The last day of the watch. */
const watchEnd = (schedule: Schedule, releaseDate: string): string =>
  milestoneDay(schedule, 'monitoring_ends') ?? longDate(gateDay('close', schedule, releaseDate).date)

function milestoneDay({ milestones }: Schedule, id: string): string | undefined {
  const found = milestones.find(milestone => milestone.id === id)
  return found && longDate(found.date)
}

/** The day from which the version is offered to everybody: that of the announcement. */
function everybodyDay(derivation: Derivation, schedule: Schedule, strategy: Strategy): string {
  const spec = derivation.profile.messages.find(({ id }) => id === 'release_announcement')
  const sending = spec && plannedSending({ derivation, schedule, strategy: strategy.recommended }, spec)
  return longDate(sending?.date ?? derivation.release.release_date.value)
}

/** Who answers first on the release day. */
function onCall({ on_call }: Resources): string {
  const [first] = on_call
  const names = [first?.primary, first?.secondary].flatMap(person => (person && knownValue(person)) ?? [])
  return names.join(' and ') || `${blank} and ${blank}`
}

/** Where else the caller tells of a release, beside the channel of the announcement itself. */
function placesWords(derivation: Derivation): string {
  const media = derivation.profile.messages.map(({ channel }) => channel)
  return placesOf(derivation, new Set(media))
    .places.map(({ name, where }) => `${name} (${where.value})`)
    .join(', ')
}

/** That of the chosen strategy. */
function mainWay({ methods, main }: Rollback): string {
  return methods.find(({ id }) => id === main)?.name ?? blank
}

/** What breaks and, where it has room, what to do; nothing only where the changes were read. */
function breakingWords({ breaking, range, items }: Scope): string {
  const told = breaking.filter(isForUsers).map(({ title }) => {
    const migration = items.find(entry => entry.title === title && entry.breaking)?.migration?.trim()
    const name = shortened(announcedTitle(title), LONGEST_NAMED)
    const explained = `${name} (${migration?.replace(/\.$/, '')})`
    return migration && explained.length <= LONGEST_NAMED ? explained : name
  })
  if (told.length === 0) return range ? '' : blank
  return firstOf(told)
}

/** The first three, and how many more there are: nobody takes a part for the whole. Where they are public by then, the sender knows. */
function firstOf(all: readonly string[]): string {
  const more = all.length - NAMED
  return [...all.slice(0, NAMED), ...(more > 0 ? [`${more} more, listed in ${blank}`] : [])].join('; ')
}
