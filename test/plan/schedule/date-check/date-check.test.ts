import { describe, expect, test } from 'vitest'
import { instantOf } from '../../../../src/plan/calendar/zones.ts'
import type { PlanInputs } from '../../../../src/plan/inputs.ts'
import { profileOf } from '../../../../src/plan/kinds/index.ts'
import { kinds } from '../../../../src/plan/kinds/profile.ts'
import { sharedHoursText } from '../../../../src/plan/schedule/release-day/shared-hours.ts'
import { deriveSchedule } from '../../../../src/plan/schedule/schedule.ts'
import { derivationOf, scheduleOf, strategyOf } from '../../../support/schedule.ts'

const checkOn = (date: string, given: Parameters<typeof scheduleOf>[0] = {}) => {
  const { schedule, derivation } = scheduleOf({ date, ...given })
  return { ...schedule.date_check!, warnings: derivation.warnings }
}

describe('does the date make sense', () => {
  test('yes: a Tuesday with lead; the fallback is the next such day', () => {
    expect(checkOn('2026-12-01')).toMatchObject({
      good: true,
      against: [],
      fallback: { date: '2026-12-02', weekday: 'Wed', lead_working_days: 31 },
      warnings: [],
    })
  })

  test('no: a Friday; one better day and one fallback, each complete', () => {
    const { good, against, better, fallback } = checkOn('2026-12-04')
    expect(good).toBe(false)
    expect(against[0]!.why).toMatch(/followed by Sat 2026-12-05 and Sun 2026-12-06/)
    for (const choice of [better!, fallback!]) {
      expect(choice).toMatchObject({ weekday: expect.any(String), lead_working_days: expect.any(Number) })
      expect(choice.fixes).toContain('a working day follows')
      expect(choice.costs[0]).toMatch(/calendar days? (later|earlier)$/)
    }
    expect(fallback!.date > better!.date).toBe(true)
  })

  test('a Friday afternoon weighs more and is called that', () => {
    const release = { release_time: '15:00', window: { from: '14:00', to: '20:00' } }
    expect(checkOn('2026-12-04', { release }).against[0]!.why).toMatch(/in the afternoon, and followed by/)
  })

  test('the eve of a holiday names it and its country', () => {
    const { against, better } = checkOn('2026-11-25', { release: { country: ['US', 'DE'] } })
    expect(against[0]).toMatchObject({
      code: 'release_before_days_off',
      why: expect.stringMatching(/Thanksgiving Day \(US\)/),
    })
    expect(['Mon', 'Tue']).toContain(better!.weekday)
  })

  test('the heaviest reason comes first: too little chance before a weekend in the watch', () => {
    const activities = [{ id: 'regression', duration_days: 15 }]
    const { against } = checkOn('2026-12-02', { inputs: { schedule: { activities } } })
    expect(against.map(({ code }) => code)).toEqual(['low_chance', 'watch_on_days_off'])
  })

  test('a holiday inside the watch is told with its country', () => {
    expect(checkOn('2026-11-23', { release: { country: 'US' } }).against).toContainEqual({
      code: 'watch_on_days_off',
      why: expect.stringMatching(/Thu 2026-11-26 Thanksgiving Day \(US\)/),
    })
  })

  test('a freeze is no day off: the release in it, and a fix that could not ship', () => {
    const inputs = { schedule: { freezes: [{ name: 'Year end', from: '2026-12-10', to: '2026-12-31' }] } }
    expect(checkOn('2026-12-15', { inputs }).against[0]).toEqual({
      code: 'release_in_freeze',
      why: 'the release on Tue 2026-12-15 lies in the freeze Year end',
    })
    expect(checkOn('2026-12-09', { inputs }).against).toEqual([
      {
        code: 'watch_in_freeze',
        why: 'a fix could not ship during the watch, Thu 2026-12-10 to Fri 2026-12-11: freeze Year end',
      },
      { code: 'watch_on_days_off', why: 'the watch runs over a day off, Sat 2026-12-12' },
    ])
  })

  test('too little lead, and the day from which there is enough', () => {
    const { good, against, better } = checkOn('2026-10-27')
    expect(good).toBe(false)
    expect(against.map(({ code }) => code)).toContain('too_little_time')
    expect(better!.date > '2026-10-27').toBe(true)
    expect(better!.fixes).toContain('the stages have their standard lead')
  })

  test('another release of the workspace on the same day', () => {
    const derivation = { ...derivationOf(), other_releases: [{ version: '2.4.9', date: '2026-12-01' }] }
    const { date_check } = deriveSchedule(derivation, { strategy: strategyOf(), rollbackMinutes: 10 })
    expect(date_check).toMatchObject({
      good: false,
      against: [{ code: 'other_release', why: expect.stringMatching(/2\.4\.9 .* the same day/) }],
    })
    expect(derivation.warnings.map(({ code }) => code)).toContain('other_release')
  })

  test('nobody left for a role of the day', () => {
    const people = [
      { name: 'Ana', roles: ['qa_lead'], absences: [{ from: '2026-12-01', to: '2026-12-01' }] },
      { name: 'Bo', roles: ['devops'] },
    ]
    const { against } = checkOn('2026-12-01', { inputs: { resources: { people } } })
    expect(against).toContainEqual({
      code: 'people_away',
      why: expect.stringMatching(/Ana, so that nobody is left as QA lead/),
    })
  })

  test('what the caller accepts by a note is told and no longer warned of', () => {
    const notes = [{ id: 'release_before_days_off', heading: 'Friday', text: 'The fair opens on Saturday.' }]
    expect(checkOn('2026-12-04', { inputs: { schedule: { notes } } })).toMatchObject({
      good: true,
      against: [{ accepted: true }],
      warnings: [],
    })
  })
})

