import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tools } from '../../src/tools/index.ts'
import { callTool } from '../../src/tools/tool.ts'
import { scratchFolder } from '../support/scratch.ts'

function workspace() {
  const root = scratchFolder()
  const call = async (name: string, args: object) => {
    const context = { root: async () => root, now: () => '2026-10-20T09:00:00Z' }
    const result = await callTool(tools.find(tool => tool.name === name)!, args, context)
    return {
      isError: result.isError === true,
      fields: (result.structuredContent ?? {}) as Fields,
      text: result,
    }
  }
  const team = (version: string) =>
    readFileSync(join(root, 'releases', `v${version}`, 'resources/team_allocation.md'), 'utf8')
  return { root, call, team }
}
type Fields = { warnings: { code: string; message: string }[]; documents: { path: string; status: string }[] }

const people = [{ name: 'Eve Ray', roles: ['qa_lead'] }]

async function planned(call: ReturnType<typeof workspace>['call'], version: string) {
  await call('initialize_plan', { version, release_date: '2026-12-01', kind: 'service' })
  return call('allocate_resources', { version, people })
}

test('a conflict stands in the document of the plan that is written and in that of the other after its next call', async () => {
  const { call, team } = workspace()
  await planned(call, '3.0.0')
  const second = await planned(call, '3.1.0')
  expect(second.fields.warnings.map(({ code }) => code)).toContain('plan_conflict')
  expect(team('3.1.0')).toContain('Eve Ray is booked by 3.0.0 too')
  expect(team('3.0.0')).not.toContain('3.1.0')
  // Any call that writes, also one of another section.
  await call('build_schedule', { version: '3.0.0' })
  expect(team('3.0.0')).toContain('Eve Ray is booked by 3.1.0 too')
})

test('moving one of them away ends it in both', async () => {
  const { call, team } = workspace()
  await planned(call, '3.0.0')
  await planned(call, '3.1.0')
  await call('move_release', { version: '3.1.0', release_date: '2027-03-02' })
  await call('allocate_resources', { version: '3.0.0' })
  expect(team('3.0.0') + team('3.1.0')).not.toMatch(/booked by|uses staging|same window/)
})

test('another plan that was broken by hand says nothing and breaks nothing', async () => {
  const { root, call, team } = workspace()
  await planned(call, '3.0.0')
  await planned(call, '3.1.0')
  for (const file of ['metadata.json', 'plan.json'])
    writeFileSync(join(root, 'releases/v3.1.0', file), '{"release_date": 12, "occupied": {')
  const third = await call('allocate_resources', { version: '3.0.0' })
  expect(third.isError).toBe(false)
  expect(team('3.0.0')).not.toContain('3.1.0')
})

test('two people of one name are refused before anything is written', async () => {
  const { call } = workspace()
  await planned(call, '3.0.0')
  const twice = await call('allocate_resources', { version: '3.0.0', people: [...people, ...people] })
  expect(twice.isError).toBe(true)
  expect(JSON.stringify(twice.text)).toContain('people[1].name are both Eve Ray')
})

test('a name that looks like a ticked box is no approval', async () => {
  const { root, call } = workspace()
  await call('initialize_plan', { version: '3.0.0', release_date: '2026-12-01', kind: 'service' })
  await call('allocate_resources', { version: '3.0.0', people: [{ name: '[x] Eve', roles: ['devops'] }] })
  const approvals = readFileSync(join(root, 'releases/v3.0.0/planning/approvals.txt'), 'utf8')
  expect(approvals).toContain('decides: (x) Eve; if away, nobody named yet')
  expect(approvals).not.toContain('[x]')
})
