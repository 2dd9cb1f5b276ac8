import { describe, expect, test } from 'vitest'
import { cancelledCalendar, continuedCalendar } from '../../src/documents/calendar-history.ts'
import { fileNames, onCallCalendars } from '../../src/documents/on-call-calendars.ts'
import { derive } from '../../src/plan/derive.ts'
import type { PlanInputs, ResourcesInputs } from '../../src/plan/inputs.ts'
import { continuedCalendars } from '../../src/tools/continued-calendars.ts'
import { strictEvents } from '../support/strict-calendar.ts'

const planOf = (people: ResourcesInputs['people'], release_date = '2026-12-01') => {
  const inputs: PlanInputs = {
    schema_version: 1,
    version: '2.5.0',
    planning_started: '2026-10-20T09:00:00Z',
    release: { release_date, product: 'shop', kind: 'service', country: [], timezone: 'Europe/Berlin' },
    resources: { people },
    answers: {},
    moves: [],
  }
  return derive(inputs, inputs.planning_started)
}

const team: NonNullable<ResourcesInputs['people']> = [
  { name: 'Ana', roles: ['devops'] },
  { name: 'ANA', roles: ['devops'], timezone: 'America/New_York' },
  { name: 'ليلى حداد', roles: ['devops'] },
  { name: 'Zoë Ångström', roles: ['devops'] },
]

describe('calendars of shifts', () => {
  const plan = planOf(team)
  const files = new Map(onCallCalendars(plan).map(({ path, text }) => [path, text]))

  test('are one for all and one for each, whose shifts together are all places of the watch', () => {
    const [all, ...own] = [...files.values()].map(strictEvents)
    expect(own).toHaveLength(4)
    expect(all).toHaveLength(plan.resources.on_call.length)
    expect(own.flat()).toHaveLength(2 * all!.length)
    const uids = [all!, ...own].flat().map(({ uid }) => uid)
    expect(new Set(uids).size).toBe(uids.length)
    for (const event of own.flat()) {
      const shift = all!.find(({ start, end }) => start === event.start && end === event.end)
      expect(shift, event.uid).toBeDefined()
    }
  })

  test('show the clocks of whom they are for', () => {
    const abroad = [...files].filter(([, text]) => text.includes('TZID=America/New_York'))
    expect(abroad).toHaveLength(1)
    expect(abroad[0]![1]).toContain('NAME:On call 2.5.0: ANA')
  })

  test('of a plan that moved are the same entries, raised by one; of somebody without shifts they are cancelled', async () => {
    const before = new Map(onCallCalendars(plan).map(({ path, text }) => [path, text]))
    const moved = planOf(team.slice(0, 3), '2026-12-03')
    const texts = onCallCalendars(moved).map(({ path, text }): [string, string] => [path, text])
    const now = '2026-10-21T09:00:00Z'
    const after = new Map(await continuedCalendars(texts, moved, now, before))
    const raised = strictEvents(after.get('resources/on_call.ics')!)
    expect(raised.filter(({ cancelled }) => !cancelled).every(({ sequence }) => sequence === 1)).toBe(true)
    const gone = [...before.keys()].find(path => path.includes('zoe'))!
    const struck = strictEvents(after.get(gone)!)
    expect(struck.length).toBeGreaterThan(0)
    expect(struck.every(({ cancelled, sequence, alarm }) => cancelled && sequence === 1 && !alarm)).toBe(true)
    const again = new Map(await continuedCalendars(texts, moved, '2026-10-22T09:00:00Z', after))
    expect(again).toEqual(after)
  })

  test('of the past are not cancelled', () => {
    const facts = { now: '2026-12-09T09:00:00Z', today: '2026-12-09', release: '2026-12-01' }
    const [text] = files.values()
    expect(cancelledCalendar(text!, facts)).toBeUndefined()
    expect(continuedCalendar(text, text!, facts)).toBe(text)
  })
})

describe('file names', () => {
  test.each([
    [['Ana Li'], ['ana-li']],
    [
      ['Zoë Ångström', 'José'],
      ['zoe-angstrom', 'jose'],
    ],
    [['../../etc/passwd'], ['etc-passwd']],
  ])('%j', (names, slugs) => {
    expect([...fileNames(names).values()]).toEqual(slugs)
  })

  test('are different on every disk, and portable, whatever the names', () => {
    const names = [
      'Ana',
      'ANA',
      'Ána',
      'A\u0301na',
      'CON',
      'nul',
      'ليلى',
      '李',
      '...',
      'a/b',
      'a\\b',
      'x'.repeat(200),
      `${'x'.repeat(200)}y`,
    ]
    const slugs = [...fileNames(names).values()]
    expect(new Set(slugs).size).toBe(names.length)
    for (const slug of slugs) {
      expect(slug).toMatch(/^[a-z0-9][a-z0-9-]{0,80}$/)
      expect(slug).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)$/)
    }
  })
})
