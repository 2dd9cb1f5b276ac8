import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import { scheduleDocuments } from '../../src/documents/schedule.ts'
import { derive } from '../../src/plan/derive.ts'
import type { PlanInputs } from '../../src/plan/inputs.ts'
import type { Kind } from '../../src/plan/kinds/profile.ts'

function planOf(
  kind: Kind,
  schedule: PlanInputs['schedule'] = {},
  release: Partial<PlanInputs['release']> = {},
  resources?: PlanInputs['resources'],
) {
  const inputs: PlanInputs = {
    schema_version: 1,
    version: '2.5.0',
    planning_started: '2026-10-20T09:00:00Z',
    release: {
      release_date: '2026-12-01',
      product: 'shop',
      release_manager: 'Rhea Lund',
      kind,
      timezone: 'Europe/Berlin',
      country: ['US', 'DE-BE'],
      ...release,
    },
    schedule,
    ...(resources && { resources }),
    answers: {},
    moves: [],
  }
  return derive(inputs, inputs.planning_started)
}

const textOf = (
  kind: Kind,
  schedule?: PlanInputs['schedule'],
  release?: Partial<PlanInputs['release']>,
): string => scheduleDocuments(planOf(kind, schedule, release))[0]!.text

describe('the timeline of a service', () => {
  const text = textOf('service')

  test('gives every date with its weekday, offset and the reason for a move', () => {
    expect(text).toContain('| Fri 2026-11-27 | Go/no-go | T-3 | from Sat 2026-11-28: Saturday |')
    expect(text).toContain('- **Release:** Tue 2026-12-01 07:00 Europe/Berlin (06:00 UTC)')
    expect(text).toContain('Thu 2026-11-26 Thanksgiving Day (US)')
  })

  test('has local and UTC times of each step, the latest safe start and the point of no return', () => {
    expect(text).toMatch(/\| 06:00 \| 05:00 \| 15 \| Final go\/no-go \| Release manager \|/)
    expect(text).toMatch(
      /- Latest safe start: rollout \(.*\) no later than \d\d:\d\d, so Final go\/no-go no later than \d\d:\d\d/,
    )
    expect(text).toMatch(/- Point of no return: /)
  })

  test('holds the work that a release of a service needs', () => {
    for (const work of [
      'reviewed',
      'unit tests',
      'integration tests',
      'documentation',
      'release notes',
      'coverage report',
      'Regression',
      'Performance',
      'Security scan',
      'accessibility',
      'browsers',
      'mobile',
      'blockers',
      'OWASP',
      '150 %',
      'beta users',
      'usability',
      'workflow',
      'perceived speed',
      'runbook',
      'alerts',
      'support briefed',
      'people on call',
      'executive approval',
      'no competing change',
      'holiday',
      'backup',
      'smoke tests',
      'background jobs',
      'third parties',
      'dashboards',
      'hotfix',
      'adoption',
      'business figures',
      'went well',
      'Severity 1',
      'Severity 2',
      'Severity 3',
      'latency',
    ]) {
      expect(text).toContain(work)
    }
  })

  test('D11, P4: messages are left to the communications plan', () => {
    expect(text).toContain('../communications/communication_plan.md')
    expect(text).not.toMatch(/status update|customer mail|blog/i)
  })

  test('boxes carry no date, so that ticks survive a moved release', () => {
    const boxes = (of: string) => of.split('\n').filter(line => line.startsWith('- [ ]'))
    expect(boxes(text).length).toBeGreaterThan(40)
    expect(boxes(text).join('\n')).not.toMatch(/\d{4}-\d\d/)
    expect(boxes(textOf('service', {}, { release_date: '2026-12-08' }))).toEqual(boxes(text))
  })

  test('is short enough to be read', () => {
    for (const kind of ['service', 'library', 'distributed'] as const) {
      expect(Buffer.byteLength(textOf(kind))).toBeLessThan(10_800)
    }
  })
})

test('the minutes of each step have a basis', () => {
  expect(textOf('service')).toMatch(/- Minutes: assumed: service profile \(06:\d\d, /)
})

test('an empty column is left out', () => {
  const weekdays = textOf(
    'service',
    {},
    { release_date: '2027-03-04', working_days: [1, 2, 3, 4, 5, 6, 7], country: [] },
  )
  expect(weekdays).toContain('| Date | What | Offset |\n|---|---|---|\n')
  expect(textOf('service')).toContain('| Date | What | Offset | Moved, basis |')
})

test('who lives in one other zone has a column, and never a simulated certainty', () => {
  const people = [{ name: 'Linus', roles: ['qa_lead'], timezone: 'America/New_York' }]
  const text = scheduleDocuments(planOf('service', {}, {}, { people }))[0]!.text
  expect(text).toContain('| Local | UTC | America/New_York | Min |')
  expect(textOf('service')).toContain('| Local | UTC | Min |')
  expect(text).not.toContain('in time: 100 %')
})

test('a day that is not ready waits for its first step, not for the rollout', () => {
  expect(textOf('service')).toMatch(
    /wait until (\d\d:\d\d) at the latest for the first step, \d\d:\d\d for the rollout/,
  )
})

test('a library has a candidate and its registry, and nothing of a service', () => {
  const text = textOf('library')
  expect(text).toMatch(/Release candidate 1/)
  expect(text).not.toMatch(/staging|load balancer|status page|canary|on-call engineer|database/i)
})

test('what the caller wrote is escaped, kept and marked as given', () => {
  const text = textOf('service', {
    activities: [
      { id: 'sign', name: 'Sign | *it* <b>', phase: 'Verification', checklist: ['[x](http://y)'] },
    ],
    notes: [{ id: 'n', heading: 'Why Tuesday', text: 'Because **so**.' }],
  })
  expect(text).toContain('**Sign \\| \\*it\\* \\<b\\>**')
  expect(text).toMatch(/\*\*Sign .*given/)
  expect(text).toContain('- [ ] \\[x\\](http://y)')
  expect(text).toContain('Because **so**.')
})

describe('timeline.ics', () => {
  const file = (moves: PlanInputs['moves'] = []) => {
    const plan = planOf('service')
    return scheduleDocuments({ ...plan, release: { ...plan.release, moves } })[1]!.text
  }
  const events = (text: string) =>
    new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map(event => new ICAL.Event(event))

  test('has one day for each milestone and the hours of the release day', () => {
    const all = events(file())
    const freeze = all.find(event => event.summary === '2.5.0: Code freeze')!
    expect([freeze.startDate.toString(), freeze.endDate.toString()]).toEqual(['2026-11-17', '2026-11-18'])
    const day = all.find(event => event.summary === '2.5.0: release day')!
    expect(day.startDate.toJSDate().toISOString()).toBe('2026-12-01T05:00:00.000Z')
    expect(new Set(all.map(event => event.uid)).size).toBe(all.length)
  })

  test('is the same each time and counts moves', () => {
    expect(file()).toBe(file())
    const moved = file([{ at: '2026-11-01T00:00:00Z', from: '2026-11-24', to: '2026-12-01' }])
    expect(events(moved)[0]!.sequence).toBe(1)
  })
})
