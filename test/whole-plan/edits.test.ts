import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Client } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connectedClient } from '../support/client.ts'
import { planFiles } from '../support/files.ts'
import { serviceRepository } from '../support/fixtures.ts'
import { called, type Fields, plannedBy } from '../support/plan-client.ts'
import { scratchFolder } from '../support/server-process.ts'

const version = '3.0.0'
const now = '2026-02-02T09:00:00Z'
let root: string
let client: Client

const path = (name: string) => join(root, 'releases', `v${version}`, name)
const text = (name: string) => readFileSync(path(name), 'utf8')
const edit = (name: string, change: (text: string) => string) => {
  const before = text(name)
  const after = change(before)
  expect(after, `the edit of ${name} changes something`).not.toBe(before)
  writeFileSync(path(name), after)
}
const call = (name: string, args: object = {}) => called(client, name, { version, ...args })
const documents = (fields: Fields) =>
  fields.documents as {
    path: string
    status: string
    kept_edits: number
    conflicts: { line: number; yours: string; proposed: string }[]
    diff?: string
  }[]

let planned: string

beforeAll(async () => {
  planned = serviceRepository().at
  const first = await connectedClient({ root: planned, now })
  await plannedBy(first, version, { release_date: '2026-03-17' })
  await first.close()
  root = join(scratchFolder(), 'copy')
  cpSync(planned, root, { recursive: true })
  client = await connectedClient({ root, now })
})
beforeEach(() => {
  rmSync(join(root, 'releases'), { recursive: true })
  cpSync(join(planned, 'releases'), join(root, 'releases'), { recursive: true })
})
afterAll(() => client.close())

describe('answers', () => {
  test('typed over a question in one document are printed in every document', async () => {
    edit('resources/team_allocation.md', before =>
      before.replace(/\[TBD: name of the QA lead · [^\]]*\]/, 'Mara Okafor'),
    )
    const { fields } = await call('build_schedule')
    expect(fields.summary).toContain('role_qa_lead')
    expect(text('resources/team_allocation.md')).toContain('Mara Okafor')
    expect(text('README.md')).not.toContain('[TBD: name of the QA lead')
    expect(JSON.parse(text('plan.json')).answers.role_qa_lead).toEqual({
      value: 'Mara Okafor',
      from: 'resources/team_allocation.md',
    })
  })

  test('typed into the index are read back as well, and a moved date still moves in that line', async () => {
    edit('README.md', before =>
      before.replace(
        /\[TBD: name of the release manager · [^\]]*\] \| `release_manager`/,
        'Ann Lee | `release_manager`',
      ),
    )
    const { fields } = await call('move_release', { release_date: '2026-03-24' })
    expect(documents(fields).flatMap(document => document.conflicts)).toEqual([])
    expect(text('metadata.json')).toContain('"release_manager": "Ann Lee"')
    expect(text('schedule/timeline.md')).toContain('Ann Lee')
  })

  test('fill_in prints an answer everywhere, null takes it back', async () => {
    const { fields } = await call('fill_in', { answers: { release_manager: 'Ann Lee' } })
    expect(fields.printed_in).toContain('releases/v3.0.0/README.md')
    expect(text('risks/risk_assessment.md')).toContain('To be reviewed by Ann Lee')
    await call('fill_in', { answers: { release_manager: null } })
    expect(text('risks/risk_assessment.md')).toContain('To be reviewed by [TBD: name of the release manager')
  })

  test('two different answers to one question are told, not guessed away', async () => {
    const [, question] = /\[TBD: (name of the [^·]+) · /.exec(text('README.md'))!
    const marker = new RegExp(`\\[TBD: ${question} · [^\\]]*\\]`)
    edit('resources/team_allocation.md', before => before.replace(marker, 'Mara Okafor'))
    edit('README.md', before => before.replace(marker, 'Kim Berg'))
    const { fields } = await call('build_schedule')
    expect((fields.warnings as Fields[]).map(warning => warning.code)).toContain('two_answers')
  })

  test.each([
    [{ no_such_question: 'x' }, /no question "no_such_question".*Open are: .*release_manager/s],
    [{ slo_percent: 'very high' }, /answers\.slo_percent: "very high".*a number from 0 to 100/s],
  ])('%j is refused and nothing is filled in', async (answers, message) => {
    const before = planFiles(root, version)
    const { isError, text: said } = await call('fill_in', { answers })
    expect(isError).toBe(true)
    expect(said).toMatch(message)
    expect(planFiles(root, version)).toEqual(before)
  })
})

