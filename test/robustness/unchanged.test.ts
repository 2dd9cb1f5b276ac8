import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { connectedClient } from '../support/client.ts'
import { serviceRepository } from '../support/fixtures.ts'
import { called, plannedBy, sectionTools } from '../support/plan-client.ts'

const version = '3.0.0'

test('a plan made a second time touches no file', async () => {
  const root = serviceRepository().at
  const client = await connectedClient({ root, now: '2026-02-02T09:00:00Z' })
  await plannedBy(client, version, { release_date: '2026-03-17' })
  await called(client, 'build_schedule', { version })
  const folder = join(root, 'releases')
  const files = () =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name))
      .map(path => {
        const { ino, mtimeMs, ctimeMs, size } = statSync(path)
        return [path, ino, mtimeMs, ctimeMs, size]
      })
  const before = files()
  expect(before.length).toBeGreaterThan(30)
  const again: [string, object][] = [
    ['initialize_plan', { release_date: '2026-03-17' }],
    ...sectionTools.map(name => [name, {}] as [string, object]),
    ['move_release', { release_date: '2026-03-24', preview: true }],
    ['fill_in', { answers: {} }],
    ['review_plan', {}],
    ['read_plan', {}],
  ]
  for (const [name, args] of again) {
    const { isError, text } = await called(client, name, { version, ...args })
    expect(isError, text).toBe(false)
    expect(files(), name).toEqual(before)
  }
  await client.close()
})