describe('hours that the zones share', () => {
  const people = (...zones: string[]) =>
    zones.map((timezone, n) => ({ name: `P${n}`, roles: ['release_manager', 'devops', 'qa_lead'], timezone }))
  const dayOf = (zones: string[], release: Partial<PlanInputs['release']> = {}) =>
    scheduleOf({
      release: { timezone: 'Europe/Berlin', ...release },
      inputs: { resources: { people: people(...zones) } },
    })

  test('are computed and named; a day outside them that nobody asked for is a warning', () => {
    const { schedule, derivation } = dayOf(['Europe/Berlin', 'America/New_York'])
    expect(schedule.shared_hours).toMatchObject({
      from: instantOf('2026-12-01', '07:00', 'America/New_York').instant,
      to: instantOf('2026-12-01', '19:00', 'Europe/Berlin').instant,
    })
    expect(derivation.warnings).toContainEqual({
      code: 'outside_shared_hours',
      message: expect.stringMatching(
        /Europe\/Berlin \(P0\) and America\/New_York \(P1\) share: 13:00 to 19:00/,
      ),
      fix: expect.stringMatching(/note of the id outside_shared_hours/),
    })
  })

  test('a window that was given is an answer, and so are hours inside them', () => {
    const codes = (release: Partial<PlanInputs['release']>) =>
      dayOf(['Europe/Berlin', 'America/New_York'], release).derivation.warnings.map(({ code }) => code)
    expect(codes({ window: { from: '06:00', to: '12:00' } })).not.toContain('outside_shared_hours')
    expect(codes({ window: { from: '13:00', to: '19:00' } })).toEqual([])
  })

  test('over midnight are whole', () => {
    const overNight = { window: { from: '22:00', to: '04:00' }, release_time: '23:30' }
    const { schedule, derivation } = dayOf(['Pacific/Auckland', 'America/Los_Angeles'], overNight)
    expect(sharedHoursText(schedule.shared_hours!, 'Europe/Berlin')).toMatch(
      /share: 19:00 to 04:00 the next day \(/,
    )
    expect(derivation.warnings.map(({ code }) => code)).not.toContain('outside_shared_hours')
  })

  test('may not exist, and nobody abroad needs none', () => {
    const { shared_hours } = dayOf(['Europe/Berlin', 'Pacific/Auckland', 'America/New_York']).schedule
    expect(sharedHoursText(shared_hours!, 'Europe/Berlin')).toMatch(/share: none/)
    expect(dayOf(['Europe/Berlin']).schedule.shared_hours).toBeUndefined()
  })
})

describe('the plan between freeze and retrospective', () => {
  const dates = [
    '2026-12-01',
    '2026-12-04',
    '2026-12-28',
    '2027-01-04',
    '2027-03-29',
    '2027-05-10',
    '2026-11-02',
  ]

  test.each(kinds)('%s: every working day belongs to a phase, and so does every day of the watch', kind => {
    const watched = {
      ...strategyOf(),
      monitoring: { ...strategyOf().monitoring, ...profileOf(kind).monitoring },
    }
    for (const date of dates) {
      const { schedule, derivation } = scheduleOf(
        {
          kind,
          date,
          started: '2026-09-14',
          release: { country: ['US', 'DE'] },
        },
        watched,
      )
      const { stages } = schedule
      const first = stages.find(stage => stage.gate === 'freeze')!.from
      const last = stages.find(stage => stage.id === 'retrospective')!.from
      const open: string[] = []
      for (
        let day = new Date(`${first}T00:00Z`);
        day <= new Date(`${last}T00:00Z`);
        day.setUTCDate(day.getUTCDate() + 1)
      ) {
        const on = day.toISOString().slice(0, 10)
        const owned = stages.some(stage => stage.from <= on && on <= stage.to)
        if (!owned && derivation.calendar.isWorkingDay(on)) open.push(on)
      }
      expect(open, `${kind} on ${date}`).toEqual([])
    }
  })

  test.each(kinds)('%s: bugs that are found have days of their own, and a no has some too', kind => {
    const { schedule } = scheduleOf({ kind, started: '2026-09-14' })
    const tests = schedule.stages.filter(stage => stage.phase === 'testing')
    const fixes = tests.flatMap(stage => stage.activities).filter(({ id }) => id === 'blocker_fixes')
    expect(fixes.length, kind).toBe(1)
    expect(schedule.decision_room, kind).toMatchObject({ enough: true })
  })

  test('a go/no-go too late to act on says so', () => {
    const milestones = [{ id: 'go_no_go', offset: 'WD-1' }]
    const { schedule } = scheduleOf({ inputs: { schedule: { milestones } } })
    expect(schedule.decision_room).toMatchObject({ days: 0.5, enough: false })
  })
})
