import { describe, expect, test } from 'vitest'
import { scheduleDocuments } from '../../src/documents/schedule.ts'
import { derive } from '../../src/plan/derive.ts'
import type { PlanInputs } from '../../src/plan/inputs.ts'
import { type Kind, kinds } from '../../src/plan/kinds/profile.ts'
import { strictEvents } from '../support/strict-calendar.ts'

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
    expect(text).toContain('| Fri 2026-11-27 | Go/no-go | T-3; from Sat 2026-11-28: Saturday, moved before |')
    expect(text).toContain('- **Release:** Tue 2026-12-01 07:00 Europe/Berlin (06:00 UTC)')
    expect(text).toContain('Thu 2026-11-26 Thanksgiving Day (US)')
  })

  test('promises no day of a freeze', () => {
    const frozen = textOf('service', {
      freezes: [{ name: 'Year end', from: '2026-11-20', to: '2026-12-31' }],
    })
    expect(frozen).toMatch(/in 80 \(promise Mon 2027-01-04, after the freeze\)/)
    expect(frozen).not.toContain('(promise it)')
    expect(text).toContain('(promise it)')
  })

  test('has local and UTC times of each step, the latest safe start and the point of no return', () => {
    expect(text).toMatch(/\| 06:00 \| 05:00 \| 15 \| Final go\/no-go \| [^|,]+, Release manager \|/)
    expect(text).toMatch(
      /- Latest safe start: rollout \(.*\) no later than \d\d:\d\d, so Final go\/no-go no later than \d\d:\d\d/,
    )
    expect(text).toMatch(/- Point of no return: /)
  })

  test('names who takes each step, the role where nobody is known', () => {
    const day = text.slice(text.indexOf('## Release day'))
    const who = [...day.matchAll(/^\| \d\d:\d\d \|.*$/gm)].map(([row]) => row.split(' | ').at(-2))
    expect(who.length).toBeGreaterThan(5)
    expect(new Set(who.filter(cell => cell?.includes(', '))).size).toBe(
      who.filter(cell => cell?.includes(', ')).length,
    )
    expect(who).toContain('Database administrator')
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
      'SEV1',
      'SEV2',
      'SEV3',
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
      expect(Buffer.byteLength(textOf(kind))).toBeLessThan(14_000)
    }
  })
})

test('the minutes of each step have a basis', () => {
  expect(textOf('service')).toMatch(/- Minutes: assumed: service profile/)
})

test('moves are announced only where there are some', () => {
  const weekdays = textOf(
    'service',
    {},
    { release_date: '2027-03-04', working_days: [1, 2, 3, 4, 5, 6, 7], country: [] },
  )
  expect(weekdays).toContain('| Date | What | Offset |\n|---|---|---|\n')
  expect(textOf('service')).toContain('| Date | What | Offset; moved, basis |')
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
  const file = (kind: Kind = 'service', release: Partial<PlanInputs['release']> = {}) =>
    scheduleDocuments(planOf(kind, {}, release))[1]!.text

  test("has one day for each milestone and the hours of the release day in the plan's zone", () => {
    const all = strictEvents(file())
    const freeze = all.find(event => event.summary === '2.5.0: Code freeze')!
    expect([freeze.start, freeze.end, freeze.alarm]).toEqual(['2026-11-17', '2026-11-18', true])
    const day = all.find(event => event.summary === '2.5.0: release day')!
    expect(day.start).toBe('2026-12-01T05:00:00Z')
    expect(file()).toContain('DTSTART;TZID=Europe/Berlin:20261201T060000\r\n')
    expect(file()).toBe(file())
  })

  test('has the point of no return with a decision before it, which reminds', () => {
    const { schedule } = planOf('library')
    const all = strictEvents(file('library'))
    const point = all.find(event => event.summary.includes('point of no return'))!
    const gate = all.find(event => event.summary.includes('decide here'))!
    expect(point.start).toBe(schedule.point_of_no_return!.at_utc)
    expect(gate).toMatchObject({
      start: schedule.point_of_no_return!.decide!.at_utc,
      end: point.start,
      alarm: true,
    })
  })

  test.each(kinds)('%s: is accepted by a strict reader, over midnight and a change of clocks too', kind => {
    const night = { release_date: '2026-10-24', window: { from: '22:00', to: '04:00' } }
    for (const text of [file(kind), file(kind, night), file(kind, { ...night, timezone: 'UTC' })])
      expect(strictEvents(text).every(({ sequence, cancelled }) => sequence === 0 && !cancelled)).toBe(true)
  })

  test('two products of one version do not share entries', () => {
    const uids = (started: string) => {
      const plan = planOf('service')
      const other = { ...plan, release: { ...plan.release, planning_started: started } }
      return strictEvents(scheduleDocuments(other)[1]!.text).map(({ uid }) => uid)
    }
    expect(uids('2026-10-20T09:00:00Z')).not.toContain(uids('2026-10-20T09:00:01Z')[0])
  })
})

