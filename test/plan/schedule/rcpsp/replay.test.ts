import { describe, expect, test } from 'vitest'
import { addDays, weekday } from '../../../../src/plan/calendar/date.ts'
import { simulateStaffed } from '../../../../src/plan/schedule/rcpsp/replay.ts'
import {
  type StaffedActivity,
  type StaffedProject,
  staffedSchedule,
} from '../../../../src/plan/schedule/rcpsp/staffed-schedule.ts'

const isWorkingDay = (date: string) => weekday(date) <= 5
const points = { optimistic: 2, likely: 3, pessimistic: 7 }
const task = (id: string, more: Partial<StaffedActivity> = {}): StaffedActivity => ({
  id,
  days: points,
  after: [],
  need: { people: 1, role: 'developer' },
  ...more,
})
const person = (name: string, more = {}) => ({ name, roles: ['developer'], ...more })
const projectOf = (
  activities: StaffedActivity[],
  people: StaffedProject['people'],
  more = {},
): StaffedProject => ({
  start: '2027-01-11',
  zone: 'Europe/Berlin',
  isWorkingDay,
  activities,
  people,
  ...more,
})
const runs = (project: StaffedProject, options = {}) =>
  simulateStaffed(project, staffedSchedule(project, { schedules: 20 }), { samples: 1000, ...options })

describe('a replay with people', () => {
  test('of fixed durations ends when the schedule does', () => {
    const fixed = [
      task('a', { days: 2.5 }),
      task('b', { days: 3 }),
      task('c', { days: 1.5, after: [{ id: 'a', type: 'SS', lag: 1 }] }),
      task('d', { days: 1, after: [{ id: 'b', type: 'FF', lag: 2 }], need: undefined }),
      task('e', { days: 0, after: [{ id: 'd' }], need: undefined }),
      task('f', { days: 2, need: { people: 2, role: 'developer' } }),
      task('g', { days: 2, need: { team: 'web', units: 2 } }),
      task('h', { days: 2, need: { team: 'web', units: 1 } }),
    ]
    const away = (date: string) => !isWorkingDay(date) || date === '2027-01-13'
    const people = [person('Ana', { isOff: away }), person('Ben', { hoursPerWeek: 20 })]
    const project = projectOf(fixed, people, { teams: [{ id: 'web', capacity: 2 }] })
    const schedule = staffedSchedule(project, { schedules: 40 })
    const { p50, p95, chanceBy } = simulateStaffed(project, schedule, { samples: 20 })
    expect([p50, p95]).toEqual([schedule.finish, schedule.finish])
    expect([chanceBy(schedule.finish), chanceBy(addDays(schedule.finish, -1))]).toEqual([1, 0])
  })

  test('waits for the one person whom a network does not see', () => {
    const one = runs(projectOf([task('a'), task('b')], [person('Ana')]))
    const two = runs(projectOf([task('a'), task('b')], [person('Ana'), person('Ben')]))
    expect(one.p80 > two.p80).toBe(true)
    expect([...one.criticality.values()]).toEqual([1, 1])
  })

  test('skips absences', () => {
    const away = (date: string) => !isWorkingDay(date) || (date >= '2027-01-13' && date <= '2027-01-22')
    const { p50, chanceBy } = runs(projectOf([task('a')], [person('Ana', { isOff: away })]))
    expect(p50 >= '2027-01-25').toBe(true)
    expect(chanceBy('2027-01-22')).toBe(chanceBy('2027-01-12'))
  })

  test('with a common factor spreads wider', () => {
    const project = projectOf([task('a'), task('b'), task('c'), task('d')], [person('Ana')])
    const apart = runs(project)
    const together = runs(project, { common: { size: 0.3 } })
    expect([apart.common, together.common]).toEqual([0, 0.3])
    expect(together.p95 > apart.p95).toBe(true)
    expect(together.standardError(together.p80)).toBeCloseTo(Math.sqrt((0.8 * 0.2) / 1000), 2)
  })

  test('repeats itself for a seed and makes its calendar as long as it has to', () => {
    const long = projectOf(
      [task('a', { days: { optimistic: 1, likely: 1, pessimistic: 400 } })],
      [person('Ana')],
    )
    expect(runs(long, { seed: 3, samples: 50 }).p95).toBe(runs(long, { seed: 3, samples: 50 }).p95)
    expect(runs(long, { samples: 100 }).p95 > '2027-07-01').toBe(true)
  })
})
