import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Client } from '@modelcontextprotocol/client'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connectedClient } from '../support/client.ts'
import { planFiles } from '../support/files.ts'
import { called, type Fields } from '../support/plan-client.ts'
import { scratchFolder } from '../support/server-process.ts'
import { strictEvents } from '../support/strict-calendar.ts'

const version = '3.0.0'
const now = '2026-03-05T09:00:00Z'
let planned: string
let root: string
let client: Client

const folder = () => join(root, 'releases', `v${version}`)
const text = (name: string) => readFileSync(join(folder(), name), 'utf8')
const move = (release_date: string, more: object = {}) =>
  called(client, 'move_release', { version, release_date, ...more })
const moved = (fields: Fields) => fields.moved as { what: string; from: string; to: string }[]
const conflicts = (fields: Fields) => (fields.conflicts as { what: string }[]).map(({ what }) => what)

beforeAll(async () => {
  planned = join(scratchFolder(), 'plan')
  mkdirSync(planned)
  const first = await connectedClient({ root: planned, now: '2026-02-02T09:00:00Z' })
  const sections = {
    initialize_plan: {
      release_date: '2026-03-17',
      kind: 'service',
      timezone: 'Europe/Berlin',
      country: 'DE',
    },
    select_strategy: { flags: [{ feature: 'search', name: 'new_search', expires: '2026-04-02' }] },
    allocate_resources: {
      people: [
        {
          name: 'Ana',
          roles: ['release_manager', 'devops'],
          absences: [{ from: '2026-03-24', to: '2026-03-25' }],
        },
        { name: 'Bo', roles: ['qa_lead', 'devops'] },
        { name: 'Cy', roles: ['technical_lead'] },
      ],
    },
    write_rollback_plan: {},
    plan_communications: {},
    build_schedule: {
      freezes: [{ name: 'Quarter end', from: '2026-03-30', to: '2026-04-01' }],
      milestones: [{ id: 'fair', name: 'Trade fair', offset: '2026-03-26' }],
      decisions: [{ id: 'host', question: 'Which host?', options: ['a', 'b'] }],
    },
  }
  for (const [name, args] of Object.entries(sections)) await called(first, name, { version, ...args })
  await first.close()
}, 60_000)
beforeEach(async () => {
  root = join(scratchFolder(), 'copy')
  cpSync(planned, root, { recursive: true })
  client = await connectedClient({ root, now })
})
afterEach(() => client.close())

/** The plan's files without what remembers that it moved: the log, the index's rows of it, the calendars' numbers. */
function remembered(): Map<string, string> {
  const kept = [...planFiles(root, version)].filter(
    ([path]) => !/^(\.release-planner\/|planning\/planning\.log$)/.test(path),
  )
  return new Map(
    kept.map(([path, content]) => {
      if (path === 'plan.json') {
        const { moves, ...inputs } = JSON.parse(content)
        return [path, JSON.stringify(inputs)]
      }
      if (path === 'README.md') return [path, content.replaceAll(/^\| Moved \|.*\n/gm, '')]
      if (path.endsWith('.ics')) return [path, content.replaceAll(/^(SEQUENCE|DTSTAMP):.*$/gm, '$1')]
      return [path, content]
    }),
  )
}

describe('a moved release', () => {
  test('shows the whole difference and writes nothing', async () => {
    const before = planFiles(root, version)
    const { fields } = await move('2026-03-24', { dry_run: true })
    expect(planFiles(root, version)).toEqual(before)
    expect(String(fields.summary)).toMatch(
      /^Preview, nothing written\. Moved from Tue 2026-03-17 to Tue 2026-03-24 \(\+7 days\)/,
    )
    expect(moved(fields)).toEqual(
      expect.arrayContaining([
        { what: 'Code freeze', from: '2026-03-03', to: '2026-03-10' },
        { what: 'End of Staging and acceptance', from: '2026-03-12', to: '2026-03-19' },
        expect.objectContaining({
          what: 'Latest safe start',
          to: expect.stringMatching(/^2026-03-24 \d\d:\d\d$/),
        }),
        expect.objectContaining({ what: expect.stringMatching(/^On-call shift 1 \(/) }),
        expect.objectContaining({ what: expect.stringMatching(/^Message: /) }),
        expect.objectContaining({ what: 'Decision: Which host?' }),
        expect.objectContaining({ what: expect.stringMatching(/^Way back ends: /) }),
      ]),
    )
  })

  test('names what cannot move', async () => {
    const { fields } = await move('2026-03-24', { dry_run: true })
    const told = conflicts(fields).join('\n')
    expect(told).toMatch(/^Messages that were due before today count as sent.*\(Tue 2026-03-03\)/m)
    expect(told).toMatch(/Already begun: .*Verification \(since Tue 2026-03-03, now Tue 2026-03-10\)/)
    expect(told).toMatch(/Ana \(.*\) is away 2026-03-24 to 2026-03-25, now in Release day/)
    expect(told).toMatch(/Given as dates, so they stay: milestone fair 2026-03-26/)
    expect(told).toMatch(/Flag new_search expires on Thu 2026-04-02, before the release is closed/)
    expect((await move('2026-03-31', { dry_run: true })).text).toMatch(/Quarter end/)
  })

  test('and moved back is the same plan, ticks, answers and own rows with it', async () => {
    const edited = text('schedule/timeline.md')
      .replace('- [ ] every change reviewed', '- [x] every change reviewed')
      .replace(
        'Leave when:\n\n- [ ] acceptance',
        'Bring the old badge printer.\n\nLeave when:\n\n- [ ] acceptance',
      )
      .replace('| SEV1 |', '| The badge printer fails | use paper |\n| SEV1 |')
    writeFileSync(join(folder(), 'schedule/timeline.md'), edited)
    await called(client, 'fill_in', { version, answers: { product: 'shop' } })
    // Printed once on the day of the move: what counts from today differs from the first call's.
    await called(client, 'build_schedule', { version })
    const before = remembered()
    expect(before.get('schedule/timeline.md')).toContain('- [x] every change reviewed')
    await move('2026-04-14', { reason: 'a fair' })
    const away = text('schedule/timeline.md')
    for (const own of [
      '- [x] every change reviewed',
      'Bring the old badge printer.',
      '| The badge printer fails | use paper |',
    ])
      expect(away).toContain(own)
    expect(away).toContain('Tue 2026-04-14')
    expect(away).not.toContain('2026-03-17')
    await move('2026-03-17')
    expect([...remembered()]).toEqual([...before])
  })

  test('a calendar that was printed is renumbered, its entries stay the same ones', async () => {
    const uids = () =>
      strictEvents(text('schedule/timeline.ics')).map(({ uid, sequence }) => [uid, sequence] as const)
    const first = new Map(uids())
    await move('2026-03-24')
    const later = new Map(uids())
    expect([...later.keys()].toSorted()).toEqual([...first.keys()].toSorted())
    const freeze = [...first.keys()].find(uid => uid.startsWith('freeze-'))!
    expect(later.get(freeze)).toBe(first.get(freeze)! + 1)
    const fair = [...first.keys()].find(uid => uid.startsWith('fair-'))!
    expect(later.get(fair), 'given as a date').toBe(first.get(fair))
    const again = text('schedule/timeline.ics')
    await called(client, 'build_schedule', { version })
    expect(text('schedule/timeline.ics')).toBe(again)
    await called(client, 'build_schedule', { version, remove: ['fair'] })
    expect(strictEvents(text('schedule/timeline.ics')).find(({ uid }) => uid === fair)).toMatchObject({
      cancelled: true,
    })
    strictEvents(text('resources/on_call.ics'))
  })
})
