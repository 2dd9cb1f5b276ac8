import ICAL from 'ical.js'
import { expect } from 'vitest'

export interface StrictEvent {
  uid: string
  sequence: number
  stamp: string
  summary: string
  description: string | null
  /** A day, or the instant in UTC. */
  start: string
  end: string | null
  cancelled: boolean
  alarm: boolean
}

/** Properties that RFC 5545 lets stand once in a component, of those that a plan may write. */
const once = ['UID', 'DTSTAMP', 'SEQUENCE', 'DTSTART', 'DTEND', 'SUMMARY', 'DESCRIPTION', 'STATUS', 'TRANSP']
const allowed: Record<string, RegExp> = {
  VCALENDAR: /^(VERSION|PRODID|CALSCALE|NAME|X-[A-Z-]+)$/,
  VEVENT: new RegExp(`^(${once.join('|')})$`),
  VALARM: /^(ACTION|DESCRIPTION|TRIGGER)$/,
  VTIMEZONE: /^TZID$/,
  STANDARD: /^(DTSTART|TZOFFSETFROM|TZOFFSETTO|TZNAME)$/,
  DAYLIGHT: /^(DTSTART|TZOFFSETFROM|TZOFFSETTO|TZNAME)$/,
}

interface Component {
  name: string
  properties: { name: string; parameters: string; value: string }[]
  parts: Component[]
}

/**
 * The events of a calendar file, after every rule of RFC 5545 that a reader may insist on: bytes and folding, components and their
 * properties, values, ends behind starts, zones that exist, stamps in UTC; and read a second time by ical.js, with the same days and instants.
 */
export function strictEvents(text: string): StrictEvent[] {
  checkBytes(text)
  const calendar = parsed(text.replaceAll('\r\n ', '').split('\r\n').slice(0, -1))
  expect(calendar.name).toBe('VCALENDAR')
  expect(one(calendar, 'VERSION')).toBe('2.0')
  expect(one(calendar, 'PRODID')).not.toBe('')
  checkNames(calendar)
  const zones = calendar.parts.filter(part => part.name === 'VTIMEZONE')
  zones.forEach(checkZone)
  const events = calendar.parts.filter(part => part.name === 'VEVENT')
  const zoneNames = new Set(zones.map(zone => one(zone, 'TZID')))
  expect(zoneNames.size).toBe(zones.length)
  const read = readByIcal(text)
  const strict = events.map((event, n) => strictEvent(event, zoneNames, read[n]!))
  expect(read).toHaveLength(events.length)
  expect(new Set(strict.map(event => event.uid)).size, 'unique UIDs').toBe(strict.length)
  return strict
}

function checkBytes(text: string): void {
  expect(text.startsWith('BEGIN:VCALENDAR\r\n')).toBe(true)
  expect(text.endsWith('\r\nEND:VCALENDAR\r\n')).toBe(true)
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  for (const line of text.split('\r\n').slice(0, -1)) {
    expect(line).not.toMatch(/^\s*$/)
    expect(Buffer.byteLength(line), line).toBeLessThanOrEqual(75)
    expect(Buffer.from(line).toString()).toBe(line)
  }
}

