import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { workingCalendar } from '../../../../src/plan/calendar/working-calendar.ts'
import { PlanError } from '../../../../src/plan/errors.ts'
import type { Activity } from '../../../../src/plan/schedule/work/activity.ts'
import { criticalPath, datesOf } from '../../../../src/plan/schedule/work/network.ts'

const activity = (
  id: string,
  durationDays: Activity['durationDays'],
  after: Activity['after'] = [],
): Activity => ({
  id,
  name: id.toUpperCase(),
  durationDays,
  after,
})

const textbook = [
  activity('release', 0, ['uat', { id: 'docs', lag: 1 }]),
  activity('build', 3),
  activity('docs', 2, ['build']),
  activity('test', { optimistic: 2, likely: 4, pessimistic: 6 }, ['build']),
  activity('uat', 2, ['test']),
]

describe('the critical path', () => {
  test('has earliest and latest days, floats and its chain', () => {
    const { activities, finish, slack, criticalPath: path, latestStart } = criticalPath(textbook)
    expect({ finish, slack, latestStart }).toEqual({ finish: 9, slack: 0, latestStart: 0 })
    expect(path).toEqual(['build', 'test', 'uat', 'release'])
    expect(activities.map(({ id }) => id)).toEqual(['release', 'build', 'docs', 'test', 'uat'])
    expect(activities[2]).toEqual({
      id: 'docs',
      days: 2,
      earliestStart: 3,
      earliestFinish: 5,
      latestStart: 6,
      latestFinish: 8,
      totalFloat: 3,
      freeFloat: 3,
      critical: false,
    })
  })

  test('before a deadline says how late it may start', () => {
    const { slack, latestStart, criticalPath: path } = criticalPath(textbook, { deadline: 20 })
    expect({ slack, latestStart }).toEqual({ slack: 11, latestStart: 11 })
    expect(path).toEqual(['build', 'test', 'uat', 'release'])
    const late = criticalPath(textbook, { deadline: 7 })
    expect({ slack: late.slack, latestStart: late.latestStart }).toEqual({ slack: -2, latestStart: -2 })
  })

  test('waits for a day and ends by a day', () => {
    const bound = [
      { ...activity('a', 2), notBefore: 5 },
      { ...activity('b', 1, ['a']), notAfter: 7.5 },
    ]
    const { activities, slack } = criticalPath(bound, { deadline: 10 })
    expect(activities[0]).toMatchObject({ earliestStart: 5, latestStart: 4.5 })
    expect(slack).toBe(-0.5)
  })

  test('of a lead lets activities overlap, but not begin before the start', () => {
    const lead = criticalPath([activity('a', 2), activity('b', 3, [{ id: 'a', lag: -1 }])])
    expect(lead.finish).toBe(4)
    const early = criticalPath([activity('a', 2), activity('b', 3, [{ id: 'a', lag: -9 }])])
    expect(early.activities[1]!.earliestStart).toBe(0)
  })

  test('knows start to start and finish to finish', () => {
    const {
      activities,
      finish,
      criticalPath: path,
    } = criticalPath(
      [
        activity('code', 5),
        activity('review', 2, [{ id: 'code', type: 'SS', lag: 1 }]),
        activity('docs', 1, [{ id: 'code', type: 'FF', lag: 2 }]),
        activity('notes', 1, [{ id: 'review', lag: 1 }]),
      ],
      { deadline: 10 },
    )
    expect(finish).toBe(7)
    expect(path).toEqual(['code', 'docs'])
    expect(activities).toMatchObject([
      { earliestStart: 0, latestStart: 3, totalFloat: 3, freeFloat: 0 },
      { earliestStart: 1, latestStart: 6, totalFloat: 5, freeFloat: 0 },
      { earliestStart: 6, latestFinish: 10, totalFloat: 3 },
      { earliestStart: 4, latestStart: 9, totalFloat: 5 },
    ])
  })

  test('of nothing is nothing', () => {
    expect(criticalPath([], { deadline: 4 })).toMatchObject({ finish: 0, slack: 4, latestStart: 4 })
  })
})

