import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Client } from '@modelcontextprotocol/client'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connectedClient } from '../support/client.ts'
import { called } from '../support/plan-client.ts'
import { scratchFolder } from '../support/server-process.ts'

const now = '2026-02-02T09:00:00Z'
let root: string
let client: Client

beforeAll(async () => {
  root = scratchFolder()
  client = await connectedClient({ root, now })
})
afterEach(() => {
  for (const name of readdirSync(root)) rmSync(join(root, name), { recursive: true })
})
afterAll(() => client.close())

async function refusal(name: string, args: object): Promise<string> {
  const { isError, text } = await called(client, name, args)
  expect(isError, text).toBe(true)
  expect(text).not.toMatch(/\n\s+at |node_modules|\.ts:\d/)
  expect(text).not.toContain(root)
  return text
}

describe('what is refused leaves nothing behind', () => {
  test.each([
    ['vv2.5.0', /"vv2\.5\.0" is not a version.*2\.5\.0/s],
    ['../../x', /is not a version/],
    ['2.5', /is not a version/],
    ['', /is not a version/],
    [`1.0.0-${'a'.repeat(80)}`, /is not a version/],
  ])('version %j', async (version, message) => {
    expect(await refusal('initialize_plan', { version, release_date: '2026-03-17' })).toMatch(message)
    expect(existsSync(join(root, 'releases'))).toBe(false)
  })

  test.each(['2025-02-29', '17.3.2026', 'garbage', 'next friday', '2026-3-7', ''])('date %j', async date => {
    const text = await refusal('initialize_plan', { version: '2.5.0', release_date: date })
    expect(text).toContain('release_date')
    expect(text).toContain('YYYY-MM-DD')
    expect(existsSync(join(root, 'releases'))).toBe(false)
  })

  test.each([
    [{ timezone: 'Mars/Base' }, /timezone.*not a time zone/s],
    [{ country: 'UK' }, /no holiday calendar for "UK".*GB/s],
    [{ relase_time: '07:00' }, /unknown argument `relase_time`, did you mean `release_time`/],
    [{ release_time: '7am' }, /release_time.*HH:MM/s],
    [{ working_days: [0] }, /working_days/],
  ])('%j', async (args, message) => {
    expect(
      await refusal('initialize_plan', { version: '2.5.0', release_date: '2026-03-17', ...args }),
    ).toMatch(message)
    expect(existsSync(join(root, 'releases', 'v2.5.0', 'plan.json'))).toBe(false)
  })

  test('no date on the first call', async () => {
    expect(await refusal('initialize_plan', { version: '2.5.0' })).toMatch(
      /needs release_date.*"release_date": "/s,
    )
  })

  test.each([
    'gather_scope',
    'assess_risks',
    'build_schedule',
    'review_plan',
    'fill_in',
    'move_release',
  ])('%s without a plan', async name => {
    const extra =
      name === 'fill_in' ? { answers: {} } : name === 'move_release' ? { release_date: '2026-03-17' } : {}
    expect(await refusal(name, { version: '2.5.0', ...extra })).toMatch(
      /no plan for 2\.5\.0 yet.*initialize_plan/s,
    )
  })
})

