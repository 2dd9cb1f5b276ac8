import { spawnSync } from 'node:child_process'
import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { connectedClient } from '../support/client.ts'
import { planFiles } from '../support/files.ts'
import { plannedBy } from '../support/plan-client.ts'
import { program, scratchFolder } from '../support/server-process.ts'

const version = '3.0.0'
const now = '2026-02-02T09:00:00Z'
let planned: string

beforeAll(async () => {
  planned = scratchFolder()
  const client = await connectedClient({ root: planned, now })
  await plannedBy(client, version, { release_date: '2026-03-17', kind: 'service' })
  await client.close()
})

// A limit on the size of files fails a write in its middle, as a full disk does, and needs no rights to set up.
test.each([1, 4, 12])('a disk that ends after %i kB of a file leaves the old plan as it was', kilobytes => {
  const root = join(scratchFolder(), 'copy')
  cpSync(planned, root, { recursive: true })
  const before = planFiles(root, version)
  const command = `trap '' XFSZ; ulimit -f ${kilobytes}; exec "$0" "$@"`
  const args = [program, 'move', version, '--date', '2026-03-24', '--root', root, '--now', now]
  const { status, stderr } = spawnSync('bash', ['-c', command, process.execPath, ...args], {
    encoding: 'utf8',
  })
  expect(status).toBe(1)
  expect(stderr).toMatch(/the allowed file size is exceeded/)
  expect(stderr).not.toMatch(/\n\s+at /)
  expect(planFiles(root, version)).toEqual(before)
  const machine = readdirSync(join(root, `releases/v${version}/.release-planner`))
  expect(machine.filter(name => /^tmp-|^lock|journal/.test(name))).toEqual([])
})

test('once there is room the same call goes through', () => {
  const args = [program, 'move', version, '--date', '2026-03-24', '--root', planned, '--now', now]
  expect(spawnSync(process.execPath, args).status).toBe(0)
  expect(readFileSync(join(planned, `releases/v${version}/metadata.json`), 'utf8')).toContain('2026-03-24')
})