test('work that its people cannot do before its gate says so in the conflicts and where it stands', () => {
  const people = [
    { name: 'Lin Q', roles: ['qa_lead'], absences: [{ from: '2026-11-17', to: '2026-11-25' }] },
    { name: 'Rhea Lund', roles: ['release_manager'] },
  ]
  const text = scheduleDocuments(planOf('service', {}, { country: [] }, { people }))[0]!.text
  expect(text).toMatch(/^- the work before .*; "Regression.*" waits .* for Lin Q.* Mend: .* as QA lead/m)
  expect(text).toMatch(
    /^- ".*" and \d more cannot be done before Go\/no-go \(Fri 2026-11-27\): .*\. Mend: as above, or /m,
  )
  expect(text).toMatch(/^\*\*Fix blockers and test again\*\* .* · after the go\/no-go · critical/m)
  expect(textOf('service')).not.toMatch(/ · after the /)
})

describe('an overnight window', () => {
  const night = { window: { from: '22:00', to: '04:00' } }
  const plan = planOf('service', {}, night, {
    people: [
      { name: 'Ana', roles: ['devops'], absences: [{ from: '2026-12-02', to: '2026-12-02' }] },
      { name: 'Bo', roles: ['release_manager'] },
    ],
  })
  const text = scheduleDocuments(plan)[0]!.text

  test('is told with its days wherever a clock time is not on the release date', () => {
    expect(text).toContain(
      'Tue 2026-12-01 23:00 Europe/Berlin (22:00 UTC), window 22:00 to 04:00 the next day',
    )
    expect(text).toMatch(/^\| 22:00 \| 21:00 \|/m)
    expect(text).toMatch(/^\| Wed 2026-12-02 00:\d\d \| 23:\d\d \|/m)
    expect(text).toMatch(/Latest safe start: rollout .* no later than Wed 2026-12-02 01:\d\d/)
    expect(text).toMatch(/Worst path as planned: the last step fails at Wed 2026-12-02 \d\d:\d\d/)
  })

  test('shifts, messages, ways back and absences follow it', () => {
    expect(plan.resources.on_call[0]!.from).toBe('2026-12-01T22:00:00+01:00')
    const done = plan.communications.messages.find(({ id }) => id === 'release_done')!
    expect(done.at).toMatch(/^Wed 2026-12-02 0\d:\d\d$/)
    const old = plan.rollback.methods.find(({ id }) => id === 'leave_schema')
    expect(old?.until ?? 'Tue 2026-12-01 23:00').toMatch(/^Tue 2026-12-01 2\d:\d\d/)
    expect(plan.resources.gaps).toContainEqual(
      expect.objectContaining({ why: 'Ana away on the release day' }),
    )
    expect(plan.resources.constraints.map(({ what }) => what)).toContain(
      'changes only 22:00 to 04:00 the next day (Europe/Berlin)',
    )
  })
})

test('the way back that is left at each time, by the numbers of the rollback plan', () => {
  expect(textOf('service')).toMatch(
    /- Ways back \(numbers of the rollback plan\) until: 1 Do not start: \d\d:\d\d; .*\d+: no end/,
  )
})