function parsed(lines: string[]): Component {
  const root: Component = { name: '', properties: [], parts: [] }
  const open = [root]
  for (const line of lines) {
    const [, name, parameters, value] = /^([A-Z-]+)((?:;[A-Z-]+=[^:;,"]+)*):(.*)$/.exec(line) ?? []
    expect(name, line).toBeDefined()
    if (name === 'BEGIN') {
      const part: Component = { name: value!, properties: [], parts: [] }
      open.at(-1)!.parts.push(part)
      open.push(part)
    } else if (name === 'END') expect(open.pop()!.name).toBe(value)
    else open.at(-1)!.properties.push({ name: name!, parameters: parameters!, value: value! })
  }
  expect(open).toEqual([root])
  expect(root.parts).toHaveLength(1)
  return root.parts[0]!
}

const all = (part: Component, name: string) => part.properties.filter(property => property.name === name)

function one(part: Component, name: string): string {
  const found = all(part, name)
  expect(found, `${part.name} ${name}`).toHaveLength(1)
  return found[0]!.value
}

function checkNames(part: Component): void {
  const names = part.properties.map(property => property.name)
  for (const name of names) expect(name).toMatch(allowed[part.name] ?? /^$/)
  for (const name of once) expect(names.filter(other => other === name).length).toBeLessThanOrEqual(1)
  for (const inner of part.parts) checkNames(inner)
}

function checkZone(zone: Component): void {
  one(zone, 'TZID')
  expect(zone.parts.length).toBeGreaterThan(0)
  for (const part of zone.parts) {
    expect(one(part, 'DTSTART')).toMatch(/^\d{8}T\d{6}$/)
    for (const name of ['TZOFFSETFROM', 'TZOFFSETTO']) expect(one(part, name)).toMatch(/^[+-]\d{4}$/)
    expect(one(part, 'TZOFFSETTO')).not.toBe('-0000')
  }
}

function strictEvent(event: Component, zones: ReadonlySet<string>, read: ReadEvent): StrictEvent {
  const stamp = one(event, 'DTSTAMP')
  expect(stamp).toMatch(/^\d{8}T\d{6}Z$/)
  const sequence = Number(one(event, 'SEQUENCE'))
  expect(Number.isInteger(sequence) && sequence >= 0).toBe(true)
  const [start] = all(event, 'DTSTART')
  const [end] = all(event, 'DTEND')
  for (const time of [start, ...(end ? [end] : [])]) {
    const zone = /;TZID=([^;]+)/.exec(time!.parameters)?.[1]
    if (zone) expect([...zones]).toContain(zone)
    const form = time!.parameters === ';VALUE=DATE' ? /^\d{8}$/ : zone ? /^\d{8}T\d{6}$/ : /^\d{8}T\d{6}Z$/
    expect(time!.value).toMatch(form)
  }
  if (end) {
    expect(end.value.includes('T')).toBe(start!.value.includes('T'))
    expect(read.end! > read.start, `${read.uid} ends after it starts`).toBe(true)
  }
  const status = all(event, 'STATUS')[0]?.value
  expect(status ?? 'CANCELLED').toMatch(/^(TENTATIVE|CONFIRMED|CANCELLED)$/)
  for (const alarm of event.parts) {
    expect(alarm.name).toBe('VALARM')
    expect(one(alarm, 'ACTION')).toBe('DISPLAY')
    one(alarm, 'DESCRIPTION')
    expect(one(alarm, 'TRIGGER')).toMatch(/^-PT\d+M$/)
  }
  one(event, 'UID')
  return { ...read, sequence, stamp, cancelled: status === 'CANCELLED', alarm: event.parts.length > 0 }
}

type ReadEvent = Pick<StrictEvent, 'uid' | 'summary' | 'description' | 'start' | 'end'>

function readByIcal(text: string): ReadEvent[] {
  const calendar = new ICAL.Component(ICAL.parse(text))
  const zones = calendar.getAllSubcomponents('vtimezone').map(zone => new ICAL.Timezone(zone))
  return calendar.getAllSubcomponents('vevent').map(event => {
    const at = (name: string): string | null => {
      const property = event.getFirstProperty(name)
      const time = property?.getFirstValue() as ICAL.Time | undefined
      if (!property || !time) return null
      const zone = zones.find(({ tzid }) => tzid === property.getParameter('tzid'))
      if (zone) time.zone = zone
      return time.isDate
        ? time.toString()
        : new Date(time.toUnixTime() * 1000).toISOString().replace('.000', '')
    }
    return {
      uid: String(event.getFirstPropertyValue('uid')),
      summary: String(event.getFirstPropertyValue('summary')),
      description: event.getFirstPropertyValue('description') as string | null,
      start: at('dtstart')!,
      end: at('dtend'),
    }
  })
}
