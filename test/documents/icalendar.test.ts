import fc from 'fast-check'
import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import { type CalendarEvent, calendarFile } from '../../src/documents/icalendar.ts'

const stamp = '2026-11-01T09:30:00+01:00'
const freeze: CalendarEvent = { uid: 'freeze@v2.5.0', start: '2026-11-17', summary: 'Code freeze' }

describe('a calendar file', () => {
  test('holds days, spans and instants', () => {
    const events: CalendarEvent[] = [
      { ...freeze, end: '2026-11-18' },
      {
        uid: 'go',
        start: '2026-12-01T08:00:00+01:00',
        end: '2026-12-01T09:00:00Z',
        summary: 'Go',
        alarmMinutes: 30,
      },
      {
        uid: 'check',
        start: '2026-12-01T10:00:00Z',
        summary: 'Check',
        description: 'One; two, \\three\nfour',
      },
    ]
    expect(calendarFile({ name: 'v2.5.0', events, stamp, sequence: 3 }).split('\r\n')).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//release-planner//release-planner//EN',
      'CALSCALE:GREGORIAN',
      'NAME:v2.5.0',
      'X-WR-CALNAME:v2.5.0',
      'BEGIN:VEVENT',
      'UID:freeze@v2.5.0',
      'DTSTAMP:20261101T083000Z',
      'SEQUENCE:3',
      'DTSTART;VALUE=DATE:20261117',
      'DTEND;VALUE=DATE:20261119',
      'TRANSP:TRANSPARENT',
      'SUMMARY:Code freeze',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'UID:go',
      'DTSTAMP:20261101T083000Z',
      'SEQUENCE:3',
      'DTSTART:20261201T070000Z',
      'DTEND:20261201T090000Z',
      'SUMMARY:Go',
      'BEGIN:VALARM',
      'ACTION:DISPLAY',
      'DESCRIPTION:Go',
      'TRIGGER:-PT30M',
      'END:VALARM',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'UID:check',
      'DTSTAMP:20261101T083000Z',
      'SEQUENCE:3',
      'DTSTART:20261201T100000Z',
      'SUMMARY:Check',
      'DESCRIPTION:One\\; two\\, \\\\three\\nfour',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ])
  })

  test('folds long lines by octets', () => {
    const summary = 'Überprüfung der Übergabe '.repeat(12)
    const text = calendarFile({ name: 'v2', events: [{ ...freeze, summary }], stamp })
    expect(text.split('\r\n').some(line => Buffer.byteLength(line) === 75)).toBe(true)
    expect(strictEvents(text)[0]!.summary).toBe(summary)
  })

  test('refuses what no calendar can hold', () => {
    expect(() => calendarFile({ name: 'x', events: [freeze, freeze], stamp })).toThrow(/share the uid freeze/)
    const backwards = { ...freeze, end: '2026-11-16' }
    expect(() => calendarFile({ name: 'x', events: [backwards], stamp })).toThrow(/before it starts/)
    const mixed = { ...freeze, end: '2026-11-18T00:00:00Z' }
    expect(() => calendarFile({ name: 'x', events: [mixed], stamp })).toThrow(/before it starts/)
  })

  test('keeps any text whole and lets none of it become a line', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({
        unit: fc.constantFrom('\\', ';', ',', '\n', '\r', '\\n', ':', '"', '🚀', 'é', '漢', 'END:VEVENT'),
      }),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(hostile, hostile), { maxLength: 4 }), hostile, (texts, name) => {
        const events = texts.map(([summary, description], n) => ({
          ...freeze,
          uid: `e${n}`,
          summary,
          description,
        }))
        const read = strictEvents(calendarFile({ name, events, stamp }))
        expect(read.map(({ summary }) => summary)).toEqual(texts.map(([summary]) => cleaned(summary)))
        expect(read.map(({ description }) => description ?? '')).toEqual(
          texts.map(([, text]) => cleaned(text)),
        )
      }),
    )
  })

  test('survives half of a surrogate pair', () => {
    const text = calendarFile({ name: 'x', events: [{ ...freeze, summary: 'a\ud83d b' }], stamp })
    expect(strictEvents(text)[0]!.summary).toBe('a\ufffd b')
  })
})

/** What remains of a text: one kind of line break, no control characters. */
function cleaned(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(/[\r\u2028\u2029]/g, '\n')
    .replaceAll(/[\0-\x08\x0b-\x1f\x7f-\x9f]/g, '')
}

/** The events as ical.js reads them, after the checks that it leaves out. */
function strictEvents(text: string): { summary: string; description: string | null }[] {
  expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  for (const line of text.split('\r\n').slice(0, -1)) {
    expect(line).not.toBe('')
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    expect(Buffer.from(line).toString()).toBe(line)
  }
  const unfolded = text.replaceAll('\r\n ', '').split('\r\n').slice(0, -1)
  for (const line of unfolded) expect(line).toMatch(/^[A-Z-]+(?:;[A-Z]+=[A-Z]+)?:/)
  const calendar = new ICAL.Component(ICAL.parse(text))
  expect(calendar.getFirstPropertyValue('version')).toBe('2.0')
  expect(calendar.getFirstPropertyValue('prodid')).toBeTruthy()
  const events = calendar.getAllSubcomponents('vevent')
  for (const event of events) {
    for (const name of ['uid', 'dtstamp', 'dtstart']) expect(event.getAllProperties(name)).toHaveLength(1)
  }
  const uids = events.map(event => event.getFirstPropertyValue('uid'))
  expect(new Set(uids).size).toBe(uids.length)
  return events.map(event => ({
    summary: String(event.getFirstPropertyValue('summary')),
    description: event.getFirstPropertyValue('description') as string | null,
  }))
}