describe('a network', () => {
  test('with a cycle is refused and the cycle named', () => {
    const cyclic = [
      activity('x', 1),
      activity('a', 1, ['x', 'c']),
      activity('b', 1, ['a']),
      activity('c', 1, ['b']),
    ]
    expect(() => criticalPath(cyclic)).toThrow(PlanError)
    expect(() => criticalPath(cyclic)).toThrow('a after c after b after a')
    expect(() => criticalPath([activity('a', 1, ['a'])])).toThrow('a after a')
  })

  test('with an unknown predecessor is refused, with the known ones', () => {
    const unknown = [activity('build', 1), activity('test', 1, ['biuld'])]
    expect(() => criticalPath(unknown)).toThrow(/"test" comes after "biuld".*Nearest: build, test\./)
  })

  test('with one id twice is refused', () => {
    expect(() => criticalPath([activity('a', 1), activity('a', 2)])).toThrow(/"a" stands twice/)
  })

  test('of a long chain is walked without recursion', () => {
    const chain = Array.from({ length: 20_000 }, (_, n) => activity(`${n}`, 1, n === 0 ? [] : [`${n - 1}`]))
    expect(criticalPath(chain.reverse()).finish).toBe(20_000)
  })
})

/** Activities that come only after ones listed before them, shuffled. */
const anyNetwork = fc
  .array(fc.record({ days: fc.integer({ min: 0, max: 9 }), links: fc.array(fc.nat(30), { maxLength: 4 }) }), {
    minLength: 1,
    maxLength: 30,
  })
  .chain(rows => {
    const activities = rows.map(({ days, links }, n) => {
      const after = [...new Set(links.map(link => link % Math.max(1, n)))].map(id => `a${id}`)
      return activity(`a${n}`, days, n === 0 ? [] : after)
    })
    return fc.shuffledSubarray(activities, { minLength: activities.length })
  })

describe('in any network', () => {
  test('nothing starts before its predecessors end, no float is negative, and one chain is critical', () => {
    fc.assert(
      fc.property(anyNetwork, fc.nat(20), (activities, spare) => {
        const alone = criticalPath(activities)
        const result = criticalPath(activities, { deadline: alone.finish + spare })
        const byId = new Map(result.activities.map(timing => [timing.id, timing]))
        expect(result.slack).toBe(spare)
        for (const { id, after } of activities) {
          const own = byId.get(id)!
          expect(own.freeFloat).toBeGreaterThanOrEqual(0)
          expect(own.totalFloat).toBeGreaterThanOrEqual(own.freeFloat)
          expect(own.latestFinish - own.earliestFinish).toBe(own.latestStart - own.earliestStart)
          for (const before of after) {
            expect(own.earliestStart).toBeGreaterThanOrEqual(byId.get(before as string)!.earliestFinish)
            expect(own.latestStart).toBeGreaterThanOrEqual(byId.get(before as string)!.latestFinish)
          }
        }
        const critical = result.activities.filter(timing => timing.critical)
        expect(critical.some(timing => timing.earliestStart === 0)).toBe(true)
        expect(critical.some(timing => timing.earliestFinish === result.finish)).toBe(true)
      }),
    )
  })
})

describe('in the calendar', () => {
  const calendar = workingCalendar({
    workingDays: [1, 2, 3, 4, 5],
    holidays: [{ date: '2026-12-08', name: 'Local day' }],
  })

  test.each([
    [{ start: 0, finish: 5 }, '2026-11-30', '2026-12-04'],
    [{ start: 5, finish: 5 }, '2026-12-07', '2026-12-07'],
    [{ start: 5, finish: 6.5 }, '2026-12-07', '2026-12-09'],
    [{ start: 2.5, finish: 3 }, '2026-12-02', '2026-12-02'],
    [{ start: -1, finish: 0 }, '2026-11-27', '2026-11-27'],
  ])('%j runs from %s to %s', (span, from, to) => {
    expect(datesOf(span, '2026-11-29', calendar)).toEqual({ from, to })
  })
})
