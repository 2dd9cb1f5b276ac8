import { isKnown, knownValue } from '../plan/basis.ts'
import type { Plan, Shift } from '../plan/plan.ts'
import type { Document } from './document.ts'
import { type CalendarEvent, calendarFile } from './icalendar.ts'
import { calendarStamp, uidOf } from './timeline-calendar.ts'

const folder = 'resources/on_call/'

/**
 * The shifts as calendars: one for all and one for each person on call, in the person's zone. A calendar without an entry is not valid
 * (RFC 5545 3.6), so that none is written as long as nobody is on call.
 */
export function onCallCalendars(plan: Plan): Document[] {
  const shifts = plan.resources.on_call.filter(isRotated)
  if (shifts.length === 0) return []
  const people = [...new Set(shifts.flatMap(shift => onDuty(shift).map(({ name }) => name)))]
  const slugs = fileNames(people)
  return [
    {
      path: 'resources/on_call.ics',
      section: 'resources',
      note: 'shifts; by person in on_call/',
      text: calendarFile({
        name: `On call ${plan.version}`,
        // Numbered, not dated: a shift that moves is the same entry on another day.
        events: shifts.map((shift, n) => ({
          uid: uidOf(plan, `on-call-${n + 1}`),
          start: shift.from,
          end: shift.to,
          summary: `${plan.version} on call: ${knownValue(shift.primary) ?? 'open'}`,
          description: [`Secondary: ${knownValue(shift.secondary) ?? 'open'}`, shift.why ?? '']
            .filter(Boolean)
            .join('\n'),
        })),
        stamp: calendarStamp(plan),
        zone: plan.release.timezone.value,
      }),
    },
    ...people.map((name): Document => {
      const slug = slugs.get(name)!
      return {
        path: `${folder}${slug}.ics`,
        section: 'resources',
        note: `shifts of ${name}`,
        text: personCalendar(plan, shifts, name, slug),
      }
    }),
  ]
}

export const isRotated = ({ primary }: Shift): boolean => isKnown(primary) && primary.basis.kind === 'derived'

/** Those on call in a shift, with their zones. */
function onDuty({ primary, secondary, zones = [] }: Shift): { name: string; zone?: string }[] {
  return [primary, secondary].flatMap((who, n) =>
    isKnown(who) && who.basis.kind === 'derived'
      ? [{ name: who.value, ...(zones[n] !== undefined && { zone: zones[n] }) }]
      : [],
  )
}

function personCalendar(plan: Plan, shifts: readonly Shift[], name: string, slug: string): string {
  const own = shifts.flatMap(shift => {
    const team = onDuty(shift)
    const place = team.findIndex(person => person.name === name)
    return place < 0
      ? []
      : [{ shift, place, other: team[1 - place]?.name ?? 'nobody', zone: team[place]!.zone }]
  })
  const events = own.map(({ shift, place, other }, n): CalendarEvent => {
    const role = place === 0 ? 'primary' : 'secondary'
    const partner = place === 0 ? 'Secondary' : 'Primary'
    return {
      uid: uidOf(plan, `on-call-${slug}-${n + 1}`),
      start: shift.from,
      end: shift.to,
      summary: `${plan.version} on call: ${role}`,
      description: [`${partner}: ${other}`, shift.why ?? ''].filter(Boolean).join('\n'),
      alarmMinutes: 60,
    }
  })
  return calendarFile({
    name: `On call ${plan.version}: ${name}`,
    events,
    stamp: calendarStamp(plan),
    zone: own[0]?.zone ?? plan.release.timezone.value,
  })
}

/** Windows opens a device of such a name. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)$/

/**
 * A file name for each name: small Latin letters, digits and hyphens, so that no disk takes two for one whatever it thinks of case and
 * accents, each different. Names that would share one, and those without such letters, carry a number made of the name itself, which
 * stays whoever else comes and goes.
 */
export function fileNames(names: readonly string[]): Map<string, string> {
  const plain = names.map(plainName)
  const slugs = new Map<string, string>()
  const taken = new Set<string>()
  names.forEach((name, n) => {
    const base = plain[n]!
    const unique = base !== '' && !device.test(base) && plain.indexOf(base) === plain.lastIndexOf(base)
    const long = unique ? base : `${base || 'person'}-${checksum(name)}`
    let slug = long
    for (let more = 2; taken.has(slug); more += 1) slug = `${long}-${more}`
    taken.add(slug)
    slugs.set(name, slug)
  })
  return slugs
}

const plainName = (name: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replaceAll(/^-|-$/g, '')

/** FNV-1a over the code points, 32 bits, in base 36. */
function checksum(text: string): string {
  let hash = 0x811c9dc5
  for (const letter of text.normalize('NFC')) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193)
  return (hash >>> 0).toString(36)
}
