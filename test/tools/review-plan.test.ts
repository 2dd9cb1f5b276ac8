import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { tools } from '../../src/tools/index.ts'
import { callTool } from '../../src/tools/tool.ts'
import { scratchFolder } from '../support/scratch.ts'

interface Contradiction {
  id?: string
  path: string
  line: number
  says: string
  plan_says: string
  fix: string
}

function project(files: Record<string, string> = {}) {
  const root = scratchFolder()
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

async function called(root: string, name: string, args: object) {
  const context = { root: async () => root, now: () => '2026-11-02T09:00:00Z' }
  const result = await callTool(tools.find(tool => tool.name === name)!, args, context)
  return { text: result.content[0]!.text, isError: result.isError === true, ...result.structuredContent } as {
    text: string
    isError: boolean
    summary: string
    found: string
    contradictions: Contradiction[]
    planned_vs_actual: { what: string; planned: string; actual: string }[]
    skipped?: string[]
  }
}

describe('a folder of documents that are not ours', () => {
  const files = {
    'docs/rel/a.md': '# Plan\n\n- Go-live: 2026-03-14\n',
    'docs/rel/sub/b.md': '## Building (T-9 to T-6)\n\n## Trying (T-8 to T-3)\n',
    'docs/rel/node_modules/c.md': 'vv1.2.3\n',
    'docs/rel/picture.png': 'vv1.2.3\n',
  }

  test('is read below the root; each contradiction with file, line and words', async () => {
    const { contradictions, found, summary } = await called(project(files), 'review_plan', {
      folder: 'docs/rel',
    })
    expect(found).toBe("D1 sub/b.md:3 'Trying (T-8 to T-3)' / sub/b.md:1\nD5 a.md:3 'Go-live: 2026-03-14'")
    expect(contradictions).toContainEqual({
      id: 'D1',
      path: 'sub/b.md',
      line: 3,
      says: 'Trying (T-8 to T-3)',
      plan_says: 'sub/b.md:1: Building (T-9 to T-6)',
      fix: 'the phases follow each other, but T-8 to T-3 lies over T-9 to T-6',
    })
    expect(summary).toContain('2 contradictions of 2 kinds (D1, D5;')
  })

  test('is not left by a name or a link, and nothing is no silence', async () => {
    const root = project({ ...files, 'empty/x.png': '' })
    const outside = project({ 'secret.md': 'vv1.2.3\n' })
    symlinkSync(outside, join(root, 'docs/rel/link'))
    symlinkSync(join(outside, 'secret.md'), join(root, 'docs/rel/file.md'))
    for (const folder of ['../x', '/etc', 'docs/../..', 'docs/rel/link', 'C:\\x', '~', 'empty', 'nowhere'])
      expect(await called(root, 'review_plan', { folder }), folder).toMatchObject({ isError: true })
    const { found, text } = await called(root, 'review_plan', { folder: 'docs' })
    expect(found).not.toContain('M1')
    expect(text).not.toContain('secret')
  })

  test('without version and folder the call says what to give', async () => {
    const { isError, text } = await called(project(), 'review_plan', {})
    expect(isError).toBe(true)
    expect(text).toMatch(/version is missing.*folder/)
  })
})

describe('edits of people in a plan, one after the other', () => {
  const root = project()
  const version = '2.5.0'
  const review = () => called(root, 'review_plan', { version })
  const edit = (path: string, from: string | RegExp, to: string) => {
    const file = join(root, 'releases/v2.5.0', path)
    const before = readFileSync(file, 'utf8')
    writeFileSync(file, before.replace(from, to))
    expect(readFileSync(file, 'utf8'), `${path} ${from}`).not.toBe(before)
  }

  beforeAll(async () => {
    await called(root, 'initialize_plan', {
      version,
      release_date: '2026-12-01',
      kind: 'service',
      product: 'Acme',
    })
    const names = [
      'build_schedule',
      'select_strategy',
      'write_rollback_plan',
      'allocate_resources',
      'plan_communications',
    ]
    for (const name of names) await called(root, name, { version })
  })

  test('untouched it contradicts nothing and has nothing to compare', async () => {
    const { contradictions, planned_vs_actual } = await review()
    expect(contradictions).toEqual([])
    expect(planned_vs_actual).toEqual([])
  })

  test('each with line, both words, and the call that settles it', async () => {
    edit('schedule/timeline.md', /^\| Tue 2026-11-17 \| Code freeze/m, '| Wed 2026-11-18 | Code freeze')
    edit('README.md', '**Tue 2026-12-01, ', '**Wed 2026-12-02, ')
    edit('rollback/rollback_plan.md', '| Fast | 30 min |', '| Fast | 45 min |')
    edit('resources/team_allocation.md', /(\| L1 [^|]*\|[^|]*\|) 5 min/, '$1 9 min')
    const { contradictions } = await review()
    const fixes = contradictions.map(({ path, fix }) => `${path.slice('releases/v2.5.0/'.length)}: ${fix}`)
    expect(fixes).toContainEqual(
      expect.stringContaining(
        'schedule/timeline.md: If the document is right: build_schedule milestones [{"id": "freeze", "offset": "2026-11-18"}]',
      ),
    )
    expect(fixes).toContainEqual(
      expect.stringContaining('README.md: If the document is right: move_release release_date "2026-12-02"'),
    )
    expect(fixes).toContainEqual(
      expect.stringContaining('rollback/rollback_plan.md: If the document is right: write_rollback_plan '),
    )
    expect(fixes).toContainEqual(
      expect.stringContaining('allocate_resources escalation [{"level": "L1", "minutes": …}]'),
    )
  })

  test('an edit that contradicts another document is found by its check', async () => {
    edit('schedule/timeline.md', /$/, '\nKickoff: Mon 2026-12-01\n')
    expect((await review()).contradictions).toContainEqual(
      expect.objectContaining({
        id: 'D18',
        says: 'Kickoff: Mon 2026-12-01',
        fix: '2026-12-01 is a Tuesday, not a Mon',
      }),
    )
  })

  test('the closing report compares the plan with what was ticked and written on the day', async () => {
    edit('schedule/timeline.md', '- [ ] ', '- [x] ')
    edit('planning/approvals.txt', '[ ]', '[x]')
    edit(
      'communications/messages/release_done.md',
      'Live since ____. Checks: ____.',
      'Live since 08:51. Checks: all passed.',
    )
    const { planned_vs_actual: rows } = await review()
    expect(rows[0]).toEqual({ what: 'Release date', planned: 'Tue 2026-12-01', actual: 'not moved' })
    expect(rows.map(({ actual }) => actual)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^1 of \d+ boxes ticked$/),
        '1 given',
        '08:51',
        'all passed',
      ]),
    )
    expect(rows).toContainEqual({
      what: 'Release done: Live since',
      planned: expect.stringContaining('2026-12-01'),
      actual: '08:51',
    })
  })
})