describe('a plan.json that does not hold is named and never overwritten', () => {
  const file = () => join(root, 'releases/v2.5.0/plan.json')
  beforeEach(async () => {
    await called(client, 'initialize_plan', { version: '2.5.0', release_date: '2026-03-17' })
  })

  test.each([
    ['broken JSON', (text: string) => text.replace('"version"', '"version'), /plan\.json.*line 4, column/s],
    [
      'an unknown field',
      (text: string) => text.replace('"moves"', '"mooves"'),
      /plan\.json, line \d+: field `/,
    ],
    [
      'a wrong value',
      (text: string) => text.replace('2026-03-17', '2026-02-30'),
      /plan\.json, line \d+: field `release\.release_date`/,
    ],
    [
      "another folder's version",
      (text: string) => text.replace('"version": "2.5.0"', '"version": "2026-02-30"'),
      /plan\.json, line 4: field `version` says "2026-02-30", its folder says 2\.5\.0/,
    ],
    [
      'a newer program',
      (text: string) => text.replace('"schema_version": 1', '"schema_version": 99'),
      /newer release-planner \(schema_version 99/,
    ],
  ])('%s', async (_, spoil, message) => {
    writeFileSync(file(), spoil(readFileSync(file(), 'utf8')))
    const spoilt = readFileSync(file(), 'utf8')
    expect(await refusal('assess_risks', { version: '2.5.0' })).toMatch(message)
    expect(await refusal('review_plan', { version: '2.5.0' })).toMatch(message)
    expect(readFileSync(file(), 'utf8')).toBe(spoilt)
  })

  test('and its documents can still be read', async () => {
    writeFileSync(file(), '{')
    const { isError, text } = await called(client, 'read_plan', { version: '2.5.0', document: 'README.md' })
    expect(isError, text).toBe(false)
    expect(text).toContain('# Release 2.5.0')
  })
})

describe('where to write', () => {
  test('a releases that cannot be written is named', async () => {
    writeFileSync(join(root, 'releases'), 'a file in the place of the folder')
    expect(await refusal('initialize_plan', { version: '2.5.0', release_date: '2026-03-17' })).toContain(
      'releases',
    )
  })

  test('a repository that git cannot read says so and what to do', async () => {
    mkdirSync(join(root, '.git'))
    writeFileSync(join(root, '.git/HEAD'), 'nonsense')
    expect(await refusal('initialize_plan', { version: '2.5.0', release_date: '2026-03-17' })).toMatch(
      /git cannot read this repository.*git fsck.*--root/s,
    )
    expect(existsSync(join(root, 'releases/v2.5.0/plan.json'))).toBe(false)
  })

  test('the file system root is refused with what to set', async () => {
    const lost = await connectedClient({ root: '/', now })
    const { isError, text } = await called(lost, 'read_plan', {})
    await lost.close()
    expect(isError).toBe(true)
    expect(text).toMatch(/--root|RELEASE_PLANNER_ROOT/)
  })
})

describe('an empty folder', () => {
  test('gets a plan of stated defaults and questions', async () => {
    const { fields } = await called(client, 'initialize_plan', {
      version: '2.5.0',
      release_date: '2026-03-17',
    })
    expect(fields.kind).toMatchObject({ value: 'service', basis: 'assumed' })
    const scope = await called(client, 'gather_scope', { version: '2.5.0' })
    expect(scope.isError).toBe(false)
    expect(scope.fields.range).toBeNull()
    expect((scope.fields.unknowns as { count: number }).count).toBeGreaterThan(3)
    expect(readFileSync(join(root, 'releases/v2.5.0/scope.md'), 'utf8')).toContain(
      '[TBD: features, fixes and changes that ship',
    )
  })

  test('a date in the past is planned with a warning, a weekend too', async () => {
    const past = await called(client, 'initialize_plan', { version: '2.5.0', release_date: '2026-01-10' })
    expect(past.isError).toBe(false)
    expect((past.fields.warnings as { code: string }[]).map(({ code }) => code)).toEqual(
      expect.arrayContaining(['date_in_past']),
    )
    const weekend = await called(client, 'initialize_plan', { version: '2.6.0', release_date: '2026-03-14' })
    expect((weekend.fields.warnings as { code: string }[]).map(({ code }) => code)).toContain(
      'release_on_weekend',
    )
  })

  test('v2.5.0 and 2.5.0 are one plan', async () => {
    await called(client, 'initialize_plan', { version: 'v2.5.0', release_date: '2026-03-17' })
    const { fields } = await called(client, 'read_plan', {})
    expect(fields.plans).toEqual([{ version: '2.5.0', release_dir: 'releases/v2.5.0' }])
    expect((await called(client, 'review_plan', { version: '2.5.0' })).isError).toBe(false)
  })
})
