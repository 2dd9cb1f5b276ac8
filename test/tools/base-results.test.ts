import { expect, test } from 'vitest'
import { gatherScope } from '../../src/tools/gather-scope.ts'
import { initializePlan } from '../../src/tools/initialize-plan.ts'
import { callTool } from '../../src/tools/tool.ts'
import { scratchRepository } from '../support/scratch.ts'

type Result = {
  base: { tag: string; why: string; alternatives: string[] }
  range: { from: string; why: string }
  previous_version: string
  warnings: { code: string; message: string; fix: string }[]
}

test('an old line and another start are told in both results, with the call that says otherwise', async () => {
  const { at, commit, git } = scratchRepository()
  const context = { root: async () => at, now: () => '2026-02-01T09:00:00Z' }
  const call = async (tool: typeof initializePlan | typeof gatherScope, args: object) =>
    (await callTool(tool as never, args as never, context as never)).structuredContent as unknown as Result
  for (const version of ['1.4.0', '1.4.1']) {
    commit(`fix: ${version}`)
    git('tag', `v${version}`)
  }
  git('branch', 'release-1.4')
  commit('feat: 1.5')
  git('tag', 'v1.5.0')
  commit('feat: newest')

  const begun = await call(initializePlan, { version: '1.4.2', release_date: '2026-03-03' })
  expect(begun.base).toMatchObject({ tag: 'v1.4.1', why: expect.stringContaining('to: "release-1.4"') })
  const told = { code: 'old_line', fix: 'Call gather_scope with to: "release-1.4".' }
  expect(begun.warnings).toContainEqual(expect.objectContaining(told))
  const gathered = await call(gatherScope, { version: '1.4.2' })
  expect(gathered.warnings).toContainEqual(expect.objectContaining(told))
  expect(gathered.range.why).toContain('HEAD holds v1.5.0')
  const followed = await call(gatherScope, { version: '1.4.2', to: 'release-1.4' })
  expect(followed.warnings.map(({ code }) => code)).not.toContain('old_line')

  const again = await call(initializePlan, { version: '1.4.2', previous_version: '1.4.0' })
  expect(again).toMatchObject({ previous_version: '1.4.0', base: { tag: 'v1.4.0' } })
  expect(again.base.why).toContain('from: "v1.4.1" instead')
  expect(again.warnings).toContainEqual(
    expect.objectContaining({ code: 'scope_behind_base', fix: 'Call gather_scope again.' }),
  )

  git('tag', 'v1.6.0-rc.1')
  const candidate = await call(initializePlan, { version: '1.6.0-rc.2', release_date: '2026-03-03' })
  expect(candidate.base.tag).toBe('v1.6.0-rc.1')
  expect(candidate.warnings).toContainEqual(
    expect.objectContaining({ code: 'other_base', fix: expect.stringContaining('from: "v1.5.0"') }),
  )
  const whole = await call(gatherScope, { version: '1.6.0-rc.2', from: 'v1.5.0' })
  expect(whole.range).toMatchObject({ from: 'v1.5.0' })
  expect(whole.warnings.map(({ code }) => code)).not.toContain('other_base')
})
