import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { continuedCalendar } from '../../src/documents/calendar-history.ts'
import { type CalendarEvent, calendarFile } from '../../src/documents/icalendar.ts'
import { instantOf } from '../../src/plan/calendar/zones.ts'
import { strictEvents } from '../support/strict-calendar.ts'

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
    expect(calendarFile({ name: 'v2.5.0', events, stamp }).split('\r\n')).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//release-planner//release-planner//EN',
      'CALSCALE:GREGORIAN',
      'NAME:v2.5.0',
      'X-WR-CALNAME:v2.5.0',
      'BEGIN:VEVENT',
      'UID:freeze@v2.5.0',
      'DTSTAMP:20261101T083000Z',
      'SEQUENCE:0',
      'DTSTART;VALUE=DATE:20261117',
      'DTEND;VALUE=DATE:20261119',
      'TRANSP:TRANSPARENT',
      'SUMMARY:Code freeze',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'UID:go',
      'DTSTAMP:20261101T083000Z',
      'SEQUENCE:0',
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
      'SEQUENCE:0',
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

describe('a zone', () => {
  const inZone = (zone: string, instants: string[]) =>
    calendarFile({
      name: 'x',
      zone,
      stamp,
      events: instants.map((start, n) => ({ uid: `e${n}`, start, summary: 'x' })),
    })

  test('is told with its changes of the years used, and UTC needs none', () => {
    const text = inZone('Europe/Berlin', ['2026-03-28T21:00:00Z', '2026-12-01T06:00:00Z'])
    expect(text).toContain('DTSTART;TZID=Europe/Berlin:20260328T220000\r\n')
    expect(text).toContain(
      'BEGIN:DAYLIGHT\r\nDTSTART:20260329T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n',
    )
    expect(text).toContain(
      'BEGIN:STANDARD\r\nDTSTART:20261025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n',
    )
    expect(inZone('UTC', ['2026-03-28T21:00:00Z'])).not.toMatch(/VTIMEZONE|TZID/)
  })

  test('the second of two equal clock times is told in UTC', () => {
    const text = inZone('Europe/Berlin', ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'])
    expect(text).toContain('DTSTART;TZID=Europe/Berlin:20261025T023000\r\n')
    expect(text).toContain('DTSTART:20261025T013000Z\r\n')
  })

  test('a strict reader gets the same instants back, whatever the zone and season', () => {
    const zones = [
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kolkata',
      'Pacific/Auckland',
      'Europe/Dublin',
      'America/Santiago',
      'Asia/Kathmandu',
      'Africa/Casablanca',
      'Australia/Lord_Howe',
      'Etc/GMT+5',
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.array(fc.integer({ min: 0, max: 2 * 525_600 }), { minLength: 1, maxLength: 4 }),
        (zone, minutes) => {
          const instants = minutes.map(n => new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString())
          const read = strictEvents(inZone(zone, instants))
          expect(read.map(event => event.start)).toEqual(instants.map(text => text.replace('.000', '')))
        },
      ),
      { numRuns: 25 },
    )
  })

  test.each(['2026-03-29', '2026-10-25'])('a run over the change of clocks on %s', date => {
    const start = instantOf(date, '00:30', 'Europe/Berlin').instant
    const end = instantOf(date, '05:00', 'Europe/Berlin').instant
    const events = [{ uid: 'run', start, end, summary: 'run' }]
    const [read] = strictEvents(calendarFile({ name: 'x', zone: 'Europe/Berlin', stamp, events }))
    expect([read!.start, read!.end]).toEqual([start, end])
  })
})

describe('a file that continues another', () => {
  const first = calendarFile({
    name: 'v2',
    stamp,
    events: [freeze, { uid: 'gone', start: '2026-11-20', summary: 'Gone', alarmMinutes: 60 }],
  })
  const facts = { now: '2026-11-05T08:00:00Z', today: '2026-11-05', release: '2026-12-01' }
  const next = (events: CalendarEvent[], more = {}, before: string | undefined = first) =>
    continuedCalendar(before, calendarFile({ name: 'v2', stamp, events }), { ...facts, ...more })
  const told = (text: string) =>
    strictEvents(text).map(({ uid, sequence, stamp, cancelled, alarm }) => [
      uid,
      sequence,
      stamp,
      cancelled,
      alarm,
    ])

  test('keeps what is the same byte for byte', () => {
    expect(next([freeze, { uid: 'gone', start: '2026-11-20', summary: 'Gone', alarmMinutes: 60 }])).toBe(
      first,
    )
    expect(continuedCalendar(undefined, first, facts)).toBe(first)
  })

  test('raises what changed, cancels what was dropped, stamps both and what is new', () => {
    const moved = { ...freeze, start: '2026-11-18' }
    const text = next([moved, { uid: 'new', start: '2026-11-21', summary: 'New' }])
    expect(told(text)).toEqual([
      [freeze.uid, 1, '20261105T080000Z', false, false],
      ['new', 0, '20261105T080000Z', false, false],
      ['gone', 1, '20261105T080000Z', true, false],
    ])
    const later = { now: '2026-11-06T08:00:00Z', today: '2026-11-06' }
    expect(next([moved, { uid: 'new', start: '2026-11-21', summary: 'New' }], later, text)).toBe(text)
  })

  test('takes a cancelled entry back with a higher number', () => {
    const without = next([freeze])
    const back = { uid: 'gone', start: '2026-11-20', summary: 'Gone' }
    expect(told(next([freeze, back], {}, without))[1]).toEqual(['gone', 2, '20261105T080000Z', false, false])
  })

  test('forgets what was cancelled once the release is over', () => {
    expect(told(next([freeze], { today: '2026-12-02' }))).toHaveLength(1)
  })

  test('a number never falls, whatever was planned', () => {
    const entries = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 })), {
      selector: ([id]) => id,
      maxLength: 4,
    })
    fc.assert(
      fc.property(fc.array(entries, { minLength: 2, maxLength: 6 }), plans => {
        let text: string | undefined
        let numbers = new Map<string, number>()
        for (const plan of plans) {
          const events = plan.map(([id, day]) => ({
            uid: `e${id}`,
            start: `2026-11-0${day}`,
            summary: 'Ü'.repeat(40),
          }))
          text = continuedCalendar(
            text,
            calendarFile({ name: 'x', stamp, events: [freeze, ...events] }),
            facts,
          )
          const now = new Map(strictEvents(text).map(event => [event.uid, event.sequence]))
          for (const [uid, number] of numbers) expect(now.get(uid)).toBeGreaterThanOrEqual(number)
          numbers = now
        }
      }),
      { numRuns: 30 },
    )
  })
})

/** What remains of a text: one kind of line break, no control characters. */
function cleaned(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(/[\r\u2028\u2029]/g, '\n')
    .replaceAll(/[\0-\x08\x0b-\x1f\x7f-\x9f]/g, '')
}