describe('edits of people', () => {
  test('survive a moved release; every date moves', async () => {
    edit('schedule/timeline.md', before => `${before}\n## Parking\n\nThe car park is closed that week.\n`)
    edit('rollback/rollback_plan.md', before =>
      before.replace('- [ ] Record', '- [x] Record').replace('## Verify', 'Call Ann first.\n\n## Verify'),
    )
    const before = text('schedule/timeline.md')
    expect(before).toContain('Tue 2026-03-17')
    const { fields } = await call('move_release', { release_date: '2026-05-12', reason: 'conference' })
    expect(
      (fields.moved as { what: string; from: string; to: string }[]).find(
        ({ what }) => what === 'Release day',
      ),
    ).toEqual({ what: 'Release day', from: '2026-03-17', to: '2026-05-12' })
    expect(text('schedule/timeline.md')).toContain('The car park is closed that week.')
    expect(text('rollback/rollback_plan.md')).toContain('Call Ann first.')
    for (const [name, content] of planFiles(root, version)) {
      if (name.endsWith('.md') && name !== 'README.md') expect(content, name).not.toContain('Tue 2026-03-17')
    }
    expect(text('planning/planning.log')).toContain('moved from 2026-03-17 to 2026-05-12: conference')
  })

  test('where both changed a line the person wins and the result names the line and the proposal', async () => {
    edit('schedule/timeline.md', before =>
      before.replace('Tue 2026-03-17 07:00 UTC', 'Tue 2026-03-17 07:00 sharp'),
    )
    const { fields } = await call('move_release', { release_date: '2026-03-24' })
    const conflict = documents(fields).find(document => document.path.endsWith('timeline.md'))!.conflicts[0]!
    expect(text('schedule/timeline.md').split('\n')[conflict.line - 1]).toContain('07:00 sharp')
    expect(conflict.yours).toContain('07:00 sharp')
    expect(conflict.proposed).toContain('Tue 2026-03-24')
    const { fields: review } = await call('review_plan')
    expect(review.contradictions).toContainEqual(
      expect.objectContaining({ path: 'releases/v3.0.0/schedule/timeline.md', line: conflict.line }),
    )
  })

  test('a deleted document stays deleted and is listed', async () => {
    rmSync(path('communications/messages/retrospective.md'))
    const { fields } = await call('plan_communications')
    expect(documents(fields).find(document => document.path.endsWith('retrospective.md'))).toMatchObject({
      deleted: true,
    })
    expect(planFiles(root, version).has('communications/messages/retrospective.md')).toBe(false)
  })

  test("the caller's own parts are carried and move with the dates", async () => {
    await call('build_schedule', {
      milestones: [{ id: 'board', name: 'Board meeting', offset: 'T-9' }],
      activities: [{ id: 'translate', name: 'Translate the interface', phase: 'freeze', duration_days: 2 }],
      notes: [{ id: 'n1', heading: 'Why so early', text: 'The **fair** is in March.' }],
      decisions: [
        {
          id: 'd1',
          question: 'Ship on the fair?',
          options: ['yes', 'no'],
          owner: 'Ann Lee',
          needed_by: '2026-02-20',
        },
      ],
    })
    const first = text('schedule/timeline.md')
    for (const words of [
      'Board meeting',
      'Translate the interface',
      'The **fair** is in March.',
      'Ship on the fair?',
      'Ann Lee',
    ])
      expect(first).toContain(words)
    expect(first).toContain('Fri 2026-03-06 | Board meeting')
    await call('move_release', { release_date: '2026-03-24' })
    expect(text('schedule/timeline.md')).toContain('Fri 2026-03-13 | Board meeting')
  })
})

describe('preview', () => {
  test.each([
    ['gather_scope', { known_limitations: ['slow on Mondays'] }],
    ['assess_risks', { risks: [{ id: 'own', title: 'Own risk', probability: 'high', impact: 'high' }] }],
    ['move_release', { release_date: '2026-03-24' }],
    ['fill_in', { answers: { release_manager: 'Ann Lee' } }],
  ])('%s says the same and writes nothing', async (name, args) => {
    const before = planFiles(root, version)
    const preview = await call(name, { ...args, preview: true })
    expect(preview.isError).toBe(false)
    expect(planFiles(root, version)).toEqual(before)
    expect(documents(preview.fields).some(document => document.status === 'updated' && document.diff)).toBe(
      true,
    )
    const written = await call(name, args)
    const statuses = (fields: Fields) =>
      documents(fields)
        .filter(({ status }) => status !== 'unchanged')
        .map(({ path: at, status }) => [at, status])
    // A long result lists fewer documents and says how many it left out.
    const [shown, all] = [statuses(preview.fields), statuses(written.fields)]
    expect(all.slice(0, shown.length)).toEqual(shown)
    expect(all.length === shown.length || preview.fields.omitted).toBeTruthy()
    expect(planFiles(root, version)).not.toEqual(before)
  })
})
