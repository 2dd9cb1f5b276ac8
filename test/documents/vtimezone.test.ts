import ICAL from 'ical.js'
import { expect, test } from 'vitest'
import { zoneLines } from '../../src/documents/vtimezone.ts'

test.each([
  // Clocks that last changed long ago, from local mean time with seconds.
  ['Asia/Riyadh', 180],
  ['Asia/Dubai', 240],
  ['Asia/Kolkata', 330],
  ['UTC', 0],
  ['Europe/Berlin', 60],
  ['America/Santiago', -180],
  ['Australia/Lord_Howe', 660],
  ['Africa/Casablanca', 60],
])('the zone %s has offsets without seconds, and a reader gets its own', (zone, minutes) => {
  const text = zoneLines(zone, ['2026-12-01T07:00:00Z', '2027-01-15T07:00:00Z']).join('\r\n')
  const offsets = text.match(/TZOFFSET(?:FROM|TO):(.*)/g) ?? []
  expect(offsets.length).toBeGreaterThan(0)
  expect(offsets.every(line => /:[+-]\d{4}$/.test(line.trim()))).toBe(true)
  const read = new ICAL.Timezone(new ICAL.Component(ICAL.parse(text)))
  const noon = ICAL.Time.fromString('2027-01-10T12:00:00', undefined as never)
  expect(read.utcOffset(noon) / 60).toBe(minutes)
})
