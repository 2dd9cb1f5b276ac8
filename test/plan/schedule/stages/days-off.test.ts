import { describe, expect, test } from 'vitest'
import type { Schedule } from '../../../../src/plan/plan.ts'
import { scheduleOf, strategyOf } from '../../../support/schedule.ts'

const milestone = (schedule: Schedule, id: string) => schedule.milestones.find(entry => entry.id === id)!
const stage = (schedule: Schedule, id: string) => schedule.stages.find(entry => entry.id === id)!
const freezes = (from: string, to: string) => ({
  inputs: { schedule: { freezes: [{ name: 'Peak season', from, to }] } },
})

describe('a freeze stops changes, not meetings', () => {
  test('follow-up and retrospective stay, the clean-up waits and names the freeze', () => {
    const { schedule } = scheduleOf({ date: '2026-12-08', ...freezes('2026-12-12', '2026-12-28') })
    expect(milestone(schedule, 'follow_up')).toMatchObject({ date: '2026-12-14', because: 'Saturday' })
    expect(milestone(schedule, 'retrospective').date).toBe('2026-12-15')
    expect(milestone(schedule, 'retrospective').moved_from).toBeUndefined()
    expect(milestone(schedule, 'close')).toMatchObject({ date: '2026-12-29', because: 'Peak season' })
  })

  test('a stage that changes something goes before it, for the freeze and not for the weekend on the way', () => {
    const { schedule } = scheduleOf({ date: '2027-01-02', ...freezes('2026-12-24', '2026-12-31') })
    expect(milestone(schedule, 'staging')).toMatchObject({ moved_from: '2026-12-26', because: 'Peak season' })
    expect(milestone(schedule, 'staging').date < '2026-12-24').toBe(true)
    expect(milestone(schedule, 'go_no_go').date).toBe('2026-12-30')
  })

  test('is one range among the days off', () => {
    const { schedule } = scheduleOf({
      date: '2026-12-08',
      release: { country: ['US'] },
      ...freezes('2026-12-12', '2026-12-20'),
    })
    expect(schedule.off_days).toEqual([
      { date: '2026-11-26', why: 'Thanksgiving Day (US)' },
      { date: '2026-12-12', to: '2026-12-20', why: 'Peak season' },
    ])
  })
})

describe('days off behind the release', () => {
  const friday = () => scheduleOf({ date: '2027-02-12', started: '2027-01-04', release: { country: ['US'] } })

  test('all of a long weekend are named, and the day whose whole watch is worked', () => {
    const { code, message, fix } = friday().derivation.warnings[0]!
    expect(code).toBe('release_before_days_off')
    expect(message).toMatch(/Sat 2027-02-13, Sun 2027-02-14 and Mon 2027-02-15 \S.*\(US\)/)
    expect(fix).toMatch(/move_release to Tue 2027-02-09 \(a working day follows\) or Tue 2027-02-16 /)
  })

  test('work of people who are not on call is on working days, the first reports are not', () => {
    const watched = { ...strategyOf(), monitoring: { ...strategyOf().monitoring, calendar_days: 7 } }
    const given = { kind: 'library', date: '2026-12-04', started: '2026-11-02' } as const
    const days = Object.fromEntries(
      stage(scheduleOf(given, watched).schedule, 'monitoring').activities.map(activity => [
        activity.id,
        [activity.earliest_start, activity.earliest_finish],
      ]),
    )
    expect(days).toEqual({
      first_reports: ['2026-12-05', '2026-12-05'],
      adoption: ['2026-12-07', '2026-12-08'],
    })
  })

  test('without countries a date on a holiday of most of them says so', () => {
    const { schedule } = scheduleOf({ date: '2026-12-18', release: { country: undefined } })
    expect(milestone(schedule, 'retrospective')).toMatchObject({
      date: '2026-12-25',
      because: 'a holiday in most countries',
    })
    expect(milestone(scheduleOf({ date: '2026-12-18' }).schedule, 'retrospective').because).toBeUndefined()
  })
})

describe('a candidate on a Sunday', () => {
  // Fri 2026-12-04: the freeze is T-14, Fri 2026-11-20; the candidate T-12, Sun 2026-11-22.
  const activities = [{ id: 'test_matrix', duration_days: 2 }]
  const { schedule } = scheduleOf({
    kind: 'library',
    date: '2026-12-04',
    inputs: { schedule: { activities } },
  })

  test('comes after it where the verification would lack days and the soak has them', () => {
    expect(milestone(schedule, 'freeze').date).toBe('2026-11-20')
    expect(milestone(schedule, 'release_candidate')).toMatchObject({
      date: '2026-11-24',
      moved_from: '2026-11-22',
      because: expect.stringMatching(/Sunday; Freeze and verification needs its days/),
    })
    expect(schedule.conflicts).toEqual([])
  })

  test('comes before it where the verification has enough', () => {
    const plain = scheduleOf({
      kind: 'library',
      date: '2026-12-04',
      inputs: { schedule: { milestones: [{ id: 'freeze', offset: 'T-17' }] } },
    }).schedule
    expect(milestone(plain, 'release_candidate').date).toBe('2026-11-20')
  })
})

test('a date after a defect leaves time to fix it and to test again', () => {
  const { schedule } = scheduleOf()
  expect(schedule.fallback_date).toBe('2026-12-02')
  // go/no-go Fri 11-27, 1 day to fix, 5 from staging to the release
  expect(schedule.fallback_after_fix).toMatchObject({
    date: '2026-12-07',
    because: expect.stringMatching(/^1 working day to fix, then 5 from Staging/),
  })
})

test('the go is given by the roles that the plan has', () => {
  const go = (kind: 'library' | 'service', security: 'yes' | 'no') =>
    stage(scheduleOf({ kind, traits: { security_change: security } }).schedule, 'go_no_go').exit_criteria[0]
  expect(go('library', 'no')).toBe('go by maintainers, release manager')
  expect(go('library', 'yes')).toBe('go by maintainers, release manager, security')
  expect(go('service', 'no')).toBe('go by engineering manager, product manager, security, operations')
})
