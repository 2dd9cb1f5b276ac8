import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { tools } from '../../src/tools/index.ts'
import { callTool } from '../../src/tools/tool.ts'
import { scratchRepository } from '../support/scratch.ts'

type Row = {
  id: string
  chain: string
  missing?: string[]
  residual: string
  probability_percent: number | null
}
let root: string

async function call(name: string, args: object = {}) {
  const called = tools.find(one => one.name === name)!
  const context = { root: async () => root, now: () => '2026-02-02T09:00:00Z' }
  const result = await callTool(called, { version: '2.0.0', ...args }, context)
  const [block] = result.content as { text: string }[]
  return {
    fields: (result.structuredContent ?? {}) as Record<string, unknown>,
    text: block!.text,
    isError: result.isError,
  }
}
const register = (fields: Record<string, unknown>) => fields.register as Row[]

/** Five feature releases, some with a patch, then a change that touches a migration and a busy file. */
beforeAll(async () => {
  const { at, git, commit, later } = scratchRepository()
  root = at
  const version = (text: string, lines: number) => {
    commit(text, { 'src/core.ts': `${text}\n`.repeat(lines), 'src/version.ts': `'${text}'\n` })
    git('tag', `v${text}`)
  }
  later(-400)
  for (const [n, lines] of [20, 30, 25, 40].entries()) {
    version(`1.${n}.0`, lines)
    if (n < 2) version(`1.${n}.1`, lines)
    later(30)
  }
  commit('feat: notes', {
    'db/migrations/002_note.sql': 'alter table users drop column email;\n',
    'src/core.ts': 'new\n'.repeat(200),
    'src/version.ts': "'2'\n",
    'package.json': JSON.stringify({ name: 'svc', dependencies: { express: '^4.0.0' } }),
  })
  await call('initialize_plan', { release_date: '2026-03-17', kind: 'service' })
  await call('gather_scope')
})

describe('assess_risks', () => {
  test('a register with its chain, a forecast with all that is behind it, and the files to watch', async () => {
    const { fields } = await call('assess_risks')
    const migration = register(fields).find(({ id }) => id === 'schema_migration')!
    expect(migration.chain).toMatch(
      /^migration_rehearsal until 2026-\d\d-\d\d \(Database administrator\) → immediate: /,
    )
    expect(migration).toMatchObject({ probability_percent: null, residual: 'medium' })
    expect(migration.missing).toBeUndefined()
    expect(fields.on_call).toMatchObject({
      date: '2026-03-17',
      missing: expect.stringContaining('allocate_resources'),
    })
    expect(fields.hotfix_forecast).toMatchObject({
      horizon_days: 14,
      releases: 4,
      trust: 'weak',
      basis: expect.stringContaining('2 of the last 4 X.Y.0 releases got a patch within 14 days'),
      size: expect.stringMatching(
        /source lines so far beside a median of \d+ in the last 3, which moves it by \+/,
      ),
      days_7: { percent: expect.any(Number) },
    })
    const paths = (fields.watch_files as { path: string; why: string }[]).map(({ path }) => path)
    expect(paths[0]).toBe('src/core.ts')
    expect(paths).not.toContain('src/version.ts')
    expect(fields.summary).toContain('A patch release follows within 14 days with')
  })

  test('the review names the files to watch', async () => {
    const { fields } = await call('review_plan')
    expect((fields.watch_files as { path: string }[])[0]).toMatchObject({
      path: 'src/core.ts',
      why: expect.stringMatching(/lines changed, .* commits in a year/),
    })
  })

  test('past ranges are read once: what is known of them is kept', async () => {
    const file = join(root, 'releases/v2.0.0/plan.json')
    const stored = JSON.parse(readFileSync(file, 'utf8'))
    expect(stored.observed.past_releases).toMatchObject({ asked: 3, constants: ['src/version.ts'] })
    stored.observed.past_releases.sizes[0].lines = 7
    writeFileSync(file, JSON.stringify(stored))
    await call('gather_scope')
    const again = JSON.parse(readFileSync(file, 'utf8'))
    expect(again.observed.past_releases).toEqual(stored.observed.past_releases)
  })

  test('dismissing what is not in the register is refused, with what is', async () => {
    const { text, isError } = await call('assess_risks', {
      dismiss: [{ id: 'schema_migraton', reason: 'tiny table' }],
    })
    expect(isError).toBe(true)
    expect(text).toMatch(/the register has no "schema_migraton"\. Valid: schema_migration, /)
  })

  test('a dismissed risk leaves the register, can be dismissed again, and its reason stays', async () => {
    const dismiss = [{ id: 'schema_migration', reason: 'tiny table' }]
    expect(register((await call('assess_risks', { dismiss })).fields).map(({ id }) => id)).not.toContain(
      'schema_migration',
    )
    expect((await call('assess_risks', { dismiss })).isError).toBeFalsy()
    const { text } = await call('read_plan', { document: 'risks/risk_assessment.md', heading: 'Dismissed' })
    expect(text).toContain('tiny table')
  })
})
