import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { connectedClient } from '../support/client.ts'
import { called } from '../support/plan-client.ts'
import { scratchRepository } from '../support/scratch.ts'

test('risky commits are taken back on trial, and a rehearsal typed into the plan is its evidence', async () => {
  const { at, git, commit } = scratchRepository()
  commit('feat: start', { 'api.js': 'one\ntwo\n' })
  git('tag', 'v1.0.0')
  const breaking = commit('feat(api)!: ids are strings', { 'api.js': 'ONE\ntwo\n' })
  const migration = commit('feat: a column', { 'migrations/001_a.sql': 'ALTER TABLE a ADD COLUMN b text;\n' })
  commit('fix: ids', { 'api.js': 'ONE and a half\ntwo\n' })
  const before = [git('status', '--porcelain'), git('for-each-ref'), git('count-objects')]
  const client = await connectedClient({ root: at, now: '2026-11-02T09:00:00Z' })
  try {
    const call = async (name: string, args: object = {}) => {
      const result = await called(client, name, { version: '2.0.0', ...args })
      expect(result.isError, result.text).toBe(false)
      return result.fields
    }
    await call('initialize_plan', { release_date: '2026-12-01', kind: 'service' })
    await call('gather_scope')
    expect([git('status', '--porcelain').replace('?? releases/', ''), git('for-each-ref')]).toEqual(
      before.slice(0, 2),
    )
    const database = { writes_per_minute: 30 }
    const written = await call('write_rollback_plan', { database })
    expect(written.trial_reverts).toEqual({
      tried: expect.arrayContaining([
        { commit: breaking.slice(0, 8), result: 'conflict', files: ['api.js'] },
        { commit: migration.slice(0, 8), result: 'clean' },
      ]),
    })
    expect(git('count-objects')).toBe(before[2])
    const path = join(at, 'releases/v2.0.0/rollback/rollback_plan.md')
    const text = readFileSync(path, 'utf8')
    expect(text).toMatch(/\| breaking[^|]*\| conflict in `api\.js` \|/)
    expect(text).toMatch(
      /A restore loses the writes since the backup, \d+ min .*: 30 per minute, \d+ in all\./,
    )
    const rehearsed = async () => {
      const { go_no_go } = await call('review_plan')
      return (go_no_go as { criterion: string; met: string; evidence: string }[]).find(
        ({ criterion }) => criterion === 'Way back rehearsed',
      )
    }
    expect(await rehearsed()).toMatchObject({
      met: 'unknown',
      evidence: expect.stringContaining('not rehearsed'),
    })
    const slot = /\[TBD: date of the rehearsal[^\]]*\]/
    expect(text).toMatch(slot)
    const typed = async (record: string) => {
      writeFileSync(path, text.replace(slot, record))
      return rehearsed()
    }
    expect(await typed('done')).toMatchObject({ met: 'unknown' })
    expect(await typed('2026-11-20, 3 min, log 17')).toMatchObject({
      met: 'unknown',
      evidence: expect.stringContaining('not rehearsed'),
    })
    expect(await typed('2026-10-30, 3 min, log 17')).toMatchObject({
      met: 'yes',
      evidence: expect.stringMatching(/2026-10-30, 3 min, log 17/),
    })
  } finally {
    await client.close()
  }
})

test('what is risky and was not tried, or changed nothing, is told', async () => {
  const { at, git, commit } = scratchRepository()
  commit('feat: start', { 'api.js': '0\n' })
  git('tag', 'v1.0.0')
  for (let n = 1; n <= 12; n += 1) commit(`feat!: step ${n}`, { [`part-${n}.js`]: `${n}\n` })
  git('commit', '--allow-empty', '-qm', 'feat!: nothing at all')
  const client = await connectedClient({ root: at, now: '2026-11-02T09:00:00Z' })
  try {
    const version = '2.0.0'
    await called(client, 'initialize_plan', { version, release_date: '2026-12-01', kind: 'service' })
    await called(client, 'gather_scope', { version })
    const { fields } = await called(client, 'write_rollback_plan', { version })
    const { tried, left } = fields.trial_reverts as { tried: { result: string }[]; left?: string }
    expect(tried.map(({ result }) => result)).toContain('empty')
    expect(left).toMatch(/^\d+ more risky commits were not tried$/)
  } finally {
    await client.close()
  }
})
