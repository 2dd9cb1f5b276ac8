import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { connectedClient } from '../support/client.ts'
import { serviceRepository } from '../support/fixtures.ts'
import { called, plannedBy } from '../support/plan-client.ts'

/** What deployment-coordinator, release-notes-writer and rollback-specialist run on a plan, in their own words of shell. */
const version = '3.0.0'
let folder: string
let root: string

const shell = (command: string): string =>
  execFileSync('bash', ['-c', command], { cwd: folder, encoding: 'utf8' }).trim()

beforeAll(async () => {
  root = serviceRepository().at
  folder = join(root, 'releases', `v${version}`)
  const client = await connectedClient({ root, now: '2026-02-02T09:00:00Z' })
  await plannedBy(client, version, { release_date: '2026-03-17', release_manager: 'Noor "N" O\'Haddad' })
  await client.close()
})

test('the strategy is one line, plain words after the first colon', () => {
  expect(shell('grep -c "Recommended Strategy:" planning/deployment_strategy.md')).toBe('1')
  expect(shell('grep "Recommended Strategy:" planning/deployment_strategy.md | cut -d: -f2')).toMatch(
    /^[A-Z][A-Za-z -]+$/,
  )
})

test.runIf(shellHas('jq'))('jq reads date and manager as flat strings, whatever the name holds (M8)', () => {
  expect(shell('jq -r .release_date metadata.json')).toBe('2026-03-17')
  expect(shell('jq -r .release_manager metadata.json')).toBe('Noor "N" O\'Haddad')
  expect(shell('jq -r .status metadata.json')).toBe('planning')
  expect(shell('jq -r .planning_started metadata.json')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/)
})

test('jq is there in CI', () => {
  if (process.env.CI === 'true') expect(shellHas('jq')).toBe(true)
})

test('open approvals are counted by their boxes', () => {
  expect(Number(shell(String.raw`grep -c "\[ \]" planning/approvals.txt`))).toBeGreaterThanOrEqual(4)
})

test('the files they look for are there', () => {
  for (const path of [
    'rollback/rollback_plan.md',
    'communications/announcement_draft.md',
    'scope.md',
    'schedule/timeline.md',
  ]) {
    expect(shell(`test -s ${path} && echo there`)).toBe('there')
  }
})

test('the tiers have the names of the rollback specialist', () => {
  for (const tier of ['Immediate', 'Fast', 'Planned', 'Monitor'])
    expect(shell(`grep -c "${tier}" rollback/rollback_plan.md`)).not.toBe('0')
})

test('the runbook takes a backup named as the coordinator looks for it, while the schema changes', () => {
  expect(shell('grep -rl "backup_pre_v3.0.0.sql" . | head -1')).not.toBe('')
})

test('ticked approvals and failed tests decide the go/no-go', async () => {
  const client = await connectedClient({ root, now: '2026-02-02T09:00:00Z' })
  shell(String.raw`sed -i 's/\[ \]/[x]/' planning/approvals.txt && mkdir -p testing`)
  writeFileSync(join(folder, 'testing/results.txt'), 'unit PASSED\nload FAILED\n')
  const { fields } = await called(client, 'review_plan', { version })
  await client.close()
  const met = Object.fromEntries(
    (fields.go_no_go as { criterion: string; met: string }[]).map(entry => [entry.criterion, entry.met]),
  )
  expect(met).toMatchObject({ 'Approvals given': 'yes', 'Tests passed': 'no' })
  expect(fields.ready).toBe(false)
})

function shellHas(program: string): boolean {
  try {
    execFileSync('bash', ['-c', `command -v ${program}`], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
