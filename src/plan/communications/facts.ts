import { knownValue, type Statement } from '../basis.ts'
import { longDate } from '../calendar/date.ts'
import type { Derivation } from '../derivation.ts'
import type { Resources, Rollback, Schedule, Scope } from '../plan.ts'
import { cleanText } from '../text.ts'
import { announcedTitle } from './announcement.ts'
import { gateDay } from './sending-day.ts'
import { previousVersion, upgradeOf } from './upgrade.ts'

/** What only the day shows. */
export const blank = '____'

const NAMED = 3

/** The facts that a message of the catalogue may name by `{{name}}`; what is not known is a blank. */
export function messageFacts(
  derivation: Derivation,
  rooms: { schedule: Schedule; rollback: Rollback; scope: Scope },
): Record<string, string> {
  const { release, inputs } = derivation
  const version = inputs.version.replace(/^v/, '')
  const day = release.release_date.value
  const previous = previousVersion(release)
  const upgrade = upgradeOf(release, version)
  return {
    product: known(release.product),
    version,
    previous: previous ?? blank,
    release_day: longDate(day),
    release_time: `${release.release_time.value} ${release.timezone.value}`,
    go_no_go_day: longDate(gateDay('go_no_go', rooms.schedule, day).date),
    close_day: watchEnd(rooms.schedule, day),
    summary: summary(rooms.scope),
    breaking: breakingWords(rooms.scope),
    limitations: titles(rooms.scope.known_limitations) ?? blank,
    ways_back: waysBack(derivation, rooms.rollback),
    upgrade_candidate: upgrade ? upgrade.command.replace(version, `${version}-${blank}`) : blank,
    back: upgrade?.back ?? (previous ? `install ${previous}` : blank),
    rollback_minutes: String(updateMinutes(derivation).rollback),
  }
}

/** Minutes between updates to the team, from the profile. */
export const updateMinutes = (
  derivation: Pick<Derivation, 'profile'>,
): { release_day: number; rollback: number } =>
  derivation.profile.update_minutes ?? { release_day: 30, rollback: 10 }

/** The text with its facts in place. */
export function filled(text: string, facts: Record<string, string>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => facts[name] ?? blank)
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

const known = (statement: Statement<string>): string => knownValue(statement) ?? blank

/** The last day of the watch. */
function watchEnd(schedule: Schedule, releaseDate: string): string {
  const end = schedule.milestones.find(milestone => milestone.id === 'monitoring_ends')
  return longDate(end?.date ?? gateDay('close', schedule, releaseDate).date)
}

/** Names of the ways that take back what is out already, those of the caller included. */
function waysBack({ profile }: Derivation, rollback: Rollback): string {
  const before = profile.ways_back.filter(spec => spec.until === 'rollout_start').map(spec => spec.id)
  const after = rollback.methods.filter(method => !before.includes(method.id))
  return (
    after
      .slice(0, NAMED)
      .map(method => method.name)
      .join('; ') || blank
  )
}

/** What breaks and, where somebody said it, what to do; `nothing` only where the changes were read. */
function breakingWords({ breaking, range, items }: Scope): string {
  const told = breaking.map(({ title }) => {
    const migration = items.find(entry => entry.title === title && entry.breaking)?.migration
    const name = cleanText(announcedTitle(title), 50)
    return migration ? `${name} (${cleanText(migration, 60)})` : name
  })
  if (told.length === 0) return range ? 'nothing' : blank
  return `${told.slice(0, NAMED).join('; ')}${more(told.length)}`
}

const more = (count: number): string => (count > NAMED ? ` and ${count - NAMED} more` : '')

function summary(scope: Scope): string {
  const told = scope.items.filter(entry =>
    ['feature', 'api_change', 'security', 'performance', 'fix'].includes(entry.kind),
  )
  const order = ['feature', 'api_change', 'security', 'performance', 'fix']
  const first = told
    .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
    .map(entry => entry.title)
  return titles(first) ?? blank
}

/** The first three titles, shortened, and how many more there are; nothing where there is none. */
function titles(all: string[]): string | undefined {
  if (all.length === 0) return undefined
  const first = all.slice(0, NAMED).map(title => cleanText(announcedTitle(title), 50))
  return `${first.join('; ')}${more(all.length)}`
}
